"""Which section tells which note, decided before anything is written.

Sections are drafted side by side; if each saw all notes, one event would be told three times. So every
activity goes to exactly one section, by rules that the clerk can read and overrule with front matter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from schemas.figures import BASIS_WORDS, normalise_key
from schemas.inputs import ActivityNote, NoteKind
from schemas.outline import Outline, SectionSpec


@dataclass(frozen=True, slots=True)
class Allotment:
    """``sections``: the notes by section id; ``reasons``: why each note went where it did, in Chinese."""

    sections: Mapping[str, tuple[ActivityNote, ...]] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    unallotted: tuple[ActivityNote, ...] = ()

    def notes(self, section: str) -> tuple[ActivityNote, ...]:
        """The notes that *section* may tell."""
        return self.sections.get(section, ())

    def elsewhere(self, section: str) -> tuple[tuple[ActivityNote, str], ...]:
        """Activities that other sections tell, each with the other section's id."""
        return tuple(
            (note, other)
            for other, notes in self.sections.items()
            if other != section
            for note in notes
            if note.kind is NoteKind.ACTIVITY
        )


def allot(notes: Sequence[ActivityNote], outline: Outline) -> Allotment:
    """Give every activity to one section, and every reason to the sections that see its figures."""
    bodies = [spec for spec in outline.sections if spec.body]
    places: dict[str, list[ActivityNote]] = {spec.id: [] for spec in bodies}
    reasons: dict[str, str] = {}
    left = []
    for note in notes:
        chosen, why = _choose(note, outline)
        reasons[note.name] = why
        for spec in chosen:
            places[spec.id].append(note)
        if not chosen:
            left.append(note)
    return Allotment({k: tuple(v) for k, v in places.items()}, reasons, tuple(left))


def _choose(note: ActivityNote, outline: Outline) -> tuple[Sequence[SectionSpec], str]:
    bodies = [spec for spec in outline.sections if spec.body]
    tagged, why = _by_front_matter(note, outline)
    if tagged:
        return tagged, why
    chosen, reason = (_by_figures if note.kind is NoteKind.REASON else _by_words)(note, bodies)
    return chosen, f"{why}{reason}"


def _by_front_matter(note: ActivityNote, outline: Outline) -> tuple[Sequence[SectionSpec], str]:
    named, unknown = outline.named(note.sections)
    chosen = next((spec for one in named if (spec := outline.text_of(one))), None)
    if chosen:
        return [chosen], f"记录里写明章节“{'、'.join(note.sections)}”，归入“{chosen.heading}”。"
    topics = {normalise_key(topic): topic for topic in note.topics}
    for spec in outline.sections:
        for topic in spec.notes.topics if spec.notes and spec.body else ():
            if normalise_key(topic) in topics and note.kind is NoteKind.ACTIVITY:
                return [spec], f"记录里写明主题“{topics[normalise_key(topic)]}”，归入“{spec.heading}”。"
    if unknown:
        return [], f"记录里写的章节“{'、'.join(unknown)}”不在提纲中；"
    return [], ""


def _by_words(note: ActivityNote, bodies: Sequence[SectionSpec]) -> tuple[Sequence[SectionSpec], str]:
    """The section with most of its keywords in the note; else the one that takes what fits no other."""
    spec, hits = _best(f"{note.title}\n{' '.join(note.topics)}\n{note.text}", bodies)
    if spec and _enough(hits, f"{note.title}\n{' '.join(note.topics)}"):
        return [spec], f"出现关键词“{'、'.join(hits)}”（共{sum(hits.values())}处），归入“{spec.heading}”。"
    rest = next((s for s in bodies if s.notes and s.notes.rest), None)
    weak = f"只有“{'、'.join(hits)}”一处像“{spec.heading}”，不足以归入" if spec else ""
    if rest:
        return [rest], f"{weak or '没有写明章节或主题'}，归入“{rest.heading}”。"
    why = weak or "没有哪一节的关键词出现在这条记录里"
    return [], f"{why}；请在记录开头写明“章节”或“主题”。"


def _best(text: str, bodies: Sequence[SectionSpec]) -> tuple[SectionSpec | None, dict[str, int]]:
    """The section whose keywords fit *text* best (more different ones first, then more often), and they."""
    best: tuple[int, int] = (0, 0)
    chosen: SectionSpec | None = None
    found: dict[str, int] = {}
    for spec in bodies:
        hits = {w: n for w in (spec.notes.keywords if spec.notes else ()) if (n := text.count(w))}
        if (score := (len(hits), sum(hits.values()))) > best:
            best, chosen, found = score, spec, hits
    return chosen, found


def _enough(hits: Mapping[str, int], title: str) -> bool:
    """One common word in passing is no reason: two words, one said twice, a long one, or one in the title."""
    return sum(hits.values()) > 1 or any(len(word) > 3 or word in title for word in hits)


def _by_figures(note: ActivityNote, bodies: Sequence[SectionSpec]) -> tuple[Sequence[SectionSpec], str]:
    """Sections that ask for reasons about these figures; if none asks, those that see the figures."""
    asking = [s for s in bodies if s.notes and _sees(s.notes.reasons, note.about)]
    chosen = asking or [s for s in bodies if _sees(s.figures, note.about)]
    about = "、".join(note.about) or "（未写明）"
    if not chosen:
        return [], f"说明的是“{about}”，没有哪一节用到；请核对“说明”一行的项目名称。"
    names = "”“".join(s.heading for s in chosen)
    return chosen, f"说明的是“{about}”，归入用到它的“{names}”。"


def _sees(globs: Sequence[str], about: Sequence[str]) -> bool:
    names = [normalise_key(name) for item in about for name in _keys_of(item)]
    return any(fnmatchcase(name, normalise_key(glob)) for glob in globs for name in names)


def _keys_of(item: str) -> tuple[str, ...]:
    """A reason may name a key, or an item with any of its columns."""
    return (item, *(f"{item}.{word}" for word in BASIS_WORDS.values()))
