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
        chosen, why = _choose(note, bodies)
        reasons[note.name] = why
        for spec in chosen:
            places[spec.id].append(note)
        if not chosen:
            left.append(note)
    return Allotment({k: tuple(v) for k, v in places.items()}, reasons, tuple(left))


def _choose(note: ActivityNote, bodies: Sequence[SectionSpec]) -> tuple[Sequence[SectionSpec], str]:
    tagged, why = _by_front_matter(note, bodies)
    if tagged:
        return tagged, why
    chosen, reason = (_by_figures if note.kind is NoteKind.REASON else _by_keywords)(note, bodies)
    return chosen, f"{why}{reason}"


def _by_front_matter(note: ActivityNote, bodies: Sequence[SectionSpec]) -> tuple[Sequence[SectionSpec], str]:
    wanted = {normalise_key(name): name for name in note.sections}
    topics = {normalise_key(topic): topic for topic in note.topics}
    for spec in bodies:
        for name in (spec.id, spec.heading):
            if normalise_key(name) in wanted:
                return [spec], f"记录里写明章节“{wanted[normalise_key(name)]}”，归入“{spec.heading}”。"
    for spec in bodies:
        for topic in spec.notes.topics if spec.notes else ():
            if normalise_key(topic) in topics and note.kind is NoteKind.ACTIVITY:
                return [spec], f"记录里写明主题“{topics[normalise_key(topic)]}”，归入“{spec.heading}”。"
    if wanted:
        return [], f"记录里写的章节“{'、'.join(wanted.values())}”不在提纲中；"
    return [], ""


def _by_keywords(note: ActivityNote, bodies: Sequence[SectionSpec]) -> tuple[Sequence[SectionSpec], str]:
    """The section with most of its keywords in the note; more different ones first, then more often."""
    text = f"{note.title}\n{' '.join(note.topics)}\n{note.text}"
    best: tuple[int, int] = (0, 0)
    chosen: SectionSpec | None = None
    for spec in bodies:
        counts = [text.count(word) for word in (spec.notes.keywords if spec.notes else ())]
        score = (sum(1 for c in counts if c), sum(counts))
        if score > best:
            best, chosen = score, spec
    if chosen is None or chosen.notes is None:
        return [], "没有哪一节的关键词出现在这条记录里；请在记录开头写明“章节”或“主题”。"
    hits = [word for word in chosen.notes.keywords if word in text]
    return [chosen], f"出现关键词“{'、'.join(hits)}”（共{best[1]}处），归入“{chosen.heading}”。"


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
