"""The coverage benchmark counts what it says it counts."""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks.coverage import from_gold, from_text, hold, summary
from pipeline.ledger import build_ledger
from tests.sheets import make

TEXT = "基本支出301.8万元，比上年减少0.1万元，有12名职工，花了7.5万元和3%，去了数十家。"
REPORT = make(
    {
        "收支": [("基本支出", {"决算": "301.81", "上年决算": "301.91"})],
        "单位情况": [("在职人数", {"本年": 12})],
    }
)


def test_values_are_held_within_their_printed_rounding() -> None:
    held = hold(from_text(TEXT), build_ledger(REPORT), "基本支出301.81万元。")
    assert [(h.wanted.text, h.home, h.printed) for h in held] == [
        ("301.8万元", "sheet", True),
        ("0.1万元", "computed", False),
        ("12名", "sheet", False),
        ("7.5万元", "missing", False),
        ("3%", "missing", False),
    ]
    figures = summary(held)
    assert (figures["in_ledger"], figures["in_ledger_percent"], figures["printed"]) == (3, 60.0, 1)
    assert figures["same_measure_word_percent"] == 40.0  # 12名 against 12人
    assert figures["by_kind"] == {"money": "2/3", "count": "1/1", "percent": "0/1"}


def test_the_hand_made_answer_has_the_same_intervals(tmp_path: Path) -> None:
    rows = [
        {
            "start": m.start,
            "text": m.text,
            "kind": m.kind,
            "value": str(value),
            "unit": m.unit,
            "num_start": m.start,
        }
        | {"num_end": m.start + digits}
        for m, value, digits in zip(
            from_text(TEXT), ("3018000", "1000", "12", "75000", "3"), (5, 3, 2, 3, 1), strict=True
        )
    ]
    file = tmp_path / "gold.jsonl"
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    assert from_gold(file) == from_text(TEXT)
