"""Text out of a PDF that has text. Lines are what a page holds, so paragraphs are put together again."""

from __future__ import annotations

import contextlib
import logging
import re
import time
import unicodedata
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from pipeline.documents.build import Builder
from pipeline.documents.limits import LARGEST_FILE, LARGEST_TEXT, PAGES, SECONDS, read_bytes, too_large
from pipeline.errors import DocumentError
from schemas.documents import Document

_PAGE_NUMBER = re.compile(
    r"\s*(?:[-—–－]\s*\d{1,4}\s*[-—–－]|\d{1,4}|第\s*\d{1,4}\s*页(?:.{0,3}共\s*\d+\s*页)?)\s*"
)
_OPENS = re.compile(
    r"[一二三四五六七八九十]{1,3}[、是]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.、．](?!\d)|第[一二三四五六七八九十]+[章节条部]|附件"
)
_NUMBER = r"[-+−]?[\d,，]+(?:\.\d+)?%?"
_ROW = re.compile(rf"(?P<name>[^\s。；，]{{2,40}})(?P<cells>(?:\s+(?:{_NUMBER}|[-—/]))+)")
# Between Chinese and digits a PDF often has a thin gap that comes out as a blank.
_GAP = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef“”]) +(?=\S)|(?<=\S) +(?=[\u3000-\u9fff\uff00-\uffef“”])")


def read_pdf(path: Path) -> Document:
    """Paragraphs in reading order; page numbers are left out."""
    raw = read_bytes(path, LARGEST_FILE)
    pages = list(_pages(raw, path.name))
    if not any(page.strip() for page in pages):
        raise DocumentError(
            f"“{path.name}”里没有文字，是扫描件或图片。", "请先做文字识别（OCR），或向原单位要 Word 文件。"
        )
    text = "".join(pages)
    if sum(unicodedata.category(c) in ("Co", "Cn", "Cc") and c != "\n" for c in text) > len(text) / 5:
        raise DocumentError(
            f"“{path.name}”的字体没有文字编码，取出来的是乱码。", "请另存为 Word 文件，或做文字识别后再试。"
        )
    builder = Builder()
    for block in _blocks([line for page in pages for line in _lines(page)]):
        if isinstance(block, str):
            builder.line(block)
        else:
            builder.table(block)
    return builder.document()


def _pages(raw: bytes, name: str) -> Iterator[str]:
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
            text = page.extract_text()
            size += len(text)
            if size > LARGEST_TEXT:
                raise too_large(name, LARGEST_TEXT)
            if time.monotonic() > deadline:
                raise DocumentError(f"“{name}”读了{SECONDS:.0f}秒还没有读完。", "请另存为 Word 文件再试。")
            yield text
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


def _lines(page: str) -> list[str]:
    lines = [line.strip() for line in page.splitlines() if line.strip()]
    for edge in (-1, 0):
        if lines and _PAGE_NUMBER.fullmatch(lines[edge]):
            del lines[edge]
    return lines


Row = Sequence[tuple[str, int]]


def _blocks(lines: Sequence[str]) -> Iterator[str | list[Row]]:
    """Paragraphs, and runs of lines that are rows of a table."""
    full = _full_width(lines)
    held = ""
    rows: list[Row] = []
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        row = None if held else _row(line)
        if row:
            rows.append(row)
            continue
        if rows:
            yield rows
            rows = []
        held += line if not held or not (held[-1].isascii() and line[0].isascii()) else f" {line}"
        if not _runs_on(held, line, following, full):
            yield _GAP.sub("", held)
            held = ""
    if rows:
        yield rows


def _row(line: str) -> Row | None:
    match = _ROW.fullmatch(line)
    return [(words, 1) for words in (match["name"], *match["cells"].split())] if match else None


def _runs_on(held: str, line: str, following: str, full: float) -> bool:
    """Whether the paragraph *held*, of which *line* is the last line so far, goes on in the *following*."""
    if not following or line[-1] in "。！？":
        return False
    if _width(line) >= full * 0.88:
        return not (line[-1] in "；：:" and _OPENS.match(following))
    # Justified lines differ in width; a heading or the last words of a paragraph are much shorter.
    inside = line[-1] not in "；：:”）)" and not (held == line and _OPENS.match(line))
    return inside and _width(line) >= full * 0.75 and not _OPENS.match(following)


def _full_width(lines: Sequence[str]) -> int:
    """Where most long lines end: a shorter one is the last of its paragraph."""
    widths = sorted(_width(line) for line in lines)
    return widths[int(len(widths) * 0.9)] if widths else 0


def _width(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in line if c != " ")
