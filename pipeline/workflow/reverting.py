"""Bringing an earlier revision back, as a new one: nothing is ever overwritten."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from pipeline.crosscheck import CheckResult
from pipeline.errors import ZipingbaoError
from pipeline.references import (
    COMPARISONS,
    LIST,
    OVERRIDE,
    Reference,
    Rendered,
    drop_overrides,
    parse,
    render,
)
from pipeline.store import Store
from pipeline.workflow.case import Case
from pipeline.workflow.revisions import Part, Past, chosen, history, ledger_of
from pipeline.workflow.texts import check_text, former_ledgers
from schemas.figures import Ledger
from schemas.report import Author, AuthorKind, NewRevision, Revision


class Values(StrEnum):
    """Which figures a restored text prints: those of its own time, or those of today."""

    OLD = "old"
    PRESENT = "present"


@dataclass(frozen=True, slots=True)
class Moved:
    """A figure that is printed otherwise now than it was then."""

    reference: Reference
    then: str
    now: str

    @property
    def chinese(self) -> str:
        """How the clerk reads it."""
        return f"{self.reference.key}：当时{self.then}，现在{self.now}"


@dataclass(frozen=True, slots=True)
class Reversion:
    """What a restoration would do. ``text`` is the new revision's; ``moved`` the figures that differ."""

    case: Case
    part: Part
    present: Past
    target: Past
    text: str
    rendered: Rendered
    moved: tuple[Moved, ...]
    hint: str

    @property
    def idle(self) -> bool:
        """Whether the section would be what it is."""
        return self.text == self.present.revision.text


def plan_reversion(
    case: Case,
    store: Store,
    part: Part,
    number: int | None = None,
    values: Values = Values.PRESENT,
    *,
    force: bool = False,
) -> Reversion:
    """Revision *number* (by default the one before the present) with the figures of then or of now.

    Figures of then that the accounts no longer bear out are refused without *force*.
    """
    revisions = history(case, store, part)
    present = chosen(revisions, None, part)
    target = chosen(revisions, number, part, back=1)
    then = ledger_of(case, store, target.revision.ledger)
    if then is None and values is Values.OLD:
        raise ZipingbaoError(
            f"第{target.revision.number}稿所用的数据没有留存，不能印出当时的数。",
            "去掉 --values old，按现在的数据恢复。",
        )
    moved = tuple(_moved(target.revision.text, then, case)) if then else ()
    if moved and values is Values.OLD and not force:
        raise _contradicted(target, moved)
    text = _fixed(target.revision.text, moved, case.ledger) if values is Values.OLD else target.revision.text
    hint = f"恢复第{target.revision.number}稿" + ("（印当时的数）" if values is Values.OLD and moved else "")
    shown = render(text, case.ledger, case.style)
    return Reversion(case, part, present, target, text, shown, moved, hint)


def plan_sources(case: Case, store: Store, part: Part, number: int | None = None) -> Reversion:
    """A revision (by default the present one) with the figures changed by hand back at their source."""
    revisions = history(case, store, part)
    present = chosen(revisions, None, part)
    target = chosen(revisions, number, part)
    text = drop_overrides(target.revision.text)
    shown = render(text, case.ledger, case.style)
    hint = f"恢复第{number}稿，手改的数恢复为台账的数" if number else "手改的数恢复为台账的数"
    return Reversion(case, part, present, target, text, shown, (), hint)


def revert(plan: Reversion, store: Store, name: str) -> tuple[Revision, CheckResult]:
    """Write what *plan* says as a new revision by the person *name*; what the check finds in it."""
    case = replace(plan.case, earlier=former_ledgers(plan.case, store))
    result = check_text(case, plan.part.id, plan.text)
    store.save_ledger(case.ledger.version, case.ledger.to_json())
    new = NewRevision(
        section=plan.part.id,
        text=plan.text,
        author=Author(kind=AuthorKind.PERSON, name=name),
        ledger=case.ledger.version,
        hint=plan.hint,
        findings=result.findings,
        expected=plan.present.revision.number,
    )
    return store.append_all([new])[0], result


def _moved(text: str, then: Ledger, case: Case) -> Iterator[Moved]:
    old, new = _printed(text, then, case), _printed(text, case.ledger, case)
    for reference in parse(text):
        before, after = old[reference.start], new[reference.start]
        if before != after:
            yield Moved(reference, before, after)


def _printed(text: str, ledger: Ledger, case: Case) -> Mapping[int, str]:
    """What each reference prints, by where it stands in *text*."""
    shown = render(text, ledger, case.style)
    words = {s.reference.start: shown.text[s.start : s.end] for s in shown.spans}
    return {r.start: words.get(r.start, r.raw) for r in parse(text)}


def _fixed(text: str, moved: tuple[Moved, ...], ledger: Ledger) -> str:
    """*text* with the values of then; a figure stays tied where it prints the same anyway."""
    for one in reversed(moved):
        r = one.reference
        text = text[: r.start] + _written(one, ledger) + text[r.end :]
    return text


def _written(one: Moved, ledger: Ledger) -> str:
    """A single figure keeps its key under the value of then; a phrase becomes the words it was."""
    reference = one.reference
    several = LIST in reference.formats or any(f in COMPARISONS for f in reference.formats)
    if several or reference.key not in ledger:
        return one.then
    kept = f"[[{'|'.join((reference.key, *reference.formats, OVERRIDE + one.then))}]]"
    return kept if len(parse(kept)) == 1 else one.then


def _contradicted(target: Past, moved: tuple[Moved, ...]) -> ZipingbaoError:
    number = target.revision.number
    shown = "；".join(one.chinese for one in moved[:6])
    more = f" 等{len(moved)}处" if len(moved) > 6 else ""
    return ZipingbaoError(
        f"第{number}稿当时的数与现在的台账不同，没有恢复：{shown}{more}。",
        "按现在的数恢复：去掉 --values old。确要印当时的数：加 --force；"
        "那些数从此不随数据变动，核对时是错误。",
    )
