"""What stands around the text: headers, footers, macros."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.package import Package, local
from pipeline.word.edited.plain import short, words
from schemas.editing import Extra, Tracked

_OUR_FOOTER = re.compile(r"\s*(?:[—－-]\s*\d*\s*[—－-])?\s*")
_PICTURES = frozenset(("drawing", "pict", "object"))


def surroundings(package: Package, tracked: Tracked) -> Iterator[Extra]:
    """Everything of this kind that we did not write."""
    for kind, word, ours in (("header", "页眉", None), ("footer", "页脚", _OUR_FOOTER)):
        for text, picture in dict.fromkeys(_of(package, kind, tracked)):
            if text and not (ours and ours.fullmatch(text[:40])):
                yield Extra(kind=word, what=f"{word}：{short(text, 40)}")
            if picture:
                yield Extra(kind=word, what=f"{word}里的图形或水印")
    if package.related("vbaProject"):
        yield Extra(kind="宏", what="文件里有宏：没有运行，也不带入报告")


def _of(package: Package, kind: str, tracked: Tracked) -> Iterator[tuple[str, bool]]:
    for part in package.related(kind):
        root = package.root(part)
        if root is not None:
            yield words(root, tracked), any(local(e) in _PICTURES for e in root.iter())
