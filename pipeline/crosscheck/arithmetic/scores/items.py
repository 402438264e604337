"""One indicator's score against its full score, what it lost, its rate and its rule of deduction."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from pipeline.crosscheck.arithmetic.numbers import between, claimed, grade, percent, window
from pipeline.crosscheck.arithmetic.scores.marks import Mark
from pipeline.crosscheck.arithmetic.scores.rows import Row
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.intervals import times
from pipeline.crosscheck.reading import Reading
from pipeline.crosscheck.show import plain
from schemas.figures import Kind
from schemas.findings import Finding, Mention, Severity

_TEN_THOUSAND = (Decimal(10_000), Decimal(10_000))
_PRODUCT = re.compile(
    r"权重[×*xX]|[×*](?:预算)?执行率|按比例|按[^，。；]{0,10}率|乘以|按权重|[×*]|按[^，。；]{0,8}(?:折算|比例)|折算"
)
_AIM = re.compile(r"目标|指标值|年度值|计划|要求|应达|标准值")
_REACHED = re.compile(r"实际|完成|达到?|实现|为")
_HUNDRED = Decimal(100)
_BOUND = re.compile("最[多高]|至多|上限|封顶|不[足满到]|未[满达]")
_NAME = re.compile(r"[一-鿿]{2,3}率")
_TIMES = re.compile(
    r"每[^\d，。；]{0,8}?(?P<n>\d+(?:\.\d+)?|[一二两])(?P<unit>个百分点|个工作日|[一-鿿])"
    r"|每(?P<one>个百分点|个工作日|[一-鿿])(?=[^，。；\d]{0,8}扣)"
)


def check_row(reading: Reading, row: Row) -> Iterator[Finding]:
    """One finding at most."""
    got, full = row.got, row.full
    if got is None or full is None or got.value > 3 * full.value:
        return  # so much more is the score of the whole: …、效益25分，实得93分
    if got.value > full.value and not row.add:
        message = f"得分{got.mention.text}超过了分值{full.mention.text}。"
        yield _found(reading, got, message, None, None, [full])
    elif row.off:
        yield from _taken_off(reading, row, got, full)
    elif row.rule:
        yield from _by_rule(reading, row, got, full)
    else:
        yield from _by_rate(reading, got, full)


def _taken_off(reading: Reading, row: Row, got: Mark, full: Mark) -> Iterator[Finding]:
    left = full.value - sum(m.value for m in row.off) + sum(m.value for m in row.add)
    if left != got.value:
        terms = "－".join(plain(m.value) for m in (full, *row.off))
        yield unlike(reading, got, terms, left, [full, *row.off])
    elif row.rule:
        yield from _by_rule(reading, row, got, full)


def unlike(
    reading: Reading, claim: Mark, terms: str, value: Decimal, others: list[Mark],
    severity: Severity | None = None,
) -> Finding:  # fmt: skip
    """A score is not what its terms make."""
    message = f"{terms}＝{plain(value)}分，与“{claim.mention.text}”不符。"
    return _found(reading, claim, message, f"{plain(value)}分", terms, others, severity)


def _found(
    reading: Reading, claim: Mark, message: str, expected: str | None, terms: str | None, others: list[Mark],
    severity: Severity | None = None,
) -> Finding:  # fmt: skip
    return finding(
        "score", message, reading.text, claim.start, claim.end, expected=expected, evidence=terms,
        severity=severity, others=tuple((m.start, m.end) for m in others),
    )  # fmt: skip


def _by_rule(reading: Reading, row: Row, got: Mark, full: Mark) -> Iterator[Finding]:
    """满分8分，每发现1处扣0.5分，…发现3处，得6.5分."""
    rule = row.rule
    if rule is None or "扣" not in reading.text[rule.start - 12 : rule.start] or full.start > got.start:
        return
    since = full.end if full.end < rule.start else reading.layout.sentence(rule.start)[0]
    told = list(_TIMES.finditer(reading.text, max(rule.start - 30, since), rule.start))
    if not told:
        return
    match = told[-1]
    number = match["n"] or "一"
    each = Decimal(number) if number[0].isdigit() else Decimal(1 if number == "一" else 2)
    counts = _counts(reading, row, got, match["unit"] or match["one"], rule)
    if not counts or len(counts) > 3 or not each:
        return
    if _BOUND.search(reading.text, rule.end, got.start):
        return  # 最多扣3分, 不足5个百分点的按比例: ``deductions`` reads those
    left = [max(full.value - n / each * rule.value, Decimal(0)) for n in counts]
    if got.value not in left and len(counts) == 1:
        terms = f"{plain(full.value)}－{plain(counts[0] / each)}×{plain(rule.value)}"
        yield unlike(reading, got, terms, left[0], [full, rule])


def _counts(reading: Reading, row: Row, got: Mark, unit: str, rule: Mark) -> list[Decimal]:
    """How often the rule applied: the numbers in its unit beside it, or the gap of two percentages."""
    start = reading.layout.period(row.start)[0]
    near = [m for m in between(reading, start, got.start) if m.unit != "分" and m.value is not None]
    near = [m for m in near if not _of_rule(reading, m, rule)]
    told = [m.value for m in near if _in_unit(m, unit) and m.value is not None]
    rates = [m.value for m in near if m.kind is Kind.PERCENT and m.unit == "%" and m.value is not None]
    if unit == "个百分点" and not told and len(rates) == 2:
        whole = row.full is not None and got.value == row.full.value
        return (
            [] if whole and rates[1] > rates[0] else [abs(rates[0] - rates[1])]
        )  # 目标98%，实际98.6%，得10分
    return told


def _of_rule(reading: Reading, mention: Mention, rule: Mark) -> bool:
    return mention.end <= rule.start and "每" in reading.text[max(mention.start - 8, 0) : mention.start] and (
        not re.search("[，。；]", reading.text[mention.start - 8 : mention.start].rpartition("每")[2])
    )  # fmt: skip


def _in_unit(mention: Mention, unit: str) -> bool:
    own = mention.unit or ""
    return own == unit or (len(unit) == 1 and own[:1] == unit and own != "个百分点")


_GOT = re.compile(r"[得计][\d.]+分")


def _by_rate(reading: Reading, got: Mark, full: Mark) -> Iterator[Finding]:
    start = min(reading.layout.sentence(got.start)[0], full.start)
    rates = [m for m in between(reading, start, got.start) if m.kind is Kind.PERCENT and m.unit != "个百分点"]
    told = _PRODUCT.search(reading.text, start, reading.layout.sentence(got.start)[1])
    if told and _GOT.search(reading.text, told.end() - 1, got.start):
        return  # 执行率92.4%，按比例计9.24分；产出得48分: the rule was for the score before
    if told and not rates:
        rates = _rates_before(reading, told[0], start)
    if told and not rates:
        yield from _by_counts(reading, got, full)
    if told and len(rates) == 2 and "比例" in told[0] + reading.text[told.end() : told.end() + 2]:
        yield from _of_aim(reading, got, full, *rates)
    if not told or len(rates) != 1 or rates[0].value is None or rates[0].value > 100:
        return
    rate, most = rates[0], full.mention
    wrong = grade(lambda of: claimed(got.mention, percent(times(of(rate), of(most)), _TEN_THOUSAND)))
    if wrong is not None:
        value = full.value * rates[0].value / 100
        yield unlike(reading, got, f"{full.mention.text}×{rates[0].text}", value, [full], wrong)


def _of_aim(reading: Reading, got: Mark, full: Mark, aim: Mention, done: Mention) -> Iterator[Finding]:
    """指标值≥90%，实际完成81%，按完成比例计分，得9分: the rate that was reached over the one aimed at."""
    reached, wanted = done.value or Decimal(0), aim.value or Decimal(0)
    since = reading.layout.sentence(aim.start)[0]
    planned = _AIM.search(reading.text, since, aim.start) and _REACHED.search(window(reading, done))
    if not planned or not 0 < reached < wanted <= _HUNDRED:
        return
    right = full.value * reached / wanted
    held = (right, full.value * reached / 100)
    if 2 * abs(held[0] - got.value) <= got.mention.step or held[1] == got.value:
        return
    terms = f"{full.mention.text}×{done.text}÷{aim.text}"
    yield unlike(reading, got, terms, right.quantize(Decimal("0.01")), [full], Severity.WARNING)


def _rates_before(reading: Reading, rule: str, at: int) -> list[Mention]:
    """开工率80.8%。…按权重×开工率计分: the rate stands in a sentence before, alone or by its name."""
    first = reading.layout.paragraph(at)[0]
    near = [m for m in between(reading, first, at) if m.kind is Kind.PERCENT and m.unit != "个百分点"]
    if name := _NAME.search(rule):
        near = [m for m in near if window(reading, m).endswith((name[0], f"{name[0]}为"))]
    return near


def _by_counts(reading: Reading, got: Mark, full: Mark) -> Iterator[Finding]:
    """目标20家，实际建成17家，按完成比例得15.3分: what was done over what was aimed at."""
    first = reading.layout.paragraph(got.start)[0]
    near = [m for m in between(reading, first, got.start) if m.kind is Kind.COUNT and m.unit != "分"]
    if len(near) != 2 or near[0].unit != near[1].unit or not near[0].value:
        return
    aim, done = near
    right = full.value * (done.value or 0) / near[0].value
    step = abs(got.mention.step)
    allowed = step if right % step else 0  # 15.25 may be told as 15.3 or 15.2; 6 is 6
    if not (done.value or 0) <= near[0].value or abs(right - got.value) <= allowed:
        return
    terms = f"{full.mention.text}×{done.text}÷{aim.text}"
    yield unlike(reading, got, terms, right.quantize(Decimal("0.01")), [full], Severity.WARNING)
