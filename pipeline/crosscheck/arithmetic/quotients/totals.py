"""Shares of one thing in one row: together never more than 100%, and no less where the row is closed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from pipeline.crosscheck.arithmetic.facts import Fact, Facts
from pipeline.crosscheck.arithmetic.quotients.complements import opposites
from pipeline.crosscheck.arithmetic.quotients.ratio import percent_sum, total
from pipeline.crosscheck.arithmetic.sums import series
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.intervals import meant
from schemas.figures import Approx, Kind
from schemas.findings import Finding, Severity

_OWN = re.compile(r"占(?:比|了)?(?:为|达)?$")
_GAP = 24
_CLOSED = re.compile(r"其他|其余|[两三四五六](?:者|项|类)|合计|全部")
_CLOSES = re.compile(r"(?:其他|其余|剩余|余下)[^，。；、\d]{0,10}$")
_REST = re.compile(r"^(?:而)?(?:其余|剩余|余下)[^，。；、\d]{0,8}$")
_LISTED = re.compile(
    r"(?:占|分担|分摊|负担|出资|承担|构成|投资比|比例|比重|占比)[^，。；\d]{0,16}(?:分别|依次|各)?(?:为|是|达到?|按)?$"
    r"|(?:分别|依次)占[^，。；\d]{0,12}$"
)
_DIVIDED = re.compile(r"分担|分摊|负担|出资|承担|分成|配套|级")
_MANY = re.compile(r"多选|可多选|(?<!不)重复|(?<![不无])交叉|不止一|选项|同时")
_OPENS = re.compile(r"[（(](?:约?占(?:比|总[额数量])?)?(?:为|约)?$")
_LINK = re.compile(r"[）)][、，；和及与][^。；（）()]{1,24}[（(](?:约?占(?:比|总[额数量])?)?(?:为|约)?")
_WHOLLY = re.compile(r"[两三四五六](?:者|项|类|部分|大类)|合计|全部|构成|组成|来源|其他|其余")
_OTHERS = ("其他", "其它", "其余")
_UNITS = ("%", "成")
_LABEL = 6
_NAMED, _NEARLY = 4, 97
_MARK = ("、", "，", "和", "及", "与", "以及")


def check_totals(facts: Facts) -> Iterator[Finding]:
    """Every row of shares that stands by itself."""
    yield from _own_rows(facts)
    yield from _bracket_rows(facts)
    yield from _listed_rows(facts)


def _own_rows(facts: Facts) -> Iterator[Finding]:
    """甲占72.5%，乙占18.6%，其他占12.4%."""
    row: list[Fact] = []
    for fact in facts.all:
        if not _told_of_one(facts, row, fact):
            yield from _judge(facts, row, _closed(facts, row))
            row = []
        if _is_share(facts, fact):
            row.append(fact)
    yield from _judge(facts, row, _closed(facts, row))


def _is_share(facts: Facts, fact: Fact) -> bool:
    mention = fact.mention
    return mention.kind is Kind.PERCENT and mention.unit in _UNITS and bool(_OWN.search(facts.words(fact)))


def _told_of_one(facts: Facts, row: Sequence[Fact], fact: Fact) -> bool:
    if not row:
        return True
    between = facts.between(row[-1], fact)
    return _is_share(facts, fact) and len(between) <= _GAP and "。" not in between


def _closed(facts: Facts, row: Sequence[Fact]) -> bool:
    if len(row) < 2:
        return False
    if _REST.search(facts.words(row[-1])):
        return True
    if len(row) == 2:
        one, other = (_OWN.sub("", facts.words(f)).lstrip("，、；而") for f in row)
        opposite = opposites(one[-_LABEL:], other[-_LABEL:])
        return opposite or series(facts.reading, [f.mention for f in row]) or _other(facts, row)
    start, end = facts.reading.layout.period(row[0].mention.start)
    return bool(_CLOSED.search(facts.reading.text, start, end))


def _other(facts: Facts, row: Sequence[Fact]) -> bool:
    """交通违法罚没占62.4%，其他罚没占36.7%: all the others of the same noun; nearly the whole together."""
    first, last = (_OWN.sub("", facts.words(f)) for f in (row[0], row[-1]))
    value = sum((f.value for f in row), Decimal(0))
    one_noun = last.startswith(_OTHERS) and len(last) >= _NAMED and first.endswith(last[-2:])
    return one_noun and _NEARLY < value < 200 - _NEARLY


def _listed_rows(facts: Facts) -> Iterator[Finding]:
    """甲、乙、丙占比分别为45%、38%、27%."""
    at = 0
    while at < len(facts.all):
        row = _run(facts, at)
        at += len(row)
        if len(row) < 3:
            continue
        words = facts.words(row[0])
        if _LISTED.search(words):
            yield from _judge(facts, row, closed=True, divided=bool(_DIVIDED.search(words)))


def _bracket_rows(facts: Facts) -> Iterator[Finding]:
    """门票（55%）、餐饮（30%）、停车（25%）: three brackets or more with nothing but a share in each."""
    row: list[Fact] = []
    for fact in [*(f for f in facts.all if _bracketed(facts, f)), None]:
        if fact is None or (row and not _LINK.fullmatch(facts.between(row[-1], fact))):
            if len(row) >= 3:
                yield from _judge(facts, row, _closing(facts, row))
            row = []
        if fact is not None:
            row.append(fact)


def _bracketed(facts: Facts, fact: Fact) -> bool:
    if fact.mention.kind is not Kind.PERCENT or fact.mention.unit != "%":
        return False
    text = facts.reading.text
    return text.startswith(("）", ")"), fact.mention.end) and bool(
        _OPENS.search(text, max(0, fact.mention.start - 6), fact.mention.start)
    )


def _closing(facts: Facts, row: Sequence[Fact]) -> bool:
    """Whether the text says that these are all, or that each is a share."""
    start, end = facts.reading.layout.period(row[0].mention.start)
    text = facts.reading.text
    return "占" in facts.between(row[0], row[1]) or bool(_WHOLLY.search(text, start, end))


def _run(facts: Facts, at: int) -> list[Fact]:
    row = [facts.all[at]]
    if row[0].mention.kind is not Kind.PERCENT or row[0].mention.unit != "%":
        return row
    for fact in facts.all[at + 1 : at + 12]:
        if fact.mention.unit != "%" or facts.between(row[-1], fact) not in _MARK:
            break
        row.append(fact)
    return row


def _judge(facts: Facts, row: Sequence[Fact], closed: bool, divided: bool = False) -> Iterator[Finding]:
    if len(row) < 2 or not closed or any(f.mention.approx is not Approx.EXACT for f in row):
        return
    start, end = facts.reading.layout.period(row[0].mention.start)
    low, high = total(row, meant)
    value = sum((f.value for f in row), Decimal(0))
    if value >= 150 or _MANY.search(facts.reading.text, start, end):
        return
    last = facts.words(row[-1]).removesuffix("占")
    ends = bool(_CLOSES.search(last)) and (len(row) >= 3 or "其他" not in last or _other(facts, row))
    word = "超过" if low > 100 else "不足" if high < 100 and value > 80 and (ends or divided) else ""
    if word:
        mentions = [f.mention for f in row]
        message = f"各占比之和{percent_sum(mentions)}，{word}100%。"
        yield finding(
            "share", message, facts.reading.text, mentions[0].start, mentions[-1].end,
            severity=Severity.WARNING,
        )  # fmt: skip
