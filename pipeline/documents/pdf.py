"""Text out of a PDF that has text. Lines are what a page holds, so paragraphs are put together again."""

from __future__ import annotations

import contextlib
import logging
import re
import time
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from pipeline.documents.build import Builder
from pipeline.documents.limits import PAGES, SECONDS, read_bytes
from pipeline.errors import DocumentError
from pipeline.package import LARGEST_FILE, LARGEST_TEXT, too_large
from schemas.documents import Document

_PAGE_NUMBER = re.compile(
    r"\s*(?:[-—–－]\s*\d{1,4}\s*[-—–－]|\d{1,4}|第\s*\d{1,4}\s*页(?:.{0,3}共\s*\d+\s*页)?)\s*"
)
_OPENS = re.compile(
    r"[一二三四五六七八九十]{1,3}[、是]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.、．](?!\d)|第[一二三四五六七八九十]+[章节条部]|附件"
)
_AMOUNT = re.compile(r"[-+−]?[\d,，]+(?:\.\d+)?%?|[-—–/]")
# What a Chinese report holds none of: other scripts and private characters. These are bare glyph numbers.
_STRANGE = re.compile(
    r"[^\x20-\x7e\u00a0-\u03ff\u2000-\u2bff\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U0001d400-\U0003ffff]"
)
# Some fonts give a character as the radical that looks like it: ⼀ for 一.
_RADICALS = {n: unicodedata.normalize("NFKC", chr(n)) for n in range(0x2E80, 0x2FE0)}
# Between Chinese and digits a PDF often has a thin gap that comes out as a blank.
_GAP = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef“”]) +(?=\S)|(?<=\S) +(?=[\u3000-\u9fff\uff00-\uffef“”])")


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line. ``indent`` is in characters from the left margin; None when it is not known."""

    text: str
    indent: float | None = None

    @property
    def width(self) -> float:
        """How far it reaches, in halves of a Chinese character."""
        wide = sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in self.text if c != " ")
        return wide + 2 * (self.indent or 0)


def read_pdf(path: Path) -> Document:
    """Paragraphs in reading order; page numbers are left out."""
    raw = read_bytes(path, LARGEST_FILE)
    pages = [_lines(text, starts) for text, starts in _pages(raw, path.name)]
    text = "".join(line.text for page in pages for line in page)
    if not text:
        raise DocumentError(
            f"“{path.name}”里没有文字，是扫描件或图片。", "请先做文字识别（OCR），或向原单位要 Word 文件。"
        )
    if len(_STRANGE.findall(text)) > len(text) / 10:
        raise DocumentError(
            f"“{path.name}”的字体没有文字编码，取出来的是乱码。", "请另存为 Word 文件，或做文字识别后再试。"
        )
    builder = Builder()
    for block in _blocks([line for page in pages for line in page]):
        if isinstance(block, str):
            builder.line(block)
        else:
            builder.table(block)
    return builder.document()


Starts = Mapping[int, tuple[float, float]]
"""By the offset of a piece of a page's text: where it begins on the page, and how large its letters are."""


def _pages(raw: bytes, name: str) -> Iterator[tuple[str, Starts]]:
    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its remarks on odd files are not for a clerk
    deadline = time.monotonic() + SECONDS
    size = 0
    try:
        reader = pypdf.PdfReader(BytesIO(raw), strict=False)
        if reader.is_encrypted and not _opened(reader):
            raise DocumentError(f"“{name}”设有密码，读不了。", "请去掉密码，另存后再试。")
        if len(reader.pages) > PAGES:
            raise DocumentError(f"“{name}”超过{PAGES}页，太长了。", "请确认是不是选错了文件。")
        for page in reader.pages:
            text, starts = _extract(page)
            size += len(text)
            if size > LARGEST_TEXT:
                raise too_large(name, LARGEST_TEXT)
            if time.monotonic() > deadline:
                raise DocumentError(f"“{name}”读了{SECONDS:.0f}秒还没有读完。", "请另存为 Word 文件再试。")
            yield text, starts
    except DocumentError:
        raise
    except Exception as error:  # a broken PDF makes pypdf fail in every way that Python has
        raise DocumentError(
            f"“{name}”已损坏，或不是可用的 PDF 文件。", "请用阅读器打开，另存后再试。"
        ) from error


def _opened(reader: Any) -> bool:
    """Whether an empty password opens it: many files are only locked against changes."""
    with contextlib.suppress(Exception):
        return bool(reader.decrypt(""))
    return False


def _extract(page: Any) -> tuple[str, Starts]:
    starts: dict[int, tuple[float, float]] = {}
    at = 0

    def see(piece: str, cm: Any, tm: Any, _font: Any, size: float) -> None:
        nonlocal at
        if piece.strip():
            blank = len(piece) - len(piece.lstrip())
            starts.setdefault(at + blank, (tm[4] * cm[0] + cm[4], abs(size * tm[0]) or size))
        at += len(piece)

    text: str = page.extract_text(visitor_text=see)
    return text.translate(_RADICALS), starts  # one for one: offsets stay


def _lines(text: str, starts: Starts) -> list[Line]:
    """The lines of a page with their indents, without its page number."""
    found, at = [], 0
    for line in text.split("\n"):
        words = line.strip()
        if words:
            found.append((words, starts.get(at + len(line) - len(line.lstrip()))))
        at += len(line) + 1
    for edge in (-1, 0):
        if found and _PAGE_NUMBER.fullmatch(found[edge][0]):
            del found[edge]
    left = min((place[0] for _, place in found if place), default=0.0)
    return [Line(t, (place[0] - left) / place[1] if place and place[1] else None) for t, place in found]


Row = Sequence[tuple[str, int]]


def _blocks(lines: Sequence[Line]) -> Iterator[str | list[Row]]:
    """Paragraphs, and runs of lines that are rows of a table."""
    full = _full_width(lines)
    # Where paragraphs begin with two blanks, a line at the margin goes on with what stands before it.
    indented = sum(1.5 <= (line.indent or 0) <= 2.5 for line in lines) >= max(2, len(lines) / 50)
    held = ""
    rows: list[Row] = []
    for line, following in zip(lines, [*lines[1:], None], strict=True):
        row = None if held else _row(line, full)
        if row:
            rows.append(row)
            continue
        if rows:
            yield rows
            rows = []
        gap = " " if held and held[-1].isascii() and line.text[0].isascii() else ""
        held += gap + line.text
        if following is None or not _runs_on(held, line, following, full, indented):
            yield _GAP.sub("", held)
            held = ""
    if rows:
        yield rows


def _row(line: Line, full: float) -> Row | None:
    """The cells of a line that reads 公务接待费 0.34 0.22 or 301 工资福利支出 210.64."""
    cells = line.text.split()
    amounts = [bool(_AMOUNT.fullmatch(cell)) for cell in cells]
    words = [cell for cell, amount in zip(cells, amounts, strict=True) if not amount]
    if not 1 <= len(words) <= 2 or not amounts[-1] or len("".join(words)) > 40:
        return None
    if re.search("[。；，]|附件", "".join(words)) or (sum(amounts) == 1 and line.width > full * 0.8):
        return None
    return [(cell, 1) for cell in cells]


def _runs_on(held: str, line: Line, following: Line, full: float, indented: bool) -> bool:
    """Whether the paragraph *held*, of which *line* is the last line so far, goes on in the *following*."""
    reach, last = line.width / full, line.text[-1]
    if indented and following.indent is not None:
        return following.indent < 1.2 and (line.indent or 0) < 3.2 and reach >= 0.7
    if last in "。！？":
        return False
    if reach >= 0.88:
        return not (last in "；：:" and _OPENS.match(following.text))
    # Justified lines differ in width; a heading or the last words of a paragraph are much shorter.
    inside = last not in "；：:”）)" and not (held == line.text and _OPENS.match(held))
    return inside and reach >= 0.75 and not _OPENS.match(following.text)


def _full_width(lines: Sequence[Line]) -> float:
    """Where most long lines end: a shorter one is the last of its paragraph."""
    widths = sorted(line.width for line in lines)
    return widths[int(len(widths) * 0.9)] if widths else 1.0
