"""Lists of parts in running text: how they open, how far they run, which amount is their whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.crosscheck.arithmetic.numbers import alike
from pipeline.crosscheck.arithmetic.sums.columns import table
from pipeline.crosscheck.arithmetic.sums.grouped import goes_on, groups, regrouped
from pipeline.crosscheck.arithmetic.sums.grouped import wholes as grouped_wholes
from pipeline.crosscheck.arithmetic.sums.items import Item, Role
from pipeline.crosscheck.arithmetic.sums.partition import in_series, noun
from pipeline.crosscheck.arithmetic.sums.vocabulary import vocabulary
from pipeline.crosscheck.intervals import disjoint, meant
from pipeline.crosscheck.reading import Reading

_FAR = 160
_REACH = 300
_MOST = 40
"""A list with more parts than this is a table run together; nobody claims a sum in it."""
_STAGE = re.compile(r"实际|支出|收入|到位|完成|预算|决算|全年|本年|上年|年末|年初|结余|累计")
_NESTED = re.compile(r"其中|包括|包含|分为|[，；]含")
_RUNNING = re.compile(r"累计|截至|截止|月末|年底")
_PLANNED = re.compile(r"编制|核定|计划|预算|目标|应|指标|上年|年初")
_PLAIN = re.compile(r"[^，。；：、\d]{0,14}[，,]")
_PLAIN_NEXT = re.compile(r"[^，。；：、\d]{0,6}。")
_TOTAL = re.compile(r"共|总|合计|全年")
_LEFT = re.compile(r"其余|其他|剩余|余下|另有")
_DEED = re.compile(
    r"(?:现|均|全部|目前|年内)?已(?!婚|故|退休|离)|经(?:审查|审核|审议|核实|核查|评审|验收|批准|筛选|初审|复核)"
)
"""其中重大隐患6处，已整改317处: what was done speaks of the whole again."""
_REST = re.compile(r"^(?:其余|剩余|余下|剩下)")


@dataclass(frozen=True, slots=True)
class Opener:
    """What stands before the first part. ``bound``: what follows are parts; ``promise``: all of them."""

    at: int
    bound: bool
    promise: bool
    bracket: bool = False
    wide: bool = False  # a colon: semicolons part the items
    bare: bool = False  # nothing but labels of one row
    plain: bool = False  # nothing at all: 企业170家，大型6家、中型28家、小微136家


@dataclass(frozen=True, slots=True)
class Listing:
    """A whole with its parts; ``others`` are amounts before it that could be meant as the whole instead.

    ``ended``: no amount of the kind follows the last part in the sentence. ``open``: the text names parts
    without amounts. ``sure``: it says that these are all.
    """

    whole: Item
    parts: tuple[Item, ...]
    opener: Opener
    others: tuple[Item, ...]
    ended: bool
    open: bool
    sure: bool


def listings(reading: Reading, items: Sequence[Item]) -> Iterator[Listing]:
    """Every list with at least one part and a whole before it."""
    taken: dict[int, tuple[int, ...]] = {}
    for item in items:
        if item.role is not Role.AMOUNT or item.at == 0 or _RUNNING.search(item.label):
            continue
        opener = _opener(reading, items, item)
        wholes = _wholes(reading, items, item, opener) if opener else []
        grouped = opener is not None and groups(reading, opener.at)
        direct = len(wholes) == 1
        if opener is not None and grouped:
            wholes = grouped_wholes(reading, items, item, opener.at) or wholes
        if opener is None or not wholes:
            continue
        if opener.bare and not _divided(wholes[0], item):
            continue
        listing = _listing(reading, items, item, opener, wholes)
        if grouped and listing.parts and not direct and goes_on(reading, items, listing.parts[-1]):
            continue
        if grouped and (found := regrouped(listing, direct=direct)):
            listing = found
        elif grouped:
            continue
        # 用于甲1万元；用于乙2万元: one list, not one in the other.
        if listing.parts and listing.whole.at not in taken.get(item.at, ()):
            taken.update((p.at, tuple(q.at for q in listing.parts)) for p in listing.parts)
            yield listing
            yield from _beside(items, listing)


def _listing(
    reading: Reading, items: Sequence[Item], first: Item, opener: Opener, wholes: Sequence[Item]
) -> Listing:
    words = vocabulary()
    if rows := table(reading, items, first) if not opener.bracket else []:
        parts, cut = [row[0] for row in rows], False
    else:
        run = _Run(reading, items, first, opener, wholes[0])
        run.grow()
        parts, cut = run.parts, run.cut
    whole = wholes[0]
    if parts and _same(parts[0], whole) and len(parts) > 2:
        parts = parts[1:]  # 2,046,800元，即204.68万元：…: the whole said again
    if len(parts) > _MOST or not parts:
        return Listing(whole, (), opener, (), False, True, False)
    last = parts[-1]
    end = _end(reading, items, last)
    mark = re.compile(r"[，；。）)\n]|$").search(reading.text, last.end)
    inside = reading.text[opener.at : mark.start() if mark else end]
    rest = any(_REST.match(p.label) for p in parts)
    left = not rest and _LEFT.search(reading.text, last.end, end)
    return Listing(
        whole, tuple(parts), opener, tuple(wholes[1:]),
        ended=not cut and not _more(items, last, end),
        open=bool(left or words.open_end.search(inside)),
        sure=rest or bool(words.all_told.search(reading.text, last.end, min(len(reading.text), end + 24))),
    )  # fmt: skip


def _same(one: Item, other: Item) -> bool:
    return not disjoint(meant(one.mention), meant(other.mention))


# -- how a list opens -------------------------------------------------------------------------------


def _opener(reading: Reading, items: Sequence[Item], item: Item) -> Opener | None:
    text = reading.text
    head = item.start - len(item.label)
    while head > item.lead and text[head - 1] in " 　\n":
        head -= 1
    low = max(_back(items, item), reading.layout.paragraph(item.start)[0], item.start - _FAR)
    cue = _cue(text, low, item.start, head)
    before = text[head - 1 : head]
    loose = bool(cue and cue.lastgroup == "loose")
    if before in ("（", "(") and head - 1 - items[item.at - 1].end <= 10 and head - 1 >= item.lead:
        if re.search(r"[，。；、]", text[items[item.at - 1].end : head - 1]):
            return None
        bound = cue is None or not loose
        return Opener(head, bound, bound and (cue is None or cue.lastgroup == "promise"), bracket=True)
    if cue is not None:
        return _worded(text, items[item.at - 1], cue, head)
    previous = items[item.at - 1]
    if before in ("：", ":") and len(text[previous.end : head].strip("”’）)")) <= 15:
        joined = not re.search(r"[，。；、]", text[previous.end : head - 1])
        return Opener(head, True, True, wide=True) if joined else None
    if before in ("，", ",", "。", "；", "、") and item.depth == previous.depth:
        if in_series(item.label):
            return Opener(head, True, False, bare=True)
        gap = text[previous.end : head]
        if _PLAIN.fullmatch(gap) or (_PLAIN_NEXT.fullmatch(gap) and _TOTAL.search(previous.label)):
            return Opener(head, False, False, plain=True)
    return None


def _worded(text: str, previous: Item, cue: re.Match[str], head: int) -> Opener | None:
    """What the opening word says of the list."""
    group = cue.lastgroup
    if cue[0].startswith("分别") and text[cue.start() - 1] not in "，,。；;：:（(":
        if not _TOTAL.search(previous.label):
            return None  # 会议费、培训费分别为…: of what these are the parts is not said
        group = "loose"
    wide = text[head - 1 : head] in "：:" or text[cue.end() : cue.end() + 1] in ("：", ":")
    return Opener(cue.start(), group != "loose", group == "promise", wide=wide)


def _cue(text: str, low: int, at: int, head: int) -> re.Match[str] | None:
    """The last opening word before the first part, when only its own label, or 三类：, stands between."""
    found = None
    for match in vocabulary().opener.finditer(text, low, min(len(text), at + 220)):
        if match.start() >= at:
            break
        between = text[match.end() : head] if match.end() < head else ""
        if len(between) <= 14 and not re.search(r"[。；\n]", between):
            found = match
    return found


def _back(items: Sequence[Item], item: Item) -> int:
    """Where the last amount of the same unit ends: no opener stands before it."""
    for other in reversed(items[max(0, item.at - 8) : item.at]):
        if other.role in (Role.AMOUNT, Role.CHANGE) and alike(other.mention, item.mention):
            return other.end
    return item.lead


# -- which amount is the whole ----------------------------------------------------------------------


def _wholes(reading: Reading, items: Sequence[Item], item: Item, opener: Opener) -> list[Item]:
    """The whole that the list belongs to, then the other amounts that it could belong to."""
    text = reading.text
    out: list[Item] = []
    if opener.bracket:
        before = items[item.at - 1]
        ok = before.role is Role.AMOUNT and alike(before.mention, item.mention)
        return [before] if ok else []
    if named := _named(text, items, item, opener):
        return [named]
    line = reading.layout.paragraph(item.start)[0]
    crossed = 0
    for other in reversed(items[max(0, item.at - 12) : item.at]):
        if other.start < line or item.start - other.end > 2 * _FAR:
            break
        gap = text[other.end : opener.at]
        crossed = len(re.findall(r"[。！？](?!其中)", gap))
        sentence = re.split(r"[。！？]", gap)[-1]
        # A whole in the sentence before counts only for a list that opens its own sentence.
        if crossed > 1 or (crossed and len(sentence.strip("，, 　")) > 8):
            break
        if other.role is not Role.AMOUNT or other.depth > item.depth:
            continue
        if not alike(other.mention, item.mention):
            continue
        if not out and not opener.bare and re.search(r"[；;。]", gap) and _is_part(reading, other):
            continue
        out.append(other)
    return out if out and _may_own(text, out[0], item, opener) else []


def _named(text: str, items: Sequence[Item], item: Item, opener: Opener) -> Item | None:
    """The amount whose name the words before the list take up again: 业务类再分为…."""
    head = _back(items, item)
    words = text[head : max(opener.at, head)]
    if opener.plain or opener.bare or not re.search("[。；\n]", words):
        return None
    subject = re.split("[。；\n]", words)[-1]
    for other in reversed(items[max(0, item.at - 12) : item.at]):
        if item.start - other.end > 2 * _FAR:
            return None
        own = noun(other.label)
        if other.role is not Role.AMOUNT or other.depth > item.depth:
            continue
        if not alike(other.mention, item.mention):
            continue
        if len(subject) >= 2 and other.label.endswith(subject):
            return other
        if len(own) >= 2 and (subject.startswith(own) or (len(own) >= 4 and subject.startswith(own[1:]))):
            return other
    return None


def _may_own(text: str, whole: Item, item: Item, opener: Opener) -> bool:
    """Without an opening word the whole is no plan, stands right before the list, and is not compared."""
    if not (opener.bare or opener.plain):
        return True
    if _PLANNED.search(whole.label) or (opener.plain and whole.at != item.at - 1):
        return False
    return not text[whole.end : item.start].strip("，,：:。；、").startswith(("比", "较"))


def _is_part(reading: Reading, item: Item) -> bool:
    """Whether the amount is itself told as a part: 案件146件，其中大案12件；按来源分…."""
    start, _ = reading.layout.sentence(item.start)
    return "其中" in reading.text[start : item.start]


def _divided(whole: Item, first: Item) -> bool:
    """Labels of a row open a list without a word only where the whole is not itself one of the row."""
    return not in_series(whole.label) & in_series(first.label)


# -- how far it runs --------------------------------------------------------------------------------


class _Run:
    """A list as it grows, part by part."""

    def __init__(
        self, reading: Reading, items: Sequence[Item], first: Item, opener: Opener, whole: Item
    ) -> None:
        self.text, self.items, self.opener = reading.text, items, opener
        self.head = noun(whole.label)[-2:] if noun(whole.label)[-2:] != noun(first.label)[-2:] else ""
        self.parts = [first]
        self.level = ""  # the mark between the first two parts
        self.inner = False  # inside the parts of a part
        self.strange = False  # an amount of another unit stood in between
        self.cut = False

    def grow(self) -> None:
        """Take every part that follows the first, until the list ends or is cut short."""
        first = self.parts[0]
        for item in self.items[first.at + 1 : first.at + 80]:
            if item.depth < first.depth or item.start - self.parts[-1].end > _REACH:
                break
            if item.depth == first.depth and not self._goes_on(item):
                break
        self.cut = self.cut or self.inner

    def _goes_on(self, item: Item) -> bool:
        first, last = self.parts[0], self.parts[-1]
        mark = strongest(self.text, last.end, item.start)
        if mark in ("。", "\n") or (mark == "；" and self._ended_by_semicolon(item)):
            return False
        if item.role is not Role.AMOUNT:
            return True
        if not alike(item.mention, first.mention) or self._of_other_unit(item):
            self.strange = self.strange or self._apart(item)
            return True
        between = self.text[last.end : item.start]
        if not item.label and item.start - self.items[item.at - 1].end <= 1:
            self.strange = False  # 帐篷420顶、41.58万元: number and cost of one thing
        if self.inner or _NESTED.search(between):
            self.inner = mark != "；"
            if self.inner:
                return True
        return self._take(item, mark, between)

    def _of_other_unit(self, item: Item) -> bool:
        """机关17家、企业25家、学校8家，发现问题61个: three parts of one unit have no fourth of another."""
        units = {part.mention.unit for part in self.parts}
        return len(self.parts) >= 3 and len(units) == 1 and item.mention.unit not in units

    def _apart(self, item: Item) -> bool:
        """Whether an amount of another unit has a place of its own: not in 4户12人, nor 5处水厂供水2吨."""
        after = self.items[item.at + 1].start if item.at + 1 < len(self.items) else len(self.text)
        own = re.search(r"[，、；。：,;\n]", self.text[item.end : after])
        return bool(own) and item.start - self.items[item.at - 1].end > 1

    def _ended_by_semicolon(self, item: Item) -> bool:
        if len(self.head) == 2 and noun(item.label).endswith(self.head) and len(self.parts) == 1:
            return True  # 存款余额5亿元，其中住户存款3亿元；贷款余额4亿元: the next of the whole's own row
        if self.opener.wide:
            return False
        return self.level not in ("", "；") or (self.level == "" and self.strange)

    def _take(self, item: Item, mark: str, between: str) -> bool:
        if _new_list(between) or (self.strange and mark != "；") or self._stops(between, item):
            self.cut = self.strange
            return False
        # 15万元、15万元60万元: the subtotal of what stands before.
        if len(self.parts) >= 2 and not between.strip("，,") and _subtotal(self.parts, item):
            return False
        if not mark and not re.search(r"[和及与]", between):
            if re.search(r"[到至为]", between):
                self.parts[-1] = item  # 由8.92万元压减到1.89万元
            return True
        if self.level == "；" and mark != "；":
            return True  # a second amount told of one item
        self.strange = False
        self.level = self.level or mark
        self.parts.append(item)
        return True

    def _stops(self, between: str, item: Item) -> bool:
        """A new head: another account, a total, or a stage that the first part does not speak of."""
        label = item.label.replace("其他", "")
        if vocabulary().stop.search(label) or _RUNNING.search(label):
            return True
        if _DEED.match(label) and not _DEED.match(self.parts[0].label):
            return True
        if re.search(r"[，；。](?:另|此外|同时)", between):
            return True
        if between[:1] == "、" or between.rstrip().endswith(("、", "和")) or self.opener.promise:
            return False
        first = self.parts[0].label
        if in_series(label) & in_series(first):
            return False
        if len(label) > 8 and "的" in label:
            return False  # 纳入预算管理的非税收入拨款 is a name
        return bool(_STAGE.search(label)) and not _STAGE.search(first)


def _new_list(between: str) -> bool:
    return any(m.lastgroup == "promise" for m in vocabulary().opener.finditer(between))


def _subtotal(parts: Sequence[Item], item: Item) -> bool:
    return item.mention.value == sum(p.mention.value or 0 for p in parts)


def strongest(text: str, low: int, high: int) -> str:
    """The strongest mark between two places, what stands in brackets left out."""
    found, depth = "", 0
    for char in text[low:high]:
        if char in "（(":
            depth += 1
        elif char in "）)":
            depth = max(depth - 1, 0)
        elif depth == 0 and (at := "、，,；;。\n".find(char)) >= 0:
            mark = "、，，；；。\n"[at]
            if "、，；。\n".find(mark) > "、，；。\n".find(found) or not found:
                found = mark
    return found


# -- how it ends ------------------------------------------------------------------------------------


def _end(reading: Reading, items: Sequence[Item], last: Item) -> int:
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
    return any(i.role is Role.AMOUNT and i.mention.unit == last.mention.unit for i in behind)


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
