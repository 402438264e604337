"""Clean pages to plant errors in: the examples' own wording, recorded drafts, and ``pages.yaml``."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import yaml

from pipeline.crosscheck import Context
from pipeline.references import Rendered, Style, render
from pipeline.workflow import Case, open_case
from schemas.figures import Figure, Ledger
from schemas.outline import SectionSpec

ROOT = Path(__file__).resolve().parents[2]
CASES = ("huaihua2020", "changning2023", "chenzhou2021")
TYPED = re.compile("⟦([^⟧]*)⟧")


@dataclass(frozen=True)
class Spot:
    """A figure as it is printed on a page, and the figure of the ledger that it is (None: typed)."""

    start: int
    end: int
    figure: Figure | None


@dataclass(frozen=True, eq=False)
class Page:
    """A text without a fault: with its references (``raw``), and as a reader sees it (``text``)."""

    case: Case
    name: str
    raw: str
    typed: tuple[tuple[int, int], ...] = ()
    spec: SectionSpec | None = None

    @cached_property
    def rendered(self) -> Rendered:
        return render(self.raw, self.ledger, self.style)

    @property
    def ledger(self) -> Ledger:
        return self.case.ledger

    @property
    def style(self) -> Style:
        return self.case.style

    @property
    def text(self) -> str:
        return self.rendered.text

    @cached_property
    def spots(self) -> tuple[Spot, ...]:
        """The figures printed on the page, known from the references, not from reading."""
        known = [
            Spot(start, end, self.ledger[key])
            for span in self.rendered.spans
            for start, end, key in span.numbers
        ]
        return tuple(sorted([*known, *(Spot(a, b, None) for a, b in self.typed)], key=lambda s: s.start))

    @property
    def forms(self) -> tuple[str, ...]:
        """A page with typed figures is not a draft of ours."""
        return ("text",) if self.typed else ("reference", "text")

    def context(self, form: str) -> Context:
        """What the checker is told: a draft must refer to its figures, a person may type them."""
        spec = self.spec
        return Context(
            year=self.case.data.settings.year,
            required=tuple(f.key for f in self.ledger.matching(spec.required)) if spec else (),
            source_text=self.case.source_text,
            heading=spec.heading if spec else "",
            constants=tuple(c.text for c in spec.constants) if spec else (),
            draft=form == "reference",
        )


def load_pages() -> list[Page]:
    """Every clean page of every case."""
    extra = yaml.safe_load((Path(__file__).parent / "pages.yaml").read_text(encoding="utf-8"))
    pages: list[Page] = []
    for name in CASES:
        case = open_case(ROOT / "examples" / name)
        pages += _offline(case, name)
        pages += _recorded(case, name)
        pages += [_own(case, f"{name}/own-{i}", raw.strip()) for i, raw in enumerate(extra[name], 1)]
    return pages


def _offline(case: Case, name: str) -> Iterator[Page]:
    for spec in case.bodies:
        if (raw := case.wording(spec).strip()) and "[[" in raw:
            yield Page(case, f"{name}/{spec.id}", raw, spec=spec)


def _recorded(case: Case, name: str) -> Iterator[Page]:
    """Drafts of a model, answered once and kept; those whose keys have gone stale are left out."""
    path = ROOT / "tests" / "recordings" / f"{name}.json"
    if not path.exists():
        return
    specs = {spec.id: spec for spec in case.bodies}
    for answer in json.loads(path.read_text(encoding="utf-8"))["answers"]:
        raw = answer["reply"].strip()
        page = Page(case, f"{name}/model-{answer['section']}", raw, spec=specs.get(answer["section"]))
        if "[[" in raw and not page.rendered.problems:
            yield page


def _own(case: Case, name: str, marked: str) -> Page:
    """A page of ``pages.yaml``: ⟦typed⟧ figures are unwrapped and remembered."""
    plain = render(marked, case.ledger, case.style).text
    typed = tuple((m.start() - 2 * i, m.end() - 2 * i - 2) for i, m in enumerate(TYPED.finditer(plain)))
    return Page(case, name, TYPED.sub(r"\1", marked), typed)
