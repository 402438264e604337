"""提纲: the ordered sections that a county or a year requires. An outline is a folder of data, no code."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from typing import Annotated

from pydantic import Field, StringConstraints

from schemas.figures import Model, normalise_key

SectionId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,40}$")]
Glob = str
"""A pattern over figure keys: ``三公经费.*``; ``*`` matches any run of characters, dots too."""


class Length(Model):
    """How many characters a section may have, least and most."""

    least: int = 0
    most: int = 100_000


class NoteRule(Model):
    """Which notes a section may tell. A note goes to the first section in outline order whose id, heading
    or ``topics`` its own front matter names; else to the one with most ``keywords`` in its text; else to the
    first whose ``rest`` is true."""

    topics: tuple[str, ...] = ()
    rest: bool = False
    keywords: tuple[str, ...] = ()
    reasons: tuple[Glob, ...] = ()


class Constant(Model):
    """A number of the outline itself: a threshold or a policy rate (1000元以上, 压减30%), with its source."""

    text: str
    source: str


class SectionSpec(Model):
    """One heading and what stands under it.

    A section with ``body`` false is a heading only. ``figures`` is what the drafter may see of the
    ledger, ``required`` the keys that must be printed (a key absent from the ledger is not required).
    ``template`` names the offline wording, ``ID.md.j2`` unless given. ``after`` names sections whose text
    must exist first.
    """

    id: SectionId
    heading: str
    level: Annotated[int, Field(ge=1, le=4)] = 1
    body: bool = True
    figures: tuple[Glob, ...] = ()
    required: tuple[Glob, ...] = ()
    notes: NoteRule | None = None
    length: Length = Length()
    guidance: str = ""
    constants: tuple[Constant, ...] = ()
    template: str = ""
    after: tuple[SectionId, ...] = ()


class Attachment(Model):
    """A table after the text: ``accounts``, ``three_public``, ``indicators`` or ``economic``."""

    title: str
    table: str


class Outline(Model):
    """A whole report's plan. ``title`` and ``opening`` are wording templates (Jinja2, see prompts/README)."""

    name: str
    label: str
    description: str = ""
    title: str
    opening: str = ""
    closing: str = ""
    requires: tuple[Glob, ...] = ()
    sections: tuple[SectionSpec, ...]
    attachments: tuple[Attachment, ...] = ()
    numbering: tuple[str, ...] = ("{一}、", "（{一}）", "{1}.", "（{1}）")
    guidance: str = ""

    def section(self, id: str) -> SectionSpec:
        """The section called *id*; KeyError when there is none."""
        for spec in self.sections:
            if spec.id == id:
                return spec
        raise KeyError(id)

    def named(self, names: Iterable[str]) -> tuple[tuple[SectionSpec, ...], tuple[str, ...]]:
        """The sections that *names* mean (by id, heading or printed heading), and the names that mean none.

        A name may be several, parted by commas, and a heading may hold commas itself: the longest fits.
        """
        known: dict[str, SectionSpec] = {}
        for spec, printed in self.numbered():
            for word in (spec.id, spec.heading, printed):
                known.setdefault(normalise_key(word), spec)
        found: list[SectionSpec] = []
        unknown: list[str] = []
        for name in names:
            pieces = re.split(r"([、，,；;])", name)
            start, strange = 0, ""
            while start < len(pieces):
                ends = range(len(pieces), start, -2)
                end = next((e for e in ends if normalise_key("".join(pieces[start:e])) in known), 0)
                if end:
                    found.append(known[normalise_key("".join(pieces[start:end]))])
                    unknown, strange = [*unknown, strange], ""
                else:
                    strange += "".join(pieces[max(start - 1, 0) if strange else start : start + 1])
                start = (end or start + 1) + 1
            unknown.append(strange)
        return tuple(found), tuple(u for name in unknown if (u := name.strip()))

    def text_of(self, spec: SectionSpec) -> SectionSpec | None:
        """*spec*, or the first section with a text under it when it is a heading only."""
        start = self.sections.index(spec)
        for one in self.sections[start:]:
            if one is not spec and one.level <= spec.level:
                return None
            if one.body:
                return one
        return None

    def numbered(self, without: Container[str] = ()) -> tuple[tuple[SectionSpec, str], ...]:
        """Each section but those *without* (by id) with its printed heading, numbers counted by level."""
        counts = [0, 0, 0, 0]
        result = []
        for spec in self.sections:
            if spec.id in without:
                continue
            counts[spec.level - 1] += 1
            counts[spec.level :] = [0] * (4 - spec.level)
            n = counts[spec.level - 1]
            mark = self.numbering[spec.level - 1].replace("{一}", chinese_ordinal(n)).replace("{1}", str(n))
            result.append((spec, mark + spec.heading))
        return tuple(result)


def chinese_ordinal(n: int) -> str:
    """1 → 一, 12 → 十二, 21 → 二十一 (1 to 99, enough for headings)."""
    digits = "零一二三四五六七八九"
    tens, ones = divmod(n, 10)
    head = "" if tens == 0 else "十" if tens == 1 else digits[tens] + "十"
    return head + (digits[ones] if ones or not tens else "")
