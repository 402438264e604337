"""What importing a file would do, worked out without writing anything."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from pipeline.crosscheck import CheckResult
from pipeline.references import settle_overrides
from pipeline.restoration import Exported, FigureFate, Restored, restore
from pipeline.store import Store
from pipeline.word import divide, read_edited
from pipeline.workflow.case import Case
from pipeline.workflow.difference import sentences
from pipeline.workflow.importing import comments, notices
from pipeline.workflow.importing.base import Base, base_of, find_export, require_familiar, require_text
from pipeline.workflow.revisions import FRAME
from pipeline.workflow.texts import check_text, former_ledgers, frame_texts
from schemas.editing import EditedFile, Remark, Tracked
from schemas.findings import Disposition, Finding
from schemas.report import Export, Revision


class State(StrEnum):
    """What became of a section in the file."""

    SAME = "未改"
    EDITED = "有改动"
    CONFLICT = "两边都改过"
    MERGED = "并入别节"
    DELETED = "已删去"


class Prefer(StrEnum):
    """Which text holds where the file and the report were both changed since the export."""

    STOP = "stop"
    FILE = "file"
    PRESENT = "present"


@dataclass(frozen=True)
class Change:
    """One section of the plan: what was exported, what the file makes of it, and the present revision.

    ``result`` is what the check finds in the new text, None where nothing is written.
    """

    section: str
    heading: str
    state: State
    exported: str
    text: str
    revision: Revision | None
    fates: tuple[FigureFate, ...] = ()
    result: CheckResult | None = None


@dataclass(frozen=True)
class Plan:
    """Everything an import would do. ``notices`` tells the clerk what cannot be carried or should be known;
    ``settled`` is what the comments say of findings; ``remarks`` are persons' own comments, ``former``
    those kept so far."""

    file: str
    export: Export
    edited: EditedFile
    changes: tuple[Change, ...]
    notices: tuple[str, ...]
    settled: tuple[tuple[Finding, Disposition], ...]
    remarks: tuple[Remark, ...]
    former: tuple[Remark, ...]
    prefer: Prefer
    digest: str = ""

    @property
    def conflicts(self) -> tuple[Change, ...]:
        """Sections that were changed on both sides."""
        return tuple(c for c in self.changes if c.state is State.CONFLICT)

    @property
    def writes(self) -> tuple[Change, ...]:
        """Sections that get a new revision."""
        wanted = {State.EDITED, State.MERGED, State.DELETED}
        if self.prefer is Prefer.FILE:
            wanted.add(State.CONFLICT)
        return tuple(c for c in self.changes if c.state in wanted)

    @property
    def nothing(self) -> bool:
        """Whether the import would leave everything as it is, and nobody has to decide anything."""
        undecided = self.conflicts and self.prefer is Prefer.STOP
        return not (undecided or self.writes or self.settled) and self.remarks == self.former


def plan_import(
    case: Case, store: Store, path: Path, *, tracked: Tracked = Tracked.ACCEPT, prefer: Prefer = Prefer.STOP
) -> Plan:
    """What importing the Word file *path* would do; DocumentError when it is not this report's."""
    edited = read_edited(path, tracked=tracked)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    export, said = find_export(edited, store.exports(), digest, store.report_id, path.name)
    base = base_of(case, store, export)
    divided = divide(edited.paragraphs, base.headings, base.tail)
    texts = {id: part.text for id, part in divided.parts.items() if id in base.sections}
    require_text(base, texts, path.name)
    restored = restore(base.sections, texts, case.ledger)
    if not edited.properties.get("report"):
        require_familiar(base, texts, restored, path.name)
    said += notices.still_open(path)
    said += notices.structure(base, divided)
    said += notices.content(edited, divided, base.headings, tracked)
    former = tuple(store.remarks())
    return Plan(
        path.name,
        export,
        edited,
        _changes(case, store, export, base, restored, texts),
        tuple(said),
        tuple(comments.dispositions(edited, export)),
        former if digest == export.digest else tuple(comments.remarks(edited, divided)),
        former,
        prefer,
        digest,
    )


def _changes(
    case: Case,
    store: Store,
    export: Export,
    base: Base,
    restored: Mapping[str, Restored],
    texts: Mapping[str, str],
) -> tuple[Change, ...]:
    case = replace(case, earlier=former_ledgers(case, store))
    present = store.all_current()
    frame = frame_texts(case)
    changes = []
    for id, exported in base.sections.items():
        found = restored.get(id)
        text = settle_overrides(found.text, case.ledger, case.style) if found else ""
        revision = present.get(id)
        now = revision.text if revision else frame.get(id, "")
        state = _state(exported, text, now, texts)
        changes.append(
            Change(
                id,
                base.headings.get(id, FRAME.get(id, id)),
                state,
                exported.text,
                text,
                revision,
                found.fates if found else (),
                None if state is State.SAME else check_text(case, id, text),
            )
        )
    return tuple(changes)


def _state(exported: Exported, text: str, present: str, texts: Mapping[str, str]) -> State:
    """Compared with what was exported, and that with what stands there now."""
    if text in (exported.text, present):
        return State.SAME
    if present != exported.text:
        return State.CONFLICT
    if text:
        return State.EDITED
    told = [s.strip() for s in sentences(exported.rendered.text) if len(s.strip()) > 4]
    elsewhere = "\n".join(texts.values())
    kept = sum(s in elsewhere for s in told)
    return State.MERGED if told and kept * 2 >= len(told) else State.DELETED
