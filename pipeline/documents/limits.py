"""Bounds, and bytes as text."""

from __future__ import annotations

from pathlib import Path

from pipeline.errors import DocumentError
from pipeline.package import too_large

PAGES = 3000
SECONDS = 120.0
"""For one PDF. Some are built so that reading them never ends."""


def read_bytes(path: Path, most: int) -> bytes:
    """The file's bytes; DocumentError when there are too many or none can be had."""
    try:
        if path.stat().st_size > most:
            raise too_large(path.name, most)
        return path.read_bytes()
    except OSError as error:
        raise DocumentError(f"“{path.name}”读不出来：{error.strerror}。") from error


def decode(raw: bytes, name: str) -> str:
    """*raw* as text, UTF-8 or else GB18030 (what Windows programs in China write); *name* is for the message.

    Newlines are kept; a byte-order mark is dropped.
    """
    encodings: tuple[str, ...] = ("utf-8-sig", "gb18030")
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):  # Notepad's "Unicode"
        encodings = ("utf-16", *encodings)
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DocumentError(f"“{name}”的文字编码认不出来。", "请用记事本打开，另存为 UTF-8 编码。")
