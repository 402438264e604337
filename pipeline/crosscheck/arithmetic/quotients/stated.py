"""Shares with both their numbers named: 空报率21.7%（空报次数/发布次数）, 按调解数占审结数计算.

Where both numbers are named a reader looks up just these two, however far above they stand, and no other pair
excuses the share.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.crosscheck.arithmetic.facts import Fact, Facts, Role, same_sort
from pipeline.crosscheck.arithmetic.numbers import grade
from pipeline.crosscheck.arithmetic.quotients.beside import counted
from pipeline.crosscheck.arithmetic.quotients.naming import REACH
from pipeline.crosscheck.arithmetic.quotients.ratio import Ratio, cut_off, far, holder, slip_of, unlike
from schemas.figures import Kind
from schemas.findings import Finding, Severity

_TERM = r"[^（）()，。；：、\d\n÷/／×*=＝占]{1,16}?"
_QUOTIENT = rf"(?P<part>{_TERM})(?:÷|/|／|除以|占|[与和]{_TERM}之比)(?P<whole>{_TERM})"
_TAIL = r"(?:的?(?:比例|比重|比值|百分比))?(?:[×*xX]\s?100\s?[%％])?(?:计算|测算|核算|统计|得出)?"
_BEFORE = re.compile(
    rf"[（(](?:即|按照?|以|=|＝|为)?{_QUOTIENT}{_TAIL}[）)][^，。；：（）()\d]{{0,5}}[:：]?$"
)
_BEHIND = re.compile(rf"\s?[（(](?:即|按照?|以|=|＝|为)?{_QUOTIENT}{_TAIL}[）)]")
_BY = re.compile(rf"(?:按照?|以|用){_QUOTIENT}{_TAIL}(?:[，。；,）)]|[的为是得]|$)")
_SHARE = re.compile(
    rf"(?:^|[，。；、）)])(?P<part>{_TERM})(?:所占|占|相当于|为|是)(?P<whole>{_TERM})的(?:比例|比重)?(?:为|达|约|是|达到)*$"
)
_OF = re.compile(
    r"(?:按照?|以|依)(?P<whole>[^，。；：、\d（）()占除]{2,12}?)(?:计算|测算|核算|为基数|为分母|计|算)(?:的|[，,])"
)
_NAME = re.compile(r"(?P<part>[一-鿿]{2,8}?)(?:比?率|比例|占比)(?:仅|只|约|均|已)?(?:为|是|达到?|约)*$")
_SUFFIX = re.compile(
    r"(?:[的之]|总?(?:人次|人数|次数|[家批户件人场车]次|件数|户数|份数|台数|个数|金额|数量|面积|数|额|量)|资金|人员|部分|案件)+$"
)
_LEAD = re.compile(r"^(?:其中|其|该|本|全部|同期|当期|期内)")
_TURNS = ("未", "应", "计划", "不", "拟", "退", "剩", "余")
_UP_TO = 60


@dataclass(frozen=True, slots=True)
class _Stated:
    part: str
    whole: str


def check_stated(facts: Facts, told: set[int]) -> Iterator[Finding]:
    """Every share whose two numbers are named, against those that are called so."""
    for fact in facts.all:
        mention = fact.mention
        share = mention.kind is Kind.PERCENT and mention.unit != "个百分点" and mention.high is None
        if not share or not mention.value or mention.start in told or fact.compared:
            continue
        if fact.role is Role.LEVEL and (stated := _stated(facts, fact)):
            yield from _judge(facts, fact, stated)


def _stated(facts: Facts, claim: Fact) -> _Stated | None:
    text, layout = facts.reading.text, facts.reading.layout
    at, end = claim.mention.start, claim.mention.end
    start, stop = layout.period(at)
    clause = text[layout.clause(at)[0] : at]
    found = _BEFORE.search(text, max(start, at - _UP_TO), at) or _BEHIND.match(text, end)
    found = found or _by(facts, claim, stop) or _SHARE.search(clause)
    if found:
        return _Stated(found["part"], found["whole"])
    of, name = _OF.search(text, max(start, at - 30), at), _NAME.search(facts.words(claim).rpartition("的")[2])
    return _Stated(name["part"], of["whole"]) if of and name else None


def _by(facts: Facts, claim: Fact, stop: int) -> re.Match[str] | None:
    """调解率为58.81%，调解率按调解件数占审结件数计算: before the next number."""
    behind = facts.all[claim.index + 1].mention.start if claim.index + 1 < len(facts.all) else stop
    found = _BY.search(facts.reading.text, claim.mention.end, min(stop, behind))
    return found or _BY.search(facts.reading.text, max(0, claim.mention.start - 40), claim.mention.start)


def _judge(facts: Facts, claim: Fact, stated: _Stated) -> Iterator[Finding]:
    at = claim.mention.start
    near = counted(facts, max(0, at - REACH), at)
    parts = _called(facts, stated.part, near)
    wholes = _called(facts, stated.whole, [f for f in near if f not in parts[:1]])
    pairs = [Ratio((p,), (w,)) for p in parts for w in wholes if _fit(p, w)]
    holds = holder(claim.mention)
    if not pairs or _several(parts) or _several(wholes):
        return
    wrong = grade(lambda of: any(holds(r.value(of)) for r in pairs))
    ratio = pairs[-1]
    if wrong is None:
        return
    others = [
        f
        for f in near
        if f not in (*ratio.parts, *ratio.wholes) and same_sort(f.mention, ratio.parts[0].mention)
    ]
    why = slip_of(claim.mention, ratio, [Ratio(ratio.parts, (f,)) for f in others if f.value])
    if not why and far(claim.mention, ratio):
        return
    wrong = Severity.INFO if cut_off(claim.mention, ratio) else wrong
    code = "rate" if "率" in facts.words(claim) else "share"
    yield unlike(facts.reading.text, at, claim.mention.end, ratio, code, wrong, why)


def _fit(part: Fact, whole: Fact) -> bool:
    """Of one sort; of two things counted, where the words name both: 隐患数占检查家次."""
    counts = part.mention.kind is whole.mention.kind is Kind.COUNT
    return part is not whole and whole.value > 0 and (counts or same_sort(part.mention, whole.mention))


def _several(found: Sequence[Fact]) -> bool:
    return len({f.value for f in found}) > 1


def _called(facts: Facts, name: str, near: Sequence[Fact]) -> list[Fact]:
    """The numbers that are called so, as nearly as any: word for word at the end, somewhere, sign by sign."""
    said = _SUFFIX.sub("", _LEAD.sub("", name.strip())) or name
    turned = [turn for turn in _TURNS if turn in said]
    like = [f for f in near if all((t in _own(facts, f)) == (t in turned) for t in _TURNS)]
    for fits in (str.endswith, str.__contains__, _in_order):
        words = [(f, _own(facts, f)) for f in like]
        if len(said) > 1 and (found := [f for f, own in words if fits(_SUFFIX.sub("", own), said)]):
            return found
    return []


def _own(facts: Facts, fact: Fact) -> str:
    return facts.near(fact).rstrip("为是有共达计约")


def _in_order(words: str, name: str) -> bool:
    """应参保 in 应参加城乡居民养老保险."""
    left = iter(words)
    return all(char in left for char in name)
