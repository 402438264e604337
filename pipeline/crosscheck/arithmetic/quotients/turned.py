"""设计8万吨，日均6.4万吨，负荷率125%: the whole over its part, where the words tell which is which."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.crosscheck.arithmetic.facts import Fact, Facts, Role, same_sort
from pipeline.crosscheck.arithmetic.numbers import is_amount
from pipeline.crosscheck.arithmetic.quotients.ratio import Ratio, holder, unlike
from pipeline.crosscheck.intervals import meant
from schemas.figures import Approx, Kind
from schemas.findings import Finding, Severity

_RATE = re.compile("[一-鿿]{2}(?:进度|率|比例|程度)[为达到是约高仅：:]*$")
_OTHER = re.compile("[增降减超节溢差误漏损]|[税利费]率|毛利|利润|结余|负债|同比|[较比]上|变动|分别|各|平均")
_PLANNED = re.compile(
    "设计|计划|任务|目标|预算|概算|核定|编制|额定|核载|额度|总?仓容|库容|容量|能力|应(?![用急对届])|下达|安排|定员|规划"
    "|批复|可[供容用]|总[量数面床座车泊]|合同[金价]|中标价"
)
_DONE = re.compile(
    "实际|完成|实现|实[有到收征配拨付支录招]|已|日均|年末|期末|使用|支出|支付"
    "|在用|入住|占用|在[岗园校住院册编]|建成|存|录取|开工"
)
_DEED = re.compile("完成|执行|实现|利用|使用|负荷|进度|建成|竣工|到位|兑[付现]|拨付|支付|录取|招")
_MOST, _ALL = 6, 100


def check_turned(facts: Facts, told: set[int]) -> Iterator[Finding]:
    """Every rate of what was done or used of which nothing was told yet."""
    for fact in facts.all:
        mention = fact.mention
        exact = mention.kind is Kind.PERCENT and mention.unit == "%" and mention.approx is Approx.EXACT
        if not exact or mention.start in told or not mention.value or mention.high is not None:
            continue
        if fact.role is Role.LEVEL and not fact.compared and _called(facts.words(fact)):
            yield from _judge(facts, fact)


def _called(words: str) -> bool:
    """Whether it is a rate, by no word of change."""
    return bool(_RATE.search(words)) and not _OTHER.search(words)


def _judge(facts: Facts, claim: Fact) -> Iterator[Finding]:
    at, holds = claim.mention.start, holder(claim.mention)
    if claim.value < _ALL and not _DEED.search(facts.words(claim)):
        return  # 成活率95.2% of 1.2万株 planned: of none of the numbers
    near = facts.within(facts.reading.layout.period(at)[0], at)
    near = [f for f in near if f.value > 0 and is_amount(f.mention)][-_MOST:]
    if any(f.role is Role.CHANGE for f in near):
        return  # 预算360万元，追加40万元，支出380万元，执行率95%: of what the change led to
    giving = [
        (one, other)
        for one in near
        for other in near
        if one.value != other.value
        and same_sort(one.mention, other.mention)
        and holds(Ratio((one,), (other,)).value(meant))
    ]
    exact = (abs(_ALL * one.value / other.value - claim.value) <= claim.mention.step for one, other in giving)
    if giving and all(exact) and all(_turned(facts, one, other, len(near) == 2) for one, other in giving):
        one, other = giving[-1]
        ratio = Ratio((other,), (one,))
        start, end = at, claim.mention.end
        why = "分子与分母颠倒"
        yield unlike(facts.reading.text, start, end, ratio, "rate", Severity.WARNING, why)


def _turned(facts: Facts, part: Fact, whole: Fact, two: bool) -> bool:
    """Whether by its words the part was planned, and the whole is what was done of it; where there are but
    *two* numbers, the other needs no word for that."""
    one, other = facts.words(part), facts.words(whole)
    planned = _PLANNED.search(one) and not _DONE.search(one)
    return bool(planned and (two or _DONE.search(other)) and not _PLANNED.search(other))
