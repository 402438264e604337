"""The benchmark of the round trip edits what it says, and its judge sees what it must."""

from __future__ import annotations

import random
from functools import cache

from benchmarks.hostility.edits import CLASSES
from benchmarks.hostility.judge import failures
from benchmarks.hostility.reports import MARK, Report, letters, load_reports, noisy
from benchmarks.round_trip import attack, survivors


@cache
def reports() -> tuple[Report, ...]:
    return tuple(load_reports())


def test_a_masked_report_prints_what_was_exported() -> None:
    for report in reports():
        for section, page in report.pages.items():
            assert report.masked.printed(section)[0] == page.text


def test_damage_by_chance_leaves_figures_and_their_neighbours_alone() -> None:
    report = reports()[0]
    for text in report.masked.texts.values():
        now = noisy(text, 0.5, letters(report), random.Random(1))
        assert now != text
        assert MARK.findall(now) == MARK.findall(text)


def test_every_figure_of_an_unedited_report_survives() -> None:
    for report in reports():
        total, kept = survivors(report, report.masked)
        assert total == kept > 0


def test_the_judge_sees_a_figure_tied_to_a_source_that_is_not_meant() -> None:
    report = reports()[0]
    masked = report.masked.copy()
    section = next(iter(masked.texts))
    masked.texts[section] += "\n以上数据真实可靠。"
    assert not failures(report, masked)
    mark = MARK.findall(masked.texts[section])[0]
    masked.means(mark, frozenset({"别的.决算"}))
    assert [f.tied for f in failures(report, masked)] == [masked.shown[mark].figure.key]


def test_a_handful_of_edits_of_every_class_leaves_no_figure_with_a_wrong_source() -> None:
    results = list(attack(reports(), 2 * len(CLASSES), seed=7))
    assert [name for name, done, _ in results if done == 2] == list(CLASSES)
    assert [f for _, _, failed in results for f in failed] == []
