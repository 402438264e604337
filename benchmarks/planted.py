"""Planted errors: recall by class and form, and false alarms on the same pages unspoilt.

    python -m benchmarks.planted [--plants 20] [--seed 1] [--worst 3] [--only digit,unit] [--json]

Clean pages are the examples' own wording, recorded drafts and ``planting/pages.yaml``. In the form
``reference`` the planter spoils the draft (another key, another word) and the check is told what came from
references; in the form ``text`` it spoils the plain text, and the check has to tie every figure by itself.
Every class says beforehand which of its plants can be found at all; recall counts those. A plant is found
when an error or warning that the clean page does not have overlaps it, or names what was deleted.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import benchmarks.planting.figures
import benchmarks.planting.words  # noqa: F401  (both register their planters)
from benchmarks.planting.pages import Page, load_pages
from benchmarks.planting.tools import CLASSES, CLOSE, OPEN, Class, Edit
from pipeline.crosscheck import check, from_problems
from pipeline.references import render
from schemas.findings import Finding, Severity

FORMS = ("reference", "text")


@dataclass(frozen=True)
class Outcome:
    """One plant, checked."""

    page: str
    was: str
    now: str
    around: str
    detectable: bool
    found: bool
    by: tuple[str, ...]


@dataclass(frozen=True)
class Alarm:
    """A finding on a page without a fault."""

    page: str
    form: str
    finding: Finding


def loud(findings: Iterable[Finding]) -> list[Finding]:
    """What a reader is troubled with."""
    return [f for f in findings if f.severity is not Severity.INFO]


@cache
def on_clean(page: Page, form: str) -> tuple[Finding, ...]:
    """What the check says of the page as it is."""
    spans = page.rendered.spans if form == "reference" else ()
    found = check(page.text, page.ledger, spans=spans, context=page.context(form)).findings
    return tuple(loud(found))


def on_spoilt(page: Page, form: str, edit: Edit) -> tuple[list[Finding], str, int, int]:
    """What the check says of the spoilt page; its text, and where the plant is in it."""
    ledger = edit.ledger() if edit.ledger else page.ledger
    marked = render(edit.marked, ledger, page.style).text if form == "reference" else edit.marked
    start, end = marked.index(OPEN), marked.index(CLOSE) - 1
    plain = edit.marked.replace(OPEN, "").replace(CLOSE, "")
    if form == "reference":
        rendered = render(plain, ledger, page.style)
        text, spans, problems = rendered.text, rendered.spans, from_problems(rendered.problems)
    else:
        text, spans, problems = plain, (), ()
    found = (*problems, *check(text, ledger, spans=spans, context=page.context(form)).findings)
    known = {(f.code, f.quote, f.message) for f in on_clean(page, form)}
    return [f for f in loud(found) if (f.code, f.quote, f.message) not in known], text, start, end


def answers(finding: Finding, edit: Edit, text: str, start: int, end: int) -> bool:
    """Whether the finding is about the plant. A deletion counts as the two letters beside it."""
    if edit.missing and edit.missing in f"{finding.message}{finding.quote}{finding.expected}":
        return True
    spots = [(start, end) if end > start else (start - 1, end + 1)]
    spots += [(at, at + len(words)) for words in edit.also if (at := text.find(words)) >= 0]
    places = [(finding.start, finding.end), *finding.others]
    return any(a < last and first < b for a, b in places for first, last in spots)


def try_class(kind: Class, form: str, pages: Sequence[Page], count: int, seed: int) -> list[Outcome]:
    """At most *count* plants of a class, spread over the pages by chance."""
    rng = random.Random(f"{seed}/{kind.name}/{form}")
    plants = [(page, edit) for page in pages if form in page.forms for edit in kind.plant(page, form, rng)]
    return [outcome(page, form, edit) for page, edit in rng.sample(plants, min(count, len(plants)))]


def outcome(page: Page, form: str, edit: Edit) -> Outcome:
    """Check one plant."""
    findings, text, start, end = on_spoilt(page, form, edit)
    by = tuple(f.code for f in findings if answers(f, edit, text, start, end))
    around = text[max(0, start - 30) : start] + "⟦" + text[start:end] + "⟧" + text[end : end + 12]
    return Outcome(page.name, edit.was, edit.now, around.replace("\n", "⏎"), edit.detectable, bool(by), by)


def clean(pages: Sequence[Page]) -> tuple[dict[str, int], list[Alarm]]:
    """Figures printed, by form, and every false alarm."""
    figures: dict[str, int] = defaultdict(int)
    alarms = []
    for page in pages:
        for form in page.forms:
            figures[form] += len(page.spots)
            alarms += [Alarm(page.name, form, f) for f in on_clean(page, form)]
    return figures, alarms


def percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%" if whole else "–"


def tally(outcomes: Iterable[Outcome]) -> tuple[int, int, int]:
    """Plants, detectable ones, and how many of those were found."""
    done = list(outcomes)
    possible = [o for o in done if o.detectable]
    return len(done), len(possible), sum(o.found for o in possible)


def print_table(results: dict[tuple[str, str], list[Outcome]]) -> None:
    print(f"{'class':20}{'form':11}{'plants':>7}{'detectable':>12}{'found':>7}{'recall':>8}")
    for (name, form), outcomes in results.items():
        plants, possible, found = tally(outcomes)
        print(f"{name:20}{form:11}{plants:7}{possible:12}{found:7}{percent(found, possible):>8}")
    for form in FORMS:
        print_sum(f"all {form}", [o for (_, f), done in results.items() if f == form for o in done])
    print_sum("all", [o for done in results.values() for o in done])


def print_sum(name: str, outcomes: Sequence[Outcome]) -> None:
    plants, possible, found = tally(outcomes)
    print(f"{name:31}{plants:7}{possible:12}{found:7}{percent(found, possible):>8}")


def print_alarms(figures: dict[str, int], alarms: Sequence[Alarm]) -> None:
    for form in FORMS:
        count = sum(a.form == form for a in alarms)
        share = percent(count, figures[form])
        print(f"false alarms, {form}: {count} on {figures[form]} clean figures ({share})")
    for alarm in alarms:
        found = alarm.finding
        print(f"  {alarm.page} {alarm.form} {found.code} “{found.quote[:40]}” {found.message[:100]}")


def print_worst(results: dict[tuple[str, str], list[Outcome]], count: int) -> None:
    def recall(item: tuple[tuple[str, str], list[Outcome]]) -> float:
        _, possible, found = tally(item[1])
        return found / possible if possible else 1.0

    for (name, form), outcomes in sorted(results.items(), key=recall)[:count]:
        missed = [o for o in outcomes if o.detectable and not o.found]
        print(f"\n{name} / {form}: {len(missed)} missed")
        for o in missed[:5]:
            print(f"  {o.page}: {o.was!r} → {o.now!r}: {o.around}")


def as_json(
    results: dict[tuple[str, str], list[Outcome]], figures: dict[str, int], alarms: Sequence[Alarm]
) -> str:
    rules = {c.name: c.rule for c in CLASSES}
    rows = [
        {"class": name, "form": form, "rule": rules[name]}
        | dict(zip(("plants", "detectable", "found"), tally(done), strict=True))
        | {"missed": [o.around for o in done if o.detectable and not o.found]}
        for (name, form), done in results.items()
    ]
    noise = [{"page": a.page, "form": a.form} | a.finding.model_dump(mode="json") for a in alarms]
    return json.dumps(
        {"classes": rows, "clean_figures": figures, "alarms": noise}, ensure_ascii=False, indent=1
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--plants", type=int, default=20, help="plants for each class and form")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="examples of the N worst classes")
    parser.add_argument("--only", default="", help="classes, separated by commas")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    began, pages = time.perf_counter(), load_pages()
    wanted = set(options.only.split(",")) - {""}
    results = {
        (kind.name, form): try_class(kind, form, pages, options.plants, options.seed)
        for kind in CLASSES
        if not wanted or kind.name in wanted
        for form in kind.forms
    }
    figures, alarms = clean(pages)
    if options.json:
        print(as_json(results, figures, alarms))
        return
    print_table(results)
    print_alarms(figures, alarms)
    print(f"{len(pages)} pages, {len(CLASSES)} classes, {time.perf_counter() - began:.0f} s")
    if options.worst:
        print_worst(results, options.worst)


if __name__ == "__main__":
    main()
