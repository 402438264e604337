"""Trying all rules: each breach becomes a ``Fault`` with its cells, and waivers are applied."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence

from pipeline.articulation.books import Books, Options
from pipeline.articulation.compare import Breach
from pipeline.articulation.culprit import name, point_out
from pipeline.articulation.explained import trace
from pipeline.articulation.rules import RULES, Rule
from schemas.figures import CellRef, Ledger, LineRef, normalise_key
from schemas.findings import Fault, Severity
from schemas.inputs import ReportInput, Waiver


def articulate(ledger: Ledger, report: ReportInput, options: Options | None = None) -> list[Fault]:
    """All relations that do not hold, in the order of ``RULES``; waived ones carry the clerk's reason.

    A relation that two rules state is reported once, by the first. A waiver that meets nothing is
    reported too, so that it does not outlive its reason.
    """
    return settle([], ledger, report, options)


def settle(
    faults: Sequence[Fault], ledger: Ledger, report: ReportInput, options: Options | None = None
) -> list[Fault]:
    """*faults* of the input, and what `articulate` finds besides: one cause, one message.

    A relation that only fails because of a fault already reported (元 typed as 万元, a row that could
    not be read) is named in that fault's advice and not reported again.
    """
    books = Books(ledger, report, options or Options())
    breaches = list(_breaches(books))
    settled, explained = trace(faults, books, breaches, _breaches)
    breaches = [told for told in breaches if name(*told) not in explained]
    waivers = report.settings.waivers
    waived = {name(*t): i for t in breaches for i, w in enumerate(waivers) if _waives(w, *t)}

    def openly(books: Books) -> Iterator[tuple[Rule, Breach]]:
        return (told for told in _breaches(books) if name(*told) not in waived)

    still_open = [told for told in breaches if name(*told) not in waived]
    shown = {name(*told): told for told in point_out(books, still_open, openly)}
    for told in breaches:
        index = waived.get(name(*told))
        if index is not None:
            settled.append(_fault(*told, waivers[index]))
        elif name(*told) in shown:
            settled.append(_fault(*shown[name(*told)], None))
    answered = {f.code for f in faults if f.waived} | {rule for rule, *_ in explained}
    used = {*waived.values()} | {i for i, w in enumerate(waivers) if w.rule in answered}
    return settled + [_unused(w) for i, w in enumerate(waivers) if i not in used]


def _breaches(books: Books) -> Iterator[tuple[Rule, Breach]]:
    """Every breach with its rule; of two rules that state one relation only the first speaks."""
    told: set[object] = set()
    for rule in RULES:
        for breach in rule.check(books):
            relation = breach.column, frozenset((str(c.place), c.label, c.value) for c in breach.cells)
            if len(breach.cells) == 1 or relation not in told:
                told.add(relation)
                yield rule, breach


def _waives(waiver: Waiver, rule: Rule, breach: Breach) -> bool:
    """A waiver names the rule, and no item, the item, or its key (``项目.甲.决算``)."""
    if normalise_key(waiver.rule) not in (rule.id, normalise_key(rule.name)):
        return False
    items = (breach.item, f"{breach.item}.{breach.column}", f"{breach.item}{breach.column}")
    wanted = normalise_key(waiver.item)
    return not wanted or any(f".{wanted}".endswith(f".{normalise_key(item)}") for item in items)


def _fault(rule: Rule, breach: Breach, waiver: Waiver | None) -> Fault:
    places = tuple(dict.fromkeys(c.place for c in breach.cells if c.place is not None))
    first = places[0] if places else None
    cell = first if isinstance(first, CellRef) else None
    return Fault(
        code=rule.id,
        severity=breach.severity or rule.severity,
        message=f"{rule.name}·{breach.heading}：{breach.message}{breach.hint}",
        file=first.file if first else "",
        sheet=cell.sheet if cell else "",
        cell=cell.cell if cell else "",
        line=first.line if isinstance(first, LineRef) else None,
        found=breach.found,
        expected=breach.expected,
        advice=breach.advice,
        places=places,
        waived=waiver.reason if waiver else None,
    )


def _unused(waiver: Waiver) -> Fault:
    names = [rule.id for rule in RULES] + [rule.name for rule in RULES]
    what = waiver.rule + (f"（{waiver.item}）" if waiver.item else "")
    if normalise_key(waiver.rule) in map(normalise_key, names):
        message, expected = f"豁免“{what}”没有对应的问题。", ""
        advice = "问题已不存在的，删去这条豁免；项目名称写错的，改正。"
    else:
        near = difflib.get_close_matches(waiver.rule, names, n=3, cutoff=0.4)
        message, expected = f"豁免“{what}”：没有叫“{waiver.rule}”的勾稽规则。", "、".join(near)
        advice = "改成规则表中的名称。"
    return Fault(
        code="waiver-unused",
        severity=Severity.INFO,
        message=message,
        file="report.yaml",
        found=waiver.rule,
        expected=expected,
        advice=advice,
    )
