"""What a model is told. The words lie in ``prompts/*.md.j2``; here they get their data.

What is the same for all sections comes first, so that a provider can reuse its cached prefix. Figures are
shown as references with their present values, notes with their numbers tagged and fenced off as material.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

import prompts
from pipeline.drafting.hints import asked_length
from pipeline.drafting.job import Brief, Job
from pipeline.drafting.paragraph import Paragraph
from pipeline.drafting.sheet import fenced, figure_lines, required_keys, visible_figures
from pipeline.references import Style, parse, render
from schemas.calls import Message
from schemas.figures import Ledger, normalise_key
from schemas.findings import Finding
from schemas.inputs import ActivityNote, NoteKind
from schemas.outline import Length, Outline, SectionSpec

MANNERS = (
    "",
    "按资料的主次写，先总后分。",
    "先写结果和成效，再写做法。",
    "尽量写短：只留最要紧的事和必须写到的数。",
    "归并成两三个方面写，同类的事放在一起。",
    "写得具体些：资料里有的做法、对象、时间多写一点。",
)
"""How each of several drafts to choose from is to differ from the others; the first is for a single one."""


def build_prompt(job: Job, brief: Brief, earlier: Mapping[str, str] | None = None) -> list[Message]:
    """The messages that ask for *job*: rules and report first, then the section.

    *earlier* holds the texts of the sections it waited for.
    """
    return [
        Message(role="system", content=_system(brief)),
        Message(role="user", content=_section(job, brief, earlier or {})),
    ]


def build_repair(job: Job, brief: Brief, findings: Sequence[Finding]) -> Message:
    """The message that hands a draft back with the exact findings."""
    text = _template("repair.md.j2").render(
        findings=findings, required=_required(job, brief.ledger), paragraph=job.paragraph
    )
    return Message(role="user", content=text)


def has_material(
    spec: SectionSpec, brief: Brief, *, earlier: Mapping[str, str] | None = None, former: str = ""
) -> bool:
    """Whether there is anything to write from. A model that is given nothing invents."""
    own = bool(brief.allotment.notes(spec.id) or visible_figures(spec, brief.ledger) or former)
    return own or any((earlier or {}).values())


@cache
def _environment() -> Environment:
    folder = Path(prompts.__file__).parent
    return Environment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _template(name: str) -> Template:
    return _environment().get_template(name)


def _system(brief: Brief) -> str:
    settings = brief.settings
    return str(
        _template("system.md.j2").render(
            settings=settings,
            year=settings.year,
            we=settings.self_name,
            headings=list(_outline(brief)),
            guidance=_folded(brief.outline.guidance),
        )
    )


def _required(job: Job, ledger: Ledger) -> list[str]:
    """The keys that must appear; of one paragraph those that the section would lose with it."""
    required = required_keys(job.spec, ledger)
    part = Paragraph.of(job.former, job.paragraph)
    if part is None:
        return required
    printed, elsewhere = (
        {normalise_key(reference.key) for reference in parse(text)} for text in (part.words, part.others)
    )
    return [key for key in required if normalise_key(key) in printed - elsewhere]


def _section(job: Job, brief: Brief, earlier: Mapping[str, str]) -> str:
    spec = job.spec
    headings = {s.id: heading for s, heading in brief.outline.numbered()}
    notes = brief.allotment.notes(spec.id)
    part = Paragraph.of(job.former, job.paragraph)
    length = asked_length(job.hint) or spec.length
    return str(
        _template("section.md.j2").render(
            spec=spec,
            guidance=_folded(spec.guidance),
            heading=headings[spec.id],
            parents=_parents(spec, brief.outline),
            length="" if part else _length(length),
            required=_required(job, brief.ledger),
            figures=figure_lines(spec, brief),
            notes=[_note(note, brief) for note in notes],
            earlier=[{"heading": headings[k], "text": fenced(text)} for k, text in earlier.items() if text],
            former=fenced(part.marked() if part else job.base),
            paragraph=job.paragraph,
            printed=printed_length(part.words if part else job.base, brief),
            told=job.told,
            manner=MANNERS[job.variant] if job.variant < len(MANNERS) else "",
            hint=job.hint.strip(),
        )
    )


def printed_length(text: str, brief: Brief) -> int:
    """How many characters *text* has on the page."""
    shown = render(text, brief.ledger, Style.of(brief.settings)).text
    return sum(not c.isspace() for c in shown)


def _parents(spec: SectionSpec, outline: Outline) -> list[str]:
    """The headings above *spec*, outermost first."""
    above: dict[int, str] = {}
    for other in outline.sections:
        if other.id == spec.id:
            break
        above = {level: h for level, h in above.items() if level < other.level} | {other.level: other.heading}
    return [above[level] for level in sorted(above) if level < spec.level]


def _length(length: Length) -> str:
    unbounded = length.most >= Length().most
    if unbounded:
        return f"不少于{length.least}字" if length.least else ""
    return f"{length.least}至{length.most}字" if length.least else f"不超过{length.most}字"


def _note(note: ActivityNote, brief: Brief) -> dict[str, object]:
    about = f"，说明的是{'、'.join(note.about)}" if note.about else ""
    return {
        "title": _title(note),
        "kind": ("增减原因" if note.kind is NoteKind.REASON else "活动记录") + fenced(about),
        "date": _date(note.date),
        "text": fenced(note.tagged),
        "numbers": list(_numbers(note, brief)),
    }


def _numbers(note: ActivityNote, brief: Brief) -> Iterator[str]:
    """What the references in *note* print."""
    for raw in dict.fromkeys(reference.raw for reference in parse(note.tagged)):
        shown = render(raw, brief.ledger, Style.of(brief.settings))
        if not shown.problems:
            yield f"{raw} ＝ {shown.text}"


def _date(date: dt.date | None) -> str:
    return f"{date.year}年{date.month}月{date.day}日" if date else ""


def _outline(brief: Brief) -> Iterator[str]:
    """The outline, each section with the activities it tells, so that no other section tells them."""
    for spec, heading in brief.outline.numbered():
        notes = [n for n in brief.allotment.notes(spec.id) if n.kind is NoteKind.ACTIVITY]
        titles = "；".join(_title(note) for note in notes)
        yield "　" * (spec.level - 1) + heading + (f"　（写：{titles}）" if titles else "")


def _title(note: ActivityNote) -> str:
    """A name for the note, on one line; it also stands outside the fence, where no text of a note may."""
    return " ".join(fenced(note.label).split())[:40]


def _folded(text: str) -> str:
    """*text* without the blanks that a folded YAML line leaves between Chinese characters."""
    return re.sub(r"(?<=[^\x00-\x7f])[ \n]+(?=[^\x00-\x7f])", "", text.strip())
