"""Words that deny what a figure says: 全年未购置公务用车 beside 购置费18.6万元, 全部达标 beside 2项未达标."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from pipeline.crosscheck.arithmetic.facts import Fact, Facts, Moment, core, countable, level, moment_of
from pipeline.crosscheck.codes import finding
from schemas.figures import Kind
from schemas.findings import Finding

_DENIED = re.compile(
    r"(?<![尚从])(?:(?:未|没有)(?:再|另外)?(?P<verb>发生|安排|使用|列支|产生|购置|新增|新建|举办|召开|组织|接待|更新|聘用|开展)"
    r"|(?<![有毫并])(?P<none>无))(?P<noun>[^，。；：、（）()\d]{2,20})(?=[，。；、（(]|$)"
)
_SPENT = frozenset({"发生", "安排", "使用", "列支", "产生", None})
_NOUN_END = re.compile(
    r"(?:安排的|预算|财政拨款|项目|相关|任何|方面的?|等|的|支出|收入|费用|资金|情况|活动|事项|收支|此类|其他)+$"
)
_ELSE = re.compile(r"上年|去年|两年|上一年|以前年度|往年|因|由于|尚未|若|如")
_NO = re.compile("未发生|未产生|未安排|未列支|未支出|未开支|没有发生|没有安排|无发生|为零|为0|未编列")
_OWN = 40
_FAR = 10_000  # characters: a report's length
_PLANNED = ("plan", "initial", "adjusted")
_UNSPENT = re.compile(
    r"(?P<noun>[一-鿿“”]{2,12}(?:（境）|\(境\))?[一-鿿”]{0,3}?费用?|[一-鿿]{3,14}?(?:支出|经费|收入))"
    r"(?:全年|本年|当年|均|都|两年|继续)*"
    r"(?:(?:未|没有|无)再?(?:发生|产生|安排|列支|支出|开支|编列)|为零|为0(?![.\d]))"
)
_DEEDS = (
    ("购置", "购置|更新|新购|购入|采购", "辆台"),
    ("接待", "接待", "批人"),
    ("出国", "出国|组团|出访|团组", "个人批"),
)


def check_denials(facts: Facts) -> Iterator[Finding]:
    """Every denial whose thing has a number of its own."""
    text, told = facts.reading.text, _Told(facts)
    for match in _DENIED.finditer(text):
        yield from _denied(facts, match, told)
    for match in facts.matches(_UNSPENT, _NO):
        yield from _unspent(facts, match)


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
            self._known[key] = [fact for fact in near if self._says(match, noun, fact)]
        return self._known[key]

    def _says(self, match: re.Match[str], noun: str, fact: Fact) -> bool:
        if match["verb"] in _SPENT:
            return _spent_on(self._own(fact), match, noun, fact)
        return _done(self._facts, match, noun, fact)

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


def _spent_on(words: str, match: re.Match[str], noun: str, fact: Fact) -> bool:
    """The number is called by the denied noun: 政府性基金预算支出35万元."""
    if noun[:1] not in words or words[-1:] in "无未":
        return False
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


def _unspent(facts: Facts, match: re.Match[str]) -> Iterator[Finding]:
    """公务用车购置费未发生，当年购置公务用车1辆: nothing was spent, and yet something was bought."""
    reading, noun = facts.reading, match["noun"]
    start, end = reading.layout.paragraph(match.start())
    if _ELSE.search(reading.text, reading.layout.clause(match.start())[0], match.start()) or "年" in match[0]:
        return
    for word, verbs, units in _DEEDS:
        for fact in facts.within(start, end) if word in noun else ():
            done = re.search(rf"(?<!未)(?:{verbs})[^，。；\d]{{0,8}}$", fact.words)
            counted = fact.mention.kind is Kind.COUNT and (fact.mention.unit or "?")[0] in units
            other = fact.moment.when == "last" or fact.moment.stage in _PLANNED or _ELSE.search(fact.words)
            if done and counted and fact.value > 0 and not other and level(fact):
                message = f"此处说“{match[0]}”，而文中写“{done[0]}{fact.mention.text}”，前后矛盾，请核对。"
                spot = fact.mention.start - len(done[0]), fact.mention.end
                yield finding(
                    "contradiction", message, reading.text, match.start(), match.end(), others=(spot,)
                )
                return
