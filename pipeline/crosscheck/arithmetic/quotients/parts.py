"""The part that a share is said of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from pipeline.crosscheck.arithmetic.facts import COUNTED, Fact, Facts, Role, moment_of
from pipeline.crosscheck.arithmetic.numbers import alike, is_amount
from pipeline.crosscheck.arithmetic.quotients.claims import Claim, Form, counting
from pipeline.crosscheck.arithmetic.quotients.naming import (
    CHANGED,
    MOST,
    NUMERAL,
    REACH,
    answers,
    bare,
    score,
    specific,
)
from pipeline.crosscheck.arithmetic.quotients.scopes import counted_in, measure
from schemas.figures import Kind

_TIGHT = 24
_BOTH = re.compile(
    r"^(?:以上|前述|上述|这)?(?P<n>[两二三四五六])"
    r"(?:方面|部分|[项类者个块家笔件起处宗户所名级种档批地县区镇乡村季期校馆站院层片段拨路])"
    r"(?:合计|共计|总共|累计|之和|相加|加起来|人员|资金|支出|储备|渠道|途径|学历|岗位|项目)*$"
)
_NAMES = re.compile(
    r"^(?P<names>[^，。；]{4,30}?)(?:(?:这|等)?(?P<n>[两二三四五六])(?:方面|部分|[项类者个家笔级种档批地县区镇乡村季期]))?的?"
    r"(?:合计|共计?|总共|累计|之和|相加|加起来)+$"
)
_AND = re.compile("[与和及、]|以及")
LEAD = re.compile(r"(?P<one>前者)|后者")
_TOLD = re.compile(r"(?:以上|左右)?[，,（(](?:为|达到?|共计?|计|即|有|约|近|共有|合计)*")
_TAKEN_UP = re.compile(r"[；;，,）)](?:已|约|仅)?")
_STAGED = re.compile("预算|任务|目标|计划|概算|指标")
_DIVIDED = re.compile("其中|包括|[，,（(]含|分别|[：:（(]")
_SUMMED = re.compile(r"累计|合计|共计|两项|三项")
_BESIDE = re.compile("[、，]?(?:共|计|共计|合计)?")
_NEXT_SHARE = re.compile(r"[、，,][^，。；：、\d]{0,4}占(?:比|总[额数量])(?:为|约)?")
_REST = re.compile(r"^(?:其余|剩余|余下|其他|剩下|尚未|仍未|还未|未|没有)")
_AGAINST = re.compile("[略稍均]?(?:[大小高低多少]于|超过|不及)")
"""决算1845万元，小于调整预算1902万元，完成年初预算的113.94%: what it is compared with is no part."""
DIVISOR = re.compile(r"的\s?(?:比例|比重)?(?:为|达|约)*(?=[\d０-９百一二三四五六七八九])")
"""完成任务500万元的112%: behind what a share is taken of."""


def parts_of(facts: Facts, claim: Claim) -> list[tuple[Fact, ...]]:
    """What the share is said of: the number right before it, the one its subject names, or several."""
    mine = _measured(_before(facts, claim), claim.subject)
    if claim.form in (Form.BRACKET, Form.BEHIND):
        return [(mine[-1],)] if mine and mine[-1].index == claim.index - 1 else []
    subject = bare(claim.subject)
    if claim.form is Form.RENAMED:
        named = [f for f in mine if subject and bare(facts.words(f)).endswith(subject)]
        named = named or answers(facts, subject, mine)
        return [tuple(named[-1:])] if named else []
    if several := _several(facts, subject, mine):
        return [several]
    if subject and _REST.match(subject):
        own = [f for f in mine if subject in bare(facts.near(f))]
        return [(own[-1],)] if own else []  # 尚余128.6万元未拨，未拨部分占20%
    if (part := _named_part(facts, claim, subject, mine)) is not None:
        return [(part,)]
    if turn := _in_turn(facts, claim, mine):
        return [(turn,)]
    if change := _changed_part(facts, claim, subject):
        return [(change,)]
    head = [] if subject else _head(facts, claim)
    if head and not mine:
        return [tuple(head)]
    gap = facts.up_to(mine[-1], claim.at) if mine else ""
    allowed = specific(claim.whole) or not specific(subject)
    if not mine or len(gap) > _TIGHT or not (allowed or not _parted(facts, mine[-1], subject, gap)):
        return []
    last = _taken_up(facts, mine, claim.at) or _outside(facts, mine, gap) or mine[-1]
    moved = [(f,) for f in _moved(facts, claim)]
    return [*([tuple(head)] if head else []), (last,), *moved, *_so_far(facts, claim, last)]


def _moved(facts: Facts, claim: Claim) -> list[Fact]:
    """减少11辆，相当于原有26辆的42.3%: a change right before its whole may be the part."""
    if claim.form is not Form.INSIDE or claim.index < 2:
        return []
    one, whole = facts.all[claim.index - 2 : claim.index]
    return [one] if one.role is Role.CHANGE and alike(one.mention, whole.mention) else []


def _in_turn(facts: Facts, claim: Claim, mine: Sequence[Fact]) -> Fact | None:
    """药品8112万元、材料3245万元，药占比25%、耗占比10%: of as many numbers the one in the share's turn."""
    first = last = claim.index
    while claim.mention and first and _row_of_shares(facts, first - 1):
        first -= 1
    while claim.mention and last + 1 < len(facts.all) and _row_of_shares(facts, last):
        last += 1
    many = last - first + 1
    row = facts.all[max(0, first - many) : first]
    told = many == len(row) > 1 and all(f in mine and alike(f.mention, row[0].mention) for f in row)
    return row[claim.index - first] if told else None


def _row_of_shares(facts: Facts, at: int) -> bool:
    """Whether two shares follow one another, each with nothing but its name: 25%、耗占比10%."""
    one, other = facts.all[at : at + 2]
    percents = one.mention.kind is other.mention.kind is Kind.PERCENT
    return percents and bool(_NEXT_SHARE.fullmatch(facts.between(one, other)))


def _measured(mine: list[Fact], subject: str) -> list[Fact]:
    """商住用地8宗、438.4亩，商住用地面积占34%: the measure that the subject ends with."""
    units = measure(bare(subject))[1] or measure(subject)[1]
    return [f for f in mine if units and counted_in(units, f)] or mine


def _head(facts: Facts, claim: Claim) -> list[Fact]:
    """收入4348万元，其中税收3511万元、非税837万元；占预算的…: what the parts just told make up."""
    start = facts.reading.layout.period(claim.at)[0]
    told = facts.amounts(start, claim.at)[-MOST:]
    near = [f for f in told if alike(f.mention, told[-1].mention)]
    if len(near) < 3 or not _TAKEN_UP.fullmatch(facts.up_to(near[-1], claim.at)):
        return []
    own = facts.reading.text[claim.at - 1 : claim.start]
    if own[:1] not in "；;" and not _STAGED.search(own):
        return []  # 甲60万元，占60%、乙40万元，占40%: each its own
    total = Decimal(0)
    for whole, first in pairwise(reversed(near)):
        total += whole.value
        if first.value == total and _DIVIDED.search(facts.between(first, whole)):
            return [first]
    return []


def _parted(facts: Facts, last: Fact, subject: str, gap: str) -> bool:
    """新增1.1万人，居民占七成: the share has a subject of its own, of which no number is told."""
    return bool(re.search("[，。；、]", gap)) and not score(facts, subject, last)


def _changed_part(facts: Facts, claim: Claim, subject: str) -> Fact | None:
    """节约45万元，节约资金占预算的15%: the part is a change, by the same word."""
    before = facts.within(facts.reading.layout.sentence(claim.at)[0], claim.at)
    for fact in reversed(before[-3:]):
        if len(subject) >= 2 and fact.verb and subject[:2] in fact.verb.text and is_amount(fact.mention):
            return fact
    return None


def _before(facts: Facts, claim: Claim) -> list[Fact]:
    start = facts.reading.layout.sentence(claim.at)[0]
    if CHANGED.search(claim.whole):
        mine = [f for f in facts.within(start, claim.at) if is_amount(f.mention)]
        mine = [f for f in mine if not COUNTED.fullmatch(f.mention.text)]
    else:
        mine = [f for f in facts.amounts(start, claim.at) if not counting(facts, f)]
    if claim.form is Form.OF:
        mine = [f for f in mine if not f.compared and not _AGAINST.match(facts.words(f))]
    if claim.form is Form.INSIDE:
        mine = [f for f in mine if alike(f.mention, facts.all[claim.index - 1].mention)]
    return [f for f in mine if not DIVISOR.match(facts.reading.text, f.mention.end)]


def _so_far(facts: Facts, claim: Claim, last: Fact) -> list[tuple[Fact, ...]]:
    """2021年2400万元，2022年3600万元，累计占总投资的62.5%: the last amounts together are the part."""
    if not _SUMMED.search(facts.reading.text, last.mention.end, claim.start):
        return []
    start = facts.reading.layout.period(claim.start)[0]
    row = [f for f in facts.amounts(start, last.mention.end) if alike(f.mention, last.mention)][-8:]
    return [tuple(row[first:]) for first in range(len(row) - 1)]


def _several(facts: Facts, subject: str, mine: Sequence[Fact]) -> tuple[Fact, ...]:
    """前者, 后者, 两项合计."""
    if lead := LEAD.match(subject):
        two = mine[-2:]
        return () if len(two) < 2 else (two[0] if lead["one"] else two[1],)
    if named := _named_run(facts, subject, mine):
        return named
    if both := _BOTH.match(subject):
        run = mine[-NUMERAL[both["n"]] :]
        whole = len(run) == NUMERAL[both["n"]] and all(alike(run[0].mention, f.mention) for f in run)
        return tuple(run) if whole else ()
    return ()


def _named_run(facts: Facts, subject: str, mine: Sequence[Fact]) -> tuple[Fact, ...]:
    """校长和教研员两类合计: the numbers of just these names."""
    match = _NAMES.match(subject)
    names = _AND.split(match["names"]) if match else []
    number = NUMERAL[match["n"]] if match and match["n"] else len(names)
    if match is None or not 1 < len(names) == number or any(len(n) < 2 for n in names):
        return ()
    found = [[f for f in mine if bare(n) in bare(facts.words(f))] for n in names]
    return tuple(f[-1] for f in found) if all(found) else ()


def _named_part(facts: Facts, claim: Claim, subject: str, mine: Sequence[Fact]) -> Fact | None:
    """基本支出占比68%: the amount that was called 基本支出, in this sentence or in those before."""
    if len(subject) < 2:
        return None
    exact = [f for f in mine if subject in bare(facts.words(f)) and score(facts, subject, f)]
    exact = exact or answers(facts, subject, mine)
    if measure(claim.subject)[1]:  # 商住用地8宗、438.4亩，商住用地面积; 重点学会8个共48万元，重点学会资金
        before = [(facts.all[f.index - 1], f) for f in mine if f.index]
        exact = exact or [
            f for b, f in before if _BESIDE.fullmatch(facts.between(b, f)) and answers(facts, subject, [b])
        ]
    if exact:
        return _timed(facts, claim, exact)[-1]
    if mine and len(facts.up_to(mine[-1], claim.at)) <= _TIGHT and claim.at - mine[-1].mention.end < 3:
        return None
    start = claim.at - REACH if claim.whole else facts.reading.layout.paragraph(claim.at)[0]
    above = facts.amounts(max(start, claim.at - REACH, 0), claim.at)[-MOST:]
    found = answers(facts, subject, above)
    return _timed(facts, claim, found)[-1] if found else None


_AMONG = re.compile("[，,]?其?中[，,]?")


def of_whole(facts: Facts, claim: Claim, run: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """重点人群16万人中签约12万人；签约人员中重点人群占57%: those of the part that the whole is made of."""
    part, name = run[-1], bare(claim.whole)[:2]
    if len(run) > 1 or not name or part.index + 1 >= claim.index:
        return run
    one = facts.all[part.index + 1]
    words = facts.between(part, one)
    inside = alike(one.mention, part.mention) and _AMONG.match(words) and name in words
    return (one,) if inside and name not in facts.words(part) else run


def _timed(facts: Facts, claim: Claim, found: Sequence[Fact]) -> Sequence[Fact]:
    """本年完成额 is 本年完成1.5亿元, not 累计完成3.5亿元."""
    wanted = moment_of(claim.subject)
    same = [f for f in found if moment_of(facts.words(f)) == wanted]
    return same if wanted.timed and same else found


def _outside(facts: Facts, mine: Sequence[Fact], gap: str) -> Fact | None:
    """220万元（市级190万元、省级30万元），占78%: what stands before the bracket."""
    if gap[:1] not in ("）", ")"):
        return None
    text = facts.reading.text
    return next((f for f in reversed(mine) if text[f.mention.end : f.mention.end + 1] in ("（", "(")), None)


def _taken_up(facts: Facts, mine: Sequence[Fact], at: int) -> Fact | None:
    """管理岗20人、专技岗70人、工勤岗10人，专技岗最多，占七成: the noun taken up again names the part."""
    gap = facts.reading.text[mine[-1].mention.end : facts.reading.layout.clause(at)[0]]
    for fact in reversed(mine[:-1]):
        noun = re.escape(bare(facts.words(fact)))
        if len(noun) >= 2 and re.search(f"(?:[，；](?:其中|而)?|[是为]){noun}", gap):
            return fact
    return None


def told_behind(facts: Facts, claim: Claim) -> list[tuple[Fact, ...]]:
    """占七成以上，为4800人次: the part is told behind its share."""
    told = _TOLD.match(facts.reading.text, claim.end)
    behind = facts.amounts(told.end(), told.end() + 1) if told else []
    if not behind or claim.form is Form.BRACKET:
        return []
    layout = facts.reading.layout
    start = layout.period(claim.at)[0]
    like = [f for f in facts.amounts(start, claim.at) if alike(f.mention, behind[0].mention)]
    over = [f for f in like if f.value >= behind[0].value or claim.form is Form.OF]
    return [(behind[0],)] if over else []


def last_two(facts: Facts, claim: Claim) -> tuple[Fact, ...]:
    """The two numbers of which 前者 is one."""
    return tuple(_before(facts, claim)[-2:])
