"""Comments with their replies. Who answers whom, and what is ticked off, stands in a part of its own."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline.package import Package, attribute, local
from pipeline.word.edited.line import Anchor
from pipeline.word.edited.plain import words
from schemas.editing import EditedComment, Tracked

_LONGEST = 50
_NEAR = 20
_QUOTING = re.compile(
    r'(?P<who>[^\n"(]{1,80}) \([^()\n]{4,40}\): "(?:\.\.\.|(?P<what>[^"]{0,2000}))"(?P<rest>.*)', re.DOTALL
)
_ON = ("1", "true", "on")


@dataclass(slots=True)
class _Comment:
    id: str
    author: str
    text: str
    date: dt.datetime | None
    marks: tuple[str, ...]  # the paraIds of its paragraphs
    resolved: bool = False
    parent: _Comment | None = None
    replies: list[_Comment] = field(default_factory=list)


def read_comments(
    package: Package, anchors: Mapping[str, Anchor], tracked: Tracked
) -> tuple[EditedComment, ...]:
    """Every comment that answers no other, in the order of the text; those without a place come last."""
    root = package.first("comments")
    found = [_comment(e, tracked) for e in root if local(e) == "comment"] if root is not None else []
    _link(found, package.first("commentsExtended"))
    _link_quoting(found)
    for comment in found:
        if (first := _first(comment)) is not comment:
            first.replies.append(comment)
    edited = [_edited(comment, anchors) for comment in found if _first(comment) is comment]
    return tuple(sorted(edited, key=lambda c: (c.paragraph < 0, c.paragraph, c.start)))


def _comment(element: Any, tracked: Tracked) -> _Comment:
    marks = tuple(attribute(p, "paraId") for p in element.iter() if local(p) == "p")
    return _Comment(
        attribute(element, "id"),
        attribute(element, "author").strip(),
        words(element, tracked),
        _date(attribute(element, "date")),
        marks,
    )


def _link(found: list[_Comment], root: Any | None) -> None:
    """Note who answers whom and what is resolved."""
    by_mark = {mark: comment for comment in found for mark in comment.marks if mark}
    for entry in root if root is not None else ():
        comment = by_mark.get(attribute(entry, "paraId"))
        if comment is None:
            continue
        comment.resolved = comment.resolved or attribute(entry, "done") in _ON
        above = by_mark.get(attribute(entry, "paraIdParent"))
        comment.parent = above


def _link_quoting(found: list[_Comment]) -> None:
    """Older LibreOffice writes no threads: there, an answer begins with what it answers.

    Reply to 甲 (2024/03/05, 10:00): "怎么算的？", and the answer on the next line.
    """
    for n, comment in enumerate(found):
        match = _QUOTING.match(comment.text)
        if match is None or comment.parent is not None:
            continue
        quote, near = match["what"] or "", found[max(0, n - _NEAR) : n + _NEAR]
        for other in near:
            known = other.author and match["who"].endswith(other.author) and quote in other.text
            if known and other is not comment and other.parent is not comment:
                comment.parent, comment.text = other, match["rest"].strip()
                break


def _first(comment: _Comment) -> _Comment:
    """The comment that began the talk; those that answer one another in a circle begin their own."""
    first, steps = comment, 0
    while first.parent is not None and steps < _LONGEST:
        first, steps = first.parent, steps + 1
    return first if steps < _LONGEST else comment


def _edited(comment: _Comment, anchors: Mapping[str, Anchor]) -> EditedComment:
    anchor = anchors.get(comment.id)
    paragraph, start, end = anchor.place if anchor is not None else (-1, 0, 0)
    never = dt.datetime.max.replace(tzinfo=dt.UTC)
    replies = sorted(comment.replies, key=lambda reply: reply.date or never)
    return EditedComment(
        author=comment.author,
        text=comment.text,
        date=comment.date,
        paragraph=paragraph,
        start=start,
        end=end,
        resolved=comment.resolved,
        replies=tuple((reply.author, reply.text) for reply in replies),
    )


def _date(written: str) -> dt.datetime | None:
    """Programs write the clock on the wall and call it UTC; some leave the zone out."""
    try:
        date = dt.datetime.fromisoformat(written)
    except ValueError:
        return None
    return date if date.tzinfo else date.replace(tzinfo=dt.UTC)
