"""大于, 小于, 高于, 突破, 持平, 超额完成, 超编 against the two numbers that they compare."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from pipeline.crosscheck.arithmetic.numbers import alike, around, between, is_amount, moves, window
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.intervals import exactly
from pipeline.crosscheck.reading import Reading
from schemas.figures import Approx, Kind
from schemas.findings import Finding, Mention, Severity

_MORE = "大于|高于|多于|超过|突破|超出|超|高出"
_LESS = "小于|低于|少于|不足|不到|未达到|未达|未超过|未超|不超过|控制在"
_ATTACHED = re.compile(
    r"(?:但|仍|均|也|远|略|稍|首次|已|成功|大大|明显|且|比较|约|实际|决算数?|执行数|支出数?|并|一举|大幅)*"
    rf"(?:(?P<more>{_MORE})|(?P<less>{_LESS}))了?(?P<noun>[^，。；\d]{{0,14}})$"
)
_PLAN = re.compile(r"预算|计划|目标|任务|编制|标准|概算|控制数|指标|核定|应")
_ACTUAL = re.compile(r"决算|支出|实际|完成|实有|在职|在编|现有|执行|达到?|实现|开支|发生|中标|成交|结算|为")
_LAST = re.compile(r"上年|去年|上一年|同期|前一年|年初")
_WORDED = re.compile(
    r"(?:决算数?|支出数?|执行数|实际支出|完成值|实际值|实际完成值?|实际)(?:均|略|远|稍)?"
    r"(?:(?P<more>大于|高于|超过|多于|超)|(?P<less>小于|低于|少于|未超过?|控制在)|(?P<same>等于|持平于|与))(?:了)?(?:年初|调整后?|全年|年度|既定)?(?:预算|目标|计划|指标)(?:数|值)?(?P<level>持平|一致|相等)?(?!的?[\d０-９])"
)
_GOAL = re.compile(
    r"(?P<more>高于|超过|超额完成|超出|突破)了?(?:年度|年初|预期|既定|全年|绩效)*(?:目标|任务|计划|指标)(?:值|数|任务)?(?![\d０-９])"
    r"|(?P<least>达到|完成|实现|圆满完成|全面完成|如期完成)了?(?:年度|年初|预期|既定|全年|绩效)*(?:目标|任务|计划|指标)(?:值|数|任务)?(?![\d０-９的])"
    r"|(?P<less>低于|未达到?|未完成|没有完成|没有达到)了?(?:年度|年初|预期|既定|全年|绩效)*(?:目标|任务|计划|指标)(?:值|数|任务)?(?![\d０-９])"
)
_LEVEL = re.compile(
    r"(?P<base>与|同|和|较|比)?(?P<what>上年|去年|上一年|年初预算|预算|年初|计划|同期)?(?:度|数|同期|决算数?|预算数?|相比)*[，,]?"
    r"(?P<soft>基本|大体|总体|大致)?(?:保持)?(?P<word>持平|没有变化|无变化|无增减变化|无增减|相同)"
)
_OVER = re.compile(
    r"(?P<over>超编|超员|超支|超出预算|超预算)|(?P<under>空编|缺编|缺员|未超编|节约|节支|结余|少支)"
)


def check_comparisons(reading: Reading) -> Iterator[Finding]:
    """Every word of comparison whose two numbers can be told beyond doubt."""
    text = reading.text
    for at, claim in enumerate(reading.figures[1:], 1):
        yield from _attached(reading, reading.figures[at - 1], claim)
        yield from _hedged(reading, reading.figures[at - 1], claim)
        yield from _surplus(reading, claim)
        if claim.high is not None and claim.value is not None and claim.high < claim.value:
            message = f"范围“{claim.text}”前大后小，请核对。"
            yield finding("comparison", message, text, claim.start, claim.end, severity=Severity.WARNING)
    for match in _WORDED.finditer(text):
        yield from _labelled(reading, match, 1 if match["more"] else -1 if match["less"] else 0)
    for match in _GOAL.finditer(text):
        yield from _goal(reading, match)
    for match in _WORDLESS.finditer(text):
        yield from _wordless(reading, match)
    if "持平" in text or "变化" in text or "无增减" in text or "相同" in text:
        for match in _LEVEL.finditer(text):
            yield from _level(reading, match)


def _comparable(one: Mention, other: Mention) -> bool:
    if one.high is not None or other.high is not None or one.value is None or other.value is None:
        return False
    if one.kind is Kind.PERCENT and other.kind is Kind.PERCENT:
        return one.unit == other.unit != "个百分点"
    return is_amount(one) and is_amount(other) and alike(one, other)


def _attached(reading: Reading, one: Mention, other: Mention) -> Iterator[Finding]:
    """A，大于…B: the comparing clause follows the first number directly."""
    if not _comparable(one, other) or other.start - one.end > 30:
        return
    words = reading.text[one.end : other.start]
    match = _ATTACHED.fullmatch(re.sub(r"^[^，,（(。；]{0,6}?[，,（(]", "", words, count=1))
    hedge = other.hedge if other.approx is Approx.MORE_THAN and other.hedge[:2] in ("突破", "超过") else ""
    if match is None and hedge and re.fullmatch(r"[，,]?(?:首次|已|成功|一举|历史性)*", words):
        match = re.fullmatch(rf"(?P<more>{hedge})(?P<noun>)(?P<less>)?", hedge)
    if match is None:
        return
    low, high = exactly(one)
    value = other.value or Decimal(0)
    # 低于平均水平1200元 may be a difference, not a level.
    if match["less"] and value * 3 < low:
        return
    wrong = (match["more"] and high < value) or (match["less"] and low > value)
    within = reading.text[other.end : other.end + 2] in ("以内", "之内", "以下")
    if wrong and ("控制" not in (match["less"] or "") or within):
        word = match["more"] or match["less"]
        yield _found(reading, one, other, word, "小于" if match["more"] else "大于")


def _found(reading: Reading, one: Mention, other: Mention, word: str, right: str) -> Finding:
    sign = "＜" if right == "小于" else "＞"
    message = f"{one.text}{sign}{other.text}，与“{word}”不符。"
    return finding(
        "comparison", message, reading.text, one.start, other.end, expected=right,
        evidence=f"{one.text}{sign}{other.text}",
    )  # fmt: skip


def _hedged(reading: Reading, one: Mention, other: Mention) -> Iterator[Finding]:
    """3861人次，近3800人次: the round number repeats the exact one with a hedge that does not fit."""
    if one.approx is not Approx.EXACT or not _comparable(one, other) or not one.value or not other.value:
        return
    if not re.fullmatch(
        r"[，,（(]?(?:即|合计|累计|共)?(?:近|约|接近|将近|不足|不到)?", reading.text[one.end : other.start]
    ):
        return
    if not Decimal("0.9") <= one.value / other.value <= Decimal("1.1"):
        return
    below = other.approx is Approx.LESS_THAN and one.value > other.value
    above = (
        other.approx is Approx.MORE_THAN
        and one.value < other.value
        and other.hedge[:2] not in ("突破", "超过")
    )
    if below or above:
        sign = "＞" if below else "＜"
        meaning = "不足" if below else "超过"
        message = f"{one.text}{sign}{other.text}，而“{other.hedge}”表示{meaning}，二者不符。"
        yield finding(
            "comparison", message, reading.text, other.start, other.end, others=((one.start, one.end),)
        )


def _near(reading: Reading, at: int) -> list[Mention]:
    start, _ = reading.layout.sentence(at)
    found = [m for m in between(reading, start, at) if m.high is None and m.value is not None]
    return [m for m in found if not moves(reading, m) and (is_amount(m) or m.kind is Kind.PERCENT)]


def _planned(reading: Reading, near: list[Mention]) -> tuple[Mention, Mention] | None:
    """The one plan and the one actual before the claim, of one unit."""
    plans = [m for m in near if _PLAN.search(window(reading, m))]
    if any("每" in window(reading, m) for m in near):
        return None
    actual = [m for m in near if m not in plans and _ACTUAL.search(window(reading, m))]
    if len(plans) != 1 or len(actual) != 1 or not _comparable(plans[0], actual[0]):
        return None
    return plans[0], actual[0]


def _labelled(reading: Reading, match: re.Match[str], said: int) -> Iterator[Finding]:
    if said == 0 and not (match["level"] or (match["same"] or "")[:1] in "等持"):
        return
    pair = _planned(reading, _near(reading, match.start())) or _planned(
        reading, _near(reading, reading.layout.sentence(match.end())[1])
    )
    if pair is None:
        return
    plan, actual = pair
    real = _sign(exactly(actual)[0] - exactly(plan)[1]) if exactly(actual)[0] > exactly(plan)[1] else (
        -1 if exactly(actual)[1] < exactly(plan)[0] else 0
    )  # fmt: skip
    if real != said:
        yield _against(reading, match, plan, actual, real)


def _goal(reading: Reading, match: re.Match[str]) -> Iterator[Finding]:
    pair = _planned(reading, _near(reading, match.start()))
    if pair is None:
        return
    plan, actual = pair
    # ≤ targets are met from below: only counts and rates without a bound are judged.
    if re.search(r"[≤<＜不]|以内|以下|控制", window(reading, plan) + plan.hedge + plan.text):
        return
    real = _sign((actual.value or Decimal(0)) - (plan.value or Decimal(0)))
    if (match["more"] and real < 0) or (match["least"] and real < 0) or (match["less"] and real >= 0):
        yield _against(reading, match, plan, actual, real)


def _against(reading: Reading, match: re.Match[str], plan: Mention, actual: Mention, real: int) -> Finding:
    sign = {1: "＞", 0: "＝", -1: "＜"}[real]
    message = f"{actual.text}{sign}{plan.text}，与“{match[0]}”不符。"
    return finding(
        "comparison", message, reading.text, match.start(), match.end(),
        expected={1: "大于", 0: "等于", -1: "小于"}[real],
        others=((plan.start, plan.end), (actual.start, actual.end)),
    )  # fmt: skip


_WORDLESS = re.compile(
    r"(?P<than>比|较|与|同)?(?:(?:上年|去年|上一年|同期|年初|预算|计划)(?:度|数|同期|决算数?)*(?:相比)?[，,]?)?(?:均|也)?(?:有所|略有|明显|大幅|小幅|稍有)?"
    r"(?:(?P<up>增长|增加|上升|提高)|(?P<down>下降|减少|降低|回落))(?=[，。；])"
)


def _wordless(reading: Reading, match: re.Match[str]) -> Iterator[Finding]:
    """16.8万元，比上年的15.2万元有所下降: a direction without a figure of its own."""
    near = _near(reading, match.start())[-3:]
    bases = [m for m in near if _LAST.search(window(reading, m))]
    others = [m for m in near if m not in bases]
    if len(bases) != 1 or len(others) != 1 or not _comparable(bases[0], others[0]):
        return
    close = max(bases[0].end, others[0].end)
    attached = close == match.start() and re.search("比|较", window(reading, bases[0]))
    if not attached and not (match["than"] and match.start() - close <= 1):
        return
    real = _sign((others[0].value or Decimal(0)) - (bases[0].value or Decimal(0)))
    if real != (1 if match["up"] else -1):
        yield _against(reading, match, bases[0], others[0], real)


def _level(reading: Reading, match: re.Match[str]) -> Iterator[Finding]:
    """A…，上年B，持平: two numbers, one of them marked as the base."""
    near = _near(reading, match.start())
    base = re.compile("预算|计划") if (match["what"] or "")[:2] in ("预算", "计划", "年初") else _LAST
    bases = [m for m in near if base.search(window(reading, m))]
    others = [m for m in near if m not in bases]
    if len(bases) != 1 or len(others) != 1 or not _comparable(bases[0], others[0]):
        return
    if (
        not match["base"]
        and not match["soft"]
        and "两年" not in reading.text[match.start() - 4 : match.start()]
    ):
        if not reading.text[max(0, match.start() - 3) : match.start()].endswith(("，", "均", "两者", "二者")):
            return
    one, other = bases[0].value or Decimal(0), others[0].value or Decimal(0)
    gap = abs(one - other)
    if gap > (
        max(abs(one), abs(other)) * Decimal("0.05")
        if match["soft"]
        else max(bases[0].step, others[0].step) / 2
    ):
        message = f"{others[0].text}与{bases[0].text}不相等，与“{match[0]}”不符。"
        yield finding(
            "comparison", message, reading.text, match.start(), match.end(),
            others=tuple((m.start, m.end) for m in (bases[0], others[0])),
        )  # fmt: skip


def _surplus(reading: Reading, claim: Mention) -> Iterator[Finding]:
    """超编2人 with fewer people than posts; 结余 with more spent than there was."""
    if not is_amount(claim):
        return
    match = _OVER.search(window(reading, claim)[-8:])
    if match is None or "未" in window(reading, claim)[-8:]:
        return
    pair = _planned(reading, [m for m in _near(reading, claim.start) if alike(m, claim)])
    if pair is None:
        return
    plan, actual = pair
    real = _sign((actual.value or Decimal(0)) - (plan.value or Decimal(0)))
    if (match["over"] and real < 0) or (match["under"] and real > 0):
        sign = "＞" if real > 0 else "＜"
        message = f"{around(reading, actual)[-8:]}{actual.text}{sign}{plan.text}，与“{match[0]}”不符。"
        yield finding(
            "comparison", message, reading.text, claim.start - len(match[0]), claim.end,
            others=((plan.start, plan.end), (actual.start, actual.end)),
        )  # fmt: skip


def _sign(value: Decimal) -> int:
    return (value > 0) - (value < 0)
