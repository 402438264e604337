"""Full scores and weights that must make their whole: 满分100分，由15分、25分、30分、30分组成."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from pipeline.crosscheck.arithmetic.numbers import between
from pipeline.crosscheck.arithmetic.scores.marks import Mark, Role
from pipeline.crosscheck.arithmetic.scores.words import words
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.reading import Reading
from pipeline.crosscheck.show import plain
from schemas.figures import Kind
from schemas.findings import Finding, Mention, Severity

_HUNDRED = Decimal(100)
_MARKED_BY = re.compile(r"百分制|满分(?:为|是)?100|总分(?:值)?(?:为|是)?100|100分制")
_WEIGHTS = re.compile(r"权重|权数|占比权重")
_OPENED = re.compile(
    r"[，,。；：:（(]?[^，。；]{0,8}?(?:由|其中|分为|分设|下设|包括|包含|含|分别|各|[：:（(])"
)
_SPAN = 90


def check_full(reading: Reading, marks: Sequence[Mark]) -> Iterator[Finding]:
    """Runs of full scores against the whole that is named before them, or against the 100 of 百分制."""
    for run in _runs(reading, marks):
        if whole := _whole(reading, marks, run):
            yield from _compared(reading, run, whole.value, (whole.start, whole.end))
        elif match := _hundred(reading, run):
            yield from _compared(reading, run, _HUNDRED, match.span())


def _whole(reading: Reading, marks: Sequence[Mark], run: Sequence[Mark]) -> Mark | None:
    """What the run divides: the score before it, or the total right behind it."""
    before = [m for m in marks if m.end <= run[0].start][-1:]
    if before and _is_whole(reading, before[0], run):
        return before[0]
    behind = [m for m in marks if m.start >= run[-1].end][:1]
    told = behind and (behind[0].whole or behind[0].value == _HUNDRED)
    if told and behind[0].role is Role.FULL:
        gap = reading.text[run[-1].end : behind[0].start]
        return behind[0] if len(gap) <= 16 and "。" not in gap else None
    return None


def _runs(reading: Reading, marks: Sequence[Mark]) -> Iterator[list[Mark]]:
    """Neighbouring full scores with nothing earned between them."""
    run: list[Mark] = []
    for mark in marks:
        gap = reading.text[run[-1].end : mark.start] if run else ""
        if run and (mark.role is not Role.FULL or len(gap) > 24 or re.search(r"[。\n]|其中|得", gap)):
            yield from [run] if len(run) > 1 else []
            run = []
        if mark.role is Role.FULL and not (mark.whole or mark.value == _HUNDRED):
            run.append(mark)
    yield from [run] if len(run) > 1 else []


def _is_whole(reading: Reading, whole: Mark, run: Sequence[Mark]) -> bool:
    """满分100分，由…组成; 权重50分，下设…四项; 共30分，其中…."""
    if whole.role not in (Role.FULL, Role.GOT, Role.OTHER) or whole.value <= max(m.value for m in run):
        return False
    gap = reading.text[whole.end : run[0].start]
    return bool(_OPENED.match(gap)) and len(gap) <= 40 and whole.role is not Role.OTHER


def _hundred(reading: Reading, run: Sequence[Mark]) -> re.Match[str] | None:
    """百分制 in the words before a run of three or more."""
    if len(run) < 3 or abs(sum(m.value for m in run) - _HUNDRED) > 30:
        return None
    start = reading.layout.paragraph(run[0].start)[0]
    return _MARKED_BY.search(reading.text, max(start, run[0].start - _SPAN), run[0].start)


def _compared(
    reading: Reading, run: Sequence[Mark], whole: Decimal, place: tuple[int, int]
) -> Iterator[Finding]:
    total = sum((m.value for m in run), Decimal(0))
    end = reading.layout.sentence(run[-1].end)[1]
    if total == whole or words().open.search(reading.text, min(place[1], run[0].start), end):
        return
    if total != _HUNDRED and not Decimal("0.7") < total / whole < Decimal("1.4"):
        return  # parts that come to 100 are all, whatever the whole is said to be
    terms = "＋".join(plain(m.value) for m in run)
    message = f"各项分值{terms}＝{plain(total)}分，与“{reading.text[place[0] : place[1]]}”不符。"
    yield finding(
        "score", message, reading.text, *place, expected=f"{plain(total)}分", evidence=terms,
        others=tuple((m.start, m.end) for m in run),
    )  # fmt: skip


# -- weights in percent --------------------------------------------------------------------------------


def check_weights(reading: Reading) -> Iterator[Finding]:
    """权重依次为10%、40%、30%、15%: they make 100%."""
    done = 0
    for match in _WEIGHTS.finditer(reading.text):
        if match.start() < done:
            continue  # 投入权重10%，产出权重50%: one run
        start, end = match.end(), reading.layout.sentence(match.end())[1]
        run = _percents(reading, start, end)
        total = sum((m.value or Decimal(0) for m in run), Decimal(0))
        done = run[-1].end if run else done
        if len(run) < 3 or total == _HUNDRED or abs(total - _HUNDRED) > 20:
            continue
        terms = "＋".join(m.text for m in run)
        message = f"各项权重{terms}＝{plain(total)}%，不是100%。"
        yield finding(
            "score", message, reading.text, run[0].start, run[-1].end,
            severity=Severity.WARNING, expected="100%", evidence=terms,
        )  # fmt: skip


def _percents(reading: Reading, start: int, end: int) -> list[Mention]:
    """The percentages right behind the word, one list."""
    out: list[Mention] = []
    for mention in between(reading, start, end):
        gap = reading.text[(out[-1].end if out else start) : mention.start]
        single = mention.kind is Kind.PERCENT and mention.unit == "%" and mention.high is None
        if not single or len(gap) > 24:
            break
        out.append(mention)
    return out
