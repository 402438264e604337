"""What other sections tell already, in a few lines: a redraft must not tell it again.

The outline in every prompt says which section is to tell which activity. Here stands what is not to be seen
there: activities of this section that another tells nevertheless, and figures of this section that another
has printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pipeline.drafting.job import Brief
from pipeline.drafting.sheet import fenced, visible_figures
from pipeline.references import parse
from schemas.figures import normalise_key
from schemas.inputs import ActivityNote, NoteKind
from schemas.outline import SectionSpec

MOST = 500
"""Characters of all lines together: a redraft must stay small beside a whole draft."""

_REFERENCE = re.compile(r"\[\[[^\[\]\n]*\]\]")
_LEAST = 8
"""A clause of a note with fewer characters may stand in any text."""


def told_elsewhere(spec: SectionSpec, brief: Brief, texts: Mapping[str, str]) -> tuple[str, ...]:
    """A line for every other section of *texts* that tells what *spec* could tell too."""
    own = {normalise_key(f.key): f.label for f in visible_figures(spec, brief.ledger)}
    activities = [n for n in brief.allotment.notes(spec.id) if n.kind is NoteKind.ACTIVITY]
    lines: list[str] = []
    for other, heading in brief.outline.numbered():
        text = texts.get(other.id, "")
        # One that waits for this one takes it up on purpose; one that it waits for is shown whole.
        if other.id in (spec.id, *spec.after) or spec.id in other.after or not text:
            continue
        keys = {normalise_key(reference.key) for reference in parse(text)}
        notes = [_short(note) for note in activities if _tells(text, keys, note)]
        labels = dict.fromkeys(label for key, label in own.items() if key in keys)
        said = [f"事：{'；'.join(notes)}"] if notes else []
        said += [f"数：{'、'.join(labels)}"] if labels else []
        if said:
            lines.append(" ".join(fenced(f"{heading}　{'　'.join(said)}").split()))
    return tuple(_within(lines))


def _tells(text: str, keys: set[str], note: ActivityNote) -> bool:
    """Whether *text* prints a figure of *note*, or has several clauses of it word for word."""
    if any(normalise_key(figure.key) in keys for figure in note.figures):
        return True
    clauses = re.split(r"[，。；：、！？\n]", _REFERENCE.sub("，", note.tagged))
    found = [c for clause in clauses if len(c := clause.strip()) >= _LEAST and c in text]
    return len(found) > 1 or any(len(c) >= 2 * _LEAST for c in found)


def _short(note: ActivityNote) -> str:
    return " ".join(note.label.split())[:20]


def _within(lines: list[str]) -> Iterator[str]:
    """As many of *lines* as there is room for."""
    left = MOST
    for line in lines:
        left -= len(line)
        if left < 0:
            return
        yield line
