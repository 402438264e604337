"""A second reader: a model points at contradictions, arithmetic decides.

Nothing a model says is believed: its quotes must stand in the text, its formula is parsed and recomputed from
the quoted numbers. Only a formula that then proves wrong is an error; what cannot be recomputed is a remark.
"""

from __future__ import annotations

import decimal
import json
import re
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import prompts
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.formula import (
    Equation,
    Number,
    Unprovable,
    additive,
    loosely,
    numbers,
    outcome,
    parse,
    refuted,
)
from pipeline.crosscheck.reading import is_figure
from pipeline.crosscheck.report import SECOND_READER
from pipeline.crosscheck.show import plain
from pipeline.numerals import find
from schemas.calls import Completion, Message
from schemas.figures import Kind
from schemas.findings import Finding, Mention, Severity

PIECE = 3000
"""Characters sent at once, about: a section, or several short ones."""

MOST_ANSWER, MOST_ITEMS, MOST_TRIES, MOST_QUOTES, MOST_QUOTE, MOST_WHY = 200_000, 60, 500, 12, 500, 200
_CHAPTER = re.compile(r"^(?=[一二三四五六七八九十]{1,3}、)", re.MULTILINE)
_FENCES = re.compile(r"<{3,}|>{3,}")
_TAIL = re.compile(r"[\u4e00-\u9fff“”]+$")
_LINKS = re.compile(
    r"^(?:全年|当年|本年度?|年度|年|共|其中|实际|我单位|本单位|另)+|(?:为|是|共计|合计|共|达到|达|约|实际)+$"
)

Ask = Callable[[Sequence[Message]], Awaitable[Completion | None]]


@dataclass(frozen=True, slots=True)
class Claim:
    """One contradiction as the model put it."""

    quotes: tuple[str, ...]
    formula: str
    why: str


@dataclass(frozen=True, slots=True)
class Second:
    """What became of all that was ``proposed``: ``findings``; the others were refuted or stand nowhere."""

    findings: tuple[Finding, ...] = ()
    proposed: int = 0


async def read_again(text: str, ask: Ask) -> Second:
    """Have *text* read piece by piece; *ask* gives a model's answer, or None when there is none."""
    findings: list[Finding] = []
    proposed = 0
    mentions = [m for m in find(text) if is_figure(m)]
    for piece in pieces(text):
        answer = await ask(messages(piece)) if piece.strip() else None
        claims = list(claims_of(answer.text)) if answer else []
        proposed += len(claims)
        found = (judge(text, mentions, claim) for claim in claims)
        findings += [f for f in found if f is not None]
    unique = {(f.start, f.end, f.expected or f.message): f for f in findings}
    return Second(tuple(unique.values()), proposed)


def pieces(text: str) -> list[str]:
    """*text* cut before its chapters, or where a chapter is too long before its lines."""
    result = [""]
    for chapter in _CHAPTER.split(text):
        for part in [chapter] if len(chapter) <= PIECE else chapter.splitlines(keepends=True):
            for at in range(0, len(part), PIECE):
                chunk = part[at : at + PIECE]
                if result[-1] and len(result[-1]) + len(chunk) > PIECE:
                    result.append("")
                result[-1] += chunk
    return [piece for piece in result if piece]


def messages(piece: str) -> list[Message]:
    """What is asked about a piece of text; the text can neither close its fence nor open another."""
    told = _FENCES.sub(lambda m: m[0][0] * 2, piece)
    return [
        Message(role="system", content=_instructions()),
        Message(role="user", content=f"<<<原文\n{told}\n原文>>>"),
    ]


@cache
def _instructions() -> str:
    return (Path(prompts.__file__).parent / "second_reader.md.j2").read_text(encoding="utf-8")


# -- what came back -----------------------------------------------------------------------------------


def claims_of(answer: str) -> Iterator[Claim]:
    """The claims in an answer, wherever they stand in it; anything else is passed over."""
    decoder = json.JSONDecoder()
    text, at, found = answer[:MOST_ANSWER], 0, 0
    for _ in range(MOST_TRIES):
        at = text.find("{", at)
        if at < 0 or found >= MOST_ITEMS:
            return
        try:
            item, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            at += 1
            continue
        if claim := _claim(item):
            found += 1
            yield claim


def _claim(item: dict[str, Any]) -> Claim | None:
    quotes = item.get("quotes")
    if not isinstance(quotes, list) or not 0 < len(quotes) <= MOST_QUOTES:
        return None
    if not all(isinstance(q, str) and 2 <= len(q.strip()) <= MOST_QUOTE for q in quotes):
        return None
    formula, why = item.get("formula") or "", item.get("why") or ""
    if not isinstance(formula, str) or not isinstance(why, str):
        return None
    words = "".join(c for c in " ".join(why.split()) if c.isprintable())
    return Claim(tuple(quotes), formula, words[:MOST_WHY])


def judge(text: str, mentions: Sequence[Mention], claim: Claim) -> Finding | None:
    """The finding that *claim* comes to; None when its quotes stand nowhere or its formula holds."""
    places = [_place(text, quote) for quote in claim.quotes]
    known = [p for p in places if p is not None]
    if len(known) < len(places):
        return None
    quoted = [m for m in mentions if any(start <= m.start and m.end <= end for start, end in known)]
    with decimal.localcontext(decimal.Context(prec=60, traps=[])):
        try:
            equation = parse(claim.formula, quoted)
            if not refuted(equation):
                return None
            return _refuted(text, claim, equation, known)
        except Unprovable:
            return _remark(text, claim, known)


def _place(text: str, quote: str) -> tuple[int, int] | None:
    """Where the quote stands; blanks and line breaks do not count."""
    at = text.find(quote.strip())
    if at >= 0:
        return at, at + len(quote.strip())
    match = re.search(r"\s*".join(re.escape(c) for c in "".join(quote.split())), text)
    return match.span() if match else None


def _refuted(
    text: str, claim: Claim, equation: Equation, places: Sequence[tuple[int, int]]
) -> Finding | None:
    used = [*numbers(equation.left), *numbers(equation.right)]
    if len(used) < 2 or (isinstance(equation.left, Number) and not _same_item(text, used)):
        return _remark(text, claim, places)  # that two numbers should be equal is the model's word alone
    result = used[-1]
    expected = _expected(equation, result)
    severity = Severity.ERROR if refuted(equation, loosely) else Severity.WARNING
    if _remainder(equation, result):
        severity = Severity.INFO
    said = f"，得{expected}" if expected else ""
    return finding(
        SECOND_READER,
        f"{claim.why or '前后的数不相符'}。按引文重算：{claim.formula}不成立{said}。",
        text,
        result.start,
        result.end,
        severity=severity,
        expected=expected,
        evidence="；".join(f"“{text[start:end]}”" for start, end in places),
        others=tuple((m.start, m.end) for m in used[:-1]),
    )


def _remark(text: str, claim: Claim, places: Sequence[tuple[int, int]]) -> Finding | None:
    if not claim.why:
        return None
    start, end = places[0]
    return finding(
        SECOND_READER,
        f"模型提出：{claim.why}。无法据引文重算，请人工看一看。",
        text,
        start,
        end,
        severity=Severity.INFO,
        others=tuple(places[1:]),
    )


def _same_item(text: str, used: Sequence[Mention]) -> bool:
    """Whether two numbers stand behind the same name: 项目支出44万元 … 全年项目支出46万元."""
    tails = [_TAIL.search(text[max(0, m.start - 30) : m.start]) for m in used[:2]]
    one, other = (_LINKS.sub("", tail[0]) if tail else "" for tail in tails)
    return one == other and len(one) >= 3


def _expected(equation: Equation, result: Mention) -> str | None:
    """What the result would be, in its own unit and with as many digits as stand there."""
    if not isinstance(equation.right, Number) or isinstance(equation.left, Number):
        return None
    digits = re.search(r"\d[\d,]*(?:\.(\d+))?", result.text)
    if digits is None or not result.value or result.approx.value != "exact":
        return None
    factor = result.value / decimal.Decimal(digits[0].replace(",", ""))
    value = outcome(equation.left, decimal.Decimal(1)) / factor
    if result.kind is Kind.PERCENT and abs(100 * value - result.value) < abs(value - result.value):
        value *= 100  # a share written as a quotient: 30/40 for 75%
    rounded = value.quantize(decimal.Decimal(1).scaleb(-len(digits[1] or "")), decimal.ROUND_HALF_UP)
    if not rounded.is_finite():
        return None
    return result.text[: digits.start()] + plain(rounded) + result.text[digits.end() :]


def _remainder(equation: Equation, result: Mention) -> bool:
    """Whether a sum differs by no more than the usual 尾差, one in the last place."""
    if not isinstance(equation.right, Number) or not additive(equation.left) or result.kind is Kind.COUNT:
        return False
    value = outcome(equation.left, decimal.Decimal(1))
    return abs(value - (result.value or 0)) <= abs(result.step) * decimal.Decimal("1.5")
