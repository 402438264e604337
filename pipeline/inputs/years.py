"""Which year the data are for: what the workbook and the notes say, against ``report.yaml``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from pipeline.inputs.faults import Faults
from pipeline.inputs.grids import Grid, a1
from pipeline.inputs.settings_file import FILE
from schemas.figures import CellRef
from schemas.inputs import ActivityNote

GUIDE = "填写说明"
_TITLE = re.compile(r"(20\d\d)\s*年度")
_COMMENT = re.compile(r"年度：(20\d\d)年")
_ENOUGH = 2
"""One note of another year may be a stray; so many, and more than half of all, are no accident."""


def workbook_year(grids: Iterable[Grid], file: str) -> tuple[CellRef, int] | None:
    """The year in the heading of 填写说明, else in the comments on headers; None in a workbook without."""
    grids = list(grids)
    for grid in grids:
        found = _TITLE.search(str(grid.at(1, 1))) if grid.name.startswith(GUIDE) else None
        if found:
            return CellRef(file=file, sheet=grid.name, cell="A1"), int(found[1])
    for grid in grids:
        for (row, column), text in grid.comments.items():
            found = _COMMENT.search(text)
            if found and not str(grid.at(row, column)).startswith("上年"):
                return CellRef(file=file, sheet=grid.name, cell=f"{a1(row, column)}批注"), int(found[1])
    return None


def notes_year(notes: Sequence[ActivityNote]) -> tuple[list[ActivityNote], int] | None:
    """The year in which most dated notes lie, and those notes; None when there are too few."""
    dated = [(note, note.date.year) for note in notes if note.date is not None]
    if not dated:
        return None
    year, count = Counter(y for _, y in dated).most_common(1)[0]
    if count < _ENOUGH or count * 2 <= len(dated):
        return None
    return [note for note, y in dated if y == year], year


def check_year(
    year: int, dated: tuple[CellRef, int] | None, notes: Sequence[ActivityNote], faults: Faults
) -> int | None:
    """One fault when the data are for another year than *year*; returns that other year."""
    found = notes_year(notes)
    others = found[0] if found and found[1] != year else []
    if dated is not None and dated[1] != year:
        place, other = str(dated[0]), dated[1]
        advice = f"请核对：年度写错的，改{FILE}；工作簿是别的年度的，换成{year}年度的数，并改正这一格。"
    elif others and found and (dated is None or found[1] != year):
        place, other = f"{others[0].file}等{len(others)}个记录的日期", found[1]
        advice = f"请核对：年度写错的，改{FILE}；记录是别的年度的，请移走。"
    else:
        return None
    faults.add(
        "year-mismatch",
        f"年度填的是{year}，{place}却是{other}年。",
        file=FILE,
        cell="年度",
        found=str(year),
        expected=f"{other}（{place}）",
        advice=advice,
    )
    return other
