"""Plain text out of a document, for ``figures`` and ``check``."""

from __future__ import annotations

from pathlib import Path

from pipeline.errors import DocumentError

LARGEST = 20_000_000
"""Bytes; a report has a few hundred thousand at most."""

TEXT = (".txt", ".md")


def read_text(path: Path) -> str:
    """The text of *path*, in which offsets count. Newlines are kept; a byte-order mark is dropped.

    UTF-8, else GB18030 (what Windows programs in China write). Raises DocumentError.
    """
    if path.suffix.lower() not in TEXT:
        raise DocumentError(
            f"“{path.name}”不是能读的文件类型。", "目前可读 .txt 和 .md；Word 文件请另存为纯文本。"
        )
    try:
        raw = path.read_bytes() if path.stat().st_size <= LARGEST else None
    except OSError as error:
        raise DocumentError(f"“{path.name}”读不出来：{error.strerror}。") from error
    if raw is None:
        raise DocumentError(
            f"“{path.name}”超过{LARGEST // 1_000_000}MB，太大了。", "请确认是不是选错了文件。"
        )
    return decode(raw, path.name)


def decode(raw: bytes, name: str) -> str:
    """*raw* as text; *name* is for the message."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DocumentError(f"“{name}”的文字编码认不出来。", "请用记事本打开，另存为 UTF-8 编码。")
