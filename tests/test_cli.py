"""The product as a clerk meets it: commands, what they print, what they leave behind."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result

from pipeline.cli import main
from pipeline.store import Store

EXAMPLES = Path(__file__).parent.parent / "examples"
CASES = ("changning2023", "chenzhou2021", "huaihua2020")


def run(*args: object, text: str | None = None) -> Result:
    return CliRunner().invoke(main, [str(a) for a in args], input=text)


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """The smallest example, drafted offline."""
    folder = tmp_path / "报告"
    shutil.copytree(EXAMPLES / "changning2023", folder)
    assert run("draft", folder, "--offline").exit_code == 0
    return folder


def texts(folder: Path) -> dict[str, str]:
    with Store.open(folder) as store:
        return {id: revision.text for id, revision in store.all_current().items()}


def sheet_cell(folder: Path, sheet: str, row: str, column: str) -> tuple[Any, Any, Any]:
    """The workbook, its sheet, and the cell in the row called *row* under the header *column*."""
    book = openpyxl.load_workbook(folder / "data.xlsx")
    page = book[sheet]
    header = next(r for r in page.iter_rows() if any(str(c.value or "").startswith(column) for c in r))
    across = next(i for i, c in enumerate(header) if str(c.value or "").startswith(column))
    down = next(r for r in page.iter_rows() if str(r[0].value or "").strip() == row)
    return book, page, down[across]


@pytest.mark.parametrize("name", CASES)
def test_demo_goes_all_the_way(name: str, tmp_path: Path) -> None:
    target = tmp_path / "demo"
    result = run("demo", target, "--case", name)
    assert result.exit_code == 0, result.output
    assert len(list(target.glob("*.docx"))) == 1
    assert "<html" in (target / "核对报告.html").read_text(encoding="utf-8")
    checked = json.loads(run("check", target, "--json").stdout)
    assert sum(f["figures"]["unbound"] for f in checked["files"]) == 0
    assert not [x for f in checked["files"] for x in f["findings"] if x["severity"] == "error"]


def test_demo_never_overwrites(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x", encoding="utf-8")
    result = run("demo", tmp_path)
    assert result.exit_code == 2
    assert "已经存在" in result.stderr


def test_check_json_is_one_document_of_the_agreed_shape(case: Path) -> None:
    document = json.loads(run("check", case, "--json").stdout)
    assert set(document) == {"files"}
    for file in document["files"]:
        assert set(file) == {"file", "findings", "figures"}
        assert set(file["figures"]) == {"found", "bound", "unbound"}


def test_figures_json_of_a_file(tmp_path: Path) -> None:
    file = tmp_path / "稿.txt"
    file.write_bytes("\ufeff发放资料12万余张。\r\n增长13.0%".encode())
    (document,) = json.loads(run("figures", file, "--json").stdout)["files"]
    text = run("figures", file, "--text").stdout
    assert document["text_length"] == len("发放资料12万余张。\r\n增长13.0%")
    first, second = document["mentions"]
    assert (first["text"], first["value"], first["approx"]) == ("12万余张", "120000", "more_than")
    assert (second["kind"], second["value"], second["unit"]) == ("percent", "13.0", "%")
    assert text[first["start"] : first["end"]] == "12万余张"


def test_a_changed_cell_changes_every_sentence_without_a_draft(case: Path) -> None:
    before = texts(case)
    book, _, cell = sheet_cell(case, "三公经费", "公务接待费", "决算")
    cell.value = 0.52
    book.save(case / "data.xlsx")
    faults = run("validate", case)
    assert faults.exit_code == 2, "the parts no longer make the total"
    assert "0.52" in faults.stderr
    book, _, cell = sheet_cell(case, "三公经费", "三公经费合计", "决算")
    cell.value = 0.52
    book.save(case / "data.xlsx")
    assert run("validate", case).exit_code == 0
    run("check", case, "--html", case / "核对.html")
    assert texts(case) == before
    page = (case / "核对.html").read_text(encoding="utf-8")
    assert "0.52万元" in page
    assert "0.22万元" not in page


def test_redraft_touches_one_section_and_keeps_the_old_text(case: Path) -> None:
    with Store.open(case) as store:
        section = next(iter(store.all_current()))
    before = texts(case)
    result = run("redraft", case, section, "--offline")
    assert result.exit_code == 0, result.output
    after = texts(case)
    assert {k: v for k, v in after.items() if k != section} == {
        k: v for k, v in before.items() if k != section
    }
    with Store.open(case) as store:
        assert [r.text for r in store.revisions(section)] == [before[section], after[section]]


def test_what_a_person_wrote_is_not_replaced(case: Path, tmp_path: Path) -> None:
    section = next(iter(texts(case)))
    mine = tmp_path / "mine.md"
    mine.write_text("经人工核定，本单位在职人员[[在职人数]]。", encoding="utf-8")
    assert run("edit", case, section, "--from", mine).exit_code in (0, 1)
    refused = run("redraft", case, section, "--offline")
    assert refused.exit_code == 2
    assert "--force" in refused.stderr
    run("draft", case, "--offline", "--all")
    assert texts(case)[section].startswith("经人工核定")
    assert run("redraft", case, section, "--offline", "--force").exit_code == 0
    assert not texts(case)[section].startswith("经人工核定")
    assert "人工" in run("history", case, section).stdout


def test_a_number_typed_by_hand_that_is_nowhere_is_an_error(case: Path, tmp_path: Path) -> None:
    file = tmp_path / "改稿.txt"
    file.write_text("2023年，“三公”经费支出0.23万元，其中公务接待费支出0.22万元。", encoding="utf-8")
    result = run("check", file, "--against", case, "--json")
    assert result.exit_code == 1
    findings = json.loads(result.stdout)["files"][0]["findings"]
    assert any("0.23万元" in f["quote"] or "0.23" in f["message"] for f in findings)


def test_export_does_not_overwrite_what_a_person_changed_in_word(case: Path) -> None:
    assert run("export", case).exit_code == 0
    assert run("export", case).exit_code == 0, "its own unchanged export may be replaced"
    (docx,) = case.glob("*.docx")
    with docx.open("ab") as file:
        file.write(b"edited")
    refused = run("export", case)
    assert refused.exit_code == 2
    assert "改动过" in refused.stderr
    assert docx.read_bytes().endswith(b"edited")
    assert run("export", case, "--force").exit_code == 0


def test_export_before_draft_says_what_to_do(tmp_path: Path) -> None:
    folder = tmp_path / "报告"
    shutil.copytree(EXAMPLES / "changning2023", folder)
    result = run("export", folder)
    assert result.exit_code == 2
    assert "zipingbao draft" in result.stderr


def test_nothing_is_sent_without_consent(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZIPINGBAO_BASE_URL", "https://model.invalid/v1")
    monkeypatch.setenv("ZIPINGBAO_MODEL", "some-model")
    before = texts(case)
    result = run("draft", case)
    assert result.exit_code == 2
    assert "同意" in result.stderr
    assert texts(case) == before


def test_dry_run_shows_what_would_be_sent(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZIPINGBAO_BASE_URL", "https://model.invalid/v1")
    monkeypatch.setenv("ZIPINGBAO_MODEL", "some-model")
    result = run("draft", case, "--dry-run")
    assert result.exit_code == 0
    assert "[[基本支出.年初预算]]" in result.stdout
    assert "model.invalid" in result.stderr


def test_init_makes_a_folder_that_validate_understands(tmp_path: Path) -> None:
    folder = tmp_path / "新报告"
    args = ("--outline", "changning2023", "--year", 2024, "--unit", "某县科学技术协会", "--short", "某县科协")
    assert run("init", folder, *args).exit_code == 0
    assert {p.name for p in folder.iterdir()} >= {"report.yaml", "data.xlsx", "notes"}
    result = run("validate", folder)
    assert result.exit_code == 2, "an empty workbook lacks what the outline requires"
    assert "Traceback" not in result.stderr
    assert "data.xlsx" in result.stderr
    again = run("init", folder, *args)
    assert again.exit_code == 2


def test_a_new_note_is_noticed_after_the_draft(case: Path) -> None:
    (case / "notes" / "新增.md").write_text(
        "---\n主题: 科普宣传\n章节: performance_outreach\n---\n开展义诊12场。", "utf-8"
    )
    told = run("check", case).stderr
    assert "起草后数据或记录有变动" in told
    assert "redraft" in told
    assert run("redraft", case, "performance_outreach", "--offline").exit_code == 0
    assert "起草后" not in run("check", case).stderr


def test_the_check_page_has_every_heading(case: Path) -> None:
    run("check", case, "--html", case / "核对.html")
    page = (case / "核对.html").read_text(encoding="utf-8")
    places = [
        page.index(heading)
        for heading in ("三、部门专项组织实施情况", "（一）专项组织情况分析", "四、资产管理情况")
    ]
    assert places == sorted(places)


def test_an_editor_that_is_missing_is_explained(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "no-such-editor")
    monkeypatch.setenv("VISUAL", "no-such-editor")
    refused = run("edit", case, "problems")
    assert refused.exit_code == 2
    assert "--from" in refused.stderr


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["nonsense"], "没有命令“nonsense”"),
        (["validate", "nowhere"], "找不到“nowhere”"),
        (["draft", "--offlin"], "没有选项 --offlin"),
        (["init", "x", "--outline", "changning2023", "--year", "abc"], "“abc”不是整数"),
        (["init", "x", "--outline", "no_such", "--year", "2023"], "没有名为“no_such”的提纲"),
        (["redraft", "."], "缺少参数"),
        (["figures", "pyproject.toml"], "不是能读的文件类型"),
    ],
)
def test_mistakes_are_told_in_chinese(args: list[str], words: str) -> None:
    result = run(*args)
    assert result.exit_code == 2
    assert words in result.stderr
    assert "Traceback" not in result.output


def test_help_is_chinese_and_light() -> None:
    code = (
        "import sys\nfrom pipeline.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit: pass\n"
        "heavy = {'langchain', 'langchain_core', 'openai', 'docx', 'openpyxl', 'sqlalchemy', 'rich'}\n"
        "print('HEAVY', sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "用法：" in done.stdout
    assert "HEAVY []" in done.stdout


def test_check_imports_no_model_library(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("收入12万元。", encoding="utf-8")
    code = (
        "import sys\nfrom pipeline.cli import main\n"
        f"try:\n    main(['check', {str(tmp_path / 'a.txt')!r}])\nexcept SystemExit: pass\n"
        "print('HEAVY', sorted({'langchain_core', 'langchain_openai', 'openai'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "HEAVY []" in done.stdout


def test_init_names_the_outlines_and_takes_the_general_one(tmp_path: Path) -> None:
    from pipeline.outlines import available

    shown = "".join(run("init", "--help").output.split())
    assert all(name in shown for name in available())
    assert run("init", tmp_path / "新", "--year", "2024").exit_code == 0
    settings = (tmp_path / "新" / "report.yaml").read_text(encoding="utf-8")
    assert '提纲: "general"' in settings


def test_the_sample_waiver_names_a_rule_that_exists(tmp_path: Path) -> None:
    from pipeline.articulation import RULES

    run("init", tmp_path / "新", "--year", "2024")
    settings = (tmp_path / "新" / "report.yaml").read_text(encoding="utf-8")
    [rule] = re.findall(r"规则: (\S+)", settings)
    assert rule in {name for r in RULES for name in (r.id, r.name)}


def test_the_readme_redrafts_a_section_that_exists(tmp_path: Path) -> None:
    from pipeline.outlines import load_outline

    text = (EXAMPLES.parent / "README.md").read_text(encoding="utf-8")
    [section] = set(re.findall(r"zipingbao redraft 我单位2023 (\S+) ", text))
    assert section in {s.heading for s in load_outline("general").sections if s.body}


def test_draft_says_where_each_note_went_and_why(case: Path) -> None:
    (case / "notes" / "999-天气.txt").write_text("六月下了三场大雨。", encoding="utf-8")
    shown = run("draft", case, "--offline", "--all").stderr
    lines = [line for line in shown.splitlines() if line.startswith("记录 ")]
    assert len(lines) == len([p for p in (case / "notes").iterdir() if not p.name.startswith("_")])
    assert "记录 notes/999-天气.txt　没有归入任何一节" in shown
    assert sum("，归入" in line for line in lines) > 20
