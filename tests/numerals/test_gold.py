"""The gold comparison counts what it says it counts."""

import json
from pathlib import Path

import pytest

from benchmarks import gold


def test_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    text = "支出30万元，其中5人参加，一批项目。"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")

    def row(span: str, kind: str, value: str, unit: str, optional: bool = False) -> dict[str, object]:
        start = text.index(span)
        return {
            "file": "a.txt",
            "start": start,
            "end": start + len(span),
            "kind": kind,
            "value": value,
            "unit": unit,
            "optional": optional,
        }

    lines = [
        row("30万元", "money", "300000", "元"),
        row("5人", "count", "6", "人"),
        row("一批", "count", "1", "批", True),
    ]
    (tmp_path / "gold.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["gold", str(tmp_path / "gold.jsonl"), str(tmp_path)])
    gold.main()
    shown = {line.split()[0]: line.split()[1:] for line in capsys.readouterr().out.splitlines()}
    assert shown["money"] == ["1", "1", "1", "1.0000", "1.0000"]
    assert shown["count"] == ["1", "1", "0", "0.0000", "0.0000"]
