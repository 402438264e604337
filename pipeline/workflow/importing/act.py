"""Carrying an import out: one transaction, or nothing."""

from __future__ import annotations

from pipeline.errors import StaleWrite
from pipeline.store import Store
from pipeline.workflow.case import Case
from pipeline.workflow.importing.plan import Change, Plan, Prefer
from schemas.report import Author, AuthorKind, NewRevision, Revision


def carry_out(plan: Plan, case: Case, store: Store, name: str) -> list[Revision]:
    """Write what *plan* says as revisions of the person *name*.

    StaleWrite when a section was changed since the plan was made, or when sections were changed on both
    sides and nobody said which is to hold.
    """
    if plan.conflicts and plan.prefer is Prefer.STOP:
        names = "、".join(f"“{c.heading}”" for c in plan.conflicts)
        raise StaleWrite(
            f"{names}在导出以后又改过稿，文件里也改了，没有导入。",
            "以文件为准请加 --prefer file（现稿留作旧稿），保留现稿请加 --prefer present。",
        )
    store.save_ledger(case.ledger.version, case.ledger.to_json())
    author = Author(kind=AuthorKind.PERSON, name=name)
    new = [_revision(change, case, author, plan.file) for change in plan.writes]
    remarks = plan.remarks if plan.remarks != plan.former else None
    return store.append_all(new, plan.settled, remarks, {f"imported:{plan.digest}": plan.file})


def _revision(change: Change, case: Case, author: Author, file: str) -> NewRevision:
    return NewRevision(
        section=change.section,
        text=change.text,
        author=author,
        ledger=case.ledger.version,
        hint=f"导入{file}",
        findings=change.result.findings if change.result else (),
        expected=change.revision.number if change.revision else 0,
    )
