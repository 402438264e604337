"""三项指标每项5分，分别得5分、4.5分、5.8分: none earns more than each of them can."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from pipeline.crosscheck.arithmetic.scores.marks import Mark, Role
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.reading import Reading
from schemas.findings import Finding

_EACH = re.compile(
    r"(?:每一?[项个条家人题](?:[一-鿿]{0,6})|各(?:[项题]|[一-鿿]{0,4}指标)?|均|单项)"
    r"(?:满分|分值|权重|赋分?|计|占)?(?:值|均|各)?(?:为|是)?$"
)
_RULE = re.compile(r"[扣加得]|发现|增|少|低|减|提高|降")
_ADDED = re.compile(r"加分|附加|奖励")


def check_each(reading: Reading, marks: Sequence[Mark]) -> Iterator[Finding]:
    """Every score of a row that is told behind what each of the row can earn."""
    for at, each in enumerate(marks):
        told = _EACH.search(each.words)
        if told is None or _RULE.search(told[0]) or each.role not in (Role.RULE, Role.FULL, Role.BARE):
            continue
        end = reading.layout.period(each.start)[1]
        behind = [m for m in marks[at + 1 :] if m.start < end]
        run = list(takewhile(lambda m: m.role is Role.GOT and not m.whole, behind))
        values = sorted(m.value for m in run)
        if len(run) < 2 or _ADDED.search(reading.text, each.end, run[-1].end):
            continue
        if values[0] <= each.value and 2 * values[-1] < 3 * each.value:  # else of several together
            yield from (_above(reading, m, each) for m in run if m.value > each.value)


def _above(reading: Reading, mark: Mark, each: Mark) -> Finding:
    message = f"每项满分{each.mention.text}，此处得分{mark.mention.text}，超过了满分。"
    return finding("score", message, reading.text, mark.start, mark.end, others=((each.start, each.end),))
