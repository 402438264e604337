"""The planted-error benchmark plants what it says, before anything is checked; its passages are sound."""

import json
import random
from functools import cache
from pathlib import Path

import pytest

import benchmarks.planting.figures
import benchmarks.planting.words  # noqa: F401  (both register their planters)
from benchmarks.audit import places
from benchmarks.planting.pages import Page, load_pages
from benchmarks.planting.tools import (
    CLASSES,
    CLOSE,
    OPEN,
    Class,
    Edit,
    other_digit,
    shifted,
    source,
    transposed,
)

PASSAGES = Path(__file__).parents[1] / "benchmarks" / "audit_own.jsonl"


@cache
def pages() -> tuple[Page, ...]:
    return tuple(load_pages())


def plants(kind: Class, form: str, seed: int = 1) -> list[tuple[Page, Edit]]:
    rng = random.Random(seed)
    return [(p, e) for p in pages() if form in p.forms for e in kind.plant(p, form, rng)]


def test_there_are_at_least_twenty_classes_each_with_its_rule() -> None:
    assert len({kind.name for kind in CLASSES}) >= 20
    assert all(kind.rule for kind in CLASSES)


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.name)
def test_every_plant_changes_its_page_and_marks_where(kind: Class) -> None:
    for form in kind.forms:
        planted = plants(kind, form)
        assert any(edit.detectable for _, edit in planted), form
        for page, edit in planted:
            assert edit.marked.count(OPEN) == edit.marked.count(CLOSE) == 1
            spoilt = edit.marked.replace(OPEN, "").replace(CLOSE, "")
            assert (spoilt == source(page, form)) == (edit.ledger is not None)


def test_plants_are_the_same_for_the_same_seed() -> None:
    kind = next(kind for kind in CLASSES if kind.name == "digit")
    marks = [[edit.marked for _, edit in plants(kind, "text", seed)] for seed in (1, 1, 2)]
    assert marks[0] == marks[1] != marks[2]


def test_clean_pages_render_without_problems_and_know_their_figures() -> None:
    for page in pages():
        assert not page.rendered.problems, page.name
        assert all(any(c.isdigit() for c in page.text[s.start : s.end]) for s in page.spots), page.name


def test_slips_of_the_pen() -> None:
    rng = random.Random(3)
    assert {other_digit("10", rng)[0] for _ in range(200)} <= set("123456789")
    assert transposed("1919", rng) in ("9119", "1199", "1991")
    assert transposed("33", rng) is None
    assert {shifted("301.81", rng) for _ in range(50)} == {"30.181", "3018.1"}
    assert shifted("0.22", rng) == "2.2"


def test_every_quote_of_a_passage_stands_in_its_text() -> None:
    rows = [json.loads(line) for line in PASSAGES.read_text(encoding="utf-8").splitlines()]
    assert len({row["id"] for row in rows}) == len(rows) >= 160
    for row in rows:
        for fault in row["faults"]:
            assert len(places(row["text"], fault)) == 1 + len(fault.get("alt", [])), row["id"]
            assert fault["kind"]
            assert fault["why"]
