"""The report as it stands: sections, and the revisions each of them went through."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from pydantic import Field

from schemas.figures import Model
from schemas.findings import Finding


class AuthorKind(StrEnum):
    """Who wrote a revision."""

    MODEL = "model"
    OFFLINE = "offline"
    PERSON = "person"
    DATA = "data"


class Author(Model):
    """A model with its name, the offline wording, a person, or a refresh of the data.

    A refresh changes no words: ``words`` says who wrote them; so it does where a model wrote one paragraph
    of a person's section.
    """

    kind: AuthorKind
    name: str = ""
    words: AuthorKind | None = None

    @property
    def writer(self) -> AuthorKind:
        """Who wrote the words as they stand."""
        return self.words or self.kind

    @property
    def chinese(self) -> str:
        """How the clerk reads it."""
        words = {"model": "模型", "offline": "范文", "person": "人工", "data": "数据更新"}
        name = self.name or (f"文字：{words[self.words.value]}" if self.words else "")
        author = f"{words[self.kind.value]}（{name}）" if name else words[self.kind.value]
        mixed = self.kind is AuthorKind.MODEL and self.words
        return f"{author}改一段，其余{words[self.words.value]}" if mixed and self.words else author


class Revision(Model):
    """One state of one section, never changed afterwards. ``text`` holds references, not values.

    ``ledger`` is the version of the data it was drawn from, ``hint`` what the person asked for,
    ``findings`` what the check found then.
    """

    section: str
    number: int
    text: str
    author: Author
    created: dt.datetime
    ledger: str
    hint: str = ""
    findings: tuple[Finding, ...] = ()


class NewRevision(Model):
    """A revision about to be written. ``expected`` is the number that the writer saw last (0: none)."""

    section: str
    text: str
    author: Author
    ledger: str
    hint: str = ""
    findings: tuple[Finding, ...] = ()
    expected: int | None = None


class Section(Model):
    """A section as it is printed: its heading with the number, its text with references."""

    id: str
    heading: str
    level: int
    body: bool
    text: str
    author: Author | None = None
    revision: int = 0


class Report(Model):
    """Everything the Word writer needs besides the ledger."""

    id: str
    title: str
    addressee: str
    opening: str
    sections: tuple[Section, ...]
    closing: str = ""
    signature: str = ""
    date: dt.date | None = None


class PrintStyle(Model):
    """How figures were printed: money unit, decimals of money, most decimals of a percentage."""

    money_unit: str
    money_decimals: int
    percent_decimals: int


class Export(Model):
    """A Word file that left the folder: what it was made from, by which it is known when it comes back.

    ``revisions`` has the number of each section's revision, ``ledger`` the version of the figures,
    ``style`` how they were printed, ``frame`` the opening and closing words with references,
    ``comments`` the text of each comment that tells a finding, with the finding.
    """

    id: str
    file: str
    digest: str
    created: dt.datetime
    ledger: str
    revisions: dict[str, int]
    frame: dict[str, str] = Field(default_factory=dict)
    style: PrintStyle | None = None
    comments: tuple[tuple[str, Finding], ...] = ()
