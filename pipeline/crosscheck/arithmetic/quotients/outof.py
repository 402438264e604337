"""每十户就有九户：全区820户，就业738户; 患者179例，发病率42.02/10万: so many of so many, and the numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from pipeline.crosscheck.arithmetic.facts import Fact, Facts, same_sort
from pipeline.crosscheck.arithmetic.misprints import slip
from pipeline.crosscheck.arithmetic.quotients.beside import borne_out
from pipeline.crosscheck.arithmetic.quotients.ratio import Ratio, unlike
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.intervals import Interval, disjoint, meant, over, printed
from pipeline.crosscheck.show import plain
from schemas.figures import Approx, Kind
from schemas.findings import Finding, Mention, Severity

_OF_THEM = re.compile(r"[^，。；：、\d]{0,14}?(?:有|是|中)[^，。；：、\d]{0,6}")
_ODD = re.compile("标准|要求|目标|不低于|不少于|不超过|应|配[备置]|需|补助|收费|奖励")
_SCALES = {"10万": 100_000, "十万": 100_000, "百万": 1_000_000, "100万": 1_000_000, "万": 10_000}
_UNIT = re.compile(r"^(?:1|例|人|个|件|起|辆|张|名|台|所|户)?[/／](?P<n>10万|十万|百万|100万|万)")
_ROUGH = Decimal(6)
_REACH = 160
_PEOPLE = ("人", "名")


def check_out_of(facts: Facts, told: set[int]) -> Iterator[Finding]:
    """Every so many of so many, and every rate of ten thousand or a hundred thousand."""
    text = facts.reading.text
    if "每" in text:
        for one, other in zip(facts.all, facts.all[1:], strict=False):
            if text.endswith("每", 0, one.mention.start):
                yield from _every(facts, one, other)
    if "/" in text or "／" in text:
        for fact in facts.all:
            if match := _UNIT.match(fact.mention.unit or ""):
                yield from _per(facts, fact, _SCALES[match["n"]])


def _every(facts: Facts, of: Fact, part: Fact) -> Iterator[Finding]:
    """每十户…九户, against the only two amounts of one sort in the sentence."""
    one, other = of.mention, part.mention
    if not same_sort(one, other) or not 0 < part.value < of.value or other.approx is not Approx.EXACT:
        return
    start, end = facts.reading.layout.period(one.start)
    if not _OF_THEM.fullmatch(facts.between(of, part)) or _ODD.search(facts.reading.text, start, other.end):
        return
    near = [f for f in facts.amounts(start, end) if f not in (of, part)]
    half = min(Decimal(100) / of.value / 2, _ROUGH)
    share = 100 * part.value / of.value
    said = replace(other, kind=Kind.PERCENT, unit="%", value=share, step=2 * half)
    like = [f for f in near if same_sort(f.mention, near[0].mention)]
    if len(like) != 2 or len(like) != len(near) or borne_out(said, like, max(like, key=lambda f: f.value)):
        return
    small, large = sorted(like, key=lambda f: f.value)
    ratio = Ratio((small,), (large,))
    yield unlike(facts.reading.text, one.start, other.end, ratio, "share", Severity.WARNING)


def _per(facts: Facts, claim: Fact, scale: int) -> Iterator[Finding]:
    """42.02/10万: of the cases told before, over the people told before."""
    start = facts.reading.layout.paragraph(claim.mention.start)[0]
    before = facts.amounts(max(start, claim.mention.start - _REACH), claim.mention.start)[-6:]
    pairs = [(p, w) for w in before for p in before if _cases(p, w)]
    rates = [(p, w, _rate(p.mention, w.mention, scale)) for p, w in pairs]
    said = printed(claim.mention)
    if any(rate is None or not disjoint(said, rate) for _, _, rate in rates):
        return
    for part, whole, _ in reversed(rates):
        due: Decimal = scale * part.value / whole.value
        step = claim.mention.step or Decimal(1)
        needed = [int(v * whole.value / scale / part.mention.step) for v in said]
        slipped = slip(int(claim.value / step), int((due / step).to_integral_value()))
        near = [n for n in range(needed[0], needed[1] + 2) if slip(int(part.value / part.mention.step), n)]
        if slipped or near or len(pairs) == 1:
            yield _unlike(facts, claim, (part, whole), due.quantize(step), scale)
            return


def _cases(part: Fact, whole: Fact) -> bool:
    """Cases, deaths or places, of people."""
    people = whole.mention.unit in _PEOPLE and whole.value >= 1000 * part.value
    return people and part is not whole and part.mention.kind is Kind.COUNT and part.value > 0


def _rate(part: Mention, whole: Mention, scale: int) -> Interval | None:
    found = over(meant(part), meant(whole))
    return (found[0] * scale, found[1] * scale) if found else None


def _unlike(facts: Facts, claim: Fact, of: Sequence[Fact], due: Decimal, scale: int) -> Finding:
    part, whole = of
    mention = claim.mention
    shown = f"{part.mention.text}÷{whole.mention.text}×{scale}＝{plain(due)}"
    return finding(
        "rate", f"{shown}，与“{mention.text}”不符。", facts.reading.text, mention.start, mention.end,
        severity=Severity.WARNING, expected=plain(due), evidence=shown,
        others=tuple((f.mention.start, f.mention.end) for f in of),
    )  # fmt: skip
