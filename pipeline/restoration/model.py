"""What restoring takes and gives."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pipeline.references import Reference, Rendered


@dataclass(frozen=True, slots=True)
class Exported:
    """A section as it was exported: its text with references, and how it was printed then."""

    text: str
    rendered: Rendered


class Fate(StrEnum):
    """What became of a figure."""

    KEPT = "kept"
    MOVED = "moved"  # to another section, or among the sentences of its own
    COPIED = "copied"  # it stands elsewhere too
    CHANGED = "changed"  # another number in its place
    DELETED = "deleted"
    DROPPED = "dropped"  # the number stands there, but its words became others: in doubt, and checked as such

    @property
    def chinese(self) -> str:
        """The word the clerk reads."""
        return _CHINESE[self]


_CHINESE = {
    Fate.KEPT: "保留",
    Fate.MOVED: "移动",
    Fate.COPIED: "复制",
    Fate.CHANGED: "改数",
    Fate.DELETED: "删除",
    Fate.DROPPED: "出处待核",
}


@dataclass(frozen=True, slots=True)
class FigureFate:
    """One figure: ``was`` as exported in section ``origin``, ``now`` as it stands in ``section``.

    ``start`` and ``end`` are offsets in what the restored text prints; ``section`` is None and ``now`` empty
    when the figure is gone.
    """

    fate: Fate
    reference: Reference
    was: str
    now: str
    origin: str
    section: str | None
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Restored:
    """A section's edited text with references. A figure that is gone is told where it was exported."""

    text: str
    fates: tuple[FigureFate, ...] = ()
