"""Measure a Word file as LibreOffice prints it: lines a page, characters a line, margins.

    python -m benchmarks.layout REPORT.docx [--keep DIR]
    python -m benchmarks.layout --parameters

The licensed fonts are mapped to free ones of the same advance width by ``fonts.conf`` beside this file.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from html import unescape
from pathlib import Path

FONTS = Path(__file__).with_name("fonts.conf")
_PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', re.S)
_WORD = re.compile(
    r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>', re.S
)
_FOOTER = re.compile(r"—\d+—")
MM = 25.4 / 72


@dataclass(frozen=True)
class Line:
    """A printed line; positions in mm from the top left corner of the page."""

    text: str
    left: float
    right: float
    top: float
    bottom: float


@dataclass(frozen=True)
class Page:
    """A printed page: its lines without the page number, and that line apart."""

    width: float
    height: float
    lines: tuple[Line, ...]
    number: Line | None

    @property
    def longest(self) -> int:
        """Characters in the longest line."""
        return max((len(line.text) for line in self.lines), default=0)


def missing() -> str:
    """Why nothing can be measured here, or ''."""
    for program in ("soffice", "pdftotext", "fc-match"):
        if shutil.which(program) is None:
            return f"{program} is not installed"
    for family in ("仿宋_GB2312", "Times New Roman"):
        found = _run(["fc-match", "-f", "%{family}", family], FONTCONFIG_FILE=str(FONTS))
        if not found.startswith(("Fandol", "Liberation", "FangSong", "仿宋", "Times")):
            return f"no font stands in for {family} (fc-match: {found})"
    return ""


def to_pdf(docx: Path, directory: Path) -> Path:
    """Print *docx* with LibreOffice into *directory*."""
    return convert(docx, directory, "pdf")


def convert(docx: Path, directory: Path, format: str) -> Path:
    """Have LibreOffice write *docx* as *format* into *directory*."""
    with tempfile.TemporaryDirectory() as profile:
        options = [f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", format]
        _run(["soffice", *options, "--outdir", str(directory), str(docx)], FONTCONFIG_FILE=str(FONTS))
    return directory / docx.with_suffix(f".{format}").name


def measure(pdf: Path) -> list[Page]:
    """Every page with its lines."""
    html = _run(["pdftotext", "-bbox", str(pdf), "-"])
    return [_page(float(w) * MM, float(h) * MM, body) for w, h, body in _PAGE.findall(html)]


def _page(width: float, height: float, body: str) -> Page:
    words = [
        Line(unescape(text), *(float(v) * MM for v in (x0, x1, y0, y1)))
        for x0, y0, x1, y1, text in _WORD.findall(body)
    ]
    rows: list[list[Line]] = []
    # Fonts differ in height within a line, so that the middle decides what stands in one line.
    for word in sorted(words, key=_middle):
        if rows and _middle(word) - _middle(rows[-1][-1]) < 3:
            rows[-1].append(word)
        else:
            rows.append([word])
    lines = [_joined(sorted(row, key=lambda w: w.left)) for row in rows]
    number = lines[-1] if lines and _FOOTER.fullmatch(lines[-1].text) else None
    return Page(width, height, tuple(lines[:-1] if number else lines), number)


def _middle(line: Line) -> float:
    return (line.top + line.bottom) / 2


def _joined(row: list[Line]) -> Line:
    return Line(
        "".join(w.text for w in row),
        row[0].left,
        row[-1].right,
        min(w.top for w in row),
        max(w.bottom for w in row),
    )


def _run(command: list[str], **environment: str) -> str:
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=100, env={**os.environ, **environment}, check=True
    )
    return done.stdout


def print_parameters() -> None:
    """The table of ``pipeline/word/style.py``, each row of which a test reads from the written file."""
    from pipeline.word import PARAMETERS

    print("| 参数 | 取值 | 条款 | 强度 | 所在 | XML 值 |\n|---|---|---|---|---|---|")
    for p in PARAMETERS:
        spot = f"{p.part.removeprefix('word/')} `{p.xpath}`".replace("|", "\\|")
        print(f"| {p.name} | {p.value} | {p.clause or '—'} | {p.strength.value} | {spot} | {p.xml} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("docx", type=Path, nargs="?")
    parser.add_argument("--keep", type=Path, help="keep the PDF in this folder")
    parser.add_argument("--parameters", action="store_true", help="print every layout parameter instead")
    args = parser.parse_args()
    if args.parameters:
        print_parameters()
        return
    if args.docx is None:
        parser.error("a .docx is needed")
    if reason := missing():
        raise SystemExit(reason)
    with tempfile.TemporaryDirectory() as scratch:
        pages = measure(to_pdf(args.docx, args.keep or Path(scratch)))
    print(f"{len(pages)} pages of {pages[0].width:.0f} x {pages[0].height:.0f} mm")
    for n, page in enumerate(pages, start=1):
        if not page.lines:
            print(f"page {n}: empty")
            continue
        left, right = min(x.left for x in page.lines), page.width - max(x.right for x in page.lines)
        top, bottom = page.lines[0].top, page.height - page.lines[-1].bottom
        number = f"number {page.number.text}" if page.number else "no number"
        print(
            f"page {n}: {len(page.lines)} lines, longest {page.longest} characters, ink from the edges "
            f"top {top:.1f} bottom {bottom:.1f} left {left:.1f} right {right:.1f} mm, {number}"
        )


if __name__ == "__main__":
    main()
