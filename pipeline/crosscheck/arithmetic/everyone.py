"""What is said of every one of a row: 96.2%、94.5%和89.8%，均在90%以上; 由高到低依次为…"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.crosscheck.arithmetic.facts import Fact, Facts, level, same_sort
from pipeline.crosscheck.arithmetic.named import meant_by
from pipeline.crosscheck.arithmetic.numbers import clean_noun
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.intervals import exactly
from schemas.figures import Approx
from schemas.findings import Finding

_EACH = r"均|都|全部|皆|悉数|一律|无一例外地?|无一不|每[一-鿿]{1,2}|各[一-鿿]{1,4}"
_EVERY = re.compile(
    rf"(?:{_EACH})(?:均|都|已|已经|远|稳定|保持|实现|维持|首次|能|可|顺利|分别)*"
    r"(?P<word>在|达到了?|达|实现|超过?了?|突破了?|高于|大于|多于|不低于|不少于|不小于|低于|小于|少于|不超过|不高于|不多于|不大于|未超过|未超"
    r"|控制在|保持在|稳定在|逾|不足|不到|为|是)?(?:每[一-鿿])?$"
)
_BELOW = re.compile(
    r"(?<![不未])(?:低于|小于|少于)|不超|不高|不多|不大|未超|控制在|不足|不到|以内|以下|之内|≤|<"
)
_STRICT = re.compile(r"^(?:低于|小于|少于|不足|不到|超|突破|高于|大于|多于|逾)")
_JOINT = re.compile(r"(?:[、，,；;]|和|及|与|以及|[、，,；;]?(?:和|及|与))(?P<label>[^，。；、\d]{0,10})")
_ODD = re.compile(r"平均|合计|共|总|目标|计划|比|较|其中|标准|任务|均|差|最|另|应")
_LISTING = re.compile(r"分别|依次|各为|[:：]")
_ORDERED = re.compile(
    r"(?=[由从降升])(?:(?P<down>[由从](?:高到低|多到少|大到小|高至低|多至少|大至小|快到慢|长到短|优到劣)|降序)"
    r"|(?P<up>[由从](?:低到高|少到多|小到大|低至高|少至多|小至大|慢到快|短到长)|升序))"
    r"[^。；\d]{0,12}?(?:依次|分别|排列|排序|排名|顺序|的?是|为)"
)
_NAMES = re.compile(r"[:：]?(?P<all>[一-鿿“”]{2,14}(?:[、和及与][一-鿿“”]{2,14}){1,9})(?=[，。；]|$)")
_OWN = re.compile(r"[两二三四五六七八九十]{1,2}[一-鿿]")
_FAR = 120
_PLANNED = re.compile("[均都][未没不低小少控超高大突]")
_KEPT = re.compile(
    r"(?P<n>[两二三四五六七八九])[项类个者][^，。；、\d]{0,10}?[均都](?:(?P<less>未超出?过?|未突破|没有?超出?过?|没有突破|不超过|低于|小于|少于"
    r"|控制在)|(?P<more>超过|超出|高于|大于|突破))了?(?:各自|其)?的?(?:[年度初批复调整]*预算|年初计划|计划|目标|限额)"
)
_PLANS = ("initial", "plan", "adjusted")


def check_everyone(facts: Facts) -> Iterator[Finding]:
    """Bounds said of all members of a row, and rows said to rise or to fall."""
    for fact in facts.all:
        if level(fact) and (every := _EVERY.search(fact.words.rstrip() + _front(fact))):
            yield from _bound(facts, fact, every)
    for match in _ORDERED.finditer(facts.reading.text):
        yield from _order(facts, match)
        yield from _named_order(facts, match)
    if "第一" in facts.reading.text:
        yield from _by_place(facts)
    for match in facts.matches(_KEPT, _PLANNED):
        yield from _kept(facts, match)


def _kept(facts: Facts, match: re.Match[str]) -> Iterator[Finding]:
    """甲预算6万元，决算5.42万元；乙预算1.5万元，决算1.73万元。两项均未超过预算: each against its own."""
    text = facts.reading.text
    start = facts.reading.layout.paragraph(match.start())[0]
    near = [f for f in facts.within(max(start, match.start() - 3 * _FAR), match.start()) if level(f)]
    pairs = [p for p in pairwise(near) if p[0].moment.stage in _PLANS and p[1].moment.stage == "actual"]
    pairs = [p for p in pairs if same_sort(p[0].mention, p[1].mention)]
    if len(pairs) != "两二三四五六七八九".index(match["n"]) + (2 if match["n"] == "两" else 1):
        return
    for plan, actual in pairs:
        (low, high), (least, most) = exactly(actual.mention), exactly(plan.mention)
        if (match["less"] and low > most) or (match["more"] and high < least):
            sign = "＞" if match["less"] else "＜"
            message = f"{actual.mention.text}{sign}{plan.mention.text}，与“{match[0]}”不符。"
            yield finding(
                "comparison", message, text, *match.span(),
                others=tuple((f.mention.start, f.mention.end) for f in (plan, actual)),
            )  # fmt: skip


def _front(fact: Fact) -> str:
    """The hedge that the number itself begins with: 超过90%."""
    return fact.mention.text[: fact.mention.num_start - fact.mention.start].strip()


def _bound(facts: Facts, claim: Fact, every: re.Match[str]) -> Iterator[Finding]:
    text, mention = facts.reading.text, claim.mention
    said = (every["word"] or "") + mention.text[mention.num_end - mention.start :]
    said += text[mention.end : mention.end + 2]
    if every["word"] in (None, "在", "保持在", "稳定在") and mention.approx is Approx.EXACT:
        return
    equal = every["word"] in ("为", "是") and mention.approx is Approx.EXACT
    below = bool(_BELOW.search(said))
    strict = bool(_STRICT.match(every["word"] or ""))
    for member in _row(facts, claim, clean_noun(claim.words[: every.start()]), equal=equal):
        low, high = exactly(member.mention)
        beyond = low > claim.value if below else high < claim.value
        if strict and not mention.text.endswith(("以上", "以下")):
            beyond = beyond or low == high == claim.value
        if beyond or (equal and not low <= claim.value <= high):
            shown = text[claim.mention.start - len(every[0]) + len(_front(claim)) : mention.end]
            message = f"其中一项为{member.mention.text}，与“{shown}”不符。"
            yield finding(
                "comparison", message, text, mention.end - len(shown), mention.end,
                others=((member.mention.start, member.mention.end),),
            )  # fmt: skip
            return


def _row(facts: Facts, claim: Fact, subject: str, *, equal: bool) -> list[Fact]:
    """The numbers listed right before the claim, or right behind it: nothing else stands between."""
    text = facts.reading.text
    before = _run(facts, claim, -1, across=bool(subject))
    if len(before) >= 2 and (not subject or _said_of(facts, before, subject)):
        return before
    behind = _run(facts, claim, 1)
    if len(behind) >= 2 and not equal:
        gap = text[claim.mention.end : behind[0].mention.start]
        end = facts.reading.layout.paragraph(claim.mention.start)[1]
        if _LISTING.search(gap) and len(gap) <= 24 and end >= behind[0].mention.end:
            return behind
    return []


def _said_of(facts: Facts, row: Sequence[Fact], subject: str) -> bool:
    """Whether the claim's own noun stands before the row: 合格率分别为…，各镇合格率均…"""
    start = facts.reading.layout.sentence(row[0].mention.start)[0]
    return subject[-2:] in facts.reading.text[start : row[0].mention.start]


def _run(facts: Facts, claim: Fact, step: int, *, across: bool = False) -> list[Fact]:
    """The row of like numbers that ends right before (or begins right behind) the claim."""
    run: list[Fact] = []
    at = claim.index + step
    if step < 0 and at >= 0 and _OWN.fullmatch(facts.all[at].mention.text):
        at -= 1  # 三个科室执行率都超过95%
    while 0 <= at < len(facts.all):
        fact = facts.all[at]
        if not level(fact) or not same_sort(fact.mention, claim.mention):
            break
        if fact.mention.approx is not Approx.EXACT:
            break
        joint = _JOINT.fullmatch(facts.between(fact, run[-1])) if run else None
        if run and (joint is None or _ODD.search(joint["label"])):
            break
        if not run and step < 0 and re.search(r"\n" if across else r"[。\n]", facts.between(fact, claim)):
            break
        if abs(fact.mention.start - claim.mention.start) > _FAR + 40 * len(run):
            break
        run.append(fact)
        at += step
    return run


def _order(facts: Facts, match: re.Match[str]) -> Iterator[Finding]:
    """由高到低依次为：99.2%、97.5%、97.9%."""
    end = facts.reading.layout.period(match.end())[1]
    row: list[Fact] = []
    for fact in facts.within(match.end(), end):
        if not row and fact.mention.start - match.end() > 30:
            return
        if row and not _JOINT.fullmatch(facts.between(row[-1], fact)):
            break
        if not level(fact) or (row and not same_sort(fact.mention, row[0].mention)):
            break
        row.append(fact)
    yield from _unordered(facts, match, row)


def _named_order(facts: Facts, match: re.Match[str]) -> Iterator[Finding]:
    """甲18.2万元、乙15.6万元、丙21.4万元，从高到低依次为丙、甲、乙: names alone."""
    names = _NAMES.match(facts.reading.text, match.end())
    if names is None:
        return
    near = facts.within(facts.reading.layout.period(match.start())[0], match.start())
    near = [f for f in near if level(f) and same_sort(f.mention, near[-1].mention)]
    meant = [meant_by(facts, name, near) for name in re.split("[、和及与]", names["all"])]
    if len(meant) == len(near) and all(len(found) == 1 for found in meant):
        yield from _unordered(facts, match, [found[0] for found in meant])


def _unordered(facts: Facts, match: re.Match[str], row: Sequence[Fact]) -> Iterator[Finding]:
    for one, other in pairwise(row):
        wrong = one.value < other.value if match["down"] else one.value > other.value
        if wrong:
            sign = "＜" if match["down"] else "＞"
            message = f"{one.mention.text}{sign}{other.mention.text}，与“{match[0]}”的次序不符。"
            near = one.mention.start > match.start()
            spots = ((one.mention.start, one.mention.end), (other.mention.start, other.mention.end))
            spot = (one.mention.start, other.mention.end) if near else match.span()
            yield finding(
                "comparison", message, facts.reading.text, *spot, others=(match.span(),) if near else spots
            )
            return


_NTH = re.compile(r"第(?P<n>[一二三四五六七八九])[名位]")


def _by_place(facts: Facts) -> Iterator[Finding]:
    """第一名甲校94.2分，第二名乙校95.1分，第三名丙校91.8分: neither all down nor all up."""
    text, rows = facts.reading.text, dict[int, list[Fact]]()
    for match in _NTH.finditer(text):
        start, end = facts.reading.layout.clause(match.start())
        told = [f for f in facts.within(match.end(), end) if level(f)]
        row = rows.setdefault(facts.reading.layout.period(start)[0], [])
        if len(told) == 1 and "一二三四五六七八九".index(match["n"]) == len(row):
            row += [f for f in told if not row or same_sort(f.mention, row[0].mention)]
    for row in rows.values():
        falls = [one.value >= other.value for one, other in pairwise(row)]
        scored = falls == [False] and row[0].mention.unit == "分"
        if scored or (len(row) > 2 and any(falls) and not all(falls)):
            one, other = next(p for p, fell in zip(pairwise(row), falls, strict=True) if not fell)
            message = f"{other.mention.text}＞{one.mention.text}，与名次的先后不符。"
            yield finding(
                "comparison", message, text, one.mention.start, other.mention.end,
                others=((one.mention.start, one.mention.end), (other.mention.start, other.mention.end)),
            )  # fmt: skip
