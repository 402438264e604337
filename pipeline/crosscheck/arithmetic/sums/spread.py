"""Parts told far from their whole: each in its own sentence, or where a rule says what they must be."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from decimal import Decimal

from pipeline.crosscheck.arithmetic.numbers import alike, between, window
from pipeline.crosscheck.arithmetic.sums.items import Item, Role
from pipeline.crosscheck.arithmetic.sums.partition import exclusive, kind_of, name, rules_for
from pipeline.crosscheck.arithmetic.sums.report import admitted, mismatch, overlapping, total_of
from pipeline.crosscheck.arithmetic.sums.vocabulary import Partition, vocabulary
from pipeline.crosscheck.intervals import Interval, disjoint, meant
from pipeline.crosscheck.reading import Reading
from schemas.findings import Finding, Severity

_FAR = 500
_MANY = 30
_INNER = re.compile(r"其中|包括|含")


def check_spread(reading: Reading, items: Sequence[Item]) -> Iterator[Finding]:
    """Sums whose parts stand in other sentences than their whole."""
    heads = [i for i in items if i.role is Role.AMOUNT and _begins(reading, i)]
    places = [head.at for head in heads]
    for whole in items:
        if whole.role is not Role.AMOUNT or whole.depth:
            continue
        first, last = bisect_left(places, whole.at + 1), bisect_left(places, whole.at + _MANY)
        if last - first > 1:
            yield from _sentences(reading, whole, heads[first:last])
        for rule in rules_for(whole.label):
            yield from _by_rule(reading, items, whole, rule)


def _stages(item: Item) -> frozenset[str]:
    """The years and stages that the label names."""
    return frozenset(vocabulary().labels["of_stage"].findall(item.label))


def _begins(reading: Reading, item: Item) -> bool:
    """Whether the amount with its label opens a sentence."""
    return item.start - len(item.label) <= reading.layout.period(item.start)[0]


def _sentences(reading: Reading, whole: Item, near: Sequence[Item]) -> Iterator[Finding]:
    """受理1204件。适用简易程序的876件，…。适用普通程序的338件，…: the heads of sentences with like labels."""
    line = reading.layout.paragraph(whole.start)[1]
    if reading.layout.period(whole.start)[1] >= line - 1:
        return
    end = min(line, whole.end + _FAR)
    heads = [head for head in near if head.start < end and alike(head.mention, whole.mention)]
    labels = [h.label for h in heads]
    one_deed = len(heads) >= 3 and _of_one_deed(whole.label, labels) and not _open(reading, whole, heads[-1])
    if len(heads) < 2 or not (one_deed or exclusive(labels, scales=False)):
        return
    stages = {_stages(h) for h in heads}
    if len(stages) == 1 and any(s - _stages(whole) for s in stages):
        return  # all of another year or stage than the whole
    end = reading.layout.period(heads[-1].end - 1)[1]
    if not overlapping(reading, whole.end, end):
        yield from _compare(reading, [whole], heads, Decimal("0.05" if one_deed else "0.1"), "")


def _of_one_deed(whole: str, labels: Sequence[str]) -> bool:
    """共改造26个。城关镇改造14个，…。河西街道改造7个，…: each another, and all did what the whole tells."""
    kind = kind_of(labels)
    told = re.search(rf"(?:(?<!公)共|累计|合计|总计|先后|全部|一共|总){re.escape(kind)}", whole)
    return bool(kind and told)


def _open(reading: Reading, whole: Item, last: Item) -> bool:
    """Whether the words say that there are more."""
    end = reading.layout.paragraph(last.end - 1)[1]
    left = vocabulary().labels["left"].search(reading.text, last.end, end)
    return bool(left or vocabulary().open_end.search(reading.text, whole.end, end))


def _by_rule(reading: Reading, items: Sequence[Item], whole: Item, rule: Partition) -> Iterator[Finding]:
    """“三公”经费合计T. …因公出国（境）费a；公务用车…b；公务接待费c, over headings and paragraphs."""
    parts: list[Item] = []
    for pattern in rule.parts:
        part = _first(reading, items, whole, pattern)
        if part is None or part in parts:
            return
        parts.append(part)
    parts.sort(key=lambda p: p.at)
    # The list in one sentence with its whole is read elsewhere.
    if not re.search(r"[。\n]", reading.text[whole.end : parts[0].start]):
        return
    if re.search(r"\n.*\n.*\n", reading.text[parts[0].end : parts[-1].start]):
        return
    again = [i for i in items if i.role is Role.AMOUNT and rule in rules_for(i.label)]
    if any(_stages(p) - _stages(whole) for p in parts):
        return
    yield from _compare(reading, [whole, *again], parts, Decimal("0.2"), rule.source)


def _first(reading: Reading, items: Sequence[Item], whole: Item, part: re.Pattern[str]) -> Item | None:
    for item in items[whole.at + 1 : whole.at + 40]:
        if item.start > whole.end + _FAR:
            return None
        if item.role is not Role.AMOUNT or item.depth or not alike(item.mention, whole.mention):
            continue
        head = reading.text[reading.layout.sentence(item.start)[0] : item.start]
        if part.search(name(item.label)) and not _INNER.search(head):
            return item
    return None


def _totalled(reading: Reading, last: Item, total: Interval) -> bool:
    """…，支出总量115.81亿元: the parts are of a total told behind them."""
    behind = between(reading, last.end, reading.layout.period(last.end - 1)[1])[:2]
    return any(
        vocabulary().any_total.search(window(reading, m)) and not disjoint(total, meant(m)) for m in behind
    )


def _compare(
    reading: Reading, wholes: Sequence[Item], parts: Sequence[Item], hair: Decimal, source: str
) -> Iterator[Finding]:
    mentions = [p.mention for p in parts]
    total, whole = total_of(mentions), wholes[0].mention
    if any(not disjoint(total, meant(w.mention)) for w in wholes) or not whole.value:
        return
    if admitted(reading, parts[-1]) or _totalled(reading, parts[-1], total):
        return
    if abs(sum((m.value or Decimal(0) for m in mentions), Decimal(0)) / whole.value - 1) <= hair:
        severity = Severity.ERROR if total[0] > meant(whole)[1] else Severity.WARNING
        yield mismatch(reading, whole, mentions, severity, rule=source)
