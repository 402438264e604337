"""How well the words around a number agree with the figures that it may be.

A line of weights.tsv is a mode (see modes.py), a passage, and for its last number a column for each figure
in question, ``key=weight``, the heaviest first. ``python -m tests.crosscheck.test_candidates`` writes the
columns anew: read the difference.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.crosscheck.candidates import Words, by_value, seam, told, unit_score, values_of
from pipeline.crosscheck.reading import Reading
from pipeline.crosscheck.terms import terms_of
from schemas.figures import Figure, Kind, Ledger
from schemas.findings import Mention
from tests.crosscheck.ledgers import LEDGER, YEAR, count, derived, money
from tests.crosscheck.modes import EXAMPLE_OF, example

TABLE = Path(__file__).parent / "weights.tsv"
LINES = TABLE.read_text(encoding="utf-8").splitlines()
ROWS = [line.split("\t") for line in LINES if line[:1] != "#"]
MOST = 8


def read(mode: str, passage: str) -> tuple[Ledger, Reading, Mention]:
    ledger, year = LEDGER, YEAR
    if mode in EXAMPLE_OF:
        case = example(EXAMPLE_OF[mode])
        ledger, year = case.ledger, case.data.settings.year
    reading = Reading(passage, terms_of(ledger), year)
    return ledger, reading, reading.figures[-1]


def weights(mode: str, passage: str) -> list[str]:
    """For the last number: figures of its value, of the nouns in its sentence, of notes that join on."""
    ledger, reading, mention = read(mode, passage)
    terms = terms_of(ledger)
    named = [f for hit in reading.hits for s in sorted(hit.subjects) for f in terms.by_subject[s]]
    facets = {f.figure.key: f for f in (*by_value(mention, ledger), *told(mention, reading), *named)}
    weigh = Words(mention, reading)
    weighed = sorted(((round(weigh(f), 4), key) for key, f in facets.items()), key=lambda w: (-w[0], w[1]))
    return [f"{key}={weight}" for weight, key in weighed[:MOST]]


@pytest.mark.parametrize(("mode", "passage", "wanted"), [(m, p, w) for m, p, *w in ROWS])
def test_what_the_words_weigh(mode: str, passage: str, wanted: list[str]) -> None:
    assert weights(mode, passage) == wanted


PEOPLE, ROOMS, BARE = count("人数", "3", "人"), count("室", "3", "室"), count("数", "3", "")
RATE = derived("甲.执行率", "甲", "3", Kind.PERCENT, "%")


@pytest.mark.parametrize(
    ("unit", "figure", "score"),
    [
        ("万元", money("甲.决算", "3"), 0),
        ("亿元", money("甲.决算", "3"), 0),
        ("%", RATE, 1),
        ("％", RATE, 1),
        ("个百分点", RATE, None),
        ("人", RATE, None),
        (None, RATE, None),
        ("%", PEOPLE, None),
        ("％", PEOPLE, None),
        ("个百分点", PEOPLE, None),
        ("人", PEOPLE, 1),
        ("名", PEOPLE, 0),
        ("位", PEOPLE, 0),
        ("件", PEOPLE, None),
        (None, PEOPLE, 0),
        ("", PEOPLE, 0),
        ("人", BARE, 0),
        (None, BARE, 0),
        ("室", ROOMS, 1),
        ("个", ROOMS, None),
    ],
)
def test_which_units_can_mean_the_same(unit: str | None, figure: Figure, score: float | None) -> None:
    assert unit_score(unit, figure) == score


@pytest.mark.parametrize(
    ("passage", "key"),
    [
        ("支出300万元", "基本支出.决算"),
        ("支出2万元", "三公经费.公务接待费.决算"),
        ("支出0元", "三公经费.因公出国（境）费.决算"),
        ("增长8%", "基本支出.决算.比上年增减率"),
        ("共15人", "编制数"),
        ("共19800份", "记录.科普日.发放宣传资料"),
        ("共3台", None),
    ],
)
def test_the_nearest_figure_of_like_unit(passage: str, key: str | None) -> None:
    _, _, mention = read("ledger", passage)
    nearest = values_of(LEDGER).nearest(mention)
    assert (nearest.figure.key if nearest else None) == key


def test_an_empty_ledger_has_nothing_near() -> None:
    _, _, mention = read("ledger", "共3台")
    assert values_of(Ledger([])).nearest(mention) is None
    assert by_value(mention, Ledger([])) == []


def test_the_seam_is_the_words_right_around_the_digits() -> None:
    _, reading, mention = read("ledger", "全年市科协“先后”派出、共发放宣传资料近20份折页")
    assert seam(mention, reading.folded) == ("发放宣传资料近"[-8:].rjust(8, "共"), "份")


@pytest.mark.parametrize(
    ("passage", "units", "keys"),
    [
        ("发放宣传资料3份", True, ["记录.科普日.发放宣传资料"]),
        ("发放宣传资料3人", True, []),
        ("发放宣传资料3人", False, ["记录.科普日.发放宣传资料"]),
        ("参加培训3人", True, ["记录.培训.参加培训"]),
        ("全年3人", True, []),
    ],
)
def test_notes_whose_words_join_on(passage: str, units: bool, keys: list[str]) -> None:
    _, reading, mention = read("ledger", passage)
    assert [f.figure.key for f in told(mention, reading, units=units)] == keys
    assert told(mention, Reading(passage, None, YEAR), units=units) == []


if __name__ == "__main__":
    head = [line for line in LINES if line[:1] == "#"]
    rows = ["\t".join([mode, passage, *weights(mode, passage)]) for mode, passage, *_ in ROWS]
    TABLE.write_text("\n".join([*head, *rows]) + "\n", encoding="utf-8")
