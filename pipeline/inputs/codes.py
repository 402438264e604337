"""Economic classification codes: does the code exist, and does the name beside it fit?"""

from __future__ import annotations

import difflib
import re

from pipeline.inputs.cells import Cell, text
from pipeline.inputs.faults import Faults, clip
from pipeline.inputs.layout import economic_names, fold
from schemas.figures import CellRef

_TOTALS = (
    "合计",
    "总计",
    "小计",
    "基本支出合计",
    "基本支出",
    "人员经费",
    "公用经费",
    "人员经费合计",
    "公用经费合计",
)


def check_code(
    code_cell: Cell | None, name_cell: Cell | None, at: CellRef, faults: Faults
) -> tuple[str, str] | None:
    """Code and name of a row of 基本支出明细, each supplied from the other when blank."""
    code = re.sub(r"\s", "", text(code_cell, faults))
    name = re.sub(r"\s", "", text(name_cell, faults))
    if not code and not name:
        faults.add(
            "blank-name",
            "这一行有金额，但科目编码和名称都是空的。",
            at=at,
            found="空白",
            expected="科目编码和名称",
            advice="请写上科目，或删去这一行。",
        )
        return None
    if not code:
        return _by_name(name, at, faults)
    known = economic_names().get(code)
    if known is None:
        _unknown(code, name, at, faults)
        return None
    if name and not fits(name, code):
        better = code_of(name)
        hint = f"“{clip(name)}”的编码是 {better}。" if better else ""
        faults.add(
            "code-name-mismatch",
            f"编码 {code} 是“{known}”，名称却写“{clip(name)}”。",
            at=at,
            found=f"{code} {name}",
            expected=f"{code} {known}",
            advice=hint + "请改正编码或名称。",
        )
        return None
    return code, name or known


def _by_name(name: str, at: CellRef, faults: Faults) -> tuple[str, str] | None:
    code = code_of(name)
    if code:
        return code, name
    if name in _TOTALS:
        faults.warn(
            "total-row",
            f"“{name}”一行没有读取：合计由程序计算。",
            at=at,
            found=name,
            expected="只有有编码的科目",
            advice="请删去这一行；合计数填在“收支”表。",
        )
    else:
        faults.add(
            "unknown-code",
            f"“{clip(name)}”没有写科目编码，也查不到唯一的编码。",
            at=at,
            found=name,
            expected="三位或五位科目编码",
            advice=_near(name) + "请填写编码。",
        )
    return None


def _unknown(code: str, name: str, at: CellRef, faults: Faults) -> None:
    right = code_of(name) if name else None
    hint = f"“{clip(name)}”的编码是 {right}。" if right else _near(name)
    faults.add(
        "unknown-code",
        f"没有编码为“{clip(code)}”的经济分类科目。",
        at=at,
        found=code,
        expected="部门预算支出经济分类的三位或五位编码",
        advice=hint + "请改正编码。",
    )


def fits(name: str, code: str) -> bool:
    """Whether *name* is the subject's name, or a usual variant of it (养老保险费 for 养老保险缴费)."""
    plain, known = fold(name), fold(economic_names()[code])
    if plain == known or (len(plain) > 2 and (plain in known or known in plain)):
        return True
    if plain.startswith("其他") and code.endswith("99"):
        return True
    own = difflib.SequenceMatcher(None, plain, known).ratio()
    best = max(difflib.SequenceMatcher(None, plain, fold(n)).ratio() for n in economic_names().values())
    return own >= 0.5 and own >= best


def code_of(name: str) -> str | None:
    """The code of the subject called exactly *name*; None when there is none, or more than one."""
    codes = [code for code, known in economic_names().items() if fold(known) == fold(name)]
    return codes[0] if len(codes) == 1 else None


def _near(name: str) -> str:
    names = list(economic_names().items())
    best = difflib.get_close_matches(fold(name), [fold(n) for _, n in names], n=1, cutoff=0.6)
    if not best:
        return ""
    code, known = next((c, n) for c, n in names if fold(n) == best[0])
    return f"是不是 {code}“{known}”？"
