"""A list against its whole: silent where the sum fits, or where the text does not promise that it does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import accumulate

from pipeline.crosscheck.arithmetic.numbers import Of, alike, between, is_amount, moves, window
from pipeline.crosscheck.arithmetic.stockwords import flowing, turned
from pipeline.crosscheck.arithmetic.sums.belief import verdict
from pipeline.crosscheck.arithmetic.sums.listing import Listing
from pipeline.crosscheck.arithmetic.sums.partition import mixed, noun, regulated, timed_apart
from pipeline.crosscheck.arithmetic.sums.report import admitted, exceeds, mismatch, overlapping, slipped
from pipeline.crosscheck.arithmetic.sums.vocabulary import vocabulary
from pipeline.crosscheck.intervals import Interval, disjoint, exactly, meant, plus, printed
from pipeline.crosscheck.reading import Reading
from schemas.figures import Approx, Kind
from schemas.findings import Finding, Mention, Severity

_FAR = 5


def judge(reading: Reading, listing: Listing) -> Iterator[Finding]:
    """One finding at most: the sum beyond the whole, short of it, or one part greater than it."""
    if _no_partition(reading, listing) or _of_something_else(reading, listing):
        return
    if len(listing.parts) < 2 or mixed(listing.labels, listing.whole.mention):
        yield from _single(reading, listing)
        if len(listing.parts) < 2:
            return
    if _with_another(reading, listing):
        return
    if _of_one_before(reading, listing):
        return
    for of, gravest in ((meant, Severity.ERROR), (exactly, Severity.WARNING)):
        low, high = meant(listing.whole.mention)
        sums = _sums(reading, listing, of)
        if any(low <= b and a <= high for a, b in sums):
            continue
        listing, total = _nearest(reading, listing, sums)
        if found := verdict(reading, listing, total, (low, high), gravest):
            severity, slip = found
            rule = regulated(listing.whole.label, [p.label for p in listing.parts])
            yield mismatch(
                reading, listing.whole.mention, [p.mention for p in listing.parts], severity, slip,
                rule.source if rule else "",
            )  # fmt: skip
        return


def _nearest(reading: Reading, listing: Listing, sums: Sequence[Interval]) -> tuple[Listing, Interval]:
    """基本支出1526万元，分为人员1298万元和公用238万元；项目2792万元: a list that runs far past its whole ends
    where it came nearest to it."""
    target = listing.whole.mention.value or Decimal(0)
    gaps = [abs(low - target) for low, _ in sums]
    best = min(range(len(sums)), key=gaps.__getitem__)
    if sums[-1][0] <= target or listing.opener.plain or listing.opener.bare:
        return listing, sums[-1]
    if gaps[best] * _FAR > target or gaps[-1] < gaps[best] * _FAR:
        return listing, sums[-1]
    end = _ends(reading, listing)[best]
    rows = "；" in reading.text[listing.parts[0].end : listing.parts[end - 1].start]
    if rows or slipped(listing.whole.mention, [p.mention for p in listing.parts]):
        return listing, sums[-1]  # clauses of their own; or one amount in the wrong unit
    return replace(listing, parts=listing.parts[:end]), sums[best]


def _counted(listing: Listing) -> bool:
    """五个所：甲所由32件到40件，…: what is counted is not what adds up."""
    whole, parts = listing.whole.mention, [p.mention for p in listing.parts]
    alike = whole.unit in {p.unit for p in parts}
    return not alike and all((p.value or 0) > (whole.value or 0) for p in parts)


def _no_partition(reading: Reading, listing: Listing) -> bool:
    """Whether the words say that the parts overlap, come and go, or do not make up the whole."""
    text, whole, last = reading.text, listing.whole, listing.parts[-1]
    _, end = reading.layout.period(whole.start)
    tail = reading.layout.period(last.end - 1)[1]
    if overlapping(reading, whole.end, max(end, tail)):
        return True
    if (
        _counted(listing)
        or flowing(listing.labels, result=turned(whole.label))
        or timed_apart(whole.label, listing.labels)
    ):
        return True
    if _BOUND.search(whole.label) and any(_BID.search(label) for label in listing.labels):
        return True  # 控制价2,100万元，中标价1,968万元，监理费38万元
    if _spent_in_parts_of_the_year(listing) or (
        _LEFT.match(last.label) and _of_one_greater(reading, listing)
    ):
        return True
    if _followed_by_total(reading, listing) or _EACH.match(reading.text, last.end):
        return True
    if admitted(reading, last) or _of_another_clause(reading, listing):
        return True
    if _of_two_stages(listing) or _of_this_year(reading, listing) or _shared(reading, listing):
        return True
    if whole.mention.unit == "分" or "/" in (whole.mention.unit or ""):
        return True  # scores have a check of their own; 55微克/立方米 adds up to nothing
    # 工业投资…、技改投资…，工业技改投资占工业投资的61%
    nouns = [re.escape(noun(p.label)) for p in listing.parts if len(noun(p.label)) >= 2]
    return bool(nouns) and bool(re.search(f"占(?:{'|'.join(nouns)})", text[last.end : tail]))


def _of_something_else(reading: Reading, listing: Listing) -> bool:
    """Whether the list is of the change told before it, or leads from the whole to what is greater."""
    return _of_a_change(reading, listing) or _before_less(listing)


def _before_less(listing: Listing) -> bool:
    """实收111万元，其中减免12.6万元，若不减免应收123.6万元: the greatest is what whole and others come to."""
    values = [p.mention.value or Decimal(0) for p in listing.parts]
    whole, most = listing.whole.mention.value or Decimal(0), max(values)
    return most > whole and 2 * most == whole + sum(values)


_THAT_IS = re.compile("[，,（(]?[即系]")


def _of_a_change(reading: Reading, listing: Listing) -> bool:
    """年末41人，比年初净增4人，即新退休5人、去世1人: what is told last before the list has come and gone."""
    inside = between(reading, listing.whole.end, listing.parts[0].start)[-1:]
    return any(
        moves(reading, m) and alike(m, listing.whole.mention) and _THAT_IS.match(reading.text, m.end)
        for m in inside
    )


_SHARE_OF = re.compile(
    r"(?:\d[%％]|[一二三四五六七八九十]成|分之[一二三四五六七八九])[，,]?(?:即|计|为|合|约)$"
)
"""首付款30%即288万元，进度款50%即480万元: one of the parts, not what they make up."""
_AFTER, _NEXT = 60, 12


def _shared(reading: Reading, listing: Listing) -> bool:
    """Whether the whole is itself told behind its share, or what share of it the parts are is told."""
    text, whole, last = reading.text, listing.whole, listing.parts[-1]
    item = _SHARE_OF.search(text, max(0, whole.start - 8), whole.start)
    another = item and _SHARE_OF.search(text, max(0, last.start - 24), last.start)
    return bool(another) or _share_told(reading, listing)


def _share_told(reading: Reading, listing: Listing) -> bool:
    """资源量36万吨，还田21.6万吨、饲料化7.2万吨，综合利用率八成: the text says how much of it they are."""
    whole, last = listing.whole.mention, listing.parts[-1]
    if not whole.value or listing.ratio >= 1:
        return False
    if _each_with_share(reading, listing):
        return True
    end = min(reading.layout.period(last.end - 1)[1], last.end + _AFTER)
    share = 100 * listing.ratio
    told = [m for m in between(reading, last.end, end) if m.kind is Kind.PERCENT and m.unit != "个百分点"]
    return any(low <= share <= high for low, high in map(printed, told))


def _each_with_share(reading: Reading, listing: Listing) -> bool:
    """公办9506人，占51%；民办6897人，占37%: shares that are right, and do not come to all."""
    whole = listing.whole.mention.value or Decimal(1)
    for part in listing.parts:
        near = between(reading, part.end, min(reading.layout.sentence(part.end - 1)[1], part.end + _NEXT))[:1]
        share = 100 * (part.mention.value or Decimal(0)) / whole
        if not any(m.unit == "%" and printed(m)[0] <= share <= printed(m)[1] for m in near):
            return False
    return True


_EACH = re.compile(r"[，、][^，。；\d]{2,20}各\d")
"""群众代表16名、企业代表14名，人大代表和政协委员各5名."""
_BOUND = re.compile(r"控制价|限价|拦标价|标底")
_BID = re.compile(r"中标|成交|合同价|签约")
_SPENT = re.compile(r"支出|使用|支付|拨付|列支|完成|办结|发放")
_PART = re.compile(r"[上下]半年|季度|\d月|[一二三四]批")


def _spent_in_parts_of_the_year(listing: Listing) -> bool:
    """资金300万元，上半年支出117万元，下半年支出165万元: what was spent need not be all that was there."""
    if _SPENT.search(listing.whole.label) or listing.ratio > 1:
        return False
    return all(_SPENT.search(label) and _PART.search(label) for label in listing.labels)


_LEFT = re.compile(r"剩|余|结[余转]|节余|[尚仍还][余有]")


def _of_one_greater(reading: Reading, listing: Listing) -> bool:
    """300万元，下半年支出165万元，其中购置96万元，剩余18万元: what is left of the first is no part."""
    start = reading.layout.period(listing.whole.start)[0]
    before = [m for m in between(reading, start, listing.whole.start) if alike(m, listing.whole.mention)]
    whole = listing.whole.mention.value or Decimal(0)
    return any(is_amount(m) and (m.value or Decimal(0)) > whole for m in before)


def _of_this_year(reading: Reading, listing: Listing) -> bool:
    """上年结转2万元，本年度分两批下达，分别为1.5万元和1.5万元: what was brought forward is no whole."""
    between_ = reading.text[listing.whole.end : listing.opener.at]
    return bool(re.search("结转|结余", listing.whole.label) and re.search("本年|当年|今年", between_))


def _of_two_stages(listing: Listing) -> bool:
    """决算17万元。其中用车预算20万元，决算17万元: the part is the whole of it, told with its plan."""
    stages = {frozenset(vocabulary().labels["of_stage"].findall(label)) for label in listing.labels}
    return len(stages) > 1 and listing.whole.mention.value in [p.mention.value for p in listing.parts]


def _single(reading: Reading, listing: Listing) -> Iterator[Finding]:
    """其中 one part that is greater than every amount it could be a part of."""
    part = listing.parts[0]
    if "其中" not in reading.text[listing.opener.at : part.start]:
        return
    wholes = (listing.whole, *listing.others)
    if part.mention.unit != listing.whole.mention.unit:
        return  # 产业园市级29个。其中龙头企业124家: other things
    if all(exactly(part.mention)[0] > meant(w.mention)[1] for w in wholes) and listing.whole.role:
        yield exceeds(reading, listing.whole.mention, part.mention)


def _followed_by_total(reading: Reading, listing: Listing) -> bool:
    """保留46件，修改17件，废止23件，共96件: the first of a list that a total follows is no whole; nor is
    收入总计 of the expenditure behind it, which has a total of its own."""
    last = listing.parts[-1].mention
    end = reading.layout.period(last.end - 1)[1]
    after = [m for m in between(reading, last.end, end) if is_amount(m) and alike(m, last)][:8]
    totals = [m for m in after if vocabulary().any_total.search(window(reading, m))]
    if not totals or listing.whole.end < reading.layout.period(listing.parts[0].start)[0]:
        return bool(totals)
    fits = not disjoint(_sums(reading, listing, meant)[-1], meant(totals[0]))
    return totals[0] is after[0] and (listing.opener.plain or fits)


def _of_one_before(reading: Reading, listing: Listing) -> bool:
    """按性质分，甲72个、乙124个。按层级分，丙129个、丁67个: a second division of the same whole."""
    start, _ = reading.layout.paragraph(listing.whole.start)
    before = between(reading, start, listing.whole.start)[-12:]
    alikes = [m for m in before if is_amount(m) and alike(m, listing.whole.mention)]
    total = _sums(reading, listing, meant)[-1]
    return any(not disjoint(total, _as_precise(m, listing)) for m in alikes)


def _with_another(reading: Reading, listing: Listing) -> bool:
    """其中行政22人、工勤3人，另2人为专项编制: with what is told apart the parts make up the whole."""
    last = listing.parts[-1].mention
    end = reading.layout.period(last.end - 1)[1]
    rest = [m for m in between(reading, last.end, end) if is_amount(m) and alike(m, last)][:1]
    if not rest or not re.search("另|此外|还有|以及", reading.text[last.end : rest[0].start]):
        return False
    total = _sums(reading, listing, meant)[-1]
    return not disjoint(plus(total, meant(rest[0])), meant(listing.whole.mention))


def _sums(reading: Reading, listing: Listing, of: Of) -> list[Interval]:
    """The sums after which the list may end, the last of them that of all its parts."""
    running = list(accumulate((of(p.mention) for p in listing.parts), plus))
    return [running[n - 1] for n in _ends(reading, listing)]


def _ends(reading: Reading, listing: Listing) -> list[int]:
    """After how many parts: at any mark that is no 、 (…乙2万元，折旧…), and at the last."""
    marks = [reading.text[p.end : p.end + 1] for p in listing.parts[:-1]]
    return [*(n for n in range(2, len(listing.parts)) if marks[n - 1] != "、"), len(listing.parts)]


def _as_precise(other: Mention, listing: Listing) -> Interval:
    """What another number may stand for: no more than the claim, where the parts nearly make up the claim."""
    claim, near = listing.whole.mention, abs(listing.ratio - 1) <= Decimal("0.05")
    rough = other.step > claim.step or (other.approx is not Approx.EXACT and claim.approx is Approx.EXACT)
    if not near or not rough or other.value is None:
        return meant(other)
    half = claim.step / 2
    return other.value - half, (other.high or other.value) + half


def _of_another_clause(reading: Reading, listing: Listing) -> bool:
    """7人获评先进，报送人选，分别为甲8人、乙3人: a clause of its own between, and a sum far away."""
    between = reading.text[listing.whole.end : listing.opener.at].strip("，,")
    clauses = [c for c in re.split("[，,]", between)[1:] if len(c) >= 6]
    return bool(clauses) and abs(listing.ratio - 1) > Decimal("0.5") and not listing.sure
