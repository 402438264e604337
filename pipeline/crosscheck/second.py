"""A second reader: a model points at contradictions, arithmetic decides.

Nothing a model says is believed: its quotes must stand in the text, its formula is parsed and recomputed from
the quoted numbers. Only an equation that then proves wrong is an error. A comparison is a warning at most:
that two numbers are to be compared is told by words, which must stand beside them in the quotes. A list is
counted where the text shows that it is whole. What cannot be recomputed is a remark.
"""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import prompts
from pipeline.crosscheck.proposed import Claim, Dropped, judge
from pipeline.crosscheck.reading import Reading
from schemas.calls import Completion, Message
from schemas.findings import Finding

PIECE = 3000
"""Characters sent at once, about: a section, or several short ones."""

MOST_ANSWER, MOST_ITEMS, MOST_TRIES, MOST_QUOTES, MOST_QUOTE, MOST_WHY = 200_000, 60, 500, 30, 500, 200
_CHAPTER = re.compile(r"^(?=[一二三四五六七八九十]{1,3}、)", re.MULTILINE)
_FENCES = re.compile(r"<{3,}|>{3,}")

Ask = Callable[[Sequence[Message]], Awaitable[Completion | None]]


@dataclass(frozen=True, slots=True)
class Second:
    """What became of all that was ``proposed``: ``findings``; some was ``refuted`` by arithmetic."""

    findings: tuple[Finding, ...] = ()
    proposed: int = 0
    refuted: int = 0


async def read_again(text: str, ask: Ask) -> Second:
    """Have *text* read piece by piece; *ask* gives a model's answer, or None when there is none."""
    judged: list[Finding | Dropped] = []
    reading = Reading(text, None, None)
    for piece in pieces(text):
        answer = await ask(messages(piece)) if piece.strip() else None
        judged += [judge(reading, claim) for claim in claims_of(answer.text)] if answer else []
    findings = (f for f in judged if isinstance(f, Finding))
    unique = {(f.start, f.end, f.expected or f.message): f for f in findings}
    return Second(tuple(unique.values()), len(judged), judged.count(Dropped.HOLDS))


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
    formula, why, kind = (item.get(name) or "" for name in ("formula", "why", "kind"))
    if not all(isinstance(said, str) for said in (formula, why, kind)):
        return None
    words = "".join(c for c in " ".join(why.split()) if c.isprintable())
    return Claim(tuple(quotes), formula, words[:MOST_WHY], kind)
