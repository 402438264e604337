"""应检46家，抽检43家，覆盖面98%: a share behind the amounts of its own clauses, whatever it is called.

Two amounts of one kind, the whole before its part, and a share right behind them: in clean reports nineteen
of twenty are told of these two. So one that nothing in reach gives is believed to be wrong where it is near
what it should be, or a slip of the pen away from it, or called as its part is. Of a row of such clauses each
share is of its own two, and no other two in reach excuse it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from pipeline.crosscheck.arithmetic.facts import Fact, Facts, Role, same_sort
from pipeline.crosscheck.arithmetic.misprints import slip
from pipeline.crosscheck.arithmetic.numbers import is_amount
from pipeline.crosscheck.arithmetic.quotients.beside import borne_out, counted
from pipeline.crosscheck.arithmetic.quotients.operandslips import copied_wrong
from pipeline.crosscheck.arithmetic.quotients.polarity import opposed, polarity, shared
from pipeline.crosscheck.arithmetic.quotients.ratio import (
    Ratio,
    cut_off,
    far,
    holder,
    in_percent,
    slip_of,
    unlike,
)
from pipeline.crosscheck.intervals import meant
from schemas.figures import Approx, Kind
from schemas.findings import Finding, Severity

_HUNDRED = 100
_REACH = 220
_CHANCE, _TIED = 0.02, 0.12
_MOST = 20
_VERB = 2
_LONGEST = 36
_DIGITS = 3
_NO = re.compile(r"(?:的|有|为|是)+$")
_THIS = re.compile("这|该|上述|前述")
_BEHIND = re.compile(r"[^（）()]*[，、；,（(：:]|的?(?:所?占|达|为|是|超|[不将近约仅])")
_ENDS = re.compile(r"(?:以上|左右|上下|有余|多|余|强|弱|[的之]?(?:水平|比例))?(?:[，。；、（(）)]|$|\n)")
"""九成以上为女性 tells of something else."""
_SHARE = re.compile(r"占|比[例重]|份额|其中|覆盖")
_OFTEN = re.compile(r"满意|好评|[合及]格|优[良秀]|达标|知晓|出勤|到[会课]|签到|就业|治愈|好转|准确|及时")
_NAME = re.compile(
    r"(?P<name>[一-鿿]*?)(?:率|度|面|进度|比[例重]|占比)?(?:已|也|仅|只|约|近|高)*"
    r"(?:不足|不到|超过?|[达为是占]到?|接近|将近)*$"
)
"""Between the amounts and their share: a mark, or words that tell of a share."""
_OTHER_SORT = re.compile(
    r"利率|税率|汇率|费率|增[长幅速]|降幅|变动|变化|周转|收益|回报|容积|杠杆|概率|浓度|湿度|坡度|折算|折[旧扣]|贴现|密度"
    r"|目标|不低于|不高于|不少于|不得|应当|要求|力争|上年|去年|同期|同比|环比|平均|分别|各|均|[≥≤>＞＜<]|全[省国市]"
    r"|超额|超出|高于|低于|高出|[累总]计?|合计|两|三|以上|由|从|原|预付|计提|按|提取|控制"
)


def check_own_pairs(facts: Facts, told: set[int]) -> Iterator[Finding]:
    """Every share of which nothing was told, against the amounts since the share before it."""
    for fact in facts.all:
        if fact.mention.start in told or not _claims(facts, fact):
            continue
        like = own_amounts(facts, fact)
        if not like:
            yield from _of_same_whole(facts, fact) or _called(facts, fact)
        elif len(like) == 2:
            yield from _so_and_not(facts, fact, like) or _pair(facts, fact, like[0], like[1])
        elif len(like) > 2 and sum(f.value for f in like[1:]) == like[0].value:
            yield from _closed(facts, fact, like)


def _claims(facts: Facts, fact: Fact) -> bool:
    mention = fact.mention
    if mention.kind is not Kind.PERCENT or mention.unit == "个百分点" or mention.high is not None:
        return False
    if not mention.value or mention.value <= 0 or mention.value == _HUNDRED:
        return False
    return fact.role is Role.LEVEL and not fact.compared and not _OTHER_SORT.search(facts.words(fact))


def own_amounts(facts: Facts, claim: Fact, *, all_of_it: bool = False) -> list[Fact]:
    """The amounts since the sentence began or the last share was told; none where there are others too.

    ``all_of_it``: the last two may be the same: 52户走访52户.
    """
    at = claim.mention.start
    start = facts.reading.layout.sentence(at)[0]
    since = [f.mention.end for f in facts.within(start, at) if f.mention.kind is Kind.PERCENT]
    near = counted(facts, since[-1] if since else start, at)
    like = [f for f in near if same_sort(f.mention, near[-1].mention)]
    if len(like) < 2 or near[-len(like) :] != like or not all(f.value for f in like):
        return []
    same = like[-1].value == like[-2].value and not all_of_it
    if same or not _stands_behind(facts, claim, like[-1]):
        return []
    moved = (f for f in facts.within(near[0].mention.start, at) if f.role is Role.CHANGE)
    return [] if any(is_amount(f.mention) for f in moved) else like


def _stands_behind(facts: Facts, claim: Fact, last: Fact) -> bool:
    """Whether the share ends the clause that follows the amounts."""
    between = facts.up_to(last, claim.mention.start)
    ends = _ENDS.match(facts.reading.text, claim.mention.end)
    return bool(ends and _BEHIND.match(between)) and len(between) <= _LONGEST


# -- two amounts -----------------------------------------------------------------------------------


def _pair(facts: Facts, claim: Fact, one: Fact, other: Fact) -> Iterator[Finding]:
    part, whole = (other, one) if one.value >= other.value else (one, other)
    turned = opposed(facts, claim, part)
    ratio = Ratio((part,), (whole,), rest=turned)
    holds = holder(claim.mention)
    if holds(ratio.value(meant)) or (not turned and _otherwise(claim, ratio)):
        return
    sure = (turned and holds(Ratio((part,), (whole,)).value(meant))) or _alone(facts, claim, whole)
    if not sure and _excused(facts, claim, whole if one is whole else None):
        return
    others = [f for f in _reach(facts, claim) if f is not whole and same_sort(f.mention, part.mention)]
    barred = [Ratio((part,), (f,)) for f in others] if sure else []
    why = slip_of(claim.mention, ratio, barred) or _slip(claim, ratio)
    likely = one is whole and claim.value <= _HUNDRED
    if why or (likely and (_near(facts, claim, ratio) or _called_alike(facts, claim, part))):
        yield _wrong(facts, claim, ratio, why)


def _so_and_not(facts: Facts, claim: Fact, two: Sequence[Fact]) -> list[Finding]:
    """已建会1068家，未建会89家，建会率92.3%: these two together are the whole."""
    so, no = sorted(two, key=lambda f: -polarity(facts, f))
    stem = _NO.sub("", facts.words(no))[-_VERB:]
    if (polarity(facts, so), polarity(facts, no)) == (0, -1) and not facts.words(so).endswith(stem):
        return []
    if polarity(facts, no) != -1 or len(stem) < _VERB or stem not in facts.words(so):
        return []
    part = no if opposed(facts, claim, so) else so
    ratio = Ratio((part,), tuple(two))
    holds = holder(claim.mention)
    wider = [f for f in _reach(facts, claim) if f not in two and same_sort(f.mention, so.mention) and f.value]
    if any(holds(r.value(meant)) for r in (ratio, *(Ratio((part,), (f,)) for f in (two[0], *wider)))):
        return []
    why = slip_of(claim.mention, ratio, [Ratio((part,), (f,)) for f in two if f is not part])
    rest = Ratio((no,), (so,), rest=True)
    if part is so and holds(rest.value(meant)):
        why = f"误以{so.mention.text}为分母"
    return [_wrong(facts, claim, ratio, why)] if why or not far(claim.mention, ratio) else []


def _of_same_whole(facts: Facts, claim: Fact) -> list[Finding]:
    """规划1500亩，已供1125亩，供地率75%，闲置75亩，闲置率5%: of the whole that the share before it is of."""
    at = claim.mention.start
    start = facts.reading.layout.period(at)[0]
    before = [f for f in facts.within(start, at) if f.mention.kind is Kind.PERCENT]
    if not before:
        return []
    two = own_amounts(facts, before[-1])
    mine = counted(facts, before[-1].mention.end, at)
    if len(two) != 2 or len(mine) != 1 or not same_sort(mine[0].mention, two[0].mention):
        return []
    ratio = Ratio((mine[0],), (two[0],))
    known = holder(before[-1].mention)(Ratio((two[1],), (two[0],)).value(meant))
    if not known or mine[0].value > two[0].value or not _stands_behind(facts, claim, mine[0]):
        return []
    if holder(claim.mention)(ratio.value(meant)) or _excused(facts, claim, two[0]):
        return []
    why = slip_of(claim.mention, ratio) or _slip(claim, ratio)
    named = shared(facts, claim, mine[0]) or _SHARE.search(facts.words(claim))
    return [_wrong(facts, claim, ratio, why)] if why or (named and claim.value < _HUNDRED) else []


def _called(facts: Facts, claim: Fact) -> list[Finding]:
    """出现暴雨37次，其中漏报3次，命中率89.5%，漏报率: the only amount of its name, and the whole it stands with."""
    match = _NAME.search(facts.words(claim))
    name = match["name"][-_VERB:] if match else ""
    start = facts.reading.layout.period(claim.mention.start)[0]
    near = counted(facts, start, claim.mention.start)
    named = [f for f in near if name in facts.words(f)] if len(name) == _VERB else []
    if len(named) != 1 or not facts.words(named[0]).lstrip("，、（(").startswith("其中"):
        return []
    part, whole = named[0], facts.all[named[0].index - 1]
    if not same_sort(part.mention, whole.mention) or not part.value < whole.value:
        return []
    ratio = Ratio((part,), (whole,))
    others = [f for f in near if f is not whole and same_sort(f.mention, part.mention)]
    barred = [Ratio((part,), (f,)) for f in others if f.value > part.value]
    if holder(claim.mention)(ratio.value(meant)):
        return []
    why = slip_of(claim.mention, ratio, barred) or _slip(claim, ratio)
    return [_wrong(facts, claim, ratio, why)] if why else []


def _slip(claim: Fact, ratio: Ratio) -> str:
    """A slip of the share itself, or of the amounts that it is told of."""
    value, step = ratio.value(meant), in_percent(claim.mention).step
    if value and step and claim.mention.approx is Approx.EXACT:
        due = (sum(value, Decimal(0)) / 2 / step).to_integral_value()
        now = int((in_percent(claim.mention).value or 0) / step)
        found = slip(now, int(due)) if len(str(now)) == len(str(due)) else None
        if found and (found.digits >= _DIGITS or sorted(str(now)) == sorted(str(due))):
            return found.why
    why, chance = copied_wrong(claim.mention, ratio)
    return why if chance < (_CHANCE if ratio.parts[0].index < ratio.wholes[0].index else _TIED) else ""


def _otherwise(claim: Fact, ratio: Ratio) -> bool:
    """Whether the share is what the part leaves, or the two are both parts of what they come to."""
    if claim.mention.approx is not Approx.EXACT:
        return False
    rest = Ratio(ratio.parts, ratio.wholes, rest=True)
    both = [Ratio((f,), (*ratio.parts, *ratio.wholes)) for f in (*ratio.parts, *ratio.wholes)]
    return any(holder(claim.mention)(r.value(meant)) for r in (rest, *both))


def _near(facts: Facts, claim: Fact, ratio: Ratio) -> bool:
    """Whether the share can be one of these two at all: near enough, and of no other subject by its name."""
    if far(replace(claim.mention, approx=Approx.EXACT), ratio):
        return False
    words = facts.words(claim).lstrip("，、；（(,")
    match = _NAME.search(words)
    name = match["name"] if match else ""
    if (
        not name
        or _SHARE.search(words)
        or any(shared(facts, claim, f) for f in (*ratio.parts, *ratio.wholes))
    ):
        return True
    return len(name) <= _VERB and not _OFTEN.search(name)


def _called_alike(facts: Facts, claim: Fact, part: Fact) -> bool:
    """Whether the rate is called as the part is, and nothing told further up gives it."""
    at = claim.mention.start
    above = counted(facts, max(0, at - 2 * _REACH), at)[-_MOST:]
    return shared(facts, claim, part) and not borne_out(claim.mention, above)


def _reach(facts: Facts, claim: Fact) -> list[Fact]:
    start = facts.reading.layout.paragraph(claim.mention.start)[0]
    return counted(facts, max(start, claim.mention.start - _REACH), claim.mention.start)[-12:]


def _excused(facts: Facts, claim: Fact, whole: Fact | None = None) -> bool:
    """Whether any amounts in reach give the share; where the whole is told, no sums of parts are another."""
    if claim.mention.approx is not Approx.EXACT:
        return False
    end = facts.reading.layout.period(claim.mention.start)[1]
    near = [*_reach(facts, claim), *facts.amounts(claim.mention.end, end)[:3]]
    return borne_out(claim.mention, near, whole)


def _alone(facts: Facts, claim: Fact, whole: Fact) -> bool:
    """Whether no other whole is meant: 这60件中; …上线率68.05%；…参加332人，上线41人，上线率: the share
    before has its own two amounts, and is right."""
    if _THIS.search(facts.words(whole)):
        return True
    start = facts.reading.layout.period(claim.mention.start)[0]
    before = [f for f in facts.within(start, claim.mention.start) if f.mention.kind is Kind.PERCENT]
    if not before or facts.reading.layout.sentence(claim.mention.start)[0] < before[-1].mention.start:
        return False
    two = own_amounts(facts, before[-1])
    return len(two) == 2 and holder(before[-1].mention)(Ratio((two[1],), (two[0],)).value(meant))


# -- a list that is closed -------------------------------------------------------------------------


def _closed(facts: Facts, claim: Fact, like: Sequence[Fact]) -> Iterator[Finding]:
    """收稿864篇，退稿518篇，再退216篇，录用130篇: a share behind them is one of these, or of several."""
    whole, parts = like[0], like[1:]
    holds = holder(claim.mention)
    runs = [tuple(parts[a:b]) for a in range(len(parts)) for b in range(a + 1, len(parts) + 1)]
    ratios = [Ratio(run, (whole,)) for run in runs if len(run) < len(parts)]
    if any(holds(r.value(meant)) for r in ratios) or _excused(facts, claim):
        return
    exact = claim.mention.approx is Approx.EXACT
    if exact and any(holds(replace(r, rest=True).value(meant)) for r in ratios):
        return
    last = Ratio((parts[-1],), (whole,))
    yield _wrong(facts, claim, last, slip_of(claim.mention, last))


def _wrong(facts: Facts, claim: Fact, ratio: Ratio, why: str) -> Finding:
    mention = claim.mention
    severity = Severity.INFO if cut_off(mention, ratio) else Severity.WARNING
    code = "rate" if "率" in facts.words(claim) else "share"
    return unlike(facts.reading.text, mention.start, mention.end, ratio, code, severity, why)
