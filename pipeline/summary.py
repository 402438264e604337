"""The workbook for a reviewer with hundreds of reports: a row a finding, and the counts by unit and code."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import DocumentError

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

COLUMNS: Mapping[str, int] = {
    "文件": 30, "位置": 22, "程度": 7, "代码": 16, "名称": 16, "原文": 30, "问题": 60, "可能应为": 18,
    "依据": 36,
}  # fmt: skip
FILLS = {"错误": "FDE7E4", "提醒": "FFF1CF", "提示": "E6F0FA", "未读出": "E4E4E4"}
GRADES = ("错误", "提醒", "提示")
MOST_ROWS = 1_000_000
MOST_CHARS = 4000
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Row:
    """One finding; every field is text as it is printed, in the order of the columns."""

    file: str
    place: str
    grade: str
    code: str
    title: str
    quote: str
    message: str
    expected: str = ""
    evidence: str = ""

    @property
    def cells(self) -> tuple[str, ...]:
        """The fields in order."""
        return (self.file, self.place, self.grade, self.code, self.title, self.quote, self.message,
                self.expected, self.evidence)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One file: its findings, how many numbers it holds, or why it could not be read (``trouble``)."""

    file: str
    figures: int = 0
    rows: Sequence[Row] = field(default=())
    trouble: str = ""


def write_summary(path: Path, files: Sequence[Reviewed]) -> None:
    """Write the workbook; DocumentError when that fails."""
    import openpyxl

    book = openpyxl.Workbook()
    findings, counts = book.worksheets[0], book.create_sheet("统计")
    findings.title = "问题"
    _findings(findings, files)
    _counts(counts, files)
    try:
        book.save(path)
    except OSError as error:
        raise DocumentError(
            f"“{path}”写不进去：{error.strerror}。", "如果正在 Excel 或 WPS 里打开着，请先关闭。"
        ) from error


def _findings(sheet: Worksheet, files: Sequence[Reviewed]) -> None:
    _header(sheet, list(COLUMNS))
    for i, width in enumerate(COLUMNS.values()):
        sheet.column_dimensions[_letter(i)].width = width
    for number, row in enumerate(_rows(files), 2):
        for column, text in enumerate(row.cells, 1):
            _put(sheet.cell(number, column), text)
        sheet.cell(number, 3).fill = _fill(row.grade)
        sheet.row_dimensions[number].height = 15.5 * max(
            _lines(text, width) for text, width in zip(row.cells, COLUMNS.values(), strict=True)
        )
    _page(sheet, len(COLUMNS))


def _rows(files: Sequence[Reviewed]) -> list[Row]:
    rows = [row for one in files for row in (*one.rows, *_unread(one))]
    return rows[:MOST_ROWS]


def _unread(one: Reviewed) -> list[Row]:
    return [Row(one.file, "", "未读出", "", "", "", one.trouble)] if one.trouble else []


def _counts(sheet: Worksheet, files: Sequence[Reviewed]) -> None:
    titles = {row.code: row.title for one in files for row in one.rows}
    used = Counter(row.code for one in files for row in one.rows)
    codes = [code for code, _ in used.most_common()]
    _header(sheet, ["文件", "数（个）", *GRADES, "合计", *(titles[code] for code in codes)])
    for cell in sheet[1][6:]:
        cell.alignment = _alignment(vertical="bottom", horizontal="center", text_rotation=255)
    sheet.row_dimensions[1].height = 18 * max([2, *(len(titles[code]) for code in codes)])
    sheet.column_dimensions["A"].width = 40
    for i in range(1, 6 + len(codes)):
        sheet.column_dimensions[_letter(i)].width = 8 if i < 6 else 5
    for number, one in enumerate(files, 2):
        name = f"{one.file}（未读出）" if one.trouble else one.file
        _put(sheet.cell(number, 1), name)
        sheet.row_dimensions[number].height = 15.5 * _lines(name, 40)
        if not one.trouble:
            _numbers(sheet, number, _line(one, codes))
    lines = [_line(one, codes) for one in files if not one.trouble]
    _put(sheet.cell(len(files) + 2, 1), f"共{len(files)}个文件，读出{len(lines)}个")
    _numbers(sheet, len(files) + 2, [sum(column) for column in zip(*lines, strict=True)])
    for cell in sheet[len(files) + 2]:
        cell.font = _font()
    _page(sheet, 6 + len(codes))


def _line(one: Reviewed, codes: Sequence[str]) -> list[int]:
    grades, used = Counter(row.grade for row in one.rows), Counter(row.code for row in one.rows)
    return [one.figures, *(grades[g] for g in GRADES), len(one.rows), *(used[code] for code in codes)]


def _numbers(sheet: Worksheet, row: int, values: Iterable[int]) -> None:
    for column, value in enumerate(values, 2):
        cell: Any = sheet.cell(row, column)
        cell.value = value or None if column > 6 else value  # an empty matrix shows better where something is
        cell.border = _border()
        cell.alignment = _alignment(horizontal="center")


def _put(cell: Any, text: str) -> None:
    """*text* as text, whatever it begins with: a quote from a report must never become a formula."""
    cell.value = _CONTROL.sub("", text.replace("\r", ""))[:MOST_CHARS] or None
    if cell.value:
        cell.data_type = "s"
        cell.quotePrefix = text[:1] in "=+-@\t"
    cell.alignment = _alignment()
    cell.border = _border()


def _header(sheet: Worksheet, titles: Sequence[str]) -> None:
    for column, title in enumerate(titles, 1):
        cell: Any = sheet.cell(1, column)
        _put(cell, title)
        cell.font, cell.fill = _font(), _fill("")


def _page(sheet: Worksheet, columns: int) -> None:
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{_letter(columns - 1)}{max(sheet.max_row, 2)}"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToHeight = 0
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    footer: Any = sheet.oddFooter
    footer.center.text = "第 &P 页，共 &N 页"


def _lines(text: str, width: int) -> int:
    """How many lines the text takes in a column of this width."""
    wide = sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text[:MOST_CHARS])
    return min(1 + text.count("\n") + int(wide * 1.1) // width, 25)


def _letter(index: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(index + 1))


@cache
def _font() -> Any:
    from openpyxl.styles import Font

    return Font(bold=True)


@cache
def _fill(grade: str) -> Any:
    from openpyxl.styles import PatternFill

    return PatternFill("solid", fgColor=FILLS.get(grade, "EDEDED"))


@cache
def _border() -> Any:
    from openpyxl.styles import Border, Side

    thin = Side(style="thin", color="BFBFBF")
    return Border(thin, thin, thin, thin)


@cache
def _alignment(vertical: str = "top", **options: Any) -> Any:
    from openpyxl.styles import Alignment

    return Alignment(wrap_text=True, vertical=vertical, **options)
