"""Deeds denied and told all the same: 未购置公务用车 … 新购车辆1辆; 公务接待费0万元 … 接待8批次."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from importlib import resources

import yaml

from pipeline.crosscheck.arithmetic.facts import Fact, Facts, Moment, countable, level, moment_of
from pipeline.crosscheck.codes import finding
from schemas.figures import Kind
from schemas.findings import Finding

_REACH = 160
_BEHIND = re.compile(r"[一-鿿（）()]{0,10}")
_MARK = re.compile("[未没无]")
_BARE = re.compile(r"国内?|公务|用车|公车|车辆|因公")
_NONE = re.compile(r"[0０零](?<![\d.０-９．].)[批辆个人]")
_ZERO = (
    r"(?:支出|决算|经费|总额|金额|实际|全年|本年度?|当年|数|均|都|也|为|是|共|合计|完成|[:：，,])*"
    r"(?:(?:[0０](?:[.．][0０]+)?万?元)(?![\d一-鿿])|零元|为零|[0０](?=[，。；])"
    r"|(?:未|没有|无)(?:实际)?(?:发生|产生|支出|列支|开支|安排))"
)
_EARLIER = re.compile(
    r"上年|去年|两年|上一年|以前年度|往年|因(?!公)|由于|尚未|若|如|预算|计划|同期|比|较"
    r"|年初"
)
_PART = re.compile(r"月|季度|半年|截[至止]|期间|之[前后]|[前后]$|疫情|学期|首次|原")
_PLANS = ("plan", "initial", "adjusted")
SUBJECT = re.compile(
    r"全年度?|本年度?|当年度?|年内|今年|(?:19|20)\d{2}年度?|年度|实际|我[局委办院校会县市区镇]|本?(?:单位|部门|项目|级)|该项目|项目|资金|共|也|均|都|已|累计"
    r"|合计|总计|但|而|其中|期间|[，,：:\s]|年末|年底|截[至止]|[\d一二三四五六七八九十]+[月日]|的|内|中|至|了|为|由|在|一般|主要|先后|分别|其|各"
)


@dataclass(frozen=True, slots=True)
class Topic:
    """An item of the three public expenses with the deeds that it pays for."""

    denied: re.Pattern[str]
    item: re.Pattern[str]
    none: re.Pattern[str]
    spent: re.Pattern[str]
    beside: re.Pattern[str]
    named: re.Pattern[str]
    units: str


@dataclass(frozen=True, slots=True)
class Words:
    """The data file as patterns."""

    denied: re.Pattern[str]
    verbs: dict[str, str]
    tells: dict[str, re.Pattern[str]]
    spending: re.Pattern[str]
    topics: tuple[Topic, ...]
    narrower: re.Pattern[str]
    apart: re.Pattern[str]
    empty: re.Pattern[str]


@cache
def words() -> Words:
    """The data file ``deeds.yaml``."""
    text = (resources.files("pipeline.crosscheck") / "deeds.yaml").read_text(encoding="utf-8")
    rows = yaml.safe_load(text)
    verbs = "|".join(sorted({*rows["denies"], *rows["spending"].split("|")}, key=len, reverse=True))
    named = r"(?:[一-鿿“”]|（境）|\(境\)){0,20}"
    return Words(
        re.compile(
            rf"(?<![尚从并])(?:未|没有?|无)(?:再|另外|实际|进行|组织)?(?P<verb>{verbs})?"
            rf"(?P<noun>{named})(?=[，。；、（(\n]|$)"
        ),
        rows["denies"],
        {verb: re.compile(_told_by(tells)) for verb, tells in rows["denies"].items()},
        re.compile(rf"(?<![未没无不拟应可待])(?:{rows['spending']})[^，。；\d]{{0,14}}$"),
        tuple(_topic(row) for row in rows["topics"]),
        *(re.compile(rows[name]) for name in ("narrower", "apart", "empty")),
    )


def _told_by(verbs: str) -> str:
    return rf"(?<![未没无不拟应可待])(?:{verbs})(?:了|共|有)?(?P<name>[^，。；\d]{{0,14}})$"


def _topic(row: dict[str, str]) -> Topic:
    return Topic(
        re.compile(rf"(?:{row['verbs']})[^，。；]{{0,8}}(?:{row['denied']})"),
        re.compile(rf"(?P<what>{row['item']}){_ZERO}"),
        re.compile(rf"(?:{row['beside']})数?量?(?:为|共|是|[:：])*[0０零][{row['units']}]"),
        re.compile(rf"(?:{row['item']}|^{row['short']})(?:支出|决算|实际|全年|数|为|共|完成)*$"),
        re.compile(rf"(?:{row['beside']})$"),
        re.compile(row["named"]),
        row["units"],
    )


def check_deeds(facts: Facts) -> Iterator[Finding]:
    """Every denial of a deed, and every item of nothing, with a number of the same deed."""
    for match in facts.matches(words().denied, _MARK):
        if not _aside(facts, match):
            yield from _denied(facts, match)
    for topic in words().topics:
        for match in facts.matches(topic.item, topic.named):
            if not _aside(facts, match):
                yield from _first(facts, match, partial(_of_topic, facts, topic))
        for match in facts.matches(topic.none, _NONE):
            if not _aside(facts, match) and not _BARE.sub("", _lead(facts, match)):
                yield from _first(facts, match, partial(_paid, facts, topic))


def _aside(facts: Facts, match: re.Match[str]) -> bool:
    """Whether the denial is of a part of the year, of another one, or of a plan."""
    start = facts.reading.layout.clause(match.start())[0]
    lead = facts.reading.text[start : match.start()]
    before = facts.reading.text[facts.reading.layout.sentence(start)[0] : match.start()]
    past = moment_of(before).when in ("last", "prior", "previous", "opening")
    return past or bool(_EARLIER.search(lead) or _PART.search(lead))


def _denied(facts: Facts, match: re.Match[str]) -> Iterator[Finding]:
    verb, noun = match["verb"], match["noun"].replace("“", "").replace("”", "")
    if words().narrower.search(noun):
        return
    topic = next((t for t in words().topics if t.denied.fullmatch(f"{verb or '有'}{_bare(noun)}")), None)
    if topic is not None:
        yield from _first(facts, match, partial(_of_topic, facts, topic))
        return
    paid = words().spending.search(verb or "") or noun.endswith(("支出", "费用", "支付"))
    if verb and paid and (not noun or words().empty.fullmatch(noun)):
        yield from _first(facts, match, partial(_spent, facts, match))


def _bare(noun: str) -> str:
    return re.sub(r"(?:任务|活动|情况|事项|支出|费用?|业务|人员|及其他)+$", "", noun)


def _first(facts: Facts, match: re.Match[str], tells: Callable[[Fact], bool]) -> Iterator[Finding]:
    """The first number around the denial that tells of the deed."""
    reading = facts.reading
    line = reading.layout.paragraph(match.start())
    start, end = max(line[0], match.start() - _REACH), min(line[1], match.end() + _REACH)
    own = reading.layout.clause(match.start())[0]
    when = moment_of(reading.text[reading.layout.period(match.start())[0] : match.start()])
    for fact in facts.within(start, end):
        if own <= fact.mention.start < match.end() or not _positive(fact, when) or not tells(fact):
            continue
        first = max(reading.layout.clause(fact.mention.start)[0], fact.mention.start - len(fact.words))
        told = reading.text[first : fact.mention.end].strip()
        message = f"此处说“{match[0]}”，而文中写“{told}”，前后矛盾，请核对。"
        spot = first, fact.mention.end
        yield finding("contradiction", message, reading.text, match.start(), match.end(), others=(spot,))
        return


def _positive(fact: Fact, when: Moment) -> bool:
    """Something of this year, done and not planned, and no difference."""
    if not (level(fact) and countable(fact.mention) and fact.value > 0) or fact.compared or fact.source:
        return False
    moment = fact.moment
    if moment.year and when.year and moment.year != when.year:
        return False
    return moment.when not in ("last", "opening", "prior", "before") and moment.stage not in _PLANS


def _sentence(facts: Facts, fact: Fact) -> str:
    """The words of the number's own clause and the one right behind it."""
    layout = facts.reading.layout
    start, end = layout.clause(fact.mention.start)
    return facts.reading.text[start : layout.clause(end + 1)[1] if end < len(facts.reading.text) else end]


def _lead(facts: Facts, match: re.Match[str]) -> str:
    """The words of the denial's clause before it, without those of time."""
    start = facts.reading.layout.clause(match.start())[0]
    return SUBJECT.sub("", facts.reading.text[start : match.start()])


def _paid(facts: Facts, topic: Topic, fact: Fact) -> bool:
    """购置数0辆，购置费22.4万元: money for what there was none of."""
    return fact.mention.kind is Kind.MONEY and _of_topic(facts, topic, fact)


def _of_topic(facts: Facts, topic: Topic, fact: Fact) -> bool:
    """A number of the deeds that the item pays for, or of the item's money."""
    if words().apart.search(_sentence(facts, fact)):
        return False
    plain = re.sub(r"\(境\)", "（境）", facts.words(fact))
    if fact.mention.kind is Kind.MONEY:
        return bool(topic.spent.search(plain))
    behind = _BEHIND.match(facts.reading.text, fact.mention.end)
    around = plain + (behind[0] if behind else "")
    named = topic.named.search(around) is not None
    return named and (fact.mention.unit or "?")[0] in topic.units and bool(topic.beside.search(plain))


def _spent(facts: Facts, match: re.Match[str], fact: Fact) -> bool:
    """当年未发生任何支出 … 已支付采购款42万元: of the same project, in the same sentence or the next."""
    reading = facts.reading
    if fact.mention.kind is not Kind.MONEY or fact.mention.start < match.end() or _lead(facts, match):
        return False
    between = reading.text[match.end() : fact.mention.start]
    told = words().spending.search(facts.words(fact))
    return bool(told) and between.count("。") < 2 and not words().apart.search(between)
