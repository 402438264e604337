"""Numbers as facts: a level, a change or what came of one; when, at which stage, of what."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property

from pipeline.crosscheck.arithmetic.fact import (
    Base,
    Fact,
    Role,
    Spot,
    countable,
    level,
    levels,
    same_sort,
)
from pipeline.crosscheck.arithmetic.inherited import taken_over
from pipeline.crosscheck.arithmetic.moments import STAGE, Moment, moment_of
from pipeline.crosscheck.arithmetic.nouns import core, kin
from pipeline.crosscheck.arithmetic.numbers import is_amount, moves
from pipeline.crosscheck.arithmetic.pieces import pieced, years_ago
from pipeline.crosscheck.arithmetic.verbs import (
    ADVERB,
    BEYOND,
    COMPARED,
    LED,
    OPENING,
    SIGNED,
    SOURCE,
    THAN,
    THAN_TIME,
    WITH,
    WITH_BEHIND,
    Verb,
    beyond,
    verb_before,
)
from pipeline.crosscheck.arithmetic.yearrows import date_rows
from pipeline.crosscheck.reading import Reading
from schemas.figures import Kind
from schemas.findings import Mention

__all__ = [
    "SIGNED",
    "STAGE",
    "Base",
    "Fact",
    "Facts",
    "Moment",
    "Role",
    "Spot",
    "Verb",
    "core",
    "countable",
    "kin",
    "level",
    "levels",
    "moment_of",
    "same_sort",
    "verb_before",
]

REACH = 40
"""Words before a number that are looked at."""
_BEHIND = re.compile(r"[^\s，,、；;：:。（()）\d占比较增减]{1,8}")
_MEAN = re.compile(
    r"(?:(?<![两二三四五六七八九十\d])[日月年人户]均(?!占用|在(?:院|园|校|用))|平均(?!每[日天](?:占|在))[^，。；\d]{0,4})"
    r"(?:约|为|达|[^，。；\d]{0,4})$"
)
COUNTED = re.compile(r"[一两二三四五六七八九十]{1,2}[项者类块种级等方部期]?(?:面|分)?")
"""两项, 三类: what stands beside is counted, nothing is measured."""
_SUMMED = ("合计", "总计", "共计")
"""A sum takes over no item's name: 甲5万元，乙6万元，两项合计11万元."""
_FROM_RATE = re.compile(
    "(?:[幅速]|增长率|下降率)度?(?:[^，。；：、]{0,3}[由从][^，。；：、增减升降]{0,10}|[比较][^，。；：、]{0,8}的)$"
)
_MEASURE = re.compile("^(?:[批人件场频]次|[人户件个次家台辆宗起项]数|数量)$")
"""批次比上年增加: the measure alone names nothing."""
_DURING = re.compile("^(?:以来|之间|之内|期间|[里内间来中])+")
"""一年里收窄: what is left of the words of a time."""


def _whose(words: str) -> str:
    """会员规模较上年末的900名: what is compared, not what with."""
    match = COMPARED.search(words) or WITH.search(words)
    return ADVERB.sub("", words[: match.start()]) if match else words


class Facts:
    """The facts of a text, in its order."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.starts = [m.start for m in reading.figures]
        self.all: list[Fact] = []
        for at, mention in enumerate(reading.figures):
            self.all.append(self._fact(at, mention))
        date_rows(self.all, reading.text)

    def _fact(self, at: int, mention: Mention) -> Fact:
        start, end = self.reading.window(mention.start)
        words = self.reading.text[max(start, end - REACH) : end]
        verb = self._verb(at, mention, words)
        role = Role.LEVEL if verb is None else Role.RESULT if verb.to else Role.CHANGE
        role = Role.PIECE if pieced(self.reading, at) else role
        before = words[: len(words) - len(verb.text)] if verb else words
        than = THAN.search(before) if verb else None
        before = before[: than.start()] + (than["whose"] or "") if than else before
        compared = role is Role.LEVEL and self._is_compared(words, mention)
        moment = moment_of(before + verb.object if verb and verb.to else before)
        own = core(_whose(before) if compared else before) or ("合计" if before.startswith(_SUMMED) else "")
        own = "" if own == "后" else own  # 压减5%后为114万元
        if ago := years_ago(self.reading, at, words):
            moment, own = Moment(ago, None, moment.stage), own.removeprefix("前")
        if not moment.timed or not own:
            lead = THAN_TIME.sub("", self._lead(mention))
            moment, own_core = taken_over(self.reading, self.all, mention, lead, (moment, own, role))
        else:
            own_core = own
        source = role is Role.LEVEL and (bool(SOURCE.search(words)) or self._grounds(words, mention))
        return Fact(at, mention, role, words, moment, own_core, own, compared, source, verb)

    def _verb(self, at: int, mention: Mention, words: str) -> Verb | None:
        end = mention.start
        verb = None if mention.kind is Kind.OTHER else verb_before(words, end)
        if verb and not verb.to and mention.kind is Kind.PERCENT and _FROM_RATE.search(words):
            verb = None  # 降幅已由12.4%收窄到5.9%: a rate of change that changes itself
        if verb and verb.short and not verb.to and not self._measured(at, verb, words):
            verb = None
        above = self.all[at - 1] if at else None
        if verb is None and above is not None and above.source and LED.fullmatch(words):
            verb = Verb(words, end - len(words), 0, True, False, "")  # 由240名充实到312名
        if verb is None and words.endswith("新增") and at and self.all[at - 1].role is Role.RESULT:
            verb = Verb("新增", end - 2, 1, False, False, "")
        if verb is None and (sign := self._again(at, words)):
            verb = Verb(words[-2:], end - 2, sign, False, False, "")
        return verb or (beyond(words, end) if mention.unit == "个百分点" else None)

    def _again(self, at: int, words: str) -> int:
        """由40公顷拓展到60公顷，五年间拓展20公顷: the sign of a verb that has just led to a result."""
        for result, base in zip(
            self.all[max(0, at - 3) : at][::-1], self.all[max(0, at - 4) : at][-2::-1], strict=False
        ):
            verb = result.verb
            if result.role is Role.RESULT and verb and base.source and words[-2:] == verb.text[:2]:
                return (result.value > base.value) - (result.value < base.value)
        return 0

    def _is_compared(self, words: str, mention: Mention) -> bool:
        """比上年的30期, 与2023年的840万元相比."""
        if COMPARED.search(words):
            return True
        return bool(WITH.search(words) and WITH_BEHIND.match(self.reading.text, mention.end))

    def _grounds(self, words: str, mention: Mention) -> bool:
        """在上年240万元的基础上."""
        return "在" in words and self.reading.text.startswith(("的基础上", "基础上"), mention.end)

    def _measured(self, at: int, verb: Verb, words: str) -> bool:
        """Whether a short verb (多, 高) has something that it is measured from: 比上年的30期多6期."""
        above = self.all[at - 1] if at else None
        if verb.text in ("多出", "高出", "少出", "低出"):
            return True
        if not verb.object and len(words) - len(verb.text) <= 6:
            return True  # ，增5%
        next_ = above is not None and above.compared and verb.start - above.mention.end <= 4
        return next_ or self._than(verb.start) is not None

    def _lead(self, mention: Mention) -> str:
        """The clauses since the last number, without the number's own."""
        start = self.reading.window(mention.start)[0]
        return self.reading.text[max(self.since(start), start - REACH) : start]

    def _than(self, at: int) -> re.Match[str] | None:
        start = self.since(at)
        span = self.all[bisect_left(self.starts, at) - 1] if self.starts and at > self.starts[0] else None
        if span and span.mention.kind is Kind.DURATION and span.mention.end == start:
            start = self.since(span.mention.start)  # 比三年平均数高
        return THAN.search(self.reading.text, max(start, at - 30), at)

    def since(self, at: int) -> int:
        """Where the words before *at* begin: behind the last number, or with the sentence."""
        last = bisect_left(self.starts, at) - 1
        start = self.reading.layout.sentence(at)[0]
        return max(start, self.reading.figures[last].end) if last >= 0 else start

    def matches(self, pattern: re.Pattern[str], mark: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """What *pattern* finds in the clauses that hold a *mark*; cheaper than to look everywhere."""
        done = 0
        for match in mark.finditer(self.reading.text):
            start, end = self.reading.layout.clause(match.start())
            if match.start() >= done:
                done = end + 1
                yield from pattern.finditer(self.reading.text, max(0, start - 1), end + 2)

    def words(self, fact: Fact) -> str:
        """All words of a number's own clause before it."""
        start, end = self.reading.window(fact.mention.start)
        return self.reading.text[start:end]

    def near(self, fact: Fact) -> str:
        """The words before a number and those right behind it: 21个已竣工."""
        behind = _BEHIND.match(self.reading.text, fact.mention.end)
        return self.words(fact) + (behind[0] if behind else "")

    def amounts(self, start: int, end: int) -> list[Fact]:
        """The amounts between two offsets that stand for themselves: no changes, no means, no 两项."""
        first = bisect_left(self._amounts, start, key=_starts)
        return self._amounts[first : bisect_left(self._amounts, end, key=_starts)]

    @cached_property
    def _amounts(self) -> list[Fact]:
        return [
            f
            for f in self.all
            if is_amount(f.mention)
            and f.mention.unit not in ("岁", "周岁")
            and not COUNTED.fullmatch(f.mention.text)
            and not moves(self.reading, f.mention)
            and not _MEAN.search(self.words(f))
        ]

    def within(self, start: int, end: int) -> list[Fact]:
        """The facts between two offsets."""
        return self.all[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def period(self, at: int) -> list[Fact]:
        """The facts of the whole sentence that *at* lies in."""
        return self.within(*self.reading.layout.period(at))

    def spot(self, start: int, base: Base | None = None) -> Spot:
        """The claim whose verb stands at *start*: what it is measured from, and of what it speaks."""
        given = base is not None
        match = None if given else self._than(start)
        beyond = BEYOND.match(self.reading.text, start, self._end(start)) if not (base or match) else None
        if beyond:
            base = Base(moment_of(beyond["base"]), core(beyond["base"]), start)
        if match and match["same"]:
            base = Base(Moment("last" if match["same"] == "同比" else "previous"), "", match.start())
        elif match:
            base = Base(moment_of(match["base"]), core(match["base"]), match.start())
        elif base is None:
            base = self._opening(start)
        end = base.start if base and (match or beyond or given) else start
        since = max(self.reading.layout.clause(end)[0], self.since(end))
        own = self.reading.text[since:end] + ((match["whose"] or "") if match else "")
        at = bisect_left(self.starts, start)
        subject = _MEASURE.sub("", core(ADVERB.sub("", _DURING.sub("", own))))
        return Spot(start, at, base, subject, moment_of(own))

    def _opening(self, at: int) -> Base | None:
        """与2023年相比，收入增加5万元，支出减少3万元: what a sentence opens with holds for all of it."""
        start = self.reading.layout.period(at)[0]
        match = OPENING.match(self.reading.text, start, min(at, start + 40))
        return Base(moment_of(match["base"]), core(match["base"]), start) if match else None

    def _end(self, start: int) -> int:
        """Where the number behind an offset begins."""
        at = bisect_left(self.starts, start)
        return self.starts[at] if at < len(self.starts) else start

    def between(self, one: Fact, other: Fact) -> str:
        """The words that part two facts."""
        first, second = sorted((one.mention, other.mention), key=lambda m: m.start)
        return self.reading.text[first.end : second.start]

    def up_to(self, fact: Fact, at: int) -> str:
        """The words behind a fact, up to an offset."""
        return self.reading.text[fact.mention.end : at]


def _starts(fact: Fact) -> int:
    return fact.mention.start
