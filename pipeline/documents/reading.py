"""Which reader for which file: by its name, and by what it really holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from pipeline.documents.html import read_html
from pipeline.documents.pdf import read_pdf
from pipeline.documents.plain import read_plain
from pipeline.documents.word import read_word
from pipeline.errors import DocumentError
from pipeline.package import OLE
from schemas.documents import Document

_READERS: Mapping[str, Callable[[Path], Document]] = {
    ".txt": read_plain,
    ".md": read_plain,
    ".docx": read_word,
    ".docm": read_word,
    ".pdf": read_pdf,
    ".html": read_html,
    ".htm": read_html,
}
SUFFIXES = tuple(_READERS)
_OLD = (".doc", ".wps", ".rtf", ".odt", ".dot", ".et", ".xls", ".xlsx", ".ofd")
_SIGNS = ((b"PK\x03\x04", ".docx"), (OLE, ".doc"))
_OFTEN = (".doc", ".wps")  # not readable, but reports come as such: they must not be passed over in silence
_REPORT = "report.yaml"


def read_text(path: Path) -> str:
    """The text of *path*, in which offsets count. Raises DocumentError."""
    return read_document(path).text


def read_document(path: Path) -> Document:
    """The text of *path* and its tables. Raises DocumentError."""
    suffix = path.suffix.lower()
    reader = _READERS.get(suffix)
    if reader is None:
        raise _unknown(path.name, suffix)
    real = _sign(path, suffix)
    word = suffix in (".docx", ".docm") and real in (".docx", ".doc")  # its own reader knows more
    if real and real != suffix and not word:
        raise DocumentError(
            f"“{path.name}”的扩展名是 {suffix}，里面却是 {real} 文件。", f"请把扩展名改为 {real} 再试。"
        )
    if not real and suffix in (".docx", ".docm", ".pdf"):
        kind = "Word" if suffix != ".pdf" else "PDF"
        raise DocumentError(
            f"“{path.name}”已损坏，或不是可用的 {kind} 文件。", "请用原来的程序打开，另存后再试。"
        )
    return reader(path)


def find_documents(folder: Path) -> list[Path]:
    """The documents in *folder* and below, in order of their names.

    Left out: hidden ones, the lock files that Word leaves beside an open document, and the notes and pages
    that belong to a report folder of ours.
    """
    return sorted(_walk(folder))


def _walk(folder: Path) -> Iterator[Path]:
    ours = (folder / _REPORT).is_file()
    try:
        entries = list(folder.iterdir())
    except OSError as error:
        raise DocumentError(f"“{folder}”读不出来：{error.strerror}。") from error
    wanted = (*SUFFIXES, *_OFTEN) if not ours else (".docx", ".pdf")
    for path in entries:
        if path.name.startswith((".", "~$")) or path.is_symlink():
            continue
        if path.is_dir():
            if not ours:
                yield from _walk(path)
        elif path.suffix.lower() in wanted:
            yield path


def _sign(path: Path, suffix: str) -> str:
    """What the first bytes say; empty when nothing known."""
    try:
        with path.open("rb") as file:
            first = file.read(1024)
    except OSError as error:
        raise DocumentError(f"“{path.name}”读不出来：{error.strerror}。") from error
    if first.startswith(b"%PDF-") or (suffix == ".pdf" and b"%PDF-" in first):  # rubbish may stand before it
        return ".pdf"
    return next((real for sign, real in _SIGNS if first.startswith(sign)), "")


def _unknown(name: str, suffix: str) -> DocumentError:
    if suffix in _OLD:
        return DocumentError(f"“{name}”是 {suffix} 文件，不是能读的文件类型。", "请另存为 .docx 再试。")
    return DocumentError(f"“{name}”不是能读的文件类型。", f"可读：{' '.join(SUFFIXES)}。")
