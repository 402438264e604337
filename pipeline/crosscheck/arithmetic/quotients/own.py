"""应检46家，抽检43家，覆盖面98%: a share behind the amounts of its own clauses, whatever it is called.

Two amounts of one kind, the whole before its part, and a share right behind them: in clean reports nineteen
of twenty are told of these two. So one that nothing in reach gives is believed to be wrong where it is near
what it should be, or a slip of the pen away from it. Of a row of such clauses each share is of its own two,
and no other two in reach excuse it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pipeline.crosscheck.arithmetic.facts import Fact, Facts, Role, same_sort
from pipeline.crosscheck.arithmetic.quotients.polarity import opposed, shared
from pipeline.crosscheck.arithmetic.quotients.ratewords import named
from pipeline.crosscheck.arithmetic.quotients.ratio import (
    Ratio,
    far,
    holder,
    slip_of,
)
from pipeline.crosscheck.arithmetic.quotients.samewhole import NAME, called_part, of_same_whole
from pipeline.crosscheck.arithmetic.quotients.segments import (
    excused,
    in_reach,
    own_amounts,
    own_changes,
    wrong_share,
)
from pipeline.crosscheck.intervals import meant
from schemas.figures import Approx, Kind
from schemas.findings import Finding

_HUNDRED = 100
_VERB = 2
_THIS = re.compile("这|该|上述|前述")
_OF_ALL = re.compile("占(?:全部|总|全[省市县区镇乡村])")
_SHARE = re.compile(r"占|比[例重]|份额|其中|覆盖")
_OFTEN = re.compile(r"满意|好评|[合及]格|优[良秀]|达标|知晓|出勤|到[会课]|签到|就业|治愈|好转|准确|及时")
_OTHER_SORT = re.compile(
    r"利率|税率|汇率|费率|增[长幅速]|降幅|变动|变化|周转|收益|回报|容积|杠杆|概率|浓度|湿度|坡度|折算|折[旧扣]|贴现|密度"
    r"|目标(?!任务|完成|实现|达成)|不低于|不高于|不少于|不得|应当|要求|力争|上年|去年|同期|同比|环比|平均|分别|各|均|[≥≤>＞＜<]|全[省国市]"
    r"|占(?:剩余|余下|其余)|最终|综合|超额|超出|高于|低于|高出|[累总]计?|合计|两|三|以上|由|从|原|预付|计提|按|提取|控制"
)


def check_own_pairs(facts: Facts, told: set[int]) -> Iterator[Finding]:
    """Every share of which nothing was told, against the amounts since the share before it."""
    for fact in facts.all:
        if fact.mention.start in told or not _claims(facts, fact):
            continue
        like = own_amounts(facts, fact) or own_changes(facts, fact)
        if not like:
            yield from of_same_whole(facts, fact) or called_part(facts, fact)
        elif len(like) == 2:
            yield from _pair(facts, fact, like[0], like[1])


def _claims(facts: Facts, fact: Fact) -> bool:
    mention = fact.mention
    if mention.kind is not Kind.PERCENT or mention.unit == "个百分点" or mention.high is not None:
        return False
    if not mention.value or mention.value <= 0 or mention.value == _HUNDRED:
        return False
    return fact.role is Role.LEVEL and not fact.compared and not _OTHER_SORT.search(facts.words(fact))


def _pair(facts: Facts, claim: Fact, one: Fact, other: Fact) -> Iterator[Finding]:
    part, whole = (other, one) if one.value >= other.value else (one, other)
    turned = opposed(facts, claim, part)
    ratio = Ratio((part,), (whole,), rest=turned)
    holds = holder(claim.mention)
    if holds(ratio.value(meant)):
        return
    sure = (turned and holds(Ratio((part,), (whole,)).value(meant))) or _alone(facts, claim, whole)
    sure = sure or (holds(replace(ratio, rest=not turned).value(meant)) and _called_so(facts, claim, part))
    if not sure and excused(facts, claim, whole if one is whole else None):
        return
    others = [f for f in in_reach(facts, claim) if f is not whole and same_sort(f.mention, part.mention)]
    barred = [Ratio((part,), (f,)) for f in others] if sure else []
    why = slip_of(claim.mention, ratio, barred)
    likely = one is whole and claim.value <= _HUNDRED
    if why or (likely and _near(facts, claim, ratio)):
        yield wrong_share(facts, claim, ratio, why)


def _called_so(facts: Facts, claim: Fact, part: Fact) -> bool:
    """支出12.95万元，执行率30%: of what was spent, by the table of rates, and not of what is left."""
    called = named(facts.words(claim).lstrip("，、；（(,"))
    return bool(called and called.rate and called.rate.part.search(facts.words(part)))


def _near(facts: Facts, claim: Fact, ratio: Ratio) -> bool:
    """Whether the share can be one of these two at all: near enough, and of no other subject by its name."""
    if far(replace(claim.mention, approx=Approx.EXACT), ratio):
        return False
    words = facts.words(claim).lstrip("，、；（(,")
    match = NAME.search(words)
    name = match["name"] if match else ""
    if (
        not name
        or _SHARE.search(words)
        or any(shared(facts, claim, f) for f in (*ratio.parts, *ratio.wholes))
    ):
        return True
    return len(name) <= _VERB and not _OFTEN.search(name)


def _alone(facts: Facts, claim: Fact, whole: Fact) -> bool:
    """Whether no other whole is meant: 这60件中; …上线率68.05%；…参加332人，上线41人，上线率: the share
    before has its own two amounts, and is right."""
    if _THIS.search(facts.words(whole)):
        return True
    if _OF_ALL.search(facts.words(claim)):
        return False  # 占全部破案数的: not of what its own item has
    start = facts.reading.layout.period(claim.mention.start)[0]
    before = [f for f in facts.within(start, claim.mention.start) if f.mention.kind is Kind.PERCENT]
    if not before or facts.reading.layout.sentence(claim.mention.start)[0] < before[-1].mention.start:
        return False
    two = own_amounts(facts, before[-1])
    return len(two) == 2 and holder(before[-1].mention)(Ratio((two[1],), (two[0],)).value(meant))
