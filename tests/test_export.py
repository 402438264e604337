"""What an export leaves behind: a record by which the file is known, and a table of sources if asked for."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner, Result

from pipeline import workflow
from pipeline.cli import main
from pipeline.crosscheck import Verdict
from pipeline.store import Store
from pipeline.word import read_edited
from schemas.editing import Remark
from schemas.report import Author, AuthorKind
from tests.test_cli import EXAMPLES


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An example drafted offline, its first section with a figure that nobody can answer for."""
    folder = tmp_path_factory.mktemp("case") / "报告"
    shutil.copytree(EXAMPLES / "changning2023", folder)
    assert run("draft", folder, "--offline").exit_code == 0
    with Store.open(folder) as store:
        section, revision = next(iter(store.all_current().items()))
        person = Author(kind=AuthorKind.PERSON, name="王五")
        store.append(section, revision.text + "\n另有经费987.65万元。", person, revision.ledger)
        remark = Remark(section=section, quote="另有经费", author="李四", text="哪来的？")
        store.append_all([], remarks=[remark])
    return folder


@pytest.fixture
def case(drafted: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(drafted, tmp_path / "报告"))


def run(*args: object) -> Result:
    return CliRunner().invoke(main, [str(a) for a in args])


def test_the_record_tells_what_the_file_was_made_from(case: Path, tmp_path: Path) -> None:
    path = tmp_path / "out.docx"
    result = run("export", case, "-o", path)
    assert "1条人工批注" in result.stdout + result.stderr
    file = read_edited(path)
    with Store.open(case) as store:
        (record,) = store.exports()
        revisions = {id: r.number for id, r in store.all_current().items()}
        assert store.ledger(record.ledger)
    assert file.properties["export"] == record.id
    assert record.digest == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (record.revisions, set(record.frame) <= {"opening", "closing"}) == (revisions, True)
    mine = [c for c in file.comments if c.author == "李四"]
    assert [(c.text, file.paragraphs[c.paragraph].text[c.start : c.end]) for c in mine] == [
        ("哪来的？", "另有经费")
    ]
    told = sorted(c.text for c in file.comments if c.author != "李四")
    assert told == sorted(text for text, _ in record.comments) != []


def test_two_exports_are_two_records(case: Path, tmp_path: Path) -> None:
    for name in ("a.docx", "b.docx"):
        assert run("export", case, "-o", tmp_path / name).exit_code == 0
    with Store.open(case) as store:
        assert [e.file for e in store.exports()] == ["b.docx", "a.docx"]
        assert len({e.id for e in store.exports()}) == 2


def test_every_figure_that_is_printed_stands_in_the_table_of_sources(case: Path, tmp_path: Path) -> None:
    path = tmp_path / "out.docx"
    assert run("export", case, "-o", path, "--sources").exit_code == 0
    rows = [[c.text for c in row.cells] for row in docx.Document(str(path)).tables[-1].rows]
    sources = {row[1]: row[-1] for row in rows if row[0].isdigit()}
    assert sources["987.65万元"] == "没有找到出处，须核实"
    assert all(row[-1] for row in rows)
    with Store.open(case) as store:
        checks = workflow.current(workflow.open_case(case), store).checks.values()
    printed = {t.mention.text for c in checks for t in c.ties if t.verdict is not Verdict.IGNORED}
    assert set(sources) == printed
    assert not read_edited(path).extras, "the table is ours"


def test_text_that_a_person_wrote_below_a_bare_heading_is_told(case: Path, tmp_path: Path) -> None:
    path = tmp_path / "out.docx"
    assert run("export", case, "-o", path).exit_code == 0
    document = docx.Document(str(path))
    bare = next(s.heading for s in workflow.open_case(case).outline.outline.sections if not s.body)
    paragraphs = document.paragraphs
    at = next(n for n, p in enumerate(paragraphs) if p.text.endswith(bare))
    paragraphs[at + 1].insert_paragraph_before("新写的一段话。")
    document.save(str(path))
    assert "新写的一段话" in run("import", case, path, "--dry-run").output
