"""What a model is told. The words lie in ``prompts/*.md.j2``; here they get their data.

What is the same for all sections comes first, so that a provider can reuse its cached prefix. Figures are
shown as references with their present values, notes with their numbers tagged and fenced off as material.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

import prompts
from pipeline.drafting.allot import Allotment
from pipeline.references import COMPARISONS, Style, change_keys, is_change, parse, render
from schemas.calls import Message
from schemas.figures import CellRef, Derivation, Figure, Kind, Ledger, LineRef, normalise_key
from schemas.findings import Finding
from schemas.inputs import ActivityNote, NoteKind, ReportSettings
from schemas.outline import Length, Outline, SectionSpec

MANY = 6
"""A whole with more parts than this is told by amounts; the share of each part is left out."""


@dataclass(frozen=True, slots=True)
class Brief:
    """What all sections of one report share."""

    outline: Outline
    settings: ReportSettings
    ledger: Ledger
    allotment: Allotment


def build_prompt(
    spec: SectionSpec,
    brief: Brief,
    *,
    hint: str = "",
    earlier: Mapping[str, str] | None = None,
    former: str = "",
) -> list[Message]:
    """The messages that ask for *spec*: rules and report first, then the section.

    *earlier* holds the texts of the sections it waited for; *former* the text that a *hint* wants changed.
    """
    return [
        Message(role="system", content=_system(brief)),
        Message(role="user", content=_section(spec, brief, hint, earlier or {}, former)),
    ]


def build_repair(spec: SectionSpec, brief: Brief, findings: Sequence[Finding]) -> Message:
    """The message that hands a draft back with the exact findings."""
    text = _template("repair.md.j2").render(findings=findings, required=required_keys(spec, brief.ledger))
    return Message(role="user", content=text)


def has_material(
    spec: SectionSpec, brief: Brief, *, earlier: Mapping[str, str] | None = None, former: str = ""
) -> bool:
    """Whether there is anything to write from. A model that is given nothing invents."""
    own = bool(brief.allotment.notes(spec.id) or visible_figures(spec, brief.ledger) or former)
    return own or any((earlier or {}).values())


def required_keys(spec: SectionSpec, ledger: Ledger) -> list[str]:
    """The keys that must appear in the text; what the ledger does not hold is not required."""
    return [f.key for f in ledger.matching(spec.required)]


def visible_figures(spec: SectionSpec, ledger: Ledger) -> list[Figure]:
    """What the section may see of the ledger; figures of notes are shown with their notes."""
    wanted = (*spec.figures, *spec.required)
    return [f for f in ledger.matching(wanted) if not isinstance(f.source, LineRef)]


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


def _section(spec: SectionSpec, brief: Brief, hint: str, earlier: Mapping[str, str], former: str) -> str:
    headings = {s.id: heading for s, heading in brief.outline.numbered()}
    notes = brief.allotment.notes(spec.id)
    return str(
        _template("section.md.j2").render(
            spec=spec,
            guidance=_folded(spec.guidance),
            heading=headings[spec.id],
            parents=_parents(spec, brief.outline),
            length=_length(spec.length),
            required=required_keys(spec, brief.ledger),
            figures=_figure_lines(spec, brief),
            notes=[_note(note, brief) for note in notes],
            earlier=[{"heading": headings[k], "text": _fenced(text)} for k, text in earlier.items() if text],
            former=_fenced(former),
            hint=hint.strip(),
        )
    )


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


def _figure_lines(spec: SectionSpec, brief: Brief) -> list[str]:
    """A line a figure, with the other forms it can be written in, and the quotients that it is
    the first part of."""
    figures = visible_figures(spec, brief.ledger)
    must = {normalise_key(key) for key in required_keys(spec, brief.ledger)}
    by_key = {normalise_key(f.key): f for f in figures}
    style = Style.of(brief.settings)
    lines = {key: _line(figure, brief, style) for key, figure in by_key.items()}
    for key, figure in by_key.items():
        base = _base(figure, by_key)
        if base is None or key in must or (home := normalise_key(base.key)) not in lines:
            continue
        del lines[key]
        if not is_change(figure) and _worth_telling(figure, brief):
            lines[home] += _quotient(figure, brief, style)
    return [" ".join(_fenced(line).split()) for line in lines.values()]


def _base(figure: Figure, by_key: Mapping[str, Figure]) -> Figure | None:
    """The figure on whose line a quotient of it is shown, or whose forms print this difference already."""
    if is_change(figure):
        forms = ((other, form) for other in by_key.values() for form in COMPARISONS)
        return next((other for other, form in forms if figure.key in change_keys(other, form)), None)
    if (
        isinstance(figure.source, Derivation)
        and figure.kind is Kind.PERCENT
        and len(figure.source.inputs) == 2
    ):
        return by_key.get(normalise_key(figure.source.inputs[0]))
    return None


def _worth_telling(figure: Figure, brief: Brief) -> bool:
    """Shares of nothing, of everything, of last year, or among many small parts only lengthen the prompt."""
    if not figure.key.endswith(".占比"):
        return True
    assert isinstance(figure.source, Derivation)
    parts = len(brief.ledger.parts(figure.source.inputs[1]))
    return figure.value not in (0, 100) and figure.year in (None, brief.settings.year) and parts <= MANY


def _quotient(figure: Figure, brief: Brief, style: Style) -> str:
    assert isinstance(figure.source, Derivation)
    part, whole = (brief.ledger.get(key) for key in figure.source.inputs)
    words = figure.source.formula
    if part and whole:
        words = f"占{whole.label}的比重"
        if not figure.key.endswith(".占比"):
            same = part.label == whole.label and part.basis and whole.basis
            words = "÷".join(f.basis.chinese if same and f.basis else f.label for f in (part, whole))
    return f"；[[{figure.key}]] ＝ {render(f'[[{figure.key}]]', brief.ledger, style).text}（{words}）"


def _line(figure: Figure, brief: Brief, style: Style) -> str:
    value = render(f"[[{figure.key}]]", brief.ledger, style).text
    forms = "".join(
        f"；[[{figure.key}|{form}]] ＝ {text}" for form, text in _forms(figure, brief.ledger, style)
    )
    return f"[[{figure.key}]] ＝ {value}（{_meaning(figure, brief.settings.year)}）{forms}"


def _forms(figure: Figure, ledger: Ledger, style: Style) -> Iterator[tuple[str, str]]:
    """The formats that fit *figure*, each with what it prints."""
    for form in (*COMPARISONS, "清单"):
        shown = render(f"[[{figure.key}|{form}]]", ledger, style)
        if not shown.problems:
            yield form, shown.text


def _meaning(figure: Figure, year: int) -> str:
    """What the number is, in words: label, year, basis; how it was computed."""
    when = "" if figure.year is None else f"{figure.year}年"
    if figure.year == year - 1:
        when += "（上年）"
    basis = figure.basis.chinese if figure.basis else ""
    parts = [figure.label, when + basis]
    if isinstance(figure.source, Derivation):
        parts.append(f"算法：{figure.source.formula}")
    if is_change(figure) and figure.value:
        parts.append("方向：增" if figure.value > 0 else "方向：减")
    if isinstance(figure.source, CellRef) and not figure.item.startswith("绩效指标."):
        parts.append(_fenced(f"说明：{figure.context}") if figure.context else "")
    return "，".join(p for p in parts if p)


def _note(note: ActivityNote, brief: Brief) -> dict[str, object]:
    about = f"，说明的是{'、'.join(note.about)}" if note.about else ""
    return {
        "title": _title(note),
        "kind": ("增减原因" if note.kind is NoteKind.REASON else "活动记录") + _fenced(about),
        "date": _date(note.date),
        "text": _fenced(note.tagged),
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
    return " ".join(_fenced(note.title or note.name).split())[:40]


def _folded(text: str) -> str:
    """*text* without the blanks that a folded YAML line leaves between Chinese characters."""
    return re.sub(r"(?<=[^\x00-\x7f])[ \n]+(?=[^\x00-\x7f])", "", text.strip())


def _fenced(text: str) -> str:
    """*text* that cannot close its own fence."""
    return text.replace("<<<", "〈〈〈").replace(">>>", "〉〉〉").strip()
