"""Differences under a name of their own: 顺差 (出口－进口), 节约资金 (预算－成交), 结余 and its sign."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from pipeline.crosscheck.arithmetic.facts import Fact, Facts, level, same_sort
from pipeline.crosscheck.arithmetic.independent import COMPARED, in_account, without_parts
from pipeline.crosscheck.arithmetic.misprints import misprint
from pipeline.crosscheck.arithmetic.numbers import factor, grade, is_amount, written
from pipeline.crosscheck.arithmetic.signed import Term, reaches, rounded, signed, value_of, wrong
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.intervals import disjoint, meant
from schemas.findings import Finding, Severity

_BE = r"(?:约|共|共计|合计|累计|达到?|为|是|实现|[:：]|了)*$"
_WISHED = re.compile(
    r"预计|每年|年均|可节|力争|上年|去年|年初|历年|滚存|累计"
    r"|往年|追[缴收]|清[缴欠]|以前年度|陈欠|历史|同比|其中|平均|[动使运]用|^用|弥补|调剂|(?<![年期][末终底])结转(?!和?结余)"
)
_MOVED = re.compile(r"拨款结余|使用|(?<![审核])[增减](?:加|少)?$")
_PRICE = re.compile("单价|每")
_SHARED = re.compile(r"的\s?[\d０-９]")
_FAR = 320
_ELSE = re.compile(r"费$|其中|另|上年|去年|每|均|累计|增|减|补|贴|奖|含|\d{4}年")
_MOST = 12


@dataclass(frozen=True, slots=True)
class Difference:
    """A row of ``differences.yaml``."""

    claim: re.Pattern[str]
    more: re.Pattern[str]
    less: re.Pattern[str]
    sign: bool
    way: bool


@cache
def differences() -> tuple[Difference, ...]:
    """The table, compiled."""
    text = (resources.files("pipeline.crosscheck.arithmetic") / "differences.yaml").read_text("utf-8")
    return tuple(
        Difference(
            re.compile(f"(?:{row['claim']}){_BE}"), re.compile(row["more"]), re.compile(row["less"]),
            bool(row.get("sign")), bool(row.get("way", True)),
        )
        for row in yaml.safe_load(text)
    )  # fmt: skip


@cache
def _any() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{row.claim.pattern})" for row in differences()))


def check_differences(facts: Facts) -> Iterator[Finding]:
    """Every named difference whose two amounts stand before it."""
    for fact in facts.all:
        words = facts.words(fact)
        claim = _any().search(words) if is_amount(fact.mention) else None
        if claim is None or _WISHED.search(words, 0, claim.start()) or _MOVED.search(words):
            continue
        if not _SHARED.match(facts.reading.text, fact.mention.end) and not in_account(
            facts.reading, fact.mention
        ):
            yield from _first(facts, fact, [row for row in differences() if row.claim.search(words)])


def _first(facts: Facts, claim: Fact, rows: Sequence[Difference]) -> Iterator[Finding]:
    """The narrowest scope that tells both amounts of a row decides."""
    layout, at = facts.reading.layout, claim.mention.start
    line = layout.paragraph(at)[0]
    scopes = (layout.sentence(at)[0], layout.period(at)[0], line, max(0, at - _FAR))
    for start in scopes:
        near = [f for f in facts.within(max(start, at - _FAR), at) if _stands(facts, f, claim)][-_MOST:]
        wholes = near if start >= line else _apart(near, (), ())
        for row in rows:
            more, less = _sides(facts, wholes, row)
            if more and less:
                if start >= line or len(more) == len(less) == 1:
                    yield from _judge(facts, claim, row, _apart(near, more, less), more, less)
                return


def _apart(near: Sequence[Fact], more: Sequence[Fact], less: Sequence[Fact]) -> list[Fact]:
    """What is told, without the parts that make up another: 编制156名，其中管理岗22名、…."""
    kept = without_parts([f.mention for f in near])
    return [f for f in near if f.mention in kept or f in more or f in less]


def _sides(facts: Facts, near: Sequence[Fact], row: Difference) -> tuple[list[Fact], list[Fact]]:
    """What is told as the more and as the less; of only two, the one without words is the other."""
    more = [f for f in near if _last_of(facts, f, row.more, row.less)]
    less = [f for f in near if _last_of(facts, f, row.less, row.more)]
    if len(near) == 2 and len(more) + len(less) == 1 and not row.sign:
        rest = [f for f in near if f not in more and f not in less and not _ELSE.search(facts.words(f))]
        sides = more or rest, less or rest
        return sides if rest and sides[0][0].value > sides[1][0].value else ([], [])
    return more, less


def _stands(facts: Facts, fact: Fact, claim: Fact) -> bool:
    told = level(fact) and not fact.compared and same_sort(fact.mention, claim.mention)
    return (
        told
        and not _PRICE.search(facts.words(fact))
        and not COMPARED.search(facts.words(fact))
        and not _SHARED.match(facts.reading.text, fact.mention.end)
    )


def _last_of(facts: Facts, fact: Fact, wanted: re.Pattern[str], other: re.Pattern[str]) -> bool:
    """Whether the words of a number name the one amount and not, further on, the other: 采购预算."""
    words = facts.words(fact)
    mine = max((m.end() for m in wanted.finditer(words)), default=0)
    return mine > max((m.end() for m in other.finditer(words)), default=0)


def _judge(
    facts: Facts,
    claim: Fact,
    row: Difference,
    near: Sequence[Fact],
    more: Sequence[Fact],
    less: Sequence[Fact],
) -> Iterator[Finding]:
    """Wrong where no pair gives it; of several pairs the first, and only where a slip explains it."""
    pairs: list[list[Term]] = [[(a.mention, 1), (b.mention, -1)] for a in more for b in less]
    told = [claim, *_told_since(facts, claim, (*more, *less))]
    if any(not disjoint(signed(pair), meant(f.mention)) for pair in pairs for f in told):
        return
    turned = [[(a, -s) for a, s in pair] for pair in pairs]
    back = next((p for p in turned if not disjoint(signed(p), meant(claim.mention))), None)
    if back is not None and row.way:
        yield _wrong_way(facts, claim, back)
    pairs = [p for p in pairs if value_of(p) > 0]
    if back is not None or row.sign or not pairs:
        return
    if len(near) > 2 and reaches([f.mention for f in near[-6:]], claim.mention):
        return
    slips = [(p, misprint(claim.mention, value_of(p), [m for m, _ in p])) for p in pairs]
    pair, slip = next(((p, s) for p, s in slips if s and s.digits >= 2), (pairs[0], None))
    severity = grade(lambda of: not disjoint(signed(pair, of), meant(claim.mention)))
    if severity and (slip or len(pairs) == 1) and not rounded(pair, claim.mention):
        note = f"{slip.why}，疑为笔误。" if slip else ""
        yield wrong(facts.reading, claim.mention, pair, severity if slip else Severity.WARNING, note)


def _told_since(facts: Facts, claim: Fact, operands: Sequence[Fact]) -> list[Fact]:
    """审减1.4亿元，其中房建类审减0.6亿元: behind the difference itself follow its parts."""
    last = max(f.index for f in operands)
    return [f for f in facts.all[last + 1 : claim.index] if same_sort(f.mention, claim.mention)]


def _wrong_way(facts: Facts, claim: Fact, back: Sequence[Term]) -> Finding:
    """收入279.40万元、支出340.41万元，结余61.01万元: the amount is right, its direction is not."""
    (less, _), (more, _) = back
    less, more = sorted((less, more), key=lambda m: m.value or 0)
    unit, _ = factor(claim.mention)
    words = facts.words(claim)[-8:]
    names = f"{_named(facts, less.start)}{less.text}＜{_named(facts, more.start)}{more.text}"
    message = f"{names}，相差{written(claim.mention, unit)}，与“{words}{claim.mention.text}”的方向不符。"
    return finding(
        "balance", message, facts.reading.text, claim.mention.start - len(words), claim.mention.end,
        others=((less.start, less.end), (more.start, more.end)),
    )  # fmt: skip


def _named(facts: Facts, at: int) -> str:
    fact = facts.within(at, at + 1)[0]
    return facts.words(fact)[-6:]
