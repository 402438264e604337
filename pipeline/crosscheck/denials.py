"""Words that deny what a figure says: 全年未购置公务用车 beside 购置费18.6万元, 全部达标 beside 2项未达标."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from pipeline.crosscheck.arithmetic.facts import Fact, Facts, Moment, core, countable, level, moment_of
from pipeline.crosscheck.codes import finding
from schemas.findings import Finding, Severity

_DENIED = re.compile(
    r"(?<![尚从])(?:(?:未|没有)(?:再|另外)?(?P<verb>发生|安排|使用|列支|产生|购置|新增|新建|举办|召开|组织|接待|更新|聘用|开展)"
    r"|(?<![有毫并])(?P<none>无))(?P<noun>[^，。；：、（）()\d]{2,20})(?=[，。；、（(]|$)"
)
_SPENT = frozenset({"发生", "安排", "使用", "列支", "产生", None})
_NOUN_END = re.compile(
    r"(?:安排的|预算|财政拨款|项目|相关|任何|方面的?|等|的|支出|收入|费用|资金|情况|活动|事项|收支|此类|其他)+$"
)
_ELSE = re.compile(r"上年|去年|两年|上一年|以前年度|往年|因|由于|尚未|若|如")
_FAR = 10_000  # characters: a report's length
_PLANNED = ("plan", "initial", "adjusted")
_ALL = re.compile(
    r"(?P<unit>[项个件户家座处])[一-鿿]{0,6}(?:全部|均|都|悉数)(?:已|已经|如期|按期|按时)?"
    r"(?P<verb>达到|完成|达标|办结|整改|合格|竣工|完工|开工|建成|验收|投入使用|实现|销号)"
)
_SOME = re.compile(
    r"(?:未|没有|尚未|未能|未按期|未如期)(?:达到|完成|达标|办结|整改|合格|竣工|完工|开工|建成|验收|投入使用|实现|销号)|不合格|不达标"
)


def check_denials(facts: Facts) -> Iterator[Finding]:
    """Every denial whose thing has a number of its own, and 全部 beside a number that is left."""
    text, told = facts.reading.text, _Told(facts)
    for match in _DENIED.finditer(text):
        yield from _denied(facts, match, told)
    for match in _ALL.finditer(text):
        yield from _all(facts, match)


class _Told:
    """What the text says of a denied thing, looked up once for each thing and stretch of the text."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._told = [fact for fact in facts.all if _told(fact, moment_of(fact.words))]
        self._starts = [fact.mention.start for fact in self._told]
        self._known: dict[tuple[str, str | None, int], list[Fact]] = {}

    def of(self, match: re.Match[str], noun: str) -> list[Fact]:
        """The numbers in the neighbourhood that tell of the denied *noun* all the same."""
        stretch = match.start() // _FAR
        key = (match["noun"], match["verb"], stretch)
        if key not in self._known:
            first = bisect_left(self._starts, (stretch - 1) * _FAR)
            near = self._told[first : bisect_left(self._starts, (stretch + 2) * _FAR)]
            self._known[key] = [fact for fact in near if self._says(match, noun, fact)]
        return self._known[key]

    def _says(self, match: re.Match[str], noun: str, fact: Fact) -> bool:
        if match["verb"] in _SPENT:
            return _spent_on(match, noun, fact)
        return _done(self._facts, match, noun, fact)


def _denied(facts: Facts, match: re.Match[str], told: _Told) -> Iterator[Finding]:
    reading = facts.reading
    start = reading.layout.clause(match.start())[0]
    if _ELSE.search(reading.text, start, match.start()):
        return
    noun = _NOUN_END.sub("", match["noun"].replace("“", "").replace("”", ""))
    if len(noun) < (4 if match["verb"] in _SPENT else 3):
        return
    year = moment_of(reading.text[start : match.start()]).year
    for fact in told.of(match, noun):
        other = year and fact.moment.year and fact.moment.year != year
        if other or start <= fact.mention.start < match.end():
            continue
        message = f"此处说“{match[0]}”，而文中写“{fact.words.strip()}{fact.mention.text}”，前后矛盾，请核对。"
        yield finding(
            "contradiction", message, reading.text, match.start(), match.end(),
            others=((fact.mention.start - len(fact.words), fact.mention.end),),
        )  # fmt: skip
        return


def _told(fact: Fact, moment: Moment) -> bool:
    """A positive amount of this year, no plan."""
    positive = level(fact) and countable(fact.mention) and fact.value > 0
    return positive and moment.when not in ("last", "opening") and moment.stage not in _PLANNED


def _spent_on(match: re.Match[str], noun: str, fact: Fact) -> bool:
    """The number is called by the denied noun: 政府性基金预算支出35万元."""
    if noun[:1] not in fact.words:
        return False
    words = fact.words.replace("“", "").replace("”", "")
    if ("收入" in match["noun"]) != ("收入" in words) or fact.compared or fact.source:
        return False
    at = words.rfind(noun)
    return at >= 0 and bool(
        re.fullmatch(
            r"(?:预算|财政拨款|支出|收入|费用?|资金|合计|共|决算|为|安排|的)*", words[at + len(noun) :]
        )
    )


def _done(facts: Facts, match: re.Match[str], noun: str, fact: Fact) -> bool:
    """The number stands behind the denied verb, in a sentence that names the noun: 购置费18.6万元."""
    verb = match["verb"]
    if verb not in fact.words or not re.search(
        rf"(?<![未无]){verb}(?:费用?|支出|了|数量?|款|资金|金额|为)?[^，。；及和与未\d]{{0,4}}$", fact.words
    ):
        return False
    start = facts.reading.layout.period(fact.mention.start)[0]
    return core(noun) in core(facts.reading.text[start : fact.mention.end + 8])


def _all(facts: Facts, match: re.Match[str]) -> Iterator[Finding]:
    """18项指标全部达到目标，其中2项未达到: some are left."""
    reading = facts.reading
    end = min(reading.layout.period(match.start())[1], match.end() + 60)
    if re.search(
        r"除|力争|确保|目标是|要求", reading.text[reading.layout.sentence(match.start())[0] : match.start()]
    ):
        return
    for fact in facts.within(match.end(), end):
        left = reading.text[fact.mention.end : reading.layout.clause(fact.mention.end)[1]]
        if fact.mention.unit == match["unit"] and fact.value > 0 and _SOME.search(left):
            message = f"前面说“{match[0]}”，后面又有“{fact.mention.text}{left}”，请核对。"
            yield finding(
                "contradiction", message, reading.text, match.start(), match.end(), severity=Severity.ERROR,
                others=((fact.mention.start, fact.mention.end + len(left)),),
            )  # fmt: skip
            return
