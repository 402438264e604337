"""The benchmark that breaks relations finds them by arithmetic alone and changes one digit."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from benchmarks.broken import broke, chosen, noticed, texts


def relations(text: str) -> list[tuple[str, str, list[str]]]:
    found = chosen(text, 9, random.Random(1))
    return sorted((r.kind, r.claim.text, [m.text for m in r.terms]) for r in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("收入12.50万元、8.25万元，合计20.75万元。", [("sum", "20.75万元", ["12.50万元", "8.25万元"])]),
        ("受理320件，办结288件，比率90.00%。", [("share", "90.00%", ["320件", "288件"])]),
        ("上年12.00万元，今年13.50万元，增长12.50%。", [("growth", "12.50%", ["12.00万元", "13.50万元"])]),
        ("预算1250.40万元，支出1000.30万元，余250.10万元。", [
            ("difference", "1000.30万元", ["1250.40万元", "250.10万元"]),
            ("difference", "250.10万元", ["1250.40万元", "1000.30万元"]),
            ("sum", "1250.40万元", ["1000.30万元", "250.10万元"]),
        ]),
        ("约12.50万元、8.25万元，合计20.75万元。", []),  # a hedged number proves nothing
        ("12人、8件，合计20件。", []),
    ],
)  # fmt: skip
def test_what_holds_is_found_without_a_look_at_the_words(
    text: str, expected: list[tuple[str, str, list[str]]]
) -> None:
    assert relations(text) == expected


def test_one_digit_is_changed_and_the_places_are_told() -> None:
    text = "其中甲12.50万元、乙8.25万元，合计20.75万元。"
    (relation,) = chosen(text, 1, random.Random(1))
    for seed in range(20):
        broken, spots, _ = broke(text, relation, random.Random(seed))
        assert len(broken) == len(text)
        (at,) = [i for i in range(len(text)) if broken[i] != text[i]]
        assert any(start <= at < end for start, end in spots)
        assert noticed(text, broken, spots)


def test_silence_is_silence_and_what_was_told_before_is_no_notice() -> None:
    assert not noticed("甲12万元。", "甲13万元。", [(0, 5)])
    wrong = "甲镇12万元、乙镇8万元，合计21万元。"
    assert not noticed(wrong, wrong, [(0, len(wrong))])


def test_only_passages_without_faults_are_read(tmp_path: Path) -> None:
    rows = [{"text": "甲。", "faults": []}, {"text": "乙。", "faults": [{"quote": "乙"}]}]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    (tmp_path / "b.txt").write_text("丙。", encoding="utf-8")
    assert list(texts([tmp_path / "a.jsonl", tmp_path])) == ["甲。", "丙。"]
