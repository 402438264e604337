"""The grade that a score earns: by the bands that the text states, else by the usual ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from pipeline.crosscheck.arithmetic.scores.marks import Mark, Role
from pipeline.crosscheck.arithmetic.scores.words import words
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.reading import Reading
from schemas.findings import Finding, Severity

_NAME = (
    r"优秀|优等?|良好|良等?|中等?|合格|不合格|基本合格|较差|差等?|一般"
    r"|[一二三四]等|[一二三四]级|[ABCD](?:类|级|等)?|[甲乙丙丁](?:类|级|等)"
)
_ENDS = r"(?=[，。；、等级档次（(）)]|$)"
_GRADE = re.compile(
    rf"(?:等级|等次|档次|级别|结果|评价|评定|结论)[^，。；\d“]{{0,6}}?(?:为|是|[:：])?[“\"‘]?(?P<grade>{_NAME})[”\"’]?{_ENDS}"
    rf"|(?:评为|定为|列为|属于?|列入?|仍为|获评|获)[“\"‘]?(?P<told>{_NAME})[”\"’]?(?:等次|等级|档次|档|级|(?=[，。；（(]|$))"
)
_AT = r"(?P<low>\d{2,3}(?:\.\d+)?)分?(?:（含\d*分?）|\(含\)|（含[^）]{0,4}）)?"
_UP_TO = r"(?:及?以上|[—\-－～~至到]\d{2,3}(?:\.\d+)?分?(?:（含）|（不含）|（不含[^）]{0,4}）)?)"
_BAND = re.compile(
    rf"(?:得分)?≥?{_AT}{_UP_TO}(?:的|者)?(?:，)?(?:为|是|评为|定为|属|对应|即)?[“\"]?(?P<grade>{_NAME})"
    rf"|[“\"]?(?P<named>{_NAME})[”\"]?(?:等次|等级|档)?[（(：:为≥]{{1,2}}(?P<from>\d{{2,3}}(?:\.\d+)?)分?(?:（含）)?(?:{_UP_TO}|(?<=≥\d\d)(?=）)|(?<=≥\d\d分)(?=）))"
)
_USUAL = {"优": Decimal(90), "良": Decimal(80), "中": Decimal(60), "差": Decimal(0)}
_EARLIER = re.compile(r"上年|去年|上一年|以前年度|往年")
_LEAST = 40
"""A score of all indicators is no smaller; what one indicator earned has no grade."""
_REACH = 120


def check_grades(reading: Reading, marks: Sequence[Mark]) -> Iterator[Finding]:
    """自评得分93.5分，等级为“良”: wrong by the bands of the text (error) or by the usual ones (warning)."""
    for match in _GRADE.finditer(reading.text):
        score = _score_of(reading, match.start(), marks)
        said = (match["grade"] or match["told"] or "")[0]
        if score is None or score.value > 100 or _BAND.match(reading.text, match.start()):
            continue
        stated = _bands(reading, match.start())
        bands = stated or _USUAL
        reached = [(low, name) for name, low in bands.items() if score.value >= low]
        right = max(reached)[1] if reached else said
        if said not in bands or said == right:
            continue
        yield _wrong(reading, match, score, right, bool(stated))


def _wrong(reading: Reading, match: re.Match[str], score: Mark, right: str, stated: bool) -> Finding:
    basis = "文中所列标准" if stated else "通行标准（90分以上为优，80—90分为良，60—80分为中）"
    said = match["grade"] or match["told"]
    message = f"{score.mention.text}按{basis}应为“{right}”，此处写“{said}”。"
    return finding(
        "score", message, reading.text, match.start(), match.end(), expected=right,
        severity=Severity.ERROR if stated else Severity.WARNING, others=((score.start, score.end),),
    )  # fmt: skip


def _score_of(reading: Reading, at: int, marks: Sequence[Mark]) -> Mark | None:
    """The last score earned of all indicators before the grade, in its paragraph."""
    start = max(reading.layout.paragraph(at)[0], at - _REACH)
    told = [m for m in marks if start <= m.start < at and _is_total(m)]
    if told and any(_of_another(m) for m in marks if told[-1].end <= m.start < at):
        return None
    return told[-1] if told else None


def _of_another(mark: Mark) -> bool:
    """A score that is no smaller, but of another year: 上年自评得分86分，等级为良."""
    return mark.value >= _LEAST and bool(_EARLIER.search(mark.words))


def _is_total(mark: Mark) -> bool:
    scored = mark.value >= _LEAST and words().got.search(mark.words)
    return mark.role is Role.GOT and (mark.whole or bool(scored))


def _bands(reading: Reading, at: int) -> Mapping[str, Decimal]:
    """The lower bounds that the paragraph states, by the first character of the grade."""
    start, end = reading.layout.paragraph(at)
    found = _BAND.finditer(reading.text, start, end)
    bands = {(m["grade"] or m["named"])[0]: Decimal(m["low"] or m["from"]) for m in found}
    if bands and "差" not in bands and "不" not in bands and min(bands.values()) <= 60:
        bands["差"] = Decimal(0)
    return bands
