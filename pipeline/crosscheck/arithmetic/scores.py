"""Scores: 分值, 扣分 and 得分, the sum of scores, and the grade that a score earns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from pipeline.crosscheck.arithmetic.numbers import between, claimed, clean_noun, grade, percent, window
from pipeline.crosscheck.arithmetic.scoring import check_scoring
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.intervals import exactly, meant, plus, times
from pipeline.crosscheck.reading import Reading
from pipeline.crosscheck.show import plain
from schemas.figures import Kind
from schemas.findings import Finding, Mention, Severity

_TEN_THOUSAND = (Decimal(10_000), Decimal(10_000))
_GOT = re.compile(r"(?:得|评|计|给|获|打)(?:分|到|得|了)?(?:为|是|[:：])*$|得分(?:为|是|[:：])*$|实得$")
_FULL = re.compile(r"(?:满分|分值|权重|标准分|总分值)(?:均?(?:为|是)|[:：])*$")
_RATED = re.compile(r"平均|均分|[打评]分|得分|加权|综合")
_OFF = re.compile(r"(?:扣|扣减|扣除|扣掉|减)(?:分|去|了)?$")
_TOTAL = re.compile(
    r"(?:总得分|合计得分?|总分|综合得分|综合评分|自评得分|自评总分|得分合计|总计得?分?|最终得分|共得|合计)(?:为|是|[:：])*$"
)
_PRODUCT = re.compile(
    r"权重[×*xX]|[×*](?:预算)?执行率|按比例(?:计|得)分|按[^，。；]{0,8}率(?:计|得|折)[^，。；]{0,2}分|按(?:预算)?(?:执行|完成)率|乘以|按权重|[×*]"
)
_IN_TURN = re.compile(r"(?:分别|依次|各项?)(?:自评|均)?(?:得分?|评为|为)+$")
_REST = re.compile(r"等|其余|其他|未扣分|均得满分|均为满分")
_LISTED = re.compile(r"[，,。；：:（(]?(?:其中|具体|分别|包括|即|各)|[：:（(，]")
_GRADE = re.compile(
    r"(?:等级|等次|档次|级别|结果|评价|评定|结论)[^，。；\d]{0,6}?(?:为|是|[:：])?[“\"‘]?(?P<grade>优秀|优等?|良好|良等?|中等?|合格|较差|差等?)[”\"’]?(?=[，。；、等级档（(）)]|$)"
)
_BAND = re.compile(
    r"(?P<low>\d{2,3}(?:\.\d+)?)分?(?:（含）|\(含\)|（含[^）]{0,4}）)?(?P<op>以上|及以上|[—\-～~至到]\d{2,3}(?:\.\d+)?分?(?:（含）|（不含）)?)(?:的)?(?:为|是|评为|定为)?[“\"]?(?P<grade>优|良|中|合格)"
)
_USUAL = {"优": Decimal(90), "良": Decimal(80), "中": Decimal(60), "差": Decimal(0)}
_ORDER = ("优", "良", "中", "差")


def check_scores(reading: Reading) -> Iterator[Finding]:
    """Every score against its weight, its deduction, its rate, its sum and its grade."""
    if "分" not in reading.text:
        return
    scores = [m for m in reading.figures if m.unit == "分" and m.kind is Kind.COUNT and m.high is None]
    for claim in scores:
        words = window(reading, claim)
        if _TOTAL.search(words) and (items := _items(reading, claim, scores)):
            yield from _sum(reading, claim, items)
        elif _TOTAL.search(words) and _taken_off(reading, claim):
            yield from _item(reading, claim)
        elif _TOTAL.search(words):
            continue
        elif _GOT.search(words) or _bare_got(reading, claim, words):
            yield from _item(reading, claim)
    yield from _grades(reading, scores)
    yield from check_scoring(reading, scores)


def _item(reading: Reading, claim: Mention) -> Iterator[Finding]:
    """得S分 against the weight, the deduction and the rate in its own sentence."""
    start, _ = reading.layout.sentence(claim.start)
    earlier = reading.layout.period(max(start - 1, 0))[0]
    if re.search(r"每[^，。；]{0,16}扣", reading.text[earlier:start]):
        start = earlier
    before = list(between(reading, start, claim.start))
    marks = [m for m in before if m.unit == "分"]
    got = [i for i, m in enumerate(marks) if _GOT.search(window(reading, m))]
    marks = marks[got[-1] + 1 :] if got else marks
    full = next((m for m in marks if _FULL.search(window(reading, m))), None)
    if full is None and marks and _RATED.search(window(reading, marks[0])):
        return
    if full is None and marks and not _OFF.search(window(reading, marks[0])) and len(marks) <= 2:
        full = marks[0] if reading.text[marks[0].end : claim.start].count("，") <= 4 else None
    if full is None:
        return
    off = [m for m in marks if m is not full and _OFF.search(window(reading, m))]
    if off and "每" in reading.text[reading.layout.clause(off[0].start)[0] : off[0].start]:
        yield from _by_times(reading, claim, full, off[0])
        return
    others = ((full.start, full.end), *((m.start, m.end) for m in off))
    value, most = claim.value or Decimal(0), full.value or Decimal(0)
    if value > most:
        message = f"得分{claim.text}超过了分值{full.text}。"
        yield finding("score", message, reading.text, claim.start, claim.end, others=others)
    elif off:
        left = most - sum((m.value or Decimal(0) for m in off), Decimal(0))
        if left != value:
            terms = "－".join(plain(m.value or Decimal(0)) for m in (full, *off))
            message = f"{terms}＝{plain(left)}分，与“{claim.text}”不符。"
            yield finding(
                "score", message, reading.text, claim.start, claim.end, expected=f"{plain(left)}分",
                evidence=terms, others=others,
            )  # fmt: skip
    else:
        yield from _by_rate(reading, claim, full, before)


def _by_times(reading: Reading, claim: Mention, full: Mention, off: Mention) -> Iterator[Finding]:
    """满分8分，每发现1处扣0.5分，…发现3处，得6.5分."""
    rule = between(reading, reading.layout.clause(off.start)[0], off.start)
    unit = rule[-1].unit if rule else None
    told = [m for m in between(reading, off.end, claim.start) if m.unit == unit and m.value is not None]
    if len(told) != 1 or unit is None or (rule[-1].value or 0) != 1:
        return
    lost = (told[0].value or Decimal(0)) * (off.value or Decimal(0))
    left = max((full.value or Decimal(0)) - lost, Decimal(0))
    if left != claim.value:
        terms = f"{plain(full.value or Decimal(0))}－{told[0].text}×{off.text}"
        message = f"{terms}＝{plain(left)}分，与“{claim.text}”不符。"
        yield finding(
            "score", message, reading.text, claim.start, claim.end, expected=f"{plain(left)}分",
            evidence=terms, others=((full.start, full.end), (told[0].start, told[0].end)),
        )  # fmt: skip


def _by_rate(reading: Reading, claim: Mention, full: Mention, before: list[Mention]) -> Iterator[Finding]:
    start, end = reading.layout.sentence(claim.start)
    rates = [m for m in before if m.kind is Kind.PERCENT]
    if len(rates) != 1 or not _PRODUCT.search(reading.text, start, end):
        return
    wrong = grade(lambda of: claimed(claim, percent(times(of(rates[0]), of(full)), _TEN_THOUSAND)))
    if wrong is not None:
        value = plain((full.value or Decimal(0)) * (rates[0].value or Decimal(0)) / 100)
        message = f"{full.text}×{rates[0].text}＝{value}分，与“{claim.text}”不符。"
        yield finding(
            "score", message, reading.text, claim.start, claim.end, severity=wrong, expected=f"{value}分"
        )


def _taken_off(reading: Reading, claim: Mention) -> bool:
    """满分100分，共扣3.6分，自评得分96.4分."""
    before = between(reading, reading.layout.sentence(claim.start)[0], claim.start)
    return len(before) == 2 and bool(
        _FULL.search(window(reading, before[0])) and _OFF.search(window(reading, before[1]))
    )


def _bare_got(reading: Reading, claim: Mention, words: str) -> bool:
    return words == "" and reading.text[claim.start - 1 : claim.start] == "得"


def _items(reading: Reading, claim: Mention, scores: list[Mention]) -> list[Mention]:
    """The scores told one by one before a total, or behind it when none stand before."""
    line = reading.layout.paragraph(claim.start)
    mine = [m for m in scores if line[0] <= m.start < line[1] and m is not claim]
    got = [m for m in mine if _GOT.search(window(reading, m)) and not _TOTAL.search(window(reading, m))]
    if len(got) == 1 and got[0].start < claim.start and _IN_TURN.search(window(reading, got[0])):
        got = _in_turn(reading, got[0], mine)
    before = [m for m in got if m.start < claim.start]
    counted = re.search(r"(两|三|四|五|六)项[^，。；]{0,6}$", window(reading, claim))
    if counted:
        before = before[-("两三四五六".index(counted[1]) + 2) :]
    if len(before) >= 2:
        earlier = any(_TOTAL.search(window(reading, m)) for m in mine if m.start < claim.start)
        return [] if earlier else before
    behind = [m for m in got if m.start > claim.end]
    opened = _LISTED.match(reading.text, claim.end)
    if not behind and not before and len(got) < 2:
        behind, opened = _elsewhere(reading, claim, scores), _LISTED.match("，")
    end = reading.layout.period(behind[-1].end - 1)[1] if behind else claim.end
    if len(behind) < 2 or before or _REST.search(reading.text, behind[0].start, end):
        return []
    return behind if opened else []


def _in_turn(reading: Reading, first: Mention, mine: list[Mention]) -> list[Mention]:
    """分别得14分、10分、9分、13分: the row that one 得 opens."""
    row = [first]
    for mention in mine:
        gap = reading.text[row[-1].end : mention.start]
        if mention.start > row[-1].end and gap in ("、", "和", "，", "及"):
            row.append(mention)
    return row


def _elsewhere(reading: Reading, claim: Mention, scores: list[Mention]) -> list[Mention]:
    """The one later paragraph that tells three scores or more and no total of its own."""
    rows: dict[int, list[Mention]] = {}
    for mention in scores:
        if mention.start > claim.end and _GOT.search(words := window(reading, mention)):
            key = reading.layout.paragraph(mention.start)[0]
            rows.setdefault(key, []).append(mention)
            if _TOTAL.search(words):
                return []
    full = [row for row in rows.values() if len(row) >= 3]
    return full[0] if len(rows) == 1 and full else []


def _sum(reading: Reading, claim: Mention, items: list[Mention]) -> Iterator[Finding]:
    """总得分 against the scores told one by one."""
    total = (Decimal(0), Decimal(0))
    for item in items:
        total = plus(total, exactly(item))
    if total[0] <= (claim.value or Decimal(0)) <= total[1]:
        return
    # The items may be part of the score only: then the sum stays clearly below the total.
    if total[1] < meant(claim)[0] * Decimal("0.9"):
        return
    terms = "＋".join(plain(m.value or Decimal(0)) for m in items)
    message = f"{terms}＝{plain(total[0])}分，与“{claim.text}”不符。"
    yield finding(
        "score", message, reading.text, claim.start, claim.end, expected=f"{plain(total[0])}分",
        evidence=terms, others=tuple((m.start, m.end) for m in items),
    )  # fmt: skip


def _grades(reading: Reading, scores: list[Mention]) -> Iterator[Finding]:
    """自评得分93.5分，等级为“良”: by the bands that the text states, else by the usual ones."""
    for match in _GRADE.finditer(reading.text):
        line = reading.layout.paragraph(match.start())
        totals = [
            m for m in scores
            if line[0] <= m.start < match.start() and match.start() - m.start <= 120
            and _is_total(reading, m)
        ]  # fmt: skip
        if not totals or (totals[-1].value or 0) > 100:
            continue
        bands = {
            b["grade"][0]: Decimal(b["low"])
            for b in _BAND.finditer(reading.text, *line)
            if "以上" in b["op"] or b["op"]
        }
        own = dict(_USUAL) | bands
        score = totals[-1].value or Decimal(0)
        right = next(g for g in _ORDER if score >= own[g])
        said = match["grade"][0]
        if said in ("合", "较"):
            continue
        if said != right:
            basis = "文中所列标准" if bands else "通行标准（90分以上为优，80—90分为良，60—80分为中）"
            message = f"{totals[-1].text}按{basis}应为“{right}”，此处写“{match['grade']}”。"
            yield finding(
                "score", message, reading.text, match.start(), match.end(),
                severity=Severity.ERROR if bands else Severity.WARNING, expected=right,
                others=((totals[-1].start, totals[-1].end),),
            )  # fmt: skip


def _is_total(reading: Reading, mention: Mention) -> bool:
    words = window(reading, mention)
    return bool(
        _TOTAL.search(words) or re.search(r"(?:得分|评分|总分|得)(?:为|是|[:：])*$", words)
    ) and not clean_noun(words).endswith("满分")
