"""The whole text's money: spent against received, item by item, in groups, and expenditure against income."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from pipeline.crosscheck.arithmetic.numbers import factor, written
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.intervals import meant
from pipeline.crosscheck.reading import Reading
from pipeline.crosscheck.show import plain
from schemas.figures import Approx, Kind
from schemas.findings import Finding, Mention, Severity

_LABEL = re.compile(r"[^，。；：:、\d\n,;]{2,24}$")
_RECEIVED = re.compile(r"到位|拨入")
_SPENT = re.compile(r"支出|开支|使用|列支")
_USED_FOR = re.compile(r"[，,]?(?:主要)?用于")
_PLANNED = re.compile(r"预算|安排|计划|下达|指标|上年|去年|年初")
_WORDS = re.compile(
    r"实际|到位|拨入|支出|开支|使用|列支|经费|资金|费用|费|金额|总额|共计|共|为|其中|全年|本年度?|当年|\d{4}年度?|我[会局单位部门]|发生|[（()）“”\s]|是"
)
_INCOME = re.compile(
    r"(?:全年|本年|年度)?(?:总收入|收入合计|收入总计|收入总额|全年收入|本年收入|收入共计)(?:为|是|共)*$"
)
_EXPENSE = re.compile(r"(?:总支出|支出合计|支出总计|支出总额|全年支出|本年支出)(?:为|是|共)*$")
_BASIC = re.compile(r"基本支出(?:为|是|共)*$")
_PROJECT = re.compile(r"(?:项目|专项)支出(?:为|是|共)*$")
_HEAD = re.compile(r"到位[^，。；]{0,16}$")
_EXPLAINED = re.compile(
    r"(?=[上年以弥使动超赤结自不借垫调收])(?:(?<![无没])(?:上年|年初|以前年度)(?![^，。]{0,6}[无没])[^，。]{0,8}(?:结转|结余)|弥补|(?:使|动)用[^，。；]{0,10}结余|动用|超支|赤字|结余资金|结转资金|自筹|不足部分|借款|垫付|调剂使用|收不抵支)"
)


@dataclass(frozen=True, slots=True)
class Fact:
    """An amount of money with the words that name it."""

    mention: Mention
    label: str
    item: str
    received: bool
    spent: bool

    @property
    def value(self) -> Decimal:
        """The printed value."""
        return self.mention.value or Decimal(0)


def check_balance(reading: Reading) -> Iterator[Finding]:
    """What the text says was spent against what it says was there, unless it explains the difference.

    Where there is a ledger, its numbers tell.
    """
    text = reading.text
    if reading.terms is not None or ("到位" not in text and "收入" not in text) or _EXPLAINED.search(text):
        return
    facts = list(_facts(reading))
    yield from _items(reading, facts)
    yield from _groups(reading, facts)
    yield from _income(reading, facts)


def _facts(reading: Reading) -> Iterator[Fact]:
    text, before = reading.text, 0
    for mention in reading.figures:
        start, before = max(before, mention.start - 60), mention.end
        if mention.kind is not Kind.MONEY or mention.approx is not Approx.EXACT or mention.high is not None:
            continue
        match = _LABEL.search(text, start, mention.start)
        if match is None:
            continue
        label = match[0]
        spent = bool(_SPENT.search(label) or _USED_FOR.match(text, mention.end))
        planned = bool(_PLANNED.search(label))
        received = bool(_RECEIVED.search(label)) or _bracketed(reading, mention)
        item = _WORDS.sub("", label)
        yield Fact(mention, label, item, received and not spent, spent and not planned and not received)


def _bracketed(reading: Reading, mention: Mention) -> bool:
    """Whether the amount stands in a bracket behind what was received."""
    start = max(reading.layout.paragraph(mention.start)[0], mention.start - 160)
    if "到位" not in reading.text[start : mention.start]:
        return False
    depth = 0
    for at in range(mention.start - 1, start, -1):
        char = reading.text[at]
        depth += (char in "）)") - (char in "（(")
        if depth < 0:
            return bool(_HEAD.search(reading.text[start:at]))
    return False


def _first_spent(facts: list[Fact]) -> dict[str, Fact]:
    """By item, the first amount that was spent on it; looked up, for a long text has thousands of both."""
    return {fact.item: fact for fact in reversed(facts) if fact.spent}


def _items(reading: Reading, facts: list[Fact]) -> Iterator[Finding]:
    first = _first_spent(facts)
    for one in facts:
        spent = first.get(one.item) if one.received and len(one.item) >= 3 else None
        if spent is not None and meant(spent.mention)[0] > meant(one.mention)[1]:
            message = f"“{one.item}”到位{one.mention.text}，实际支出{spent.mention.text}，多{_gap(spent, one)}，文中没有说明来源。"  # noqa: E501
            yield _found(reading, one, message, Severity.WARNING, spent)


def _groups(reading: Reading, facts: list[Fact]) -> Iterator[Finding]:
    """All parts of what was received have been spent on: their sum against the whole."""
    first = _first_spent(facts)
    for at, whole in enumerate(facts):
        if not whole.received or at + 2 >= len(facts):
            continue
        parts: list[Fact] = []
        for fact in facts[at + 1 : at + 8]:
            if not fact.received or sum((p.value for p in parts), Decimal(0)) >= whole.value:
                break
            parts.append(fact)
        if len(parts) < 2 or sum((p.value for p in parts), Decimal(0)) != whole.value:
            continue
        spent = [first.get(p.item) for p in parts]
        known = [f for f in spent if f is not None]
        total = sum((f.value for f in known), Decimal(0))
        if len(known) == len(parts) and total > meant(whole.mention)[1]:
            unit, name = factor(whole.mention)
            terms = "＋".join(written(f.mention, unit) for f in known)
            message = (
                f"各项支出{terms}＝{plain(total / unit)}{name}，超过到位资金{whole.mention.text}，"
                f"多{plain((total - whole.value) / unit)}{name}，文中没有说明来源。"
            )
            yield _found(reading, whole, message, Severity.ERROR, *known)


def _income(reading: Reading, facts: list[Fact]) -> Iterator[Finding]:
    income = next((f for f in facts if _INCOME.search(f.label) and not _PLANNED.search(f.label)), None)
    expense = [f for f in facts if _EXPENSE.search(f.label)][:1]
    if not expense:
        pair = [next((f for f in facts if p.search(f.label) and f.spent), None) for p in (_BASIC, _PROJECT)]
        expense = [f for f in pair if f is not None]
        if len(expense) < 2:
            return
    total = sum((f.value for f in expense), Decimal(0))
    if (
        income is None
        or total <= meant(income.mention)[1]
        or factor(income.mention) != factor(expense[0].mention)
    ):
        return
    if total > income.value * 2 or _apart(reading, income, expense[0]):
        return
    unit, name = factor(income.mention)
    terms = "＋".join(written(f.mention, unit) for f in expense)
    shown = terms if len(expense) == 1 else f"{terms}＝{plain(total / unit)}"
    message = (
        f"支出{shown}{name}大于收入{income.mention.text}，"
        f"多{plain((total - income.value) / unit)}{name}，文中没有说明结转结余或其他来源。"
    )
    # What was brought forward may stand in a part of the report that is not here: no proof of an error.
    yield _found(reading, income, message, Severity.WARNING, *expense)


def _apart(reading: Reading, one: Fact, other: Fact) -> bool:
    """Different years are no balance: each is of the year told last before it."""
    years = [re.findall(r"(?:19|20)\d{2}(?=年)", _clause(reading, f))[-1:] for f in (one, other)]
    return bool(years[0] and years[1]) and years[0] != years[1]


def _clause(reading: Reading, fact: Fact) -> str:
    start, _ = reading.layout.sentence(fact.mention.start)
    return reading.text[start : fact.mention.start]


def _gap(one: Fact, other: Fact) -> str:
    unit, name = factor(other.mention)
    return f"{plain((one.value - other.value) / unit)}{name}"


def _found(reading: Reading, fact: Fact, message: str, severity: Severity, *others: Fact) -> Finding:
    places = tuple((f.mention.start, f.mention.end) for f in others)
    start, end = fact.mention.start - len(fact.label), fact.mention.end
    return finding("balance", message, reading.text, start, end, severity=severity, others=places)
