"""Where a report stands: on one look, at every stage, whatever is wrong with the folder."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from pipeline.errors import ZipingbaoError, typed
from pipeline.references import overridden, parse
from pipeline.store import FILE, FOLDER, Store
from pipeline.workflow.case import Case, blocking, examine
from pipeline.workflow.refreshing import Refresh, plan_refresh
from pipeline.workflow.revisions import Part, parts
from pipeline.workflow.texts import by_person
from schemas.editing import Remark
from schemas.findings import Fault, Severity
from schemas.outline import Length
from schemas.report import Export, Revision

_ANY = Length()


class Sent(StrEnum):
    """What became of an exported file."""

    SAME = "导出后没有改动"
    CHANGED = "导出后在别处改过，还没有收回"
    IMPORTED = "导出后改过，改动已收回"
    GONE = "不在报告文件夹里"


@dataclass(frozen=True, slots=True)
class Row:
    """A section: who wrote it, how long it is, what is open. ``revision`` is None before it is written."""

    id: str
    heading: str
    revision: Revision | None = None
    length: int = 0
    wanted: Length = _ANY
    counts: dict[Severity, int] = field(default_factory=dict)
    changed: int = 0
    stale: bool = False
    outdated: str = ""

    @property
    def fits(self) -> bool:
        """Whether it is as long as the outline wants it."""
        return self.wanted.least <= self.length <= self.wanted.most

    @property
    def gone(self) -> bool:
        """Whether a person has emptied it."""
        return self.revision is not None and not self.revision.text

    @property
    def by_person(self) -> bool:
        """Whether its words are a person's."""
        return self.revision is not None and by_person(self.revision)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The last export: its file, what became of it, and the sections that were changed since."""

    export: Export
    state: Sent
    behind: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything that ``status`` tells. ``trouble`` says what could not be read, in the clerk's words."""

    folder: Path
    case: Case | None = None
    faults: tuple[Fault, ...] = ()
    trouble: tuple[ZipingbaoError, ...] = ()
    rows: tuple[Row, ...] = ()
    figures_moved: bool = False
    sheet: Sheet | None = None
    exports: int = 0
    remarks: tuple[Remark, ...] = ()

    @property
    def blocked(self) -> list[Fault]:
        """Faults of the input that stop every other command."""
        return blocking(self.faults)

    @property
    def missing(self) -> list[Row]:
        """Sections without a text yet."""
        return [row for row in self.rows if row.revision is None]

    @property
    def stale(self) -> list[Row]:
        """Sections whose figures have changed since they were written."""
        return [row for row in self.rows if row.stale]

    def count(self, severity: Severity) -> int:
        """How many findings of one severity are open."""
        return sum(row.counts.get(severity, 0) for row in self.rows)


def standing(folder: Path) -> Standing:
    """Look at *folder* without changing anything in it; never raises for what is wrong there."""
    seen = Standing(folder)
    try:
        case, faults = examine(folder)
        seen = replace(seen, case=case, faults=tuple(faults), rows=_unwritten(case))
    except ZipingbaoError as error:
        seen = replace(seen, trouble=(error,))
    if (folder / FOLDER / FILE).is_file():
        try:
            return _with_store(seen)
        except ZipingbaoError as error:
            return replace(seen, trouble=(*seen.trouble, error))
    return seen


def _unwritten(case: Case | None) -> tuple[Row, ...]:
    return tuple(Row(s.id, s.heading, wanted=s.length) for s in case.bodies) if case else ()


def _with_store(seen: Standing) -> Standing:
    with Store.open(seen.folder) as store:
        known = store.all_current()
        exports = store.exports()
        sheet = _sheet(seen.folder, store, exports[0], known) if exports else None
        seen = replace(seen, sheet=sheet, exports=len(exports), remarks=tuple(store.remarks()))
        if seen.case is None:
            return replace(seen, rows=tuple(Row(id, id, revision) for id, revision in known.items()))
        plan = plan_refresh(seen.case, store)
        rows = tuple(_row(part, known.get(part.id), plan) for part in parts(seen.case, store))
    return replace(seen, rows=rows, figures_moved=bool(plan.figures) and bool(known))


def _row(part: Part, revision: Revision | None, plan: Refresh) -> Row:
    draft = plan.draft
    wanted = next((s.length for s in draft.case.bodies if s.id == part.id), _ANY)
    if revision is None:
        return Row(part.id, part.heading, wanted=wanted)
    shown = draft.rendered.get(part.id)
    found = draft.findings.get(part.id, ())
    return Row(
        part.id,
        part.heading,
        revision,
        sum(not c.isspace() for c in shown.text) if shown else 0,
        wanted,
        {s: sum(f.severity is s for f in found) for s in Severity},
        sum(overridden(reference) is not None for reference in parse(revision.text)),
        any(one.part.id == part.id for one in plan.touched),
        draft.outdated.get(part.id, ""),
    )


def _sheet(folder: Path, store: Store, export: Export, known: dict[str, Revision]) -> Sheet:
    behind = tuple(id for id, revision in known.items() if export.revisions.get(id) != revision.number)
    path = folder / export.file
    if not path.is_file():
        return Sheet(export, Sent.GONE, behind)
    try:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return Sheet(export, Sent.GONE, behind)
    if digest == export.digest:
        return Sheet(export, Sent.SAME, behind)
    back = store.setting(f"imported:{digest}")
    return Sheet(export, Sent.IMPORTED if back else Sent.CHANGED, behind)


def next_steps(seen: Standing) -> list[tuple[str, str]]:
    """What to do next, the most needed first: why, and the very command."""
    folder = seen.folder
    if not (folder / "report.yaml").is_file():
        return [("这里还没有报告", f"zipingbao init {typed(folder)} --year 年度 --unit 单位全称")]
    if seen.case is None or seen.blocked:
        return [("先改正输入", f"zipingbao validate {typed(folder)}")]
    if seen.trouble:
        return []
    return list(_steps(seen)) or [("没有要做的了，可以报送", "")]


def _steps(seen: Standing) -> Sequence[tuple[str, str]]:
    folder, steps = seen.folder, []
    if seen.sheet and seen.sheet.state is Sent.CHANGED:
        file = typed(folder / seen.sheet.export.file)
        steps.append(("收回 Word 里的改动", f"zipingbao import {typed(folder)} {file}"))
    if seen.missing:
        steps.append((f"起草还没有的{len(seen.missing)}节", f"zipingbao draft {typed(folder)}"))
    if seen.stale or seen.figures_moved:
        steps.append(("数据改过，让正文的数跟上", f"zipingbao refresh {typed(folder)}"))
    if errors := seen.count(Severity.ERROR):
        steps.append((f"看{errors}处错误", f"zipingbao check {typed(folder)}"))
    steps += [
        (f"“{row.heading}”还没有写进新材料", f"zipingbao redraft {typed(folder)} {row.id}")
        for row in seen.rows
        if row.outdated
    ]
    if not steps and (warnings := seen.count(Severity.WARNING)):
        steps.append((f"看{warnings}处提醒（不是问题的用 dismiss 了结）", f"zipingbao check {typed(folder)}"))
    if not seen.missing and (seen.sheet is None or seen.sheet.behind):
        why = "导出 Word" if seen.sheet is None else "上次导出以后又改过，重新导出"
        steps.append((why, f"zipingbao export {typed(folder)}{_elsewhere(seen)}"))
    return steps


def _elsewhere(seen: Standing) -> str:
    """A file that somebody has worked in is not written over: the next export gets a name of its own."""
    if seen.sheet is None or seen.sheet.state not in (Sent.CHANGED, Sent.IMPORTED):
        return ""
    path = seen.folder / seen.sheet.export.file
    return f" --output {typed(path.with_stem(f'{path.stem}-{seen.exports + 1}'))}"
