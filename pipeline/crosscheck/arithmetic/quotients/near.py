"""A percentage that no numbers near it give, but that is one slip of the pen from what two of them do.

Neither the name of the share nor that of its whole must be known: that no amounts in reach give a percentage
is rare in clean reports, and that two of them miss it by one digit is rarer still. Only where its words name
a whole (完成预算的, 占消费支出的) must the amount be such a one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from pipeline.crosscheck.arithmetic.facts import Fact, Facts, Role
from pipeline.crosscheck.arithmetic.misprints import slip
from pipeline.crosscheck.arithmetic.moments import PLANNED
from pipeline.crosscheck.arithmetic.numbers import agrees, alike, is_amount
from pipeline.crosscheck.arithmetic.quotients.beside import amounts_beside, borne_out
from pipeline.crosscheck.arithmetic.quotients.naming import REACH, answers, exact, specific
from pipeline.crosscheck.arithmetic.quotients.ratio import Ratio, unlike
from pipeline.crosscheck.intervals import exactly, meant
from schemas.figures import Approx, Kind
from schemas.findings import Finding, Mention, Severity

_RATIO = re.compile(r"占|[率度]|比(?![上去同年前])|完成|进度|计算|的$")
_ODD = re.compile(
    r"目标(?!完成|任务|的)|不低于|不高于|不少于|不得|要求|标准|较|上年|去年|同期|同比|环比|力争"
    r"|[≥≤>＞＜<]|增[长幅速]|降幅|涨|回落"
)
_PLAN = re.compile(r"(?:预算|计划|目标|任务|概算|指标)[^，。；：、占]{0,4}的$")
_PLANNED = re.compile("预算(?![收支])|计划|目标|任务|概算|指标|应|批复|下达|控制数")
_PART = re.compile(r"(?P<part>[一二三四]季度|[上下]半年|(?<!\d)\d{1,2}月份?)")
_OF = re.compile(r"占(?P<whole>[^，。；：、占]{2,16}?)的?(?:比例|比重|份额)?[为达到约是]*$")
_ABOVE = re.compile(r"(?:^|[为占、，]|完成|相当于)(?P<whole>[一-鿿]{4,12})的$")
_JOINTS = ("", "、", "和", "与", "及")
_CALLED_RATIO = re.compile("[占贷师][存生]?比(?:[例重])?[为达到是约]*$")
_DIGIT = re.compile(r"\d")
_HUNDRED = Decimal(100)
_MOST = 6
_TIED, _FAR = 3, 4
"""Digits of a percentage that its slip must have to be believed, with and without the amount told last."""


@dataclass(frozen=True, slots=True)
class _Claim:
    """A percentage with the amounts it can be of; ``whole``: what the share before it is taken of."""

    fact: Fact
    near: list[Fact]
    whole: Fact | None

    @property
    def mention(self) -> Mention:
        return self.fact.mention


@dataclass(frozen=True, slots=True)
class _Slipped:
    ratio: Ratio
    why: str
    spare: int
    """How many digits more agree than are needed."""


def check_near_quotients(facts: Facts, told: set[int]) -> Iterator[Finding]:
    """Every percentage of which nothing was told, against the amounts before it."""
    above: _Claim | None = None
    for fact in facts.all:
        if not _claims(facts, fact):
            continue
        near = _beside(facts, fact)
        claim = _Claim(fact, near, _whole_before(facts, fact, above))
        above = claim
        if fact.mention.start not in told and _digits(fact.mention) >= _TIED and near:
            yield from _judge(facts, claim)


def _claims(facts: Facts, fact: Fact) -> bool:
    """Whether a percentage is an exact share or rate, no change and no aim."""
    mention = fact.mention
    if mention.kind is not Kind.PERCENT or mention.unit != "%" or mention.approx is not Approx.EXACT:
        return False
    if mention.high is not None or not mention.value or mention.value == _HUNDRED:
        return False
    words = _words(facts, fact)
    level = fact.role is Role.LEVEL and (not fact.compared or _CALLED_RATIO.search(words) is not None)
    return level and bool(_RATIO.search(words)) and not _ODD.search(words)


def _beside(facts: Facts, fact: Fact) -> list[Fact]:
    """The amounts beside it in figures, changes among them: 减少20万元，相当于预算200万元的10%."""
    near = amounts_beside(facts, fact.mention)
    if near:
        since = facts.within(near[0].mention.start, fact.mention.start)
        moved = [f for f in since if f.role is Role.CHANGE and is_amount(f.mention) and f.value > 0]
        near = sorted({*near, *moved}, key=lambda f: f.index) if moved else near
    return [f for f in near if _DIGIT.search(f.mention.text)]


def _words(facts: Facts, fact: Fact) -> str:
    """The words before a percentage; of one in a row those before the first: 分别占60%、25%和15%."""
    at, words = fact.index, facts.words(fact).strip()
    while words in _JOINTS and at and facts.all[at - 1].mention.kind is Kind.PERCENT:
        at -= 1
        words = facts.words(facts.all[at]).strip()
    return words


def _digits(mention: Mention) -> int:
    return len(str(int((mention.value or Decimal(0)) / mention.step))) if mention.step else 0


def _judge(facts: Facts, claim: _Claim) -> Iterator[Finding]:
    slips = [s for s in _slips(facts, claim) if s.spare >= 0]
    if not slips or borne_out(claim.mention, claim.near, of=exactly) or _of_all(claim):
        return
    best = max(slips, key=lambda s: s.spare)
    code = "rate" if "率" in _words(facts, claim.fact) else "share"
    text, mention = facts.reading.text, claim.mention
    yield unlike(text, mention.start, mention.end, best.ratio, code, Severity.WARNING, best.why)


def _of_all(claim: _Claim) -> bool:
    """甲48户走访36户，乙60户走访57户，合计走访率86.1%: of all the parts, over all their wholes."""
    near = [f for f in claim.near if alike(f.mention, claim.near[-1].mention)]
    runs = (near[-many:] for many in range(4, len(near) + 1, 2))
    return any(agrees(claim.mention, Ratio((*r[1::2],), (*r[::2],)).value(meant)) for r in runs)


def _whole_before(facts: Facts, fact: Fact, above: _Claim | None) -> Fact | None:
    """基层收案271997件，占84.7%；中级43891件，占…: the whole that the share before it, of the same words,
    holds of."""
    if above is None or _words(facts, fact) != _words(facts, above.fact) or not above.near:
        return None
    if fact.mention.start - above.mention.end > 120:
        return None
    part = above.near[-1]
    wholes = [f for f in above.near[:-1] if alike(f.mention, part.mention)]
    wholes = [f for f in wholes if agrees(above.mention, Ratio((part,), (f,)).value(meant))]
    return above.whole if above.whole in wholes or not wholes else wholes[-1]


def _slips(facts: Facts, claim: _Claim) -> Iterator[_Slipped]:
    """The pairs whose quotient is one slip from the percentage."""
    near = [f for f in claim.near if alike(f.mention, claim.near[-1].mention)][-_MOST:]
    for whole in _above(facts, claim, near[-1]):
        yield from _slip(facts, claim, near[-1], whole, _TIED)
    if claim.whole and claim.whole is not near[-1] and alike(claim.whole.mention, near[-1].mention):
        yield from _slip(facts, claim, near[-1], claim.whole, _TIED)
    for at, one in enumerate(near):
        for other in near[at + 1 :]:
            needed = _TIED if other is near[-1] else _FAR
            yield from _slip(facts, claim, other, one, needed)
            yield from _slip(facts, claim, one, other, needed)


def _above(facts: Facts, claim: _Claim, part: Fact) -> list[Fact]:
    """收入总计1186万元。二、支出。支出1158万元，为收入总计的97.7%: the one amount called so further up."""
    named = _ABOVE.search(_words(facts, claim.fact))
    if named is None:
        return []
    start, end = max(0, claim.mention.start - REACH), facts.reading.layout.paragraph(part.mention.start)[0]
    like = [f for f in facts.amounts(start, end) if alike(f.mention, part.mention) and f.value]
    called = exact(facts, named["whole"], like)
    return called if len({f.value for f in called}) == 1 else []


def _slip(facts: Facts, claim: _Claim, part: Fact, whole: Fact, needed: int) -> Iterator[_Slipped]:
    step = claim.mention.step
    due = (_HUNDRED * part.value / whole.value).quantize(step, ROUND_HALF_UP)
    found = slip(int(claim.fact.value / step), int(due / step))
    if not found or len(str(int(due / step))) != _digits(claim.mention):
        return
    if facts.between(part, whole) not in _JOINTS[1:] and not _of_another(facts, claim, whole):
        yield _Slipped(Ratio((part,), (whole,)), f"{found.why}，疑为笔误", found.digits - needed)


def _of_another(facts: Facts, claim: _Claim, whole: Fact) -> bool:
    """Whether the words name another whole (完成预算的, of no plan; 占消费支出的, of no spending), or a part
    of the year of which no number is told (第二季度不合格率)."""
    words = _words(facts, claim.fact)
    if _PLAN.search(words):
        return not (_PLANNED.search(facts.near(whole)) or whole.moment.stage in PLANNED)
    if part := _PART.search(words):
        start = facts.reading.layout.paragraph(claim.mention.start)[0]
        return part["part"] not in facts.reading.text[start : claim.mention.start - len(words)]
    of = _OF.search(words)
    return of is not None and specific(of["whole"]) and not answers(facts, of["whole"], [whole])
