"""Invented names, documents, dates, places: ``python -m benchmarks.invented [-v]``.

Every sentence of ``invented.yaml`` is checked against one small note as its only material. Printed: how many
of the inventions (between ⟦ and ⟧) are found, and every alarm on a clean sentence; the sentences of the
examples' own wording, checked against their own folders, are clean ones too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import yaml

from pipeline.crosscheck import Context, check
from pipeline.references import render
from pipeline.workflow import open_case
from schemas.findings import Finding

MATERIAL = """怀化市科学技术协会2020年活动记录
5月30日，在鹤城区迎丰街道举办全国科技工作者日活动，市科协主席张家荣出席，到场群众200余人，发放资料2万余份。
9月19日，联合市医学会在中方县桐木镇开展义诊，市第一人民医院派出医生6名。"""
EXAMPLES = ("changning2023", "chenzhou2021", "huaihua2020")
_MARKED = re.compile("⟦([^⟧]*)⟧")


def invented(text: str, material: str) -> list[Finding]:
    """What the check says of names without a source."""
    found = check(text, context=Context(year=2020, source_text=material)).findings
    return [f for f in found if f.code.startswith("invented-")]


def missed(sentences: list[str]) -> Iterator[str]:
    """The sentences whose marked words nothing was said about."""
    for sentence in sentences:
        match = _MARKED.search(sentence)
        assert match, sentence
        start, end = match.start(), match.end() - 2
        found = invented(sentence.replace("⟦", "").replace("⟧", ""), MATERIAL)
        if not any(f.start < end and start < f.end for f in found):
            yield sentence


def own_sentences() -> Iterator[tuple[str, str]]:
    """Every sentence of the examples, with the material of its own folder."""
    root = Path(__file__).resolve().parents[1] / "examples"
    for name in EXAMPLES:
        case = open_case(root / name)
        for spec in case.bodies:
            text = render(case.wording(spec), case.ledger, case.style).text
            yield from ((s + "。", case.source_text) for s in re.split(r"[。\n]", text) if s.strip())


def main() -> None:
    """Print both rates, and what was missed or wrongly reported."""
    rows = yaml.safe_load((resources.files("benchmarks") / "invented.yaml").read_text(encoding="utf-8"))
    lost = list(missed(rows["invented"]))
    clean = [(s, MATERIAL) for s in rows["clean"]] + list(own_sentences())
    alarms = [(s, f) for s, material in clean for f in invented(s, material)]
    print(f"found {len(rows['invented']) - len(lost)} of {len(rows['invented'])} inventions")
    print(f"{len(alarms)} alarms on {len(clean)} clean sentences")
    for sentence in lost:
        print("  missed", sentence)
    for sentence, f in alarms:
        print("  alarm", f.code, f.quote, "in", sentence[:60])


if __name__ == "__main__":
    main()
