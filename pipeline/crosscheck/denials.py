"""Money that is denied and told: 无政府性基金预算支出 beside 政府性基金预算支出35万元."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from pipeline.crosscheck.arithmetic.facts import Fact, Facts, Moment, countable, level, moment_of
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.deeds import check_deeds
from pipeline.crosscheck.denied import check_denied
from schemas.findings import Finding

_DENIED = re.compile(
    r"(?=[未没无])(?<![尚从])(?:(?:未|没有)(?:再|另外)?(?P<verb>发生|安排|使用|列支|产生)"
    r"|(?<![有毫并])(?P<none>无|没有))(?P<noun>[^，。；：、（）()\d]{2,20})(?=[，。；、（(]|$)"
)
_NOUN_END = re.compile(
    r"(?:安排的|预算|财政拨款|项目|相关|任何|方面的?|等|的|支出|收入|费用|资金|情况|活动|事项|收支|此类|其他)+$"
)
_ELSE = re.compile(r"上年|去年|两年|上一年|以前年度|往年|因|由于|尚未|若|如")
_OWN = 40
_FAR = 10_000  # characters: a report's length
_PLANNED = ("plan", "initial", "adjusted")


def check_denials(facts: Facts) -> Iterator[Finding]:
    """Every denial whose thing has a number of its own."""
    text, told = facts.reading.text, _Told(facts)
    found = [one for match in _DENIED.finditer(text) for one in _denied(facts, match, told)]
    found += check_deeds(facts)
    yield from found
    clauses = {facts.reading.layout.clause(one.start) for one in found}
    yield from (one for one in check_denied(facts) if facts.reading.layout.clause(one.start) not in clauses)


class _Told:
    """What the text says of a denied thing, looked up once for each thing and stretch of the text."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._told = [fact for fact in facts.all if _told(fact, moment_of(fact.words))]
        self._starts = [fact.mention.start for fact in self._told]
        self._names: dict[int, str] = {}
        self._known: dict[tuple[str, str | None, int], list[Fact]] = {}

    def of(self, match: re.Match[str], noun: str) -> list[Fact]:
        """The numbers in the neighbourhood that tell of the denied *noun* all the same."""
        stretch = match.start() // _FAR
        key = (match["noun"], match["verb"], stretch)
        if key not in self._known:
            first = bisect_left(self._starts, (stretch - 1) * _FAR)
            near = self._told[first : bisect_left(self._starts, (stretch + 2) * _FAR)]
            self._known[key] = [fact for fact in near if _spent_on(self._own(fact), match, noun, fact)]
        return self._known[key]

    def _own(self, fact: Fact) -> str:
        """The words of a number down to the last mark."""
        if fact.index not in self._names:
            # The bracket inside 因公出国（境）费 ends a clause, but not the noun.
            own = self._facts.reading.text[max(0, fact.mention.start - _OWN) : fact.mention.start]
            self._names[fact.index] = re.split(r"[，。；：、\n]", re.sub("[“”]|[（(]境[）)]", "", own))[-1]
        return self._names[fact.index]


def _denied(facts: Facts, match: re.Match[str], told: _Told) -> Iterator[Finding]:
    reading = facts.reading
    start = reading.layout.clause(match.start())[0]
    if _ELSE.search(reading.text, start, match.start()):
        return
    noun = _NOUN_END.sub("", match["noun"].replace("“", "").replace("”", ""))
    if len(noun) < (3 if noun.endswith("费") else 4) or not reading.repeats(noun[:3]):
        return
    when = moment_of(reading.text[start : match.start()])
    if when.when == "opening":
        return  # 年初无存量债务，年末余额120万元
    year = when.year
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


def _spent_on(words: str, match: re.Match[str], noun: str, fact: Fact) -> bool:
    """The number is called by the denied noun: 政府性基金预算支出35万元."""
    if noun[:1] not in words or words[-1:] in "无未":
        return False
    if ("收入" in match["noun"]) != ("收入" in words) or fact.compared or fact.source:
        return False
    at = words.rfind(noun)
    return at >= 0 and bool(
        re.fullmatch(
            r"(?:预算|财政拨款|货物|工程|服务|支出|收入|费用?|资金|合计|共|决算|为|安排|的|实际)*",
            words[at + len(noun) :],
        )
    )
