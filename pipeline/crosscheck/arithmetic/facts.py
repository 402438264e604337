"""Numbers as facts: a level, a change or what came of one; when, at which stage, of what."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto

from pipeline.crosscheck.arithmetic.numbers import alike, is_amount
from pipeline.crosscheck.reading import Reading
from pipeline.crosscheck.vocabulary import either
from schemas.figures import Kind
from schemas.findings import Mention

REACH = 40
"""Words before a number that are looked at."""


class Role(Enum):
    """What a number is in its clause."""

    LEVEL = auto()  # 支出120万元
    CHANGE = auto()  # 增加20万元, 增长20%
    RESULT = auto()  # 增加到120万元


@dataclass(frozen=True, slots=True)
class Moment:
    """When, and at which stage of the budget: 上年决算, 2022年, 年初预算."""

    when: str = ""
    year: int | None = None
    stage: str = ""

    @property
    def timed(self) -> bool:
        """Whether a time is told at all."""
        return bool(self.when or self.year)


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb of change before a number. ``sign`` is 0 for 调整, ``to`` when it leads to the result."""

    text: str
    start: int
    sign: int
    to: bool
    short: bool
    object: str


@dataclass(frozen=True, slots=True)
class Base:
    """What a change is measured from, as the words say: 比上年, 较年初预算, 比2022年的40万人."""

    moment: Moment
    noun: str
    start: int


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a change is claimed: before which number (``index``), from what, of what."""

    start: int
    index: int
    base: Base | None
    subject: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A number with what its words make of it."""

    index: int
    mention: Mention
    role: Role
    words: str
    moment: Moment
    core: str
    own_core: str
    compared: bool
    source: bool
    verb: Verb | None

    @property
    def value(self) -> Decimal:
        """The printed value."""
        return self.mention.value or Decimal(0)


_GUARD = r"(?<![新最至不更较多没无])"
_VERB = re.compile(
    rf"(?:(?P<up>{either('up')})|(?P<down>{either('down')})|(?P<turned>{either('turned')})"
    rf"|{_GUARD}(?:(?P<up1>{either('up_short')})|(?P<down1>{either('down_short')})))"
    r"(?P<noun>额|率|幅度?|金额|数量?|值|量|比例)?(?P<to>到了?|至|为|成)?(?:了|约|近|达到?|仅|出|是|将近|接近|共)*"
    r"(?P<object>(?:[^，。；：、（）()\d]|(?:19|20)\d{2}年){0,10})$"
)
# 高于全省平均水平2.5个百分点: a difference from what the word names, sure of points only
_BEYOND = re.compile(
    rf"(?:(?P<up>{either('more')})|(?P<down>{either('less')}))了?(?P<base>[^，。；：、（）()\d]{{1,12}}?)(?:水平|近|约)?$"
)
_DEEDS = frozenset({"支出", "收入", "完成", "安排", "投入", "支付"})
SIGNED = re.compile(r"(?:变动|增减|变化|增长|增减变动)(?:率|幅度?|额)(?:为|是|达|[:：])*$")
_ADVERBS = rf"(?:{either('adverbs')})*"
_ADVERB = re.compile(either("adverbs"))
_PREPOSITION = (
    r"(?:(?<![占同环之正反百对])比(?![例重率赛值])|(?<![比计])较(?![大小多少好为快高低强长])|相较于?|相比于?|对比"
    r"|(?:与|和|同|跟|对照)(?=[^，。；]{0,20}?(?:相?比|比较|相较)))"
)
_THAN = re.compile(
    rf"(?P<same>同比|环比)[，,]?{_ADVERBS}$"
    rf"|{_PREPOSITION}(?P<base>[^，。；：、]{{1,16}}?)(?:相?比较?|相较|对比)?[，,]?{_ADVERBS}(?:变动|变化)?$"
)
_COMPARED = re.compile(rf"{_PREPOSITION}[^，。；：、]{{0,16}}$")
_THAN_TIME = re.compile(
    rf"{_PREPOSITION}(?:(?:19|20)\d{{2}}年|{either('last', 'opening', 'initial', 'plan')})"
)
_SOURCE = re.compile(r"(?:^|[^自缘理来])(?:由(?!于|此)|从(?![事业而来]))[^，。；：、]{0,16}$")
_FUNDS = re.compile(
    r"(?:公共|基金|经营|保险)预算|预算(?:单位|部门|管理|编制|股|科|法|内|外|绩效|评审)|国内生产|(?:预算)?执行(?:中|过程|期间|率)"
)
_YEAR = r"(?<!\d)(?:(?P<year>(?:19|20)\d{2})年)"
_WHEN = re.compile(
    rf"{_YEAR}|(?P<opening>{either('opening')}(?!预算|安排|批复|下达|计划|核定|部门))"
    rf"|(?P<last>{either('last')}(?!结转|结余))|(?P<this>{either('this')})"
    rf"|(?P<before>{either('before')}|原(?=[一-鿿]{{0,4}}$))|(?P<after>{either('after')}(?!预算))|(?P<closing>{either('closing')})"
)
STAGE = re.compile(
    rf"(?P<initial>{either('initial')})|(?P<adjusted>{either('adjusted')})|(?P<plan>{either('plan')})"
    rf"|(?P<actual>{either('actual')})"
)
_EMPTY_LISTS = ("generic", "last", "this", "opening", "initial", "adjusted", "after", "before", "closing")
_EMPTY = re.compile(
    rf"(?<!\d)(?:19|20)\d{{2}}年度?"
    rf"|{either(*_EMPTY_LISTS)}|[\s“”\"‘’：:（()），,、\d.．%％]"
)
_BEHIND = re.compile(r"[^\s，,、；;：:。（()）\d占比较增减]{1,8}")
_OTHER = re.compile(r"其中|另有?|人均|生均|户均|亩均|平均每|单位|[；;。]")


def core(words: str) -> str:
    """The noun that *words* speak of, without time, stage and empty words."""
    return _EMPTY.sub("", words).removesuffix("量")


_ITEMS = frozenset(
    "印刷 水 电 水电 邮电 取暖 物业管理 差旅 维修 租赁 会议 培训 公务接待 专用材料 劳务 工会 电话".split()  # noqa: SIM905
)
"""Nouns of expenditure items as ``core`` leaves them: 电费 is no short form of 邮电费."""


def kin(one: str, other: str) -> bool:
    """Whether two nouns can be of one thing: either is empty, or one holds the other, or long ends agree."""
    if one != other and one in _ITEMS and other in _ITEMS:
        return False
    if not one or not other or one in other or other in one:
        return True
    return len(one) >= 4 and len(other) >= 4 and one[-3:] == other[-3:]


def moment_of(words: str) -> Moment:
    """Time and stage that *words* tell; the last word of each sort counts."""
    words = _FUNDS.sub("〇", words)
    when, year, stage = "", None, ""
    for match in _WHEN.finditer(words):
        when = match.lastgroup or ""
        if match["year"]:
            when, year = "", int(match["year"])
        elif when in ("last", "this"):
            year = None
    for match in STAGE.finditer(words):
        stage = match.lastgroup or ""
    return Moment(when, year, stage)


def verb_before(words: str, at: int) -> Verb | None:
    """The verb of change that *words* end with; *at* is where they end in the text."""
    match = _VERB.search(words)
    while match:
        if verb := _verb(match, at):
            return verb
        match = _VERB.search(words, match.start() + 1)
    return None


def _verb(match: re.Match[str], at: int) -> Verb | None:
    short = bool(match["up1"] or match["down1"])
    object_ = match["object"]
    if (
        match["noun"] == "值"
        or (short and len(object_) > 1 and object_ not in _DEEDS)
        or object_[:1] in ("后", "的", "以", "值", "工", "项", "速")
    ):
        return None
    sign = 1 if match["up"] or match["up1"] else -1 if match["down"] or match["down1"] else 0
    to = bool(match["to"]) and not match["noun"]
    if sign == 0 and not to:
        return None
    return Verb(match[0], at - len(match[0]), sign, to, short, object_)


def _beyond(words: str, at: int) -> Verb | None:
    match = _BEYOND.search(words)
    if match is None:
        return None
    return Verb(match[0], at - len(match[0]), 1 if match["up"] else -1, False, False, match["base"])


class Facts:
    """The facts of a text, in its order."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.starts = [m.start for m in reading.figures]
        self.all: list[Fact] = []
        for at, mention in enumerate(reading.figures):
            self.all.append(self._fact(at, mention))

    def _fact(self, at: int, mention: Mention) -> Fact:
        start, end = self.reading.window(mention.start)
        words = self.reading.text[max(start, end - REACH) : end]
        verb = None if mention.kind is Kind.OTHER else verb_before(words, end)
        if verb and verb.short and not verb.to and not self._measured(at, verb):
            verb = None
        if verb is None and words.endswith("新增") and at and self.all[at - 1].role is Role.RESULT:
            verb = Verb("新增", end - 2, 1, False, False, "")
        if verb is None and mention.unit == "个百分点":
            verb = _beyond(words, end)
        role = Role.LEVEL if verb is None else Role.RESULT if verb.to else Role.CHANGE
        before = words[: len(words) - len(verb.text)] if verb else words
        than = _THAN.search(before) if verb else None
        before = before[: than.start()] if than else before
        compared = bool(_COMPARED.search(words)) and role is Role.LEVEL
        moment = moment_of(before + verb.object if verb and verb.to else before)
        own = core(before)
        above = self._above(at, mention)
        if above is not None and (not moment.timed or not own):
            moment, own_core = self._inherited(above, moment, own, start)
        else:
            own_core = own
        source = role is Role.LEVEL and bool(_SOURCE.search(words))
        return Fact(at, mention, role, words, moment, own_core, own, compared, source, verb)

    def _measured(self, at: int, verb: Verb) -> bool:
        """Whether a short verb (多, 高) has something that it is measured from: 比上年的30期多6期."""
        above = self.all[at - 1] if at else None
        next_ = above is not None and above.compared and verb.start - above.mention.end <= 4
        return next_ or self._than(verb.start) is not None

    def _above(self, at: int, mention: Mention) -> Fact | None:
        """The level before in the same period, from which time and subject may be taken over."""
        start = self.reading.layout.period(mention.start)[0]
        for fact in reversed(self.all[max(0, at - 4) : at]):
            if fact.mention.start < start:
                return None
            if fact.role is not Role.CHANGE and not fact.compared:
                return fact
        return None

    def _inherited(self, above: Fact, moment: Moment, own: str, start: int) -> tuple[Moment, str]:
        between = moment_of(_THAN_TIME.sub("", self.reading.text[above.mention.end : start]))
        if not moment.timed:
            source = between if between.timed else above.moment
            moment = Moment(source.when, source.year, moment.stage)
        return moment, own or above.core

    def _than(self, at: int) -> re.Match[str] | None:
        start = self.since(at)
        return _THAN.search(self.reading.text, max(start, at - 30), at)

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

    def within(self, start: int, end: int) -> list[Fact]:
        """The facts between two offsets."""
        return self.all[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def period(self, at: int) -> list[Fact]:
        """The facts of the whole sentence that *at* lies in."""
        return self.within(*self.reading.layout.period(at))

    def spot(self, start: int, base: Base | None = None) -> Spot:
        """The claim whose verb stands at *start*: what it is measured from, and of what it speaks."""
        match = None if base else self._than(start)
        beyond = _BEYOND.match(self.reading.text, start, self._end(start)) if not (base or match) else None
        if beyond:
            base = Base(moment_of(beyond["base"]), core(beyond["base"]), start)
        if match and match["same"]:
            base = Base(Moment("last" if match["same"] == "同比" else "before"), "", match.start())
        elif match:
            base = Base(moment_of(match["base"]), core(match["base"]), match.start())
        return Spot(
            start, bisect_left(self.starts, start), base, self._subject(base.start if base else start)
        )

    def _end(self, start: int) -> int:
        """Where the number behind an offset begins."""
        at = bisect_left(self.starts, start)
        return self.starts[at] if at < len(self.starts) else start

    def _subject(self, end: int) -> str:
        """The noun that opens the change's own clause, if it has one: 其中项目支出比上年增长."""
        start = max(self.reading.layout.clause(end)[0], self.since(end))
        return core(_ADVERB.sub("", self.reading.text[start:end]))

    def between(self, one: Fact, other: Fact) -> str:
        """The words that part two facts."""
        first, second = sorted((one.mention, other.mention), key=lambda m: m.start)
        return self.reading.text[first.end : second.start]

    def up_to(self, fact: Fact, at: int) -> str:
        """The words behind a fact, up to an offset."""
        return self.reading.text[fact.mention.end : at]


def level(fact: Fact) -> bool:
    """A number that stands for itself, of a kind that can be compared."""
    mention = fact.mention
    if fact.role is Role.CHANGE or mention.high is not None or mention.value is None:
        return False
    return mention.kind is Kind.PERCENT or countable(mention)


def countable(mention: Mention) -> bool:
    """Money, a count or a time in one unit (三年 says over how long, it is no level)."""
    if mention.kind is Kind.DURATION:
        return mention.high is None and (mention.unit or "")[-1:] not in "年月"
    return is_amount(mention)


def same_sort(one: Mention, other: Mention) -> bool:
    """Alike amounts, times in one unit, or percentages."""
    if one.kind is Kind.DURATION or other.kind is Kind.DURATION:
        return one.kind is other.kind and one.unit == other.unit
    if one.kind is Kind.PERCENT or other.kind is Kind.PERCENT:
        return one.kind is other.kind and "个百分点" not in (one.unit, other.unit)
    return alike(one, other)


def levels(facts: Sequence[Fact], like: Mention | None = None) -> Iterator[Fact]:
    """The levels among *facts*, of one sort with *like*."""
    for fact in facts:
        if level(fact) and (like is None or same_sort(fact.mention, like)):
            yield fact
