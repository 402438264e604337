"""A new outline is a folder and no code: the README's example is written to disk and drafted with."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner
from docx import Document

import prompts
from pipeline.cli import main
from pipeline.drafting.offline import Wording
from pipeline.errors import OutlineError
from pipeline.ledger import build_ledger
from pipeline.outlines import OutlineFolder, open_outline
from schemas.figures import Basis, CellRef
from schemas.inputs import ActivityNote, AmountRow, NoteKind, NoteLine, ReportInput, UnitFact, Value
from tests.prompts.cases import draft, faults_of, settings

README = Path(prompts.__file__).with_name("README.md")
BLOCK = re.compile(r"^```(?:yaml|jinja) (\S+)\n(.*?)^```", re.MULTILINE | re.DOTALL)


@pytest.fixture
def folder(tmp_path: Path) -> OutlineFolder:
    """The example of prompts/README.md as a folder beside the reports."""
    (tmp_path / "xiangzhen").mkdir()
    for name, text in BLOCK.findall(README.read_text(encoding="utf-8")):
        (tmp_path / "xiangzhen" / name).write_text(text, encoding="utf-8")
    return open_outline("xiangzhen", tmp_path)


def value(number: str, year: int = 2024, basis: Basis | None = None) -> Value:
    cell = CellRef(file="data.xlsx", sheet="收支", cell="B2")
    return Value(value=Decimal(number), source=cell, year=year, basis=basis)


def note(name: str, text: str, **more: object) -> ActivityNote:
    line = NoteLine(line=1, text=text, tagged=text)
    return ActivityNote(name=name, file=f"notes/{name}.md", title=name, lines=(line,), **more)  # type: ignore[arg-type]


@pytest.fixture
def report() -> ReportInput:
    final = Basis.FINAL
    return ReportInput(
        settings=settings("xiangzhen"),
        unit_facts=(UnitFact(name="在职人数", measure="人", values=(value("31"), value("30", 2023))),),
        accounts=(
            AmountRow(name="基本支出", values=(value("5000000", basis=final), value("4000000", 2023, final))),
        ),
        notes=(
            note("清淤", "三月，整治渠道，清淤还田。", topics=("重点工作",)),
            note("农技", "秋收后开展农技培训。"),
            note("增支", "补发上年工资。", kind=NoteKind.REASON, about=("基本支出.决算",)),
        ),
    )


def test_the_example_is_a_whole_report(folder: OutlineFolder, report: ReportInput) -> None:
    texts = {id: rendered.text for id, rendered in draft(report, folder).items()}
    assert texts == {
        "overview": "2024年末，在职人员31人，比上年增加1人。",
        "spending": "2024年，我单位基本支出500.00万元，比上年增加100.00万元，增长25.00%，"
        "主要原因是补发上年工资。",
        "work_done": "一是清淤。三月，整治渠道，清淤还田。\n二是农技。秋收后开展农技培训。",
    }


def test_the_example_reads_well_without_data(folder: OutlineFolder) -> None:
    for section, rendered in draft(ReportInput(settings=settings("xiangzhen")), folder).items():
        assert faults_of(rendered.text) == [], section


def test_a_report_is_made_with_it_without_code(
    folder: OutlineFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    report = tmp_path / "报告"
    run(
        "init",
        "报告",
        "--outline",
        "xiangzhen",
        "--year",
        "2024",
        "--unit",
        "云溪镇人民政府",
        "--short",
        "云溪镇",
    )
    (report / "data.xlsx").unlink()
    (report / "data.yaml").write_text(DATA, encoding="utf-8")
    (report / "notes" / "清淤.md").write_text("3月，整治渠道2条，清淤还田。", encoding="utf-8")
    for command in ("validate", "draft", "check"):
        run(command, str(report))
    run("export", str(report), "-o", str(report / "out.docx"))
    text = "\n".join(p.text for p in Document(str(report / "out.docx")).paragraphs)
    assert "2024年末，在职人员31人。" in text
    assert "整治渠道2条" in text


def run(*words: str) -> None:
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 0, result.output


DATA = """
单位情况: [{项目: 在职人数, 计量单位: 人, 本年: 31}]
收支: [{项目: 基本支出, 决算: 500}]
"""


def test_headings_are_counted(folder: OutlineFolder) -> None:
    printed = [heading for _, heading in folder.outline.numbered()]
    assert printed == ["一、基本情况", "二、支出情况", "三、工作成效", "（一）重点工作"]


def test_every_field_of_the_schema_is_explained(folder: OutlineFolder) -> None:
    text = README.read_text(encoding="utf-8")
    section = type(folder.outline.sections[0])
    fields = [*type(folder.outline).model_fields, *section.model_fields]
    assert [f for f in fields if f"`{f}`" not in text] == []


def test_every_variable_of_the_wording_is_explained(report: ReportInput) -> None:
    text = README.read_text(encoding="utf-8")
    names = Wording(report, build_ledger(report)).variables()
    assert [name for name in names if f"`{name}`" not in text and f"`{name}(" not in text] == []


def test_a_misspelt_field_is_named(folder: OutlineFolder) -> None:
    file = folder.path / "outline.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("requires:", "require:"), encoding="utf-8")
    with pytest.raises(OutlineError, match="require"):
        open_outline("xiangzhen", folder.path.parent)
