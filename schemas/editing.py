"""What comes back from Word: an edited file taken apart, and remarks that persons left in it."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from pydantic import Field

from schemas.figures import Model


class Tracked(StrEnum):
    """What is made of tracked changes that nobody has accepted or rejected yet."""

    ACCEPT = "accept"
    REJECT = "reject"


class EditedParagraph(Model):
    """A paragraph of the body, outside of tables and text boxes.

    ``bookmarks`` are the ids of the sections (or opening, closing, end) that begin here by bookmark.
    ``level`` is 1 to 4 for a heading, by its style or its outline level, and 0 for text; ``fake`` tells a
    heading by looks alone (a short numbered line that is bold or stands in a heading's font).
    """

    text: str
    bookmarks: tuple[str, ...] = ()
    level: int = 0
    fake: bool = False


class EditedComment(Model):
    """A comment. ``paragraph`` counts the file's paragraphs, ``start`` and ``end`` bound the words in it.

    ``replies`` are the answers to it, oldest first; ``resolved`` when it was ticked off. ``paragraph`` is
    -1 when its anchor is gone.
    """

    author: str
    text: str
    date: dt.datetime | None = None
    paragraph: int = -1
    start: int = 0
    end: int = 0
    resolved: bool = False
    replies: tuple[tuple[str, str], ...] = ()
    """Author and text of each answer."""


class Extra(Model):
    """Something a person added that a report of text and figures cannot carry: 表格, 图片, 脚注, 加粗 …

    ``what`` is Chinese for the clerk, ``paragraph`` the paragraph it stands in or follows (-1 before the
    first).
    """

    kind: str
    what: str
    paragraph: int = -1


class EditedFile(Model):
    """A Word file taken apart. ``properties`` are this project's custom properties without their prefix.

    ``tracked`` counts the tracked changes that were taken as accepted or rejected. ``saved_by`` is the
    program (LibreOffice, WPS, Word) as far as the file tells, ``modified_by`` the person.
    """

    paragraphs: tuple[EditedParagraph, ...]
    properties: dict[str, str] = Field(default_factory=dict)
    comments: tuple[EditedComment, ...] = ()
    extras: tuple[Extra, ...] = ()
    tracked: int = 0
    saved_by: str = ""
    modified_by: str = ""


class Remark(Model):
    """A person's comment on words of a section, kept with its author until the person takes it away."""

    section: str
    quote: str
    author: str
    text: str
    created: dt.datetime | None = None
