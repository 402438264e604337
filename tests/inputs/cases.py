"""Kinds of bad input: how each is made, which fault it must yield and where. `table` prints them."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import docx
import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook

from pipeline.inputs import write_workbook
from tests.inputs.build import YEAR, folder, full_report

REQUIRES = ("基本支出.决算", "基本支出.年初预算", "在职人数", "三公经费.公务接待费.决算")
Spoil = Callable[[Path], object]


@dataclass(frozen=True, slots=True)
class Case:
    """*spoil* breaks a good folder; exactly one fault with *code* must follow, at *place*."""

    kind: str
    code: str
    spoil: Spoil
    place: str = ""
    says: str = ""
    severity: str = "error"


def good_folder(root: Path) -> Path:
    """A filled folder without a fault."""
    dir = folder(root, requires=REQUIRES)
    write_good(dir / "data.xlsx")
    (dir / "notes" / "科技周.md").write_text(
        "---\n日期: 2023-05-25\n---\n发放资料1000余份。\n", encoding="utf-8"
    )
    return dir


def write_good(path: Path) -> None:
    """The full report, without the template's blank rows: they only cost time here."""
    write_workbook(path, full_report(), year=YEAR, money_unit="万元")
    book = openpyxl.load_workbook(path)
    for page in book.worksheets[1:]:
        blank = [
            n
            for n, line in enumerate(page.iter_rows(values_only=True), start=1)
            if len(line) > 2 and not any(line[2:])
        ]
        for number in reversed(blank):
            page.delete_rows(number)
    book.save(path)


def _book(change: Callable[[Workbook], None]) -> Spoil:
    def spoil(dir: Path) -> None:
        book = openpyxl.load_workbook(dir / "data.xlsx")
        change(book)
        book.save(dir / "data.xlsx")

    return spoil


def _cell(sheet: str, cell: str, value: object, number_format: str = "") -> Spoil:
    def change(book: Workbook) -> None:
        book[sheet][cell].value = value
        if number_format:
            book[sheet][cell].number_format = number_format

    return _book(change)


def _row(sheet: str, *values: object) -> Spoil:
    """A new row after the last filled one."""

    def change(book: Workbook) -> None:
        page = book[sheet]
        number = 1 + max(c.row for line in page.iter_rows() for c in line if c.value is not None)
        for place, value in enumerate(values, start=1):
            page[f"{get_column_letter(place)}{number}"].value = value

    return _book(change)


def _settings(old: str, new: str) -> Spoil:
    def spoil(dir: Path) -> None:
        path = dir / "report.yaml"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return spoil


def _note(text: str | bytes, name: str = "活动.md") -> Spoil:
    def spoil(dir: Path) -> None:
        data = text.encode() if isinstance(text, str) else text
        (dir / "notes" / name).write_bytes(data)

    return spoil


def _word_table(dir: Path) -> None:
    document = docx.Document()
    document.add_paragraph("发放资料。")
    document.add_table(1, 1).cell(0, 0).text = "3场"
    document.save(str(dir / "notes" / "活动.docx"))


def _bytes(name: str, data: bytes) -> Spoil:
    return lambda dir: (dir / name).write_bytes(data)


def _yaml(text: str) -> Spoil:
    def spoil(dir: Path) -> None:
        (dir / "data.xlsx").unlink()
        (dir / "data.yaml").write_text(text + GOOD_YAML, encoding="utf-8")

    return spoil


GOOD_YAML = """
单位情况: [{项目: 在职人数, 计量单位: 人, 本年: 14}]
收支: [{项目: 基本支出, 年初预算: 164.4, 决算: 170.64}]
三公经费: [{项目: 公务接待费, 决算: 0.22}]
"""


def _truncate(dir: Path) -> None:
    data = (dir / "data.xlsx").read_bytes()
    (dir / "data.xlsx").write_bytes(data[: len(data) * 2 // 3])


def _folder_for_file(dir: Path) -> None:
    (dir / "data.xlsx").unlink()
    (dir / "data.xlsx").mkdir()


def _garble(dir: Path) -> None:
    """A sector of zeros in the middle: the directory at the end is whole, a part is not."""
    data = bytearray((dir / "data.xlsx").read_bytes())
    middle = len(data) // 2
    data[middle : middle + 600] = bytes(600)
    (dir / "data.xlsx").write_bytes(data)


def _bomb(dir: Path) -> None:
    with zipfile.ZipFile(dir / "data.xlsx", "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image1.png", bytes(40 * 1024 * 1024))


def _ole(dir: Path) -> None:
    stream = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le")
    (dir / "data.xlsx").write_bytes(stream + bytes(1000))


def _old_excel(dir: Path) -> None:
    stream = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "Workbook".encode("utf-16-le")
    (dir / "data.xlsx").write_bytes(stream + bytes(1000))


def _encrypted_word(dir: Path) -> None:
    (dir / "notes" / "活动.docx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000))


def _outside(name: str) -> Spoil:
    def spoil(dir: Path) -> None:
        secret = dir.parent / "secret"
        secret.write_text("机密：100万元。", encoding="utf-8")
        (dir / name).unlink(missing_ok=True)
        os.symlink(secret, dir / name)

    return spoil


def _remove(name: str) -> Spoil:
    return lambda dir: (dir / name).unlink()


def _rename(old: str, new: str) -> Spoil:
    def change(book: Workbook) -> None:
        book[old].title = new

    return _book(change)


def _copy(old: str, new: str) -> Spoil:
    return lambda dir: shutil.copy(dir / old, dir / new)


def _merge(sheet: str, cells: str) -> Spoil:
    return _book(lambda book: book[sheet].merge_cells(cells))


def _hide_row(sheet: str, cell: str) -> Spoil:
    return _book(lambda book: setattr(book[sheet].row_dimensions[int(cell[1:])], "hidden", True))


def _hide_column(book: Workbook) -> None:
    book["收支"].column_dimensions["I"].hidden = True


def _hide_sheet(book: Workbook) -> None:
    book["资产"].sheet_state = "veryHidden"


def _error_cell(book: Workbook) -> None:
    book["收支"]["I3"].value = "#REF!"
    book["收支"]["I3"].data_type = "e"


def _far_cell(book: Workbook) -> None:
    book["收支"]["XFD1048576"] = "x"


def _no_header(book: Workbook) -> None:
    book["资产"].delete_rows(1)


def _drop_column(sheet: str, column: int) -> Spoil:
    return _book(lambda book: book[sheet].delete_cols(column))


def _drop_sheet(book: Workbook) -> None:
    del book["三公经费"]


def _stray_sheet(book: Workbook) -> None:
    book.create_sheet("领导批示")["A1"] = "请阅"


def _scale_cell(sheet: str, cell: str, factor: float) -> Spoil:
    def change(book: Workbook) -> None:
        book[sheet][cell].value = float(str(book[sheet][cell].value)) * factor

    return _book(change)


def _scale_column(sheet: str, column: str) -> Spoil:
    def change(book: Workbook) -> None:
        for cell in book[sheet][column][1:]:
            if isinstance(cell.value, int | float):
                cell.value = cell.value * 10_000

    return _book(change)


def _scale_sheet(book: Workbook) -> None:
    for line in book["基本支出明细"].iter_rows(min_row=2):
        for cell in line[2:]:
            if isinstance(cell.value, int | float):
                cell.value = cell.value * 10_000


def at(sheet: str, name: str, column: str, make: Callable[[str, str], Spoil]) -> Spoil:
    """*make* applied to the cell in the row called *name*, in the column headed *column*."""

    return lambda dir: make(sheet, _places()[sheet, name, column])(dir)


@cache
def _places() -> dict[tuple[str, str, str], str]:
    """Sheet, row name and column of every cell of the good workbook → its address."""
    with tempfile.TemporaryDirectory() as root:
        write_good(Path(root) / "data.xlsx")
        book = openpyxl.load_workbook(Path(root) / "data.xlsx")
    found: dict[tuple[str, str, str], str] = {}
    for page in book.worksheets[1:]:
        heads = [str(c.value).split("\n")[0] for c in page[1]]
        for line in page.iter_rows(min_row=2):
            for cell, name in ((c, n.value) for n in line[:3] for c in line if n.value):
                found.setdefault((page.title, str(name), heads[line.index(cell)]), cell.coordinate)
    return found


def put(value: object, number_format: str = "") -> Callable[[str, str], Spoil]:
    return lambda sheet, cell: _cell(sheet, cell, value, number_format)


def scaled(factor: float) -> Callable[[str, str], Spoil]:
    return lambda sheet, cell: _scale_cell(sheet, cell, factor)


def _basic(value: object, number_format: str = "") -> Spoil:
    return at("收支", "会议费", "决算", put(value, number_format))


FOLDER_CASES = (
    Case("没有这个文件夹", "no-folder", lambda dir: shutil.rmtree(dir)),
    Case("缺 report.yaml", "missing-file", _remove("report.yaml"), "report.yaml"),
    Case("缺数据文件", "missing-file", _remove("data.xlsx"), "data.xlsx"),
    Case(
        "数据文件起了别的名字",
        "missing-file",
        lambda d: (d / "data.xlsx").rename(d / "决算.xlsx"),
        says="决算.xlsx",
    ),
    Case("两份数据", "two-workbooks", _bytes("data.yaml", b"{}"), says="data.yaml"),
    Case("数据文件是指向外面的链接", "outside-link", _outside("data.xlsx"), "data.xlsx"),
    Case("记录是指向外面的链接", "outside-link", _outside("notes/外.md"), "notes/外.md"),
    Case("数据文件是文件夹", "not-a-file", _folder_for_file, "data.xlsx"),
    Case("空的数据文件", "empty-file", _bytes("data.xlsx", b""), "data.xlsx"),
    Case("没存完的工作簿（后三分之一丢失）", "damaged", _truncate, "data.xlsx"),
    Case("工作簿中间坏了一块", "damaged", _garble, "data.xlsx"),
    Case("全是乱数据的工作簿", "damaged", _bytes("data.xlsx", bytes(range(256)) * 20), "data.xlsx"),
    Case("加密的工作簿", "encrypted", _ole, "data.xlsx"),
    Case("xls 改名为 xlsx", "wrong-type", _old_excel, "data.xlsx", ".xls"),
    Case(
        "csv 改名为 xlsx",
        "wrong-type",
        _bytes("data.xlsx", "项目,决算\n基本支出,301.81\n".encode("gbk")),
        "data.xlsx",
        "CSV",
    ),
    Case(
        "网页改名为 xlsx",
        "wrong-type",
        _bytes("data.xlsx", b"<html><table><tr><td>1</td></tr></table>"),
        "data.xlsx",
        "HTML",
    ),
    Case("PDF 改名为 xlsx", "wrong-type", _bytes("data.xlsx", b"%PDF-1.7\n"), "data.xlsx", "PDF"),
    Case("过大的工作簿", "oversized", _bytes("data.xlsx", bytes(21 * 1024 * 1024)), "data.xlsx"),
    Case("压缩炸弹", "oversized", _bomb, "data.xlsx", "解压"),
    Case("远处有多余的格子", "too-many-cells", _book(_far_cell), "data.xlsx"),
)

SETTINGS_CASES = (
    Case("report.yaml 写法有误", "bad-yaml", _settings('自称: "我单位"', '自称: "我单位'), "report.yaml"),
    Case("report.yaml 用制表符缩进", "bad-yaml", _settings("  服务商", "\t服务商"), says="制表符"),
    Case("同一字段写两次", "bad-yaml", _settings("页码:", "年度: 2022\n页码:"), says="两次"),
    Case("单位全称没有填", "missing-field", _settings("某市科学技术协会", ""), "report.yaml · 单位全称"),
    Case("字段名写错", "unknown-field", _settings("单位级别:", "单位级次:"), says="单位级别"),
    Case("年度不是四位年份", "bad-field", _settings("年度: 2023", "年度: 二三年"), "年度"),
    Case("金额单位不对", "bad-field", _settings('金额单位: "万元"', "金额单位: 美元"), "金额单位"),
    Case("成文日期不存在", "bad-field", _settings("成文日期:", '成文日期: "2024-02-30"'), "成文日期"),
    Case(
        "成文日期早于年度",
        "date-outside-year",
        _settings("成文日期:", "成文日期: 2019-03-01"),
        "成文日期",
        severity="warning",
    ),
    Case("豁免没有理由", "bad-field", _settings("豁免: []", "豁免: [{规则: unit-slip}]"), "豁免"),
    Case("没有这个提纲", "unknown-outline", _settings('提纲: "outline"', '提纲: "nowhere"'), "提纲"),
    Case(
        "report.yaml 编码不对",
        "bad-encoding",
        _bytes("report.yaml", "单位全称: 某".encode("utf-16")),
        "report.yaml",
    ),
)

SHEET_CASES = (
    Case("表名写错", "unknown-sheet", _rename("收支", "收支表"), "收支表", "“收支”"),
    Case("多余的表", "unknown-sheet", _book(_stray_sheet), "领导批示", severity="warning"),
    Case("缺少提纲要用的表", "missing-sheet", _book(_drop_sheet), "三公经费"),
    Case("没有表头", "no-header", _book(_no_header), "资产"),
    Case("缺少名称列", "missing-column", _drop_column("资产", 1), "资产", "项目"),
    Case("缺少提纲要用的列", "missing-column", _drop_column("收支", 9), "收支", "决算"),
    Case("提纲要用的列名写错", "unknown-column", _cell("收支", "I1", "决算款（万元）"), "收支!I1", "决算"),
    Case("列名写错", "unknown-column", _cell("资产", "E1", "本年（本级）"), "资产!E1", "本年"),
    Case("两列同名", "duplicate-column", _cell("资产", "D1", "本年（万元）"), "资产!E1"),
    Case("表头单位不认识", "unknown-unit", _cell("资产", "E1", "本年（美元）"), "资产!E1", "美元"),
    Case(
        "合并的数字格",
        "merged-cells",
        at("收支", "会议费", "到位", lambda s, c: _merge(s, f"{c}:I{c[1:]}")),
        "收支!H",
    ),
    Case("合并的文字格", "merged-cells", _merge("绩效指标", "A2:A3"), "绩效指标!A2:A3", severity="warning"),
    Case(
        "隐藏的行", "hidden-cells", at("收支", "基本支出", "决算", _hide_row), "收支!第", severity="warning"
    ),
    Case("隐藏的列", "hidden-cells", _book(_hide_column), "收支!I1", severity="warning"),
    Case("隐藏的表", "hidden-sheet", _book(_hide_sheet), "资产", severity="warning"),
)

CELL_CASES = (
    Case("数字格中是“约30万”", "hedge-in-number", _basic("约30万"), "收支!I", "约30万"),
    Case("数字格中是“30.18元”", "unit-in-number", _basic("30.18元"), "收支!I", "30.18元"),
    Case("数字格中是文字", "text-in-number", _basic("无"), "收支!I", "无"),
    Case(
        "得分格中是 95%",
        "percent-in-number",
        at("绩效指标", "科普示范基地", "得分", put(0.95, "0%")),
        "绩效指标!G",
        "95%",
    ),
    Case(
        "文字写的 95%",
        "percent-in-number",
        at("绩效指标", "科普示范基地", "得分", put("95%")),
        "绩效指标!G",
        "95%",
    ),
    Case("数字格中是日期", "date-in-number", _basic(dt.date(2023, 3, 5)), "收支!I"),
    Case("数字格中是真假值", "boolean-in-number", _basic(True), "收支!I", "TRUE"),
    Case("NaN", "not-finite", _basic("NaN"), "收支!I"),
    Case("公式错误值 #REF!", "error-cell", _book(_error_cell), "收支!I3", "#REF!"),
    Case("没有算过的公式", "formula-without-value", _basic("=H5+1"), "收支!I", "公式"),
    Case("负的支出", "negative", _basic(-0.98), "收支!I"),
    Case("半个人", "fraction", at("单位情况", "在职人数", "本年", put(14.5)), "单位情况!D", "整数"),
    Case("金额精确到分以下", "too-many-decimals", _basic(0.98333333), "收支!I", severity="warning"),
    Case("大得不合情理的数", "too-large", at("单位情况", "编制数", "本年", put(1e18)), "单位情况!D"),
    Case("关系不是合计或其中", "bad-choice", at("收支", "会议费", "关系", put("部分")), "收支!C"),
    Case(
        "提纲要求的格是空的",
        "required-missing",
        at("收支", "基本支出", "决算", put(None)),
        "收支!I",
        "基本支出",
    ),
    Case(
        "提纲要求的行没有了",
        "required-missing",
        at("单位情况", "在职人数", "项目", put("在岗人数")),
        "单位情况",
        "在职人数",
    ),
)

ROW_CASES = (
    Case(
        "提纲要用的行改了名，又是别行的上级",
        "unknown-parent",
        at("收支", "基本支出", "项目", put("基础支出")),
        "收支!B",
        "基础支出",
    ),
    Case("提纲要用的行没有名称", "blank-name", at("收支", "基本支出", "项目", put(None)), "收支!A"),
    Case("有数没有名称", "blank-name", _row("其他数据", None, 12, "个"), "其他数据!A"),
    Case("名称中有方括号", "bad-name", _row("其他数据", "资料[[x]]", 12, "个"), "其他数据!A"),
    Case("名称过长", "too-long", _row("其他数据", "资" * 130, 12, "个"), "其他数据!A"),
    Case("没有计量单位", "blank-measure", _row("其他数据", "站点", 12), "其他数据!C"),
    Case(
        "计量单位与表头不一致",
        "unit-conflict",
        at("三公经费", "公务接待费", "计量单位", put("元")),
        "三公经费!B",
    ),
    Case(
        "重复的行",
        "duplicate-row",
        _row("收支", "基本支出", None, None, None, None, 1, None, None, 2),
        "收支!A",
    ),
    Case(
        "重复的科目",
        "duplicate-row",
        _row("基本支出明细", "30101", "基本工资", None, None, None, None, None, 3),
        "基本支出明细!A",
    ),
    Case(
        "不认识的科目编码",
        "unknown-code",
        _row("基本支出明细", "30104", "津贴", None, None, None, None, None, 3),
        "基本支出明细!A",
        "30104",
    ),
    Case(
        "编码与名称不符",
        "code-name-mismatch",
        _row("基本支出明细", "30103", "办公费", None, None, None, None, None, 3),
        "基本支出明细!A",
        "30201",
    ),
    Case("上级不存在", "unknown-parent", at("收支", "会议费", "上级", put("基本经费")), "收支!B", "基本支出"),
    Case("上级绕圈", "parent-circle", at("收支", "本年支出合计", "上级", put("会议费")), "收支!B"),
    Case(
        "多余的合计行",
        "total-row",
        _row("项目支出", "合计", None, None, None, None, None, None, None, None, 50),
        "项目支出!A",
        severity="warning",
    ),
    Case("自评结果里不认识的行", "unknown-row", _row("自评结果", "等级", "优"), "自评结果!A", "等次"),
    Case("年度超出范围", "year-out-of-range", _row("其他数据", "规划站点", 12, "个", "2035"), "其他数据!D"),
    Case("口径不对", "bad-choice", _row("其他数据", "站点", 12, "个", None, "预算"), "其他数据!E"),
    Case(
        "元当万元填（同行相差一万倍）",
        "unit-slip",
        at("收支", "基本支出", "年初预算", scaled(10_000)),
        "收支!F",
        "万元",
    ),
    Case(
        "元当万元填（与合计对不上）",
        "unit-slip",
        at("资产", "固定资产", "本年", scaled(1e-4)),
        "资产!E",
        "资产总额",
    ),
    Case("整列按元填", "unit-slip", _scale_column("收支", "I"), "收支!I1", "整列"),
    Case("整张表按元填", "unit-slip", _book(_scale_sheet), "基本支出明细", "一张表"),
)

YAML_CASES = (
    Case("data.yaml 写法有误", "bad-yaml", _yaml("收支: [{项目: 基本支出"), "data.yaml"),
    Case("data.yaml 不认识的表", "unknown-sheet", _yaml("收入支出: []"), "收入支出"),
    Case(
        "data.yaml 不认识的列",
        "unknown-column",
        _yaml("资产: [{项目: 资产总额, 今年: 3}]"),
        "资产!第1项.今年",
    ),
    Case("data.yaml 该是列表", "bad-field", _yaml("资产: 3"), "资产"),
    Case(
        "data.yaml 某项不是“列名: 内容”",
        "bad-field",
        _yaml("资产: [{项目: 资产总额, 本年: 1}, 5]"),
        "资产!第2项",
    ),
    Case(
        "data.yaml 用了别名引用", "bad-yaml", _yaml("资产: [&a {项目: 资产总额, 本年: 1}, *a]"), says="引用"
    ),
    Case(
        "data.yaml 中的 .nan", "not-finite", _yaml("资产: [{项目: 资产总额, 本年: .nan}]"), "资产!第1项.本年"
    ),
    Case(
        "data.yaml 一格里是列表",
        "text-in-number",
        _yaml("资产: [{项目: 资产总额, 本年: [1, 2]}]"),
        "资产!第1项.本年",
    ),
)

NOTE_CASES = (
    Case("记录是空的", "empty-note", _note(" \n\n"), "notes/活动.md", severity="warning"),
    Case("记录是0字节", "empty-file", _note(b""), "notes/活动.md"),
    Case("记录编码是 UTF-16", "bad-encoding", _note("发放资料".encode("utf-16")), "notes/活动.md", "UTF-8"),
    Case(
        "记录既不是 UTF-8 也不是 GB18030",
        "bad-encoding",
        _note("发".encode() + b"\xff\xff\x81"),
        "notes/活动.md",
    ),
    Case("记录有乱码", "garbled", _note("发放锟斤拷资料。"), "notes/活动.md", severity="warning"),
    Case("记录过大", "oversized", _note("发放资料。" * 200_000), "notes/活动.md"),
    Case("两个记录同名", "same-note", _note("发放。", "科技周.txt"), "notes/科技周.txt", "notes/科技周.md"),
    Case(
        "不支持的记录格式",
        "unsupported-note",
        _note(b"%PDF", "活动.pdf"),
        "notes/活动.pdf",
        severity="warning",
    ),
    Case("记录是改了名的 Word 文件", "wrong-type", _note(b"PK\x03\x04xx", "活动.txt"), "notes/活动.txt"),
    Case("损坏的 Word 记录", "damaged", _note(b"PK\x03\x04xx", "活动.docx"), "notes/活动.docx"),
    Case("加密的 Word 记录", "encrypted", _encrypted_word, "notes/活动.docx"),
    Case("说明栏写法有误", "bad-front-matter", _note("---\n日期: [\n---\n发放。"), "notes/活动.md"),
    Case(
        "说明栏没有结束",
        "bad-front-matter",
        _note("---\n日期: 2023-01-01\n发放。"),
        "notes/活动.md",
        severity="warning",
    ),
    Case(
        "说明栏字段写错",
        "bad-front-matter",
        _note("---\n时间: 2023-01-01\n---\n发放。"),
        "notes/活动.md",
        "日期",
        "warning",
    ),
    Case(
        "说明栏日期不对", "bad-front-matter", _note("---\n日期: 五月\n---\n发放。"), "notes/活动.md", "五月"
    ),
    Case(
        "记录日期不在年度内",
        "date-outside-year",
        _note("---\n日期: 2022-05-01\n---\n发放。"),
        "notes/活动.md",
        severity="warning",
    ),
    Case(
        "提纲中没有这一节",
        "unknown-section",
        _note("---\n章节: 绩效情况表\n---\n发放。"),
        "notes/活动.md",
        "绩效情况",
        "warning",
    ),
    Case(
        "说明的对象不存在",
        "unknown-about",
        _note("---\n说明: 公务费.决算\n---\n压减。"),
        "notes/活动.md",
        severity="warning",
    ),
    Case("数中有空格", "split-number", _note("复耕2 300亩。"), "notes/活动.md", "2300", "warning"),
    Case("记录里有表格", "note-table", _word_table, "notes/活动.docx", "1个表格", "warning"),
    Case(
        "记录中有双方括号",
        "brackets-in-note",
        _note("发放[[基本支出.决算]]资料。"),
        "notes/活动.md",
        severity="warning",
    ),
    Case(
        "记录中有控制字符",
        "control-characters",
        _note("发放\x07资料\u202e。"),
        "notes/活动.md",
        severity="warning",
    ),
)

CASES: tuple[Case, ...] = (
    *FOLDER_CASES, *SETTINGS_CASES, *SHEET_CASES, *CELL_CASES, *ROW_CASES, *YAML_CASES, *NOTE_CASES,
)  # fmt: skip


def messages(root: Path) -> Iterator[tuple[Case, list[str]]]:
    """Each case with the messages it yields, for the table."""
    from pipeline.inputs import read_folder

    for number, case in enumerate(CASES):
        dir = good_folder(root / str(number))
        case.spoil(dir)
        _, faults = read_folder(dir)
        yield case, [f"{f.place}：{f.message}{f.advice}" for f in faults]
