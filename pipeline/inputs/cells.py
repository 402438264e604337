"""What stands in one cell: a number, a text, or a fault that says what is wrong with it."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from pipeline.inputs.faults import Faults, clip
from pipeline.inputs.grids import ErrorValue, Unsaved, is_blank
from schemas.figures import CellRef
from schemas.findings import Severity

_PLAIN = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?|[+-]?\.\d+")
_DASHES = frozenset("-－—–―/") | {"——", "--"}
_HEDGES = re.compile(r"[约近余多超达左右以上以下不足大概]")
_MOST = Decimal(10) ** 15
TEXT_LIMIT = 2000


@dataclass(frozen=True, slots=True)
class Cell:
    """A raw value and where it stands; ``percent`` when the sheet shows it with a percent sign."""

    raw: Any
    at: CellRef
    percent: bool = False

    @property
    def blank(self) -> bool:
        """Whether nothing stands here. A dash is how tables write “nothing”."""
        return is_blank(self.raw) or (isinstance(self.raw, str) and self.raw.strip() in _DASHES)


def text(cell: Cell | None, faults: Faults) -> str:
    """The cell as text: numbers as Excel shows them (18, 95%), dates as 2023-05-01, blank as ''."""
    if cell is None or is_blank(cell.raw):
        return ""
    raw = cell.raw
    if isinstance(raw, ErrorValue | Unsaved):
        _broken(cell, faults)
        return ""
    if isinstance(raw, bool):
        return "是" if raw else "否"
    if isinstance(raw, int | float | Decimal):
        number = exact(raw) * (100 if cell.percent else 1)
        return f"{number.normalize():f}" + ("%" if cell.percent else "")
    if isinstance(raw, dt.datetime | dt.date | dt.time):
        return str(raw).removesuffix(" 00:00:00")
    plain = str(raw).replace("\r\n", "\n").strip()
    if len(plain) > TEXT_LIMIT:
        faults.add(
            "too-long",
            f"这一格有{len(plain)}个字，过长。",
            at=cell.at,
            found=plain,
            expected=f"不超过{TEXT_LIMIT}个字",
            advice="长的说明请写成 notes/ 里的一个记录。",
        )
    return plain[:TEXT_LIMIT]


def exact(raw: float | Decimal) -> Decimal:
    """A float as the decimal a person typed: computed cells carry noise beyond Excel's 15 digits."""
    if isinstance(raw, int | Decimal):
        return Decimal(raw)
    return Decimal(f"{raw:.15g}")


def number(cell: Cell | None, faults: Faults, *, percent_ok: bool = False) -> Decimal | None:
    """The number in the cell; None when it is blank, or when it is none (one fault then).

    With *percent_ok* the cell holds a percentage, and 95% counts as 95.
    """
    if cell is None or cell.blank:
        return None
    raw = cell.raw
    if isinstance(raw, ErrorValue | Unsaved):
        _broken(cell, faults)
    elif isinstance(raw, bool):
        faults.add(
            "boolean-in-number",
            "这一格应填数字，现在是真假值（TRUE/FALSE）。",
            at=cell.at,
            found="TRUE" if raw else "FALSE",
            expected="数字",
            advice="请改填数字。",
        )
    elif isinstance(raw, dt.date | dt.datetime | dt.time | dt.timedelta):
        faults.add(
            "date-in-number",
            "这一格应填数字，现在是日期或时间。",
            at=cell.at,
            found=str(raw),
            expected="数字",
            advice="请把单元格格式改为“数值”，重新填写；如 3-5 会被 Excel 变成日期。",
        )
    elif isinstance(raw, int | float | Decimal):
        return _finite(cell, exact(raw), faults, percent_ok)
    elif isinstance(raw, str):
        return _from_text(cell, raw, faults, percent_ok)
    else:
        faults.add(
            "text-in-number",
            "这一格应填一个数字，现在是一组内容。",
            at=cell.at,
            found=clip(raw),
            expected="数字",
            advice="请只写一个数字。",
        )
    return None


def _finite(cell: Cell, value: Decimal, faults: Faults, percent_ok: bool) -> Decimal | None:
    if not value.is_finite():
        faults.add(
            "not-finite",
            "这一格不是有限的数（NaN 或无穷大）。",
            at=cell.at,
            found=str(value),
            expected="数字",
            advice="请检查公式，或直接填写数字。",
        )
        return None
    if cell.percent and not percent_ok:
        shown = f"{(value * 100).normalize():f}%"
        _percent(cell, shown, faults)
        return None
    if cell.percent:
        value = (value * 100).normalize()  # 0.95 shown as 95%, not as 95.00%
    if abs(value) >= _MOST:
        faults.add(
            "too-large",
            "这个数大得不合情理。",
            at=cell.at,
            found=str(value),
            expected="小于一千万亿的数",
            advice="请检查是否多输了位数。",
        )
        return None
    return value


def _percent(cell: Cell, shown: str, faults: Faults) -> None:
    faults.add(
        "percent-in-number",
        f"这一格应填数字，现在是百分数 {clip(shown)}。",
        at=cell.at,
        found=shown,
        expected="不带百分号的数字",
        advice="得分请填分数（如 9.5）；金额、人数请填实际的数，并把单元格格式改为“数值”。",
    )


def _from_text(cell: Cell, raw: str, faults: Faults, percent_ok: bool) -> Decimal | None:
    plain = unicodedata.normalize("NFKC", raw).strip().replace("−", "-")
    if _PLAIN.fullmatch(plain):
        return _finite(cell, Decimal(plain.replace(",", "")), faults, percent_ok)
    if plain.endswith("%") and _PLAIN.fullmatch(plain[:-1].strip()):
        if percent_ok:
            return _finite(cell, Decimal(plain[:-1].strip().replace(",", "")), faults, percent_ok)
        _percent(cell, raw, faults)
        return None
    _explain_text(cell, raw, plain, faults)
    return None


def _explain_text(cell: Cell, raw: str, plain: str, faults: Faults) -> None:
    shown = clip(raw)
    try:
        special = not Decimal(plain).is_finite()
    except (InvalidOperation, ValueError):
        special = False
    if special:
        faults.add(
            "not-finite",
            f"这一格不是有限的数：{shown}。",
            at=cell.at,
            found=raw,
            expected="数字",
            advice="请检查公式，或直接填写数字。",
        )
    elif plain.startswith("#") and plain.rstrip("!?").isupper():
        _broken(Cell(ErrorValue(plain), cell.at), faults)
    elif re.search(r"\d", plain) and _HEDGES.search(plain):
        faults.add(
            "hedge-in-number",
            f"这一格应填一个准确的数，现在是“{shown}”。",
            at=cell.at,
            found=raw,
            expected="只有数字，没有“约”“余”等字",
            advice="请填账上的准确数；只有约数的，写进 notes/ 的记录里。",
        )
    elif re.fullmatch(r"[+-]?[\d,.\s]+(亿|万|千|百)?(亿|万)?[^\d\s]{1,4}", plain):
        faults.add(
            "unit-in-number",
            f"这一格应只填数字，现在带了单位：“{shown}”。",
            at=cell.at,
            found=raw,
            expected="不带单位的数字，单位看表头或“计量单位”栏",
            advice="请去掉单位，并核对数值是否与表头的单位一致。",
        )
    else:
        faults.add(
            "text-in-number",
            f"这一格应填数字，现在是文字“{shown}”。",
            at=cell.at,
            found=raw,
            expected="数字",
            advice="请改成数字；没有发生填0，没有数据留空。",
        )


def _broken(cell: Cell, faults: Faults) -> None:
    if isinstance(cell.raw, Unsaved):
        faults.add(
            "formula-without-value",
            "这一格是公式，但文件里没有存下计算结果。",
            at=cell.at,
            found=cell.raw.formula,
            expected="数字，或已计算并保存的公式",
            advice="请在 Excel 或 WPS 中打开，待其算出结果后保存；或把公式换成数字。",
        )
    else:
        faults.add(
            "error-cell",
            f"这一格是公式错误值 {cell.raw.text}。",
            at=cell.at,
            found=cell.raw.text,
            expected="数字",
            advice="请修正公式，或直接填写数字。",
        )


def check_decimals(cell: Cell, value: Decimal, money: bool, unit_factor: Decimal, faults: Faults) -> None:
    """Amounts stop at 分 (0.01 元); one that goes on was divided, not booked."""
    scaled = value * unit_factor
    exponent = scaled.normalize().as_tuple().exponent
    if money and isinstance(exponent, int) and exponent < -2:
        faults.add(
            "too-many-decimals",
            "这个金额精确到了“分”以下，不会是账上的数。",
            at=cell.at,
            found=str(value),
            expected="最多精确到分（0.01元）",
            advice="请核对；如由公式算出，请先四舍五入。",
            severity=Severity.WARNING,
        )
