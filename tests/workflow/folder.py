"""A report folder for tests of the workflow: the smallest example, drafted offline, and ways to change it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import openpyxl
from click.testing import CliRunner, Result

from pipeline.cli import main
from pipeline.store import Store
from schemas.report import Revision

EXAMPLES = Path(__file__).parents[2] / "examples"


def run(*args: object) -> Result:
    return CliRunner().invoke(main, [str(a) for a in args])


def drafted(folder: Path, name: str = "changning2023") -> Path:
    shutil.copytree(EXAMPLES / name, folder)
    result = run("draft", folder, "--offline")
    assert result.exit_code == 0, result.output
    return folder


def revisions(folder: Path) -> dict[str, list[Revision]]:
    """Every section's revisions."""
    with Store.open(folder) as store:
        return {section: store.revisions(section) for section in store.all_current()}


def set_cell(folder: Path, sheet: str, row: str, column: str, value: Any) -> str:
    """Put *value* into the row called *row* under the header *column*; the cell."""
    book = openpyxl.load_workbook(folder / "data.xlsx")
    page = book[sheet]
    header = next(r for r in page.iter_rows() if any(str(c.value or "").startswith(column) for c in r))
    across = next(i for i, c in enumerate(header) if str(c.value or "").startswith(column))
    rows = [r for r in page.iter_rows() if any(str(c.value or "").strip() == row for c in r[:2])]
    cell = rows[0][across]
    cell.value = value
    book.save(folder / "data.xlsx")
    return str(cell.coordinate)


def reception(folder: Path, value: float) -> None:
    """公务接待费 and the total that it alone makes up."""
    for row in ("公务接待费", "三公经费合计"):
        set_cell(folder, "三公经费", row, "决算", value)


def edit(folder: Path, section: str, text: str) -> Result:
    file = folder.parent / "改稿.md"
    file.write_text(text, encoding="utf-8")
    return run("edit", folder, section, "--from", file)
