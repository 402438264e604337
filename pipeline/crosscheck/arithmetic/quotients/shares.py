"""占…的P%, 完成…的P%, 60万元（30%）, 占比过半: each share against the numbers that it is told of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.crosscheck.arithmetic.facts import Facts, moment_of
from pipeline.crosscheck.arithmetic.numbers import alike, grade
from pipeline.crosscheck.arithmetic.quotients.claims import Claim, Form, shares
from pipeline.crosscheck.arithmetic.quotients.doings import check_doings
from pipeline.crosscheck.arithmetic.quotients.group import check_groups
from pipeline.crosscheck.arithmetic.quotients.naming import (
    CHANGED,
    MOST,
    REACH,
    TOTAL,
    answers,
    bare,
    specific,
)
from pipeline.crosscheck.arithmetic.quotients.operands import Ways, ways
from pipeline.crosscheck.arithmetic.quotients.ratio import (
    Ratio,
    cut_off,
    far,
    holder,
    served,
    slip_of,
    unlike,
)
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.intervals import meant
from schemas.figures import Kind
from schemas.findings import Finding, Severity

_MONEY = re.compile("资金|金额|经费|费用")
_ALL = re.compile("^(?:全部?|总|已|所有|当年|本年|全年)+")
_SHORT = 4
"""Signs of a name that says little more than 总."""
_PREDICATE = re.compile(
    r"的?[一-鿿]{1,8}?(?:评价|认为|表示|选择|反映|属于|获评|达到)(?:为|是|了)?[“\"]?(?P<what>[一-鿿]{2,6}?)[”\"]?(?=[，。；、]|$)"
)


def check_shares(facts: Facts) -> Iterator[Finding]:
    """Every share whose part and whole stand near it; those of one row together."""
    judged: list[tuple[Claim, Ways]] = []
    claimed = set[int]()
    for claim in shares(facts):
        claimed.add(claim.start)
        if found := ways(facts, claim):
            judged.append((claim, found))
    alarmed = list(check_groups(facts, judged))
    yield from alarmed
    done = {f.start for f in alarmed}
    for claim, found in judged:
        if claim.form is not Form.BRACKET and claim.start not in done and found.admitted:
            yield from _judge(facts, claim, found)
    yield from _predicated(facts, claimed)
    yield from check_doings(facts, claimed)


def _judge(facts: Facts, claim: Claim, found: Ways) -> Iterator[Finding]:
    text = facts.reading.text
    if all(not r.wholes[0].value for r in found.admitted):
        zero = found.admitted[-1].wholes[0].mention
        said = text[claim.start : claim.end]
        message = f"“{claim.whole}”为{zero.text}，基数为零，不能计算百分率，此处写{said}。"
        places = ((zero.start, zero.end),)
        yield finding("zero-base", message, text, claim.start, claim.end, others=places)
        return
    ratios = [r for r in found.admitted if r.wholes[0].value]
    wrong = grade(lambda of: any(claim.holds(r.value(of)) for r in ratios))
    if wrong is None or _all_of_another(facts, claim, ratios):
        return
    if any(cut_off(claim.mention, r) for r in ratios):
        wrong = Severity.INFO
    if _of_another(facts, claim, ratios) or _said_otherwise(facts, claim, found):
        return
    unnamed = [r for r in _others(facts, claim, ratios) if claim.holds(r.value(meant))]
    others = [*found.excluded, *unnamed]
    likely = [r for r in ratios if _likely(facts, claim, r, others)]
    if likely:
        ratio = next((r for r in likely if unnamed and r.parts == unnamed[-1].parts), likely[-1])
        why = slip_of(claim.mention, ratio, others)
        yield unlike(text, claim.start, claim.end, ratio, "share", wrong, why)


_IN_ROW = re.compile("依次|分别")
"""三级依次为441万元、265万元、176万元，中央资金占一半: a half may be of any of the row."""


def _of_another(facts: Facts, claim: Claim, ratios: Sequence[Ratio]) -> bool:
    """累计投资7200万元，其中当年2880万元，当年投资占总投资的30%: another part of the same whole; what
    the part leaves of it is none."""
    row = _IN_ROW.search(facts.reading.text, facts.reading.layout.period(claim.at)[0], claim.at)
    exact = row if claim.mention is None else claim.mention.unit == "%"
    if claim.form is not Form.OF and not exact:
        return False
    layout = facts.reading.layout
    start = (layout.period if claim.form is Form.INSIDE else layout.sentence)(claim.at)[0]
    near = facts.amounts(start, claim.at)
    if claim.form is Form.OF:
        near = [f for f in near if f.moment.stage == "actual"]
    own = {p.value for r in ratios for p in r.parts}
    own |= {r.wholes[0].value - sum(p.value for p in r.parts) for r in ratios}
    return any(
        claim.holds(Ratio((f,), (whole,)).value(meant))
        for whole in {r.wholes[0] for r in ratios}
        for f in near
        if f is not whole and alike(f.mention, whole.mention) and f.value not in own
    )


def _said_otherwise(facts: Facts, claim: Claim, found: Ways) -> bool:
    """立案750起，破获525起；其中…240起，占全部破案数的45.7%: of the one by whose word the name begins."""
    first = _ALL.sub("", bare(claim.whole))[:1]
    wholes = [f for r in found.admitted for f in r.wholes]
    if not first or any(first in facts.words(f) for f in wholes) or answers(facts, claim.whole, wholes):
        return False
    return any(
        first in facts.words(r.wholes[0]) and not r.wholes[0].source and claim.holds(r.value(meant))
        for r in found.excluded
    )


def _all_of_another(facts: Facts, claim: Claim, ratios: Sequence[Ratio]) -> bool:
    """预算85万元，实际采购78.63万元；授予中小企业78.63万元，占采购总额的100%: all of what is as great."""
    if claim.mention is None or claim.mention.value != 100:
        return False
    start = facts.reading.layout.period(claim.at)[0]
    parts = [r.parts[0] for r in ratios if len(r.parts) == 1]
    near = facts.amounts(start, claim.at)
    return any(f.value == p.value and f.index != p.index for p in parts for f in near)


def _others(facts: Facts, claim: Claim, ratios: Sequence[Ratio]) -> list[Ratio]:
    """检查120家次，隐患360条，其中重大隐患18条，占隐患总数的15%: the part over what its words do not name."""
    inside = claim.form is Form.INSIDE
    part = ratios[0].parts[-1]
    whole = ratios[0].wholes
    if not inside and not (specific(claim.whole) and answers(facts, claim.whole, whole)):
        return []
    if len(ratios[0].parts) > 1 or len(whole) > 1 or any(r.wholes != whole for r in ratios):
        return []
    near = facts.amounts(max(0, claim.at - REACH), claim.at)[-MOST:]
    near = [f for f in near if f.value and f not in (part, *whole) and f.mention.kind is part.mention.kind]
    return [Ratio((part,), (f,)) for f in near]


def _likely(facts: Facts, claim: Claim, ratio: Ratio, others: Sequence[Ratio]) -> bool:
    """Whether a slip makes the printed share of it, or it is near and its whole not named otherwise."""
    own = bare(claim.subject)
    named = any(own[:2] in facts.words(f) for f in ratio.parts)
    if len(own) > _SHORT and not named and served(facts, ratio, claim.at):
        return False  # 一般性转移支付36.9亿元，占75.9%，专项转移支付占24.1%
    if slip_of(claim.mention, ratio, others):
        return True
    return not far(claim.mention, ratio) and not _named_otherwise(facts, claim, ratio)


def _named_otherwise(facts: Facts, claim: Claim, ratio: Ratio) -> bool:
    """Whether less than half of the name of the whole stands with the number taken for it."""
    name = claim.whole
    stage = moment_of(name).stage
    if _MONEY.search(name) and all(r.mention.kind is not Kind.MONEY for r in ratio.wholes):
        return True  # 农村低保900人，农村低保资金占低保资金总额的68%
    if claim.mention is None or not specific(name) or CHANGED.search(name):
        return False
    if answers(facts, name, ratio.wholes) or (stage and stage == ratio.wholes[0].moment.stage):
        return False
    return len(bare(name)) > _SHORT or not TOTAL.search(name)


def _predicated(facts: Facts, claimed: set[int]) -> Iterator[Finding]:
    """近八成群众评价为“很满意”: the share of those that are told by the same word before."""
    text = facts.reading.text
    for fact in facts.all:
        mention = fact.mention
        if mention.kind is not Kind.PERCENT or mention.start in claimed or mention.unit == "个百分点":
            continue
        match = _PREDICATE.match(text, mention.end)
        if match is None:
            continue
        before = facts.amounts(facts.reading.layout.period(mention.start)[0], mention.start)
        parts = [f for f in before if re.sub(r"[“”\"的]", "", facts.words(f)).endswith(match["what"])]
        wholes = [f for f in before if parts and f.index < parts[0].index]
        wholes = [f for f in wholes if alike(f.mention, parts[0].mention) and f.value >= parts[0].value]
        if len(parts) == 1 and wholes:
            ratio = Ratio((parts[0],), (max(wholes, key=lambda f: f.value),))
            holds = holder(mention)
            wrong = grade(lambda of, r=ratio, h=holds: h(r.value(of)))  # type: ignore[misc]
            if wrong is not None:
                yield unlike(text, mention.start, mention.end, ratio, "share", wrong)
