"""What a writer is told whose section somebody else changed meanwhile: who, when, and where it begins."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pipeline.errors import StaleWrite
from schemas.report import NewRevision, Revision

Since = tuple[Revision | None, Revision | None]
"""What the writer saw last, and what is there now; None where there is nothing."""


def stale(moved: Sequence[NewRevision], since: Mapping[str, Since]) -> StaleWrite:
    """The refusal of a write whose writer had not seen what is there now."""
    each = "；".join(_moved(new, *since[new.section]) for new in moved)
    return StaleWrite(
        f"有{len(moved)}节已被别处改过：{each}。本次没有写入。",
        "请用 zipingbao history 和 diff 看过新稿，再重做一次；别处的改动都在，没有丢失。",
    )


def _moved(new: NewRevision, seen: Revision | None, now: Revision | None) -> str:
    """Who changed a section meanwhile, when, and the first sentence that is not as it was."""
    head = f"“{new.section}”动手时是第{new.expected}稿，现在是第{now.number if now else 0}稿"
    if now is None:
        return head
    when = now.created.astimezone().strftime("%m-%d %H:%M")
    known = set(_sentences(seen.text)) if seen else set()
    first = next((s for s in _sentences(now.text) if s not in known), "")
    what = f"，改后的头一处“{first[:60]}{'…' if len(first) > 60 else ''}”" if first else "，只删去了句子"
    what = "，文字没有变" if seen and seen.text == now.text else what
    return f"{head}（{now.author.chinese}，{when}{what}）"


def _sentences(text: str) -> list[str]:
    """Sentences for a message: a reference is named by its key."""
    named = re.sub(r"\[\[([^\[\]|\n]+)[^\[\]\n]*\]\]", r"〔\1〕", text)
    return [s.strip() for s in re.split(r"(?<=[。；！？\n])", named) if s.strip()]
