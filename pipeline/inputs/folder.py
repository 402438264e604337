"""A report folder: made by ``init``, read as a whole, all its faults at once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.errors import OutlineError, ZipingbaoError
from pipeline.inputs import rows, settings_file, yamls
from pipeline.inputs.checks import check_input
from pipeline.inputs.faults import Faults, clip, suggest
from pipeline.inputs.grids import read_grids
from pipeline.inputs.guard import MB, TEXT_LIMIT, WORKBOOK_LIMIT, usable, workbook_type
from pipeline.inputs.layout import BY_NAME
from pipeline.inputs.notes import SUFFIXES, load_note
from pipeline.inputs.reading import Reading
from pipeline.inputs.tables import Setting, Table, match_sheets, table_of
from pipeline.inputs.workbook import write_workbook
from pipeline.inputs.years import workbook_year
from pipeline.outlines import load_outline
from schemas.figures import normalise_key
from schemas.findings import Fault
from schemas.inputs import ActivityNote, ReportInput, ReportSettings
from schemas.outline import Outline

DATA_FILES = ("data.xlsx", "data.yaml", "data.yml", "data.xls")
NOTES = "notes"
README = "_说明.txt"
NOTE_COUNT_LIMIT = 500
_IGNORED = ("_", ".", "~$", "Thumbs.db", "desktop.ini")

_README_TEXT = """把活动记录放在这个文件夹里，一件事或一类事一个文件。

一、格式：.md、.txt、.docx。文字文件用 UTF-8 或 GB18030（记事本默认）编码。
二、内容：照实写时间、地点、做了什么、多少人次、多少场、发了多少资料。报告里的数只从这里和 data.xlsx 中取。
三、开头可以有一段说明栏（也可以没有），写在两行 --- 之间：

---
日期: 2023-05-25
标题: 下乡服务活动
章节: 履职完成情况
---

“标题”写进报告；不写标题的，正文第一行单独成行、不带句号的短语就是标题。
“章节”照提纲里的标题写。各字段都可以不写；draft 时会说明每条记录归入哪一节、为什么。
表格不读取：要用的数写成句子，或填进 data.xlsx。

四、解释某个数为什么增减的，单独写一个文件，在说明栏里写明它解释的是哪个数：

---
说明: 公用经费.年初预算
---
公用经费年初预算安排增加，是因为……

五、以下划线“_”开头的文件（如本文件）不会读取。
"""


def init_folder(
    dir: Path, outline_name: str, year: int, *, unit: str = "", short_name: str = "", overwrite: bool = False
) -> list[Path]:
    """Lays down ``report.yaml``, ``data.xlsx`` and ``notes/``; returns what it wrote.

    Nothing that exists is overwritten unless told so: then ZipingbaoError, and nothing is written.
    """
    load_outline(outline_name, dir)
    targets = [dir / settings_file.FILE, dir / "data.xlsx", dir / NOTES / README]
    present = [t.name for t in (*targets[:2], dir / "data.yaml") if t.exists()]
    if present and not overwrite:
        raise ZipingbaoError(
            f"文件夹“{dir}”里已经有{'、'.join(present)}，没有改动。",
            "请换一个文件夹；确要覆盖，请加 --force。",
        )
    try:
        (dir / NOTES).mkdir(parents=True, exist_ok=True)
        text = settings_file.template(outline_name, year, unit, short_name)
        targets[0].write_text(text, encoding="utf-8")
        write_workbook(targets[1], None, year=year, money_unit="万元")
        targets[2].write_text(_README_TEXT, encoding="utf-8")
    except OSError as error:
        raise ZipingbaoError(
            f"写不进文件夹“{dir}”：{error.strerror}。", "请检查权限，或换一个文件夹。"
        ) from error
    return targets


def read_folder(dir: Path) -> tuple[ReportInput | None, list[Fault]]:
    """Everything of the folder and every fault in it; None when nothing usable can be made of it."""
    faults = Faults()
    if not dir.is_dir():
        faults.add(
            "no-folder",
            f"没有文件夹“{dir.name}”。",
            file=dir.name,
            expected="zipingbao init 生成的报告文件夹",
            advice="请核对路径，或先运行 zipingbao init。",
        )
        return None, faults.items
    settings, values = _settings(dir, faults)
    outline = _outline(dir, values.get("outline"), faults)
    setting = Setting(values.get("year", 2000), values.get("money_unit", "万元"))
    reading = Reading(setting, faults)
    parts = _data(dir, reading) if "year" in values or settings else None
    notes = _notes(dir, setting.year, faults)
    report = ReportInput(
        settings=settings
        or ReportSettings(
            **{
                "unit": "（未填）",
                "short_name": "（未填）",
                "outline": "（未填）",
                "year": setting.year,
                **values,
            }
        ),
        **(parts or {}),
        notes=tuple(notes),
    )
    check_input(report, outline, reading, read_data=parts is not None, settings_read=settings is not None)
    return (report if settings is not None and parts is not None else None), faults.items


def _settings(dir: Path, faults: Faults) -> tuple[ReportSettings | None, dict[str, Any]]:
    path = dir / settings_file.FILE
    if not _present(path):
        faults.add(
            "missing-file",
            f"缺少“{settings_file.FILE}”。",
            file=settings_file.FILE,
            expected=settings_file.FILE,
            advice="请先运行 zipingbao init 生成，或检查文件名。",
        )
        return None, {}
    if not usable(path, dir, TEXT_LIMIT, faults):
        return None, {}
    return settings_file.read_settings(path, faults)


def _outline(dir: Path, name: str | None, faults: Faults) -> Outline | None:
    if name is None:
        return None
    try:
        return load_outline(name, dir)
    except OutlineError as error:
        faults.add(
            "unknown-outline",
            error.message,
            file=settings_file.FILE,
            cell="提纲",
            found=name,
            expected="现有提纲的名称，或提纲文件夹的路径",
            advice=error.advice,
        )
        return None


def _present(path: Path) -> bool:
    return path.exists() or path.is_symlink()


# -- the data ------------------------------------------------------------------------------------------


def _data(dir: Path, reading: Reading) -> dict[str, Any] | None:
    """The rows of all sheets; None when there is no usable data file."""
    faults = reading.faults
    found = [name for name in DATA_FILES if _present(dir / name)]
    if not found:
        _no_data(dir, faults)
        return None
    if len(found) > 1:
        faults.add(
            "two-workbooks",
            f"数据文件有{len(found)}个：{'、'.join(found)}，不知道用哪个。",
            file=found[0],
            found="、".join(found),
            expected="只有一个数据文件",
            advice="请只留一个，其余移走。",
        )
        return None
    name = found[0]
    path = dir / name
    if not usable(path, dir, WORKBOOK_LIMIT if path.suffix.startswith(".xls") else 2 * MB, faults):
        return None
    yaml_like = path.suffix in (".yaml", ".yml")
    tables = _yaml_tables(path, name, reading) if yaml_like else _workbook_tables(path, name, reading)
    return None if tables is None else _rows(tables, reading)


def _no_data(dir: Path, faults: Faults) -> None:
    others = sorted(
        p.name
        for p in dir.iterdir()
        if p.suffix.lower() in (".xlsx", ".xls", ".et", ".csv", ".ods", ".xlsm")
        and not p.name.startswith("~$")
    )
    advice = (
        f"文件夹里有“{clip(others[0])}”，是不是它？请填好后改名（必要时另存）为 data.xlsx。"
        if others
        else "请先运行 zipingbao init 生成，或检查文件名。"
    )
    faults.add(
        "missing-file",
        "缺少数据文件“data.xlsx”。",
        file="data.xlsx",
        found="、".join(map(clip, others)),
        expected="data.xlsx 或 data.yaml",
        advice=advice,
    )


def _workbook_tables(path: Path, name: str, reading: Reading) -> dict[str, Table] | None:
    kind = workbook_type(path, name, reading.faults)
    grids = read_grids(path, name, kind, reading.faults) if kind else None
    if grids is None:
        return None
    reading.dated = workbook_year(grids, name)
    by_name = {g.name: g for g in grids}
    matched = match_sheets([(g.name, g.blank) for g in grids], name, reading.faults)
    tables = {}
    for standard, own in matched.items():
        if own:
            reading.tried.add(standard)
            table = table_of(by_name[own], BY_NAME[standard], name, reading.setting, reading.faults)
            if table:
                tables[standard] = table
    reading.renamed.update(standard for standard, own in matched.items() if not own)
    return tables


def _yaml_tables(path: Path, name: str, reading: Reading) -> dict[str, Table] | None:
    before = len(reading.faults)
    data = yamls.read_yaml(path, name, reading.faults)
    if not isinstance(data, Mapping):
        if len(reading.faults) == before:
            reading.faults.add(
                "bad-field",
                f"“{name}”中应是“表名: 列表”。",
                file=name,
                found=clip(data),
                expected="、".join(BY_NAME),
                advice="请对照 JSON Schema 改正。",
            )
        return None
    tables = {}
    for key, content in data.items():
        sheet = BY_NAME.get(str(key))
        if sheet is None:
            reading.faults.add(
                "unknown-sheet",
                f"不认识“{clip(key)}”。",
                file=name,
                sheet=clip(key),
                found=str(key),
                expected="、".join(BY_NAME),
                advice=suggest(str(key), BY_NAME) + "请改正。",
            )
            continue
        reading.tried.add(sheet.name)
        table = yamls.table_of(str(key), content, sheet, name, reading.setting, reading.faults)
        if table:
            tables[sheet.name] = table
    return tables


def _rows(tables: Mapping[str, Table], reading: Reading) -> dict[str, Any]:
    """Every sheet that was read, as the fields of ReportInput."""
    reading.tables.update(tables)
    found: dict[str, Any] = {}
    simple = (
        ("单位情况", "unit_facts", rows.unit_facts),
        ("收支", "accounts", rows.accounts),
        ("基本支出明细", "economic", rows.economic),
        ("三公经费", "three_public", rows.three_public),
        ("绩效指标", "indicators", rows.indicators),
        ("自评结果", "score", rows.score),
        ("其他数据", "others", rows.others),
    )
    for sheet, name, read in simple:
        if sheet in tables:
            found[name] = read(tables[sheet], reading)
    if "资产" in tables:
        found["assets"] = rows.accounts(tables["资产"], reading, prefix="资产.")
    if "项目支出" in tables:
        known = [row.name for row in found.get("accounts", ())]
        found["projects"] = rows.projects(tables["项目支出"], reading, known)
    return found


# -- the notes -----------------------------------------------------------------------------------------


def _notes(dir: Path, year: int, faults: Faults) -> list[ActivityNote]:
    folder = dir / NOTES
    if not folder.is_dir():
        return []
    if not folder.resolve().is_relative_to(dir.resolve()):
        usable(folder, dir, 0, faults)
        return []
    files = [p for p in sorted(folder.iterdir()) if not p.name.startswith(_IGNORED)]
    if len(files) > NOTE_COUNT_LIMIT:
        faults.add(
            "too-many-notes",
            f"“{NOTES}”里有{len(files)}个文件，只读了前{NOTE_COUNT_LIMIT}个。",
            file=NOTES,
            found=f"{len(files)}个",
            expected=f"不超过{NOTE_COUNT_LIMIT}个",
            advice="请合并或移走一些。",
        )
    found: dict[str, ActivityNote] = {}
    for path in files[:NOTE_COUNT_LIMIT]:
        note = load_note(path, dir, year, faults) if _supported(path, faults) else None
        if note is None:
            continue
        twin = found.setdefault(normalise_key(note.name), note)
        if twin is not note:
            faults.add(
                "same-note",
                f"“{note.file}”与“{twin.file}”同名，分不清其中的数。",
                file=note.file,
                found=note.name,
                expected="每个记录的名称（不算扩展名）各不相同",
                advice="请给其中一个改名。",
            )
    return list(found.values())


def _supported(path: Path, faults: Faults) -> bool:
    if path.suffix.lower() in SUFFIXES and not (path.is_dir() and not path.is_symlink()):
        return True
    what = "文件夹" if path.is_dir() else f"{path.suffix or '没有扩展名的'}文件"
    faults.warn(
        "unsupported-note",
        f"“{NOTES}/{clip(path.name)}”是{what}，没有读取。",
        file=f"{NOTES}/{clip(path.name)}",
        found=what,
        expected="、".join(SUFFIXES),
        advice="请另存为这些格式，直接放在 notes 里；不用的请移走。",
    )
    return False
