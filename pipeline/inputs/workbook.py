"""Writing the workbook: the template that ``init`` lays down, filled when there is a report.

Reading such a file back gives the same ReportInput, apart from the places it was read from.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.inputs.filled import Line, filled_lines, merged_lines
from pipeline.inputs.layout import (
    SHEETS,
    THREE_PUBLIC_TOTAL,
    Column,
    Holds,
    Sheet,
)
from schemas.figures import MONEY_FACTORS
from schemas.inputs import ReportInput

FONT = "宋体"
ROW_HEIGHT = 18
_THIN = Side(style="thin", color="BFBFBF")
_GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEAD = PatternFill("solid", fgColor="DDEBF7")
_GREY = PatternFill("solid", fgColor="F2F2F2")
_GIVEN = PatternFill("solid", fgColor="FAFAFA")
_VEHICLE_PARTS = ("公务用车购置费", "公务用车运行维护费")


def write_workbook(path: Path, report: ReportInput | None, *, year: int, money_unit: str) -> None:
    """The template for *year*, with the usual rows; filled in from *report* when it is given."""
    book = Workbook()
    book.remove(book.worksheets[0])
    _guide(book.create_sheet("填写说明"), year, money_unit)
    lines = filled_lines(report, year, MONEY_FACTORS[money_unit]) if report else {}
    for sheet in SHEETS:
        given = lines.get(sheet.name, [])
        _write_sheet(book.create_sheet(sheet.name), sheet, given, year, money_unit, example=report is None)
    book.active = 1 if report else 0
    book.properties.title = f"{year}年度自评数据"
    book.properties.creator = "zipingbao"
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)


# -- the sheets ----------------------------------------------------------------------------------------


def _write_sheet(
    ws: Worksheet, sheet: Sheet, given: Sequence[Line], year: int, money_unit: str, *, example: bool
) -> None:
    used = {name for line in given for name in line}
    columns = [c for c in sheet.columns if not c.optional or c.name in used]
    _header(ws, sheet, columns, year, money_unit)
    row = 2
    if example:
        _example(ws, sheet, columns, row, money_unit)
        row += 1
    lines = merged_lines(sheet, given)
    for line in [*lines, *({} for _ in range(sheet.blanks))]:
        for place, column in enumerate(columns, start=1):
            _write_cell(ws, row, place, column, line, sheet)
        ws.row_dimensions[row].height = ROW_HEIGHT * _lines_needed(line, columns)
        row += 1
    _validate(ws, sheet, columns, row + 200)
    _page(ws, sheet, columns, row - 1)


def _header(ws: Worksheet, sheet: Sheet, columns: Sequence[Column], year: int, money_unit: str) -> None:
    for place, column in enumerate(columns, start=1):
        words = f"{column.name}\n（{money_unit}）" if column.holds is Holds.MONEY else column.name
        cell = ws.cell(1, place, words)
        cell.font = Font(name=FONT, bold=True, size=11)
        cell.fill, cell.border = _HEAD, _GRID
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        cell.comment = _comment(sheet, column, year, money_unit)
        ws.column_dimensions[get_column_letter(place)].width = column.width
    ws.row_dimensions[1].height = 36
    ws.sheet_format.defaultRowHeight, ws.sheet_format.customHeight = ROW_HEIGHT, True
    ws.freeze_panes = "B2" if len(columns) > 3 else "A2"


def _comment(sheet: Sheet, column: Column, year: int, money_unit: str) -> Comment:
    lines = [column.hint]
    if column.numeric or column.back:
        lines.append(f"年度：{year - column.back}年")
    if column.holds is Holds.MONEY:
        lines.append(f"单位：{money_unit}。只填数字，不写“约”和单位；没有发生填0，没有数据留空。")
    if column.choices:
        lines.append(("可填：" if column.strict else "如：") + "、".join(column.choices))
    if column is sheet.title:
        lines.append("以“（示例）”开头的灰色行不会读取，可以删去。")
    comment = Comment("\n".join(lines), "填写说明")
    comment.width, comment.height = 260, 40 + 34 * len(lines)
    return comment


def _example(ws: Worksheet, sheet: Sheet, columns: Sequence[Column], row: int, money_unit: str) -> None:
    for place, column in enumerate(columns, start=1):
        value = sheet.example.get(column.name)
        if isinstance(value, float | int) and column.holds is Holds.MONEY and money_unit != "万元":
            value = round(value * float(MONEY_FACTORS["万元"] / MONEY_FACTORS[money_unit]), 2)
        cell = ws.cell(row, place, value)
        cell.font = Font(name=FONT, size=11, italic=True, color="808080")
        cell.fill, cell.border = _GREY, _GRID
        cell.number_format = number_format(column, sheet.example.get("计量单位"))
        cell.alignment = _alignment(column)


def _write_cell(ws: Worksheet, row: int, place: int, column: Column, line: Line, sheet: Sheet) -> None:
    value = line.get(column.name)
    number = isinstance(value, Decimal)
    cell = ws.cell(row, place)
    bold, indent = _rank(line, column, sheet)
    cell.font, cell.border = Font(name=FONT, size=11, bold=bold), _GRID
    cell.alignment = _alignment(column, indent)
    if column.name in ("项目", "科目编码", "科目名称") and line:
        cell.fill = _GIVEN
    cell.number_format = number_format(column, line.get("计量单位"), value if number else None)
    if sheet.name == "自评结果" and column.name == "值" and not isinstance(value, str):
        cell.number_format = "General"
    if value is not None and value != "":
        cell.value = float(value) if isinstance(value, Decimal) else value
        if isinstance(value, str):
            cell.data_type = "s"  # a text beginning with = is no formula


def number_format(column: Column, measure: object, value: Decimal | None = None) -> str:
    """0.00 for money, whole numbers for counts, text for codes; more digits when the value has them."""
    if column.holds is Holds.TEXT or column.holds is Holds.CODE:
        return "@"
    money = measure in MONEY_FACTORS if measure else column.holds is Holds.MONEY
    digits = 2 if money else 0
    if value is not None:
        exponent = value.normalize().as_tuple().exponent
        digits = max(digits, -exponent if isinstance(exponent, int) else 0)
    elif not money and (column.name in ("分值", "得分", "数值") or measure is None):
        return "General"
    return (
        "#,##0" + ("." + "0" * digits if digits else "")
        if money
        else "0" + ("." + "0" * digits if digits else "")
    )


def _alignment(column: Column, indent: int = 0) -> Alignment:
    if column.numeric:
        return Alignment(horizontal="right", vertical="center")
    return Alignment(horizontal="left", vertical="center", wrap_text=column.width >= 20, indent=indent)


def _lines_needed(line: Line, columns: Sequence[Column]) -> int:
    """Rows do not grow by themselves in every program; a Han character takes two of a column's units."""
    needed = 1
    for column in columns:
        text = line.get(column.name)
        if isinstance(text, str) and column.width >= 20:
            widths = [sum(2 if ord(c) > 255 else 1 for c in part) for part in text.split("\n")]
            needed = max(needed, sum(-(-width // (column.width - 2)) or 1 for width in widths))
    return min(needed, 20)


def _rank(line: Line, column: Column, sheet: Sheet) -> tuple[bool, int]:
    """Totals are bold, their parts set in: the eye finds its way in long sheets."""
    if column.name == "科目名称":
        part = len(str(line.get("科目编码") or "")) > 3
    elif column.name == "项目" and "上级" in {c.name for c in sheet.columns}:
        part = bool(line.get("上级"))
    elif column.name == "项目" and sheet.name == "三公经费":
        part = line.get("项目") not in THREE_PUBLIC_TOTAL
    else:
        return False, 0
    return not part, int(part) + int(line.get("项目") in (*_VEHICLE_PARTS, "人员经费", "公用经费"))


def _validate(ws: Worksheet, sheet: Sheet, columns: Sequence[Column], last: int) -> None:
    signed = sheet.name == "收支" or sheet.name == "其他数据"
    for place, column in enumerate(columns, start=1):
        rule: DataValidation | None = None
        if column.numeric:
            rule = DataValidation(
                type="decimal",
                operator="between",
                formula1="-1E+14" if signed else "0",
                formula2="1E+14",
                allow_blank=True,
            )
            rule.error = "这里只能填数字，不写单位，也不写“约”“余”等字。" + ("" if signed else "不能是负数。")
            rule.errorTitle = column.name
        elif column.choices:
            rule = DataValidation(
                type="list", formula1='"' + ",".join(column.choices) + '"', allow_blank=True
            )
            rule.showErrorMessage = column.strict
            rule.error = f"只能填：{'、'.join(column.choices)}"
            rule.errorTitle = column.name
        if rule is not None:
            rule.showErrorMessage = column.numeric or column.strict
            ws.add_data_validation(rule)
            letter = get_column_letter(place)
            rule.add(f"{letter}2:{letter}{last}")


def _page(ws: Worksheet, sheet: Sheet, columns: Sequence[Column], last: int) -> None:
    ws.page_setup.orientation = "landscape" if sum(c.width for c in columns) > 90 else "portrait"
    ws.page_setup.paperSize = 9  # A4
    ws.page_setup.fitToWidth, ws.page_setup.fitToHeight = 1, 0
    ws.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    ws.print_title_rows = "1:1"
    ws.print_area = f"A1:{get_column_letter(len(columns))}{last}"
    assert ws.oddHeader is not None
    assert ws.oddFooter is not None
    ws.oddHeader.center.text = f"{sheet.name}　{sheet.purpose}"
    ws.oddFooter.center.text = "第 &P 页　共 &N 页"
    ws.page_margins.left = ws.page_margins.right = 0.5


_GUIDE = (
    "1. 每张表只填白色的格。有数就填，没有发生填 0，没有数据留空；不用的行可以不管，不够可以增加行。",
    "2. 金额的单位写在表头括号里，{unit}。只填数字，不写单位，也不写“约”“余”。"
    "要用元填，把表头的“万元”改成“元”。",
    "3. “上年”是{last}年，不带“上年”的是{year}年。年初预算、调整预算、到位、决算各有一列，分别填写。",
    "4. 鼠标停在表头上有这一列的说明。以“（示例）”开头的灰色行不会读取，可以删去。",
    "5. 不要改表名和列名，不要合并单元格，不要隐藏行列，不要设打开密码。公式可以用，但要在保存前算出结果。",
    "6. 填好后运行 zipingbao validate，所有问题会一次列出，每处都指到单元格。",
)


def _guide(ws: Worksheet, year: int, money_unit: str) -> None:
    ws.column_dimensions["A"].width = 18
    ws.column_dimensions["B"].width = 78
    ws.merge_cells("A1:B1")
    ws["A1"] = f"{year}年度部门整体支出绩效自评　数据表"
    ws["A1"].font = Font(name=FONT, bold=True, size=16)
    ws["A1"].alignment = Alignment(horizontal="center", vertical="center")
    ws.row_dimensions[1].height = 36
    row = 2
    for text in _GUIDE:
        ws.merge_cells(start_row=row, end_row=row, start_column=1, end_column=2)
        cell = ws.cell(row, 1, text.format(unit=f"本表用{money_unit}", last=year - 1, year=year))
        cell.font, cell.alignment = Font(name=FONT, size=11), Alignment(wrap_text=True, vertical="center")
        ws.row_dimensions[row].height = 34
        row += 1
    row += 1
    _guide_table(ws, row)
    ws.page_setup.paperSize = 9
    ws.page_setup.fitToWidth, ws.page_setup.fitToHeight = 1, 0
    ws.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _guide_table(ws: Worksheet, row: int) -> None:
    for line in [("工作表", "填什么"), *((s.name, s.purpose) for s in SHEETS)]:
        for place, text in enumerate(line, start=1):
            cell = ws.cell(row, place, text)
            head = text in ("工作表", "填什么")
            cell.font, cell.border = Font(name=FONT, size=11, bold=head), _GRID
            cell.alignment = Alignment(vertical="center", wrap_text=True)
            if head:
                cell.fill = _HEAD
            elif place == 1:
                cell.hyperlink = f"#'{text}'!A1"
        ws.row_dimensions[row].height = 20
        row += 1
