"""占…的P%, 执行率P%, 合格率P%, and scores computed from a rate."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from pipeline.crosscheck.arithmetic.numbers import (
    agrees,
    alike,
    between,
    factor,
    grade,
    is_amount,
    percent,
    quotient,
    window,
    written,
)
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.intervals import meant, times
from pipeline.crosscheck.reading import Reading
from schemas.figures import Kind
from schemas.findings import Finding, Mention, Severity

_REACH = 400
_MOST = 8
_TEN_THOUSAND = (Decimal(10_000), Decimal(10_000))
_SHARE = re.compile(r"占(?:了|到)?(?P<whole>[^，。；：、占]{0,20}?)(?:的?(?:比例|比重|比))?(?:的|为|达|约)*$")
_RATE = re.compile(r"(?P<rate>执行率|支出率|完成率|使用率|到位率|控制率|支付率)(?:为|达到?|是|约|仅|[:：])*$")
_CAPPED = re.compile(
    r"(?:合格率|办结率|满意[度率]|覆盖率|出勤率|参与率|知晓率|及格率|优良率|回收率|普及率|巩固率|入学率|录取率)(?:为|达到?|是|约|[:：])*$"
)
_GENERIC = {"总额", "总数", "支出", "收入", "经费", "合计", "全部", "总量", "预算数"}
_BASE = "预算|安排|计划|指标|下达|应到"
_COUNTED_OF = {
    "办结率": ("办结", "受理|收到|接到"),
    "合格率": ("合格", "抽检|检测|抽查|检查|抽样|检验"),
    "签约率": ("签约", "应签"),
    "到会率": ("实到", "应到"),
}
_COUNTED = re.compile(rf"(?P<rate>{'|'.join(_COUNTED_OF)})(?:为|达到?|是|约|[:：])*$")
_HALF = re.compile(
    r"(?P<which>前者|后者)(?:所)?占比?(?P<word>不足|不到|未达到?|超过|过|大于)(?:了)?(?:一半|半数|二分之一)"
)
_SCORE = re.compile(r"得(?:分|到)?(?:为|是|[:：])*$")


def check_shares(reading: Reading) -> Iterator[Finding]:
    """Every share and rate whose parts stand near it."""
    for claim in reading.figures:
        words = window(reading, claim)
        if claim.kind is Kind.PERCENT and claim.unit != "个百分点":
            if named := _named_whole(reading, claim, words):
                yield from _of_named(reading, claim, *named)
            elif match := _SHARE.search(words):
                yield from _share(reading, claim, match["whole"])
            elif _CAPPED.search(words) and claim.value is not None and claim.value > 100:
                message = f"{words.strip()[-6:]}不可能超过100%，此处写{claim.text}。"
                yield finding("rate", message, reading.text, claim.start, claim.end)
            elif match := _RATE.search(words):
                yield from _rate(reading, claim, match["rate"])
            elif match := _COUNTED.search(words):
                yield from _counted(reading, claim, match["rate"])
        elif _SCORE.search(words):
            yield from _score(reading, claim)
    yield from _halves(reading)


def _halves(reading: Reading) -> Iterator[Finding]:
    """前者占比不足一半: the two amounts before it against each other."""
    for match in _HALF.finditer(reading.text):
        start, _ = reading.layout.sentence(match.start())
        before = [m for m in between(reading, start, match.start()) if is_amount(m)][-2:]
        if len(before) < 2 or not alike(*before):
            continue
        one, other = before if match["which"] == "前者" else reversed(before)
        more = meant(one)[0] > meant(other)[1]
        less = meant(one)[1] < meant(other)[0]
        if (less and match["word"] in ("超过", "过", "大于")) or (
            more and match["word"] not in ("超过", "过", "大于")
        ):
            total = (one.value or Decimal(0)) + (other.value or Decimal(0))
            right = quotient(one.value or Decimal(0), total)
            message = f"{one.text}占两者之和的{right}，与“{match[0]}”不符。"
            yield finding("share", message, reading.text, *match.span(), others=((one.start, one.end),))


def _share(reading: Reading, claim: Mention, whole: str) -> Iterator[Finding]:
    start, _ = reading.layout.sentence(claim.start)
    mine = [m for m in between(reading, start, claim.start) if is_amount(m)]
    if not mine or len(reading.text[mine[-1].end : claim.start]) > 24:
        return
    part = mine[-1]
    reach = max(reading.layout.paragraph(start)[0], claim.start - _REACH)
    wholes = [m for m in between(reading, reach, part.start) if is_amount(m) and alike(m, part)]
    named = [m for m in wholes if _names(whole, window(reading, m))]
    if whole and not named:
        return
    wholes = named or [m for m in wholes if not _is_part(reading, m)]
    wholes = [m for m in wholes if (m.value or 0) >= (part.value or 0)]
    wrong = grade(lambda of: any(agrees(claim, percent(of(part), of(m))) for m in wholes))
    if wholes and wrong is not None:
        yield _unlike(reading, claim, part, wholes[-1], "share", wrong)


def _names(whole: str, words: str) -> bool:
    """Whether two characters running of the named whole stand before a number."""
    pairs = {whole[i : i + 2] for i in range(len(whole) - 1)} - _GENERIC
    return any(pair in words for pair in pairs)


def _is_part(reading: Reading, mention: Mention) -> bool:
    """Whether a share is given of this amount itself: then it is a sibling, not the whole."""
    return bool(re.match(r"[，,（(]?(?:约)?占", reading.text[mention.end : mention.end + 4]))


def _named_whole(reading: Reading, claim: Mention, words: str) -> tuple[Mention, Mention] | None:
    """占全部支出500万元的65%: the whole stands between 占 and the share, the part before 占."""
    if not re.fullmatch(r"的(?:比例|比重)?(?:为|达|约)*", words):
        return None
    before = between(reading, reading.layout.sentence(claim.start)[0], claim.start)[-2:]
    if len(before) < 2 or not all(map(is_amount, before)) or not alike(*before):
        return None
    part, whole = before
    if not re.fullmatch(r"[，,（(]?占[^，。；、]{0,14}", reading.text[part.end : whole.start]):
        return None
    return part, whole


def _of_named(reading: Reading, claim: Mention, part: Mention, whole: Mention) -> Iterator[Finding]:
    wrong = grade(lambda of: agrees(claim, percent(of(part), of(whole))))
    if wrong is not None:
        yield _unlike(reading, claim, part, whole, "share", wrong)


def _counted(reading: Reading, claim: Mention, rate: str) -> Iterator[Finding]:
    """办结率 against what was 受理 and 办结 in the same sentence, on either side."""
    part_word, whole_word = _COUNTED_OF[rate]
    near = [m for m in between(reading, *reading.layout.sentence(claim.start)) if m.kind is Kind.COUNT]
    parts = [m for m in near if re.search(rf"(?<!不){part_word}$", window(reading, m))]
    wholes = [m for m in near if re.search(rf"(?:{whole_word})[^，。；]{{0,8}}$", window(reading, m))]
    if len(parts) != 1 or len(wholes) != 1 or not alike(parts[0], wholes[0]):
        return
    wrong = grade(lambda of: agrees(claim, percent(of(parts[0]), of(wholes[0]))))
    if wrong is not None:
        yield _unlike(reading, claim, parts[0], wholes[0], "rate", wrong)


def _rate(reading: Reading, claim: Mention, rate: str) -> Iterator[Finding]:
    start, _ = reading.layout.sentence(claim.start)
    spent = [m for m in between(reading, start, claim.start) if m.kind is Kind.MONEY][-_MOST:]
    if not spent or re.search(r"[。；]", reading.text[spent[-1].end : claim.start]):
        return
    reach = max(0, claim.start - _REACH)
    near = [m for m in between(reading, reach, claim.start) if m.kind is Kind.MONEY][-2 * _MOST :]
    base = _BASE + ("|到位" if rate in ("使用率", "支付率", "支出率") else "")
    planned = [m for m in near if re.search(base, window(reading, m))]
    used = [m for m in spent if re.search(r"支出|执行|使用|到位|支付|决算|完成", window(reading, m))]
    if not planned or not used or _heading_between(reading, planned[0], claim):
        return
    pairs = [(one, other) for one in spent for other in near if one is not other]
    wrong = grade(lambda of: any(agrees(claim, percent(of(one), of(other))) for one, other in pairs))
    if wrong is not None:
        yield _unlike(reading, claim, used[0], planned[0], "rate", wrong)


def _heading_between(reading: Reading, one: Mention, other: Mention) -> bool:
    """More than one line break apart means another matter."""
    return reading.text.count("\n", one.end, other.start) > 2


def _score(reading: Reading, claim: Mention) -> Iterator[Finding]:
    """得S分 where the sentence says 权重×执行率."""
    start, end = reading.layout.sentence(claim.start)
    text = reading.text[start:end]
    yield from _over_full(reading, claim, start)
    if claim.unit != "分" or not re.search(r"权重[×*]|[×*](?:预算)?执行率|按比例(?:计|得)分", text):
        return
    before = between(reading, start, claim.start)
    weights = [m for m in before if m.unit == "分"]
    rates = [m for m in before if m.kind is Kind.PERCENT]
    if len(weights) != 1 or len(rates) != 1:
        return
    wrong = grade(lambda of: agrees(claim, percent(times(of(rates[0]), of(weights[0])), _TEN_THOUSAND)))
    if wrong is not None:
        value = (weights[0].value or Decimal(0)) * (rates[0].value or Decimal(0)) / 100
        message = f"{weights[0].text}×{rates[0].text}＝{value.normalize():f}分，与“{claim.text}”不符。"
        yield finding("score", message, reading.text, claim.start, claim.end, severity=wrong)


def _over_full(reading: Reading, claim: Mention, start: int) -> Iterator[Finding]:
    """得12分 of 满分10分."""
    before = between(reading, start, claim.start)
    full = before[-1] if before else None
    if (
        full is None
        or full.unit != claim.unit
        or not re.search(r"(?:满分|分值|权重)(?:为|是)?$", window(reading, full))
    ):
        return
    if meant(claim)[0] > meant(full)[1]:
        message = f"得分{claim.text}超过了满分{full.text}。"
        yield finding(
            "score", message, reading.text, claim.start, claim.end, others=((full.start, full.end),)
        )


def _unlike(
    reading: Reading, claim: Mention, part: Mention, whole: Mention, code: str, severity: Severity
) -> Finding:
    unit, _ = factor(whole)
    right = quotient(part.value or Decimal(0), whole.value or Decimal(0))
    message = f"{written(part, unit)}÷{written(whole, unit)}＝{right}，与“{claim.text}”不符。"
    places = ((part.start, part.end), (whole.start, whole.end))
    return finding(
        code, message, reading.text, claim.start, claim.end, severity=severity, expected=right, others=places
    )
