"""Lists of parts in running text: how they open, how far they run, which amount is their whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import takewhile

from pipeline.crosscheck.arithmetic.numbers import alike
from pipeline.crosscheck.arithmetic.sums.columns import table
from pipeline.crosscheck.arithmetic.sums.grouped import goes_on, groups, regrouped
from pipeline.crosscheck.arithmetic.sums.grouped import wholes as grouped_wholes
from pipeline.crosscheck.arithmetic.sums.items import Item, Role
from pipeline.crosscheck.arithmetic.sums.listing import Listing
from pipeline.crosscheck.arithmetic.sums.openers import Opener, Openers, opener_of
from pipeline.crosscheck.arithmetic.sums.partition import noun
from pipeline.crosscheck.arithmetic.sums.run import Run
from pipeline.crosscheck.arithmetic.sums.vocabulary import vocabulary
from pipeline.crosscheck.arithmetic.sums.wholes import divided, wholes
from pipeline.crosscheck.intervals import disjoint, meant
from pipeline.crosscheck.reading import Reading

_MOST = 40
"""A list with more parts than this is a table run together; nobody claims a sum in it."""
_MARK = re.compile(r"[，；。）)\n]|$")
_ROW = re.compile(
    r"(?P<names>(?:[^，。；：、\d]{1,12}、)+[^，。；：、\d]{1,16}?)等?[\d一二三四五六七八九十]{1,3}[个家所名项]"
)
_REST = re.compile(r"^(?:其余|剩余|余下|剩下)")


def listings(reading: Reading, items: Sequence[Item], openers: Openers) -> Iterator[Listing]:
    """Every list with at least one part and a whole before it."""
    running = vocabulary().labels["running"]
    taken: dict[int, tuple[int, ...]] = {}
    for item in items:
        if item.role is not Role.AMOUNT or item.at == 0 or running.search(item.label):
            continue
        opener = opener_of(reading, items, openers, item)
        listing = _opened(reading, items, openers, opener, item) if opener else None
        # 用于甲1万元；用于乙2万元: one list, not one in the other.
        if listing and listing.parts and listing.whole.at not in taken.get(item.at, ()):
            taken.update((p.at, tuple(q.at for q in listing.parts)) for p in listing.parts)
            yield listing
            yield from _beside(items, listing)


def _opened(
    reading: Reading, items: Sequence[Item], openers: Openers, opener: Opener, first: Item
) -> Listing | None:
    """The list that begins with the *first* part, when an amount before it can be its whole."""
    owners = wholes(reading, items, first, opener)
    grouped, direct = groups(reading, opener.at), len(owners) == 1
    if grouped:
        owners = grouped_wholes(reading, items, first, opener.at) or owners
    if not owners or (opener.bare and not divided(owners[0], first)):
        return None
    listing = _listing(reading, items, Run(reading, items, openers, opener, first, owners[0]), owners[1:])
    if not grouped:
        return listing
    if listing.parts and not direct and goes_on(reading, items, listing.parts[-1]):
        return None
    return regrouped(listing, direct=direct)


def _listing(reading: Reading, items: Sequence[Item], run: Run, others: Sequence[Item]) -> Listing:
    opener, whole, words = run.opener, run.whole, vocabulary()
    if rows := table(reading, items, run.parts[0]) if not opener.bracket else []:
        parts = [row[0] for row in rows]
    else:
        run.grow()
        parts = run.parts
    if parts and _same(parts[0], whole) and len(parts) > 2:
        parts = parts[1:]  # 2,046,800元，即204.68万元：…: the whole said again
    if len(parts) > _MOST or not parts:
        return Listing(whole, (), opener, (), False, True, False)
    last = parts[-1]
    end = _end(reading, last)
    mark = _MARK.search(reading.text, last.end)
    inside = reading.text[opener.at : mark.start() if mark else end]
    rest = any(_REST.match(p.label) for p in parts)
    left = not rest and words.labels["left"].search(reading.text, last.end, end)
    beyond = bool(left) and _beyond(items, whole, parts)
    return Listing(
        whole, tuple(parts), opener, tuple(others),
        ended=not run.cut and (beyond or not _more(items, last, end)),
        open=bool((left and not beyond) or words.open_end.search(inside)),
        sure=rest or _all_told(reading, opener, last, end) or _members(reading, whole, parts),
    )  # fmt: skip


def _all_told(reading: Reading, opener: Opener, last: Item, end: int) -> bool:
    """Whether the words behind say that these are all, or that all was used for what they tell."""
    text, words = reading.text, vocabulary()
    if words.all_told.search(text, last.end, min(len(text), end + 24)):
        return True
    return not text.startswith("其中", opener.at) and bool(words.used_up.search(text, last.end, end))


def _members(reading: Reading, whole: Item, parts: Sequence[Item]) -> bool:
    """对东江、青溪、龙潭3个乡镇检查库点9个，其中东江4个…: every one of those that were named has its part."""
    names = [noun(p.label) for p in parts]
    start = reading.layout.period(whole.start)[0]
    if len(names) < 3 or not all(names) or len(set(names)) < len(names) or not _nearly(whole, parts):
        return False
    row = _ROW.search(reading.text, start, whole.start)
    told = re.split("[、和及与]", row["names"]) if row else []
    return len(told) == len(names) and all(
        sum(one.endswith(name) or name.startswith(one) for one in told) == 1 for name in names
    )


def _nearly(whole: Item, parts: Sequence[Item]) -> bool:
    value = whole.mention.value or Decimal(0)
    return 5 * abs(sum((p.mention.value or Decimal(0) for p in parts), -value)) <= value


def _beyond(items: Sequence[Item], whole: Item, parts: Sequence[Item]) -> bool:
    """在职43人，其中行政9人…，另有退休18人: what is told besides is more than the list leaves open."""
    room = (whole.mention.value or 0) - sum(p.mention.value or 0 for p in parts)
    behind = [i for i in items[parts[-1].at + 1 :][:3] if alike(i.mention, whole.mention)]
    return bool(behind) and (behind[0].mention.value or 0) > room


def _same(one: Item, other: Item) -> bool:
    return not disjoint(meant(one.mention), meant(other.mention))


# -- how it ends ------------------------------------------------------------------------------------


def _end(reading: Reading, last: Item) -> int:
    """Where the list's bracket closes or its sentence ends."""
    text, depth = reading.text, 0
    stop = reading.layout.period(last.end)[1] if last.end < len(text) else last.end
    for at in range(last.end, stop):
        char = text[at]
        if char in "（(":
            depth += 1
        elif char in "）)":
            if depth == 0:
                return at
            depth -= 1
        elif char in "；;" and depth == 0:
            return at
    return stop


def _more(items: Sequence[Item], last: Item, end: int) -> bool:
    """Whether another amount of the unit follows in the sentence."""
    behind = (i for i in items[last.at + 1 : last.at + 20] if i.start < end and i.depth <= last.depth)
    own = takewhile(lambda i: not i.label.startswith(("另", "此外")), behind)
    return any(i.role is Role.AMOUNT and i.mention.unit == last.mention.unit for i in own)


# -- 4户12人、5户18人 ---------------------------------------------------------------------------------


def _beside(items: Sequence[Item], listing: Listing) -> Iterator[Listing]:
    """9户31人，其中A4户12人、B5户19人: the second unit is a list of its own."""
    whole = _next(items, listing.whole)
    parts = [_next(items, part) for part in listing.parts]
    if whole is not None and any(p is not None and p.depth != whole.depth for p in parts):
        return  # 2件（主办2件）；3件（主办2件）: what a bracket tells of each is no second unit
    if whole is None or any(p is None or not alike(p.mention, whole.mention) for p in parts):
        return
    beside = tuple(p for p in parts if p is not None)
    yield Listing(whole, beside, listing.opener, (), listing.ended, listing.open, listing.sure)


def _next(items: Sequence[Item], item: Item) -> Item | None:
    follows = items[item.at + 1] if item.at + 1 < len(items) else None
    if follows is None or follows.start - item.end > 1 or follows.role is not Role.AMOUNT:
        return None
    return None if alike(follows.mention, item.mention) else follows
