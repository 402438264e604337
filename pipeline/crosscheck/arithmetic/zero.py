"""Rates on nothing: the year before had none, or less than none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.crosscheck.arithmetic.facts import Fact, Facts, core, countable, kin, level, moment_of
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.vocabulary import either
from schemas.findings import Finding

_NONE = re.compile(
    rf"(?P<base>{either('last', 'opening', 'initial')}|(?:19|20)\d{{2}}年)"
    rf"(?P<of>[^，。；：、\d]{{0,14}}?(?:，(?=均?(?:无|没有|未))|无[一-鿿]{{2,4}}、)?)"
    r"(?:(?P<zero>(?:为|是)?(?:零(?![一-鿿])|0(?![.．\d])(?:[.．]0+)?(?:万?元|人|件|个|次)?))"
    r"|(?:(?:均|尚|并|都|暂){0,3}(?:没有|未|无))(?P<what>[^，。；：、\d]{0,18}))(?=[，。；,（(]|$)"
)
_DONE = re.compile(
    r"安排|发生|列支|开展|产生|设立|设|支出|收入|预算|项目|编列|实施|购置|此类|此项|该项|该|此|相关|这项|计划|本项|任何|经费|费用|数据"
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})年")
_FAR = 60


def check_zero_base(facts: Facts, claim: Fact) -> Iterator[Finding]:
    """增长100% where the base is told to be nothing, or a negative number."""
    if claim.mention.unit == "个百分点" or claim.verb is None:
        return
    reading = facts.reading
    start, _ = reading.layout.period(claim.mention.start)
    at = claim.verb.start
    if gone := _gone(facts, max(start, at - 120), at):
        message = f"“{gone[0]}”，基数为零，不能计算增减率，此处写{claim.mention.text}。"
        yield finding("zero-base", message, reading.text, claim.mention.start, claim.mention.end)
        return
    before = [f for f in facts.within(start, at) if level(f) and countable(f.mention)][-2:]
    negative = [f for f in before if f.value < 0 and (f.source or f.compared or _before(f))]
    if negative and before[-1].index >= claim.index - 2:
        base = negative[0].mention
        message = f"基数{base.text}为负数，增减率没有意义，此处写{claim.mention.text}。"
        yield finding(
            "zero-base", message, reading.text, claim.mention.start, claim.mention.end,
            others=((base.start, base.end),),
        )  # fmt: skip


def _before(fact: Fact) -> bool:
    return fact.moment.when in ("last", "opening", "before") or fact.moment.stage == "initial"


def _gone(facts: Facts, start: int, at: int) -> re.Match[str] | None:
    """The words that say there was none of what the change speaks of."""
    text = facts.reading.text
    if not re.search("[无未没零0]", text[start:at]):
        return None
    subject = facts.spot(at).subject
    for match in _NONE.finditer(text, start, at):
        base = facts.spot(at).base
        same = base and base.moment.year and moment_of(match["base"]).year == base.moment.year
        if at - match.end() > _FAR or ("；" in text[match.end() : at] and not same):
            continue
        year = moment_of(match["base"]).year
        if year and any(int(y) < int(year) for y in _YEAR.findall(text, start, match.start())):
            continue  # 2023年购置2辆；2024年未购置，比上年减少: the later year is no base
        if base and base.moment.year and year not in (None, base.moment.year):
            continue
        what = core(_DONE.sub("", (match["what"] or "") + match["of"]))
        own = [f.own_core for f in facts.within(match.end(), at) if level(f)][-1:]
        named = subject or core(_DONE.sub("", own[0] if own else ""))
        if not what or not named or what in text[start : match.start()] or kin(what, named):
            return match
    return None
