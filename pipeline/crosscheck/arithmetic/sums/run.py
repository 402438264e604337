"""How far a list runs: part by part, until a stronger mark, a total or another account ends it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.crosscheck.arithmetic.numbers import alike
from pipeline.crosscheck.arithmetic.sums.items import Item, Role
from pipeline.crosscheck.arithmetic.sums.openers import Opener, Openers
from pipeline.crosscheck.arithmetic.sums.partition import in_series, noun
from pipeline.crosscheck.arithmetic.sums.vocabulary import vocabulary
from pipeline.crosscheck.reading import Reading

_REACH = 300
_MARKS = re.compile(r"[（(）)〔〕、，,；;。\n]")
_ORDER = "、，；。\n"
_EVENTS = frozenset(("件", "件次", "次", "批", "批次", "起", "封", "例", "宗", "场次"))
_STRENGTH = {"、": 0, "，": 1, ",": 1, "；": 2, ";": 2, "。": 3, "\n": 4}


class Run:
    """A list as it grows, part by part."""

    def __init__(
        self,
        reading: Reading,
        items: Sequence[Item],
        openers: Openers,
        opener: Opener,
        first: Item,
        whole: Item,
    ) -> None:
        self.text, self.items, self.openers = reading.text, items, openers
        self.opener, self.whole = opener, whole
        head = noun(whole.label)[-2:]
        self.head = head if head != noun(first.label)[-2:] else ""
        self.parts = [first]
        self.labels = vocabulary().labels
        self.level = ""  # the mark between the first two parts
        self.inner = False  # inside the parts of a part
        self.strange = False  # an amount of another unit stood in between
        self.beside = ""  # the mark before it
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
        if not (alike(item.mention, first.mention) or self._as_event(item)) or self._of_other_unit(item):
            if self._apart(item) and not self.strange:
                self.strange, self.beside = True, mark
            return True
        between = self.text[last.end : item.start]
        if not item.label and item.start - self.items[item.at - 1].end <= 1:
            self.strange = False  # 帐篷420顶、41.58万元: number and cost of one thing
        if self.inner or self.labels["nested"].search(between):
            self.inner = mark != "；"
            if self.inner:
                return True
        return self._take(item, mark, between)

    def _of_other_unit(self, item: Item) -> bool:
        """机关17家、企业25家、学校8家，发现问题61个: three parts of one unit have no fourth of another."""
        units = {part.mention.unit for part in self.parts}
        return len(self.parts) >= 3 and len(units) == 1 and item.mention.unit not in units

    def _as_event(self, item: Item) -> bool:
        """来信386件、来访529批次、网上837件: events of one row, each in its own measure word."""
        units = {item.mention.unit, self.parts[0].mention.unit, self.whole.mention.unit}
        return units <= _EVENTS and bool(in_series(item.label) & in_series(self.parts[0].label))

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
        if self.strange and self.beside and _STRENGTH[mark or "、"] > _STRENGTH[self.beside]:
            self.strange = False  # 车辆115台次、人员460人次，车辆215台次、…: told within one part
        if self._new_list(item) or (self.strange and mark != "；") or self._stops(between, item):
            self.cut = self.strange
            return False
        if not mark and not re.search(r"[和及与]", between):
            if re.search(r"[到至为]", between):
                self.parts[-1] = item  # 由8.92万元压减到1.89万元
            return True
        if self.level == "；" and mark != "；":
            return True  # a second amount told of one item
        if self._out_of_row(item):
            return False
        self.strange = False
        self.level = self.level or mark
        self.parts.append(item)
        return True

    def _out_of_row(self, item: Item) -> bool:
        """货物142万元，工程98万元，服务75万元，授予中小企业280万元: a row of kinds ends with its last."""
        if not self.opener.bare or len(self.parts) < 3 or item.label.startswith(("其他", "其余", "其它")):
            return False
        row = set.intersection(*(in_series(p.label) for p in self.parts))
        return bool(row) and not row & in_series(item.label)

    def _new_list(self, item: Item) -> bool:
        words = self.openers.within(self.parts[-1].end, item.start)
        return any(word.lastgroup == "promise" for word in words)

    def _stops(self, between: str, item: Item) -> bool:
        """A new head: another account, a total, or a stage that the first part does not speak of."""
        label = item.label.replace("其他", "")
        joint = "、" in between[1:] and label.endswith("合计")  # 第一产业7.3亿元，第二、三产业合计5.5亿元
        if (not joint and vocabulary().stop.search(label)) or self.labels["running"].search(label):
            return True
        if self.labels["deed"].match(label) and not self.labels["deed"].match(self.parts[0].label):
            return True
        if re.search(r"[，；。](?:另|此外|同时)|在[^，。；\d]{2,12}中[，,]", between) or self._inside(label):
            return True
        if between[:1] == "、" or between.rstrip().endswith(("、", "和")) or self.opener.promise:
            return False
        first = self.parts[0].label
        if in_series(label) & in_series(first):
            return False
        if len(label) > 8 and "的" in label:
            return False  # 纳入预算管理的非税收入拨款 is a name
        return bool(self.labels["stage"].search(label)) and not self.labels["stage"].search(first)

    def _inside(self, label: str) -> bool:
        """本年收入中财政拨款 is a part of the 本年收入 told before it."""
        name = label.partition("中")[0] if "中" in label else ""
        return len(name) >= 3 and any(p.label.endswith(name) for p in self.parts)


def strongest(text: str, low: int, high: int) -> str:
    """The strongest mark between two places, what stands in brackets left out."""
    found, depth = -1, 0
    for match in _MARKS.finditer(text, low, high):
        char = match[0]
        if char in "（(〔":
            depth += 1
        elif char in "）)〕":
            depth = max(depth - 1, 0)
        elif depth == 0:
            found = max(found, _STRENGTH[char])
    return _ORDER[found] if found >= 0 else ""
