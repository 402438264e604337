"""What became of the figures of an edited report, judged by what the edit knows and not by the checker."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from benchmarks.hostility.reports import Masked, Place, Report
from pipeline.crosscheck import CheckResult, check
from pipeline.references import render
from pipeline.restoration import restore
from schemas.findings import Finding, Severity


@dataclass(frozen=True)
class Failure:
    """A figure tied to a source of which its sentence does not speak, without a finding on it."""

    report: str
    section: str
    shown: str
    around: str
    tied: str
    truth: tuple[str, ...]
    referred: bool


@cache
def on_clean(report: Report, section: str) -> frozenset[tuple[str, str, str]]:
    """What the check says of the section unedited: no answer to an edit."""
    page = report.pages[section]
    found = check(page.text, page.ledger, spans=page.rendered.spans, context=page.context("text"))
    return frozenset((f.code, f.quote, f.message) for f in found.findings)


def failures(report: Report, masked: Masked) -> list[Failure]:
    """Restore the edited report, check what changed, and look at every figure there."""
    printed = {section: masked.printed(section) for section in masked.texts}
    restored = restore(
        report.exported, {section: text for section, (text, _) in printed.items()}, report.ledger
    )
    found = []
    for section, (text, places) in printed.items():
        if text != report.pages[section].text:
            rendered = render(restored[section].text, report.ledger, report.style)
            assert rendered.text == text, f"{report.name}/{section} prints something else"
            context = report.pages[section].context("text")
            result = check(text, report.ledger, spans=rendered.spans, context=context)
            found += _wrong(report, section, text, places, result)
    return found


def _wrong(
    report: Report, section: str, text: str, places: list[Place], result: CheckResult
) -> list[Failure]:
    known = on_clean(report, section)
    loud = [f for f in result.findings if f.severity is not Severity.INFO]
    fresh = [f for f in loud if (f.code, f.quote, f.message) not in known]
    wrong = []
    for place in places:
        ties = [t for t in result.ties if t.mention.start < place.end and place.start < t.mention.end]
        bad = [t for t in ties if t.key is not None and t.key not in place.shown.truth]
        spots = [p for p in places if p.mark in (place.mark, place.shown.leans)]
        if bad and not any(_on(f, spot) for f in fresh for spot in spots):
            around = f"{text[max(0, place.start - 60) : place.start]}⟦{place.shown.text}⟧"
            around += text[place.end : place.end + 12]
            wrong.append(
                Failure(
                    report.name, section, place.shown.text, around.replace("\n", "⏎"), str(bad[0].key),
                    tuple(sorted(place.shown.truth)), bad[0].referred,
                )
            )  # fmt: skip
    return wrong


def _on(finding: Finding, place: Place) -> bool:
    spots = [(finding.start, finding.end), *finding.others]
    return any(a < place.end and place.start < b for a, b in spots)
