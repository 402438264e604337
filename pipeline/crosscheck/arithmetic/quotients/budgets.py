"""What became of a budget in the course of the year: 年初预算520万元，追加312万元, 调整后预算832万元."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.crosscheck.arithmetic.facts import Fact, Facts
from pipeline.crosscheck.arithmetic.numbers import alike, is_amount
from pipeline.crosscheck.arithmetic.quotients.ratio import Ratio
from pipeline.crosscheck.intervals import meant
from pipeline.crosscheck.vocabulary import either
from schemas.findings import Mention

_FIRST = re.compile(
    rf"{either('initial')}|[本当]年(?:预算|安排|下达)|调整前|年初[^，。；]{{0,6}}(?:预算|安排|批复|下达)"
)
_FINAL = re.compile(rf"{either('adjusted')}|最终预算|(?:调[整增减剂]|追加|核减|变更|压减)之?后")
_USABLE = re.compile(r"可用资金|可支配|可使用资金|资金总[额量]|预算总[额量]")
_ADDED = re.compile(
    r"追加|调增|核增|增补|增拨|增列|补充(?:下达|安排|预算)|新增(?:下达|预算|指标)|增加(?:预算|指标|安排|资金)?"
)
_CUT = re.compile(r"调减|核减|压减|削减|缩减|扣减|收回|调剂出|减少(?:预算|指标|安排|资金)?")
_ELSE = re.compile(r"同比|[比较]|其中|结余|支出|节约")
_BY = re.compile(
    r"[以按](?P<base>[^，。；、\d]{2,10}?)(?:为基数|为分母|口径)?(?:计算?|算)[，,]?[^，。；\d]{0,8}$"
)
_STEPS, _NEAR = 6, 30
_FULL = 100


def superseded(facts: Facts, wholes: Sequence[Fact], claim: Mention) -> list[Fact]:
    """The first budgets among *wholes*, where what they were changed to is told behind them; the year's own
    part of all that could be spent, where the rate would pass 100%."""
    first = [f for f in wholes if _FIRST.search(facts.words(f))]
    final = [f for f in wholes if f not in first and _FINAL.search(facts.words(f))]
    if (claim.value or 0) > _FULL:
        final += [f for f in wholes if f not in first and _USABLE.search(facts.words(f))]
    return [f for f in first if any(_replaces(f, other) for other in final)]


def base_said(facts: Facts, at: int) -> str:
    """以到位资金计，使用率为96%: what a rate is said to be reckoned by."""
    by = _BY.search(facts.reading.text, max(0, at - _NEAR), at)
    return by["base"] if by else ""


def by_adjusted(facts: Facts, at: int) -> bool:
    """按调整后预算计算，执行率95%: of the budget as it was changed, and of no other."""
    return bool(_FINAL.search(base_said(facts, at)))


def _replaces(first: Fact, final: Fact) -> bool:
    """调整预算140万元 behind 480万元 may be by how much it was changed."""
    near = first.index < final.index <= first.index + _STEPS and alike(first.mention, final.mention)
    return near and final.value * 2 > first.value


def changed(facts: Facts, ratios: Sequence[Ratio], at: int) -> Iterator[Ratio]:
    """Each ratio over its whole as it was changed since: 支出÷（年初预算＋追加－调减）."""
    for ratio in ratios:
        whole = ratio.wholes[-1]
        behind = facts.all[whole.index + 1 : whole.index + 1 + _STEPS]
        moved = [f for f in behind if f.mention.end < at and f not in ratio.parts and _moves(facts, f, whole)]
        more = [f for f in moved if not _CUT.search(facts.words(f))]
        if moved and len(ratio.wholes) == 1 and not _FINAL.search(facts.words(whole)):
            less = tuple(f for f in moved if f not in more)
            yield Ratio(ratio.parts, (whole, *more), less=less)


def outgrown(ratios: Sequence[Ratio], since: Sequence[Ratio]) -> list[Fact]:
    """The first budgets that more was spent than, and no more than what they were raised to."""
    raised = {r.wholes[0] for r in since if (value := r.value(meant)) and value[0] <= _FULL}
    over = [r.wholes[0] for r in ratios if (value := r.value(meant)) and value[0] > _FULL]
    return [f for f in over if f in raised]


def _moves(facts: Facts, fact: Fact, whole: Fact) -> bool:
    words = facts.words(fact)
    if not is_amount(fact.mention) or not alike(fact.mention, whole.mention) or _ELSE.search(words):
        return False
    return bool(_ADDED.search(words) or _CUT.search(words)) and not _FINAL.search(words)
