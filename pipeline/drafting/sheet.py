"""The figures a section may use, as its prompt lists them: reference, present value, meaning, other forms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipeline.drafting.job import Brief
from pipeline.references import COMPARISONS, Style, change_keys, is_change, render
from schemas.figures import CellRef, Derivation, Figure, Kind, Ledger, LineRef, normalise_key
from schemas.outline import SectionSpec

MANY = 6
"""A whole with more parts than this is told by amounts; the share of each part is left out."""


def required_keys(spec: SectionSpec, ledger: Ledger) -> list[str]:
    """The keys that must appear in the text; what the ledger does not hold is not required."""
    return [f.key for f in ledger.matching(spec.required)]


def visible_figures(spec: SectionSpec, ledger: Ledger) -> list[Figure]:
    """What the section may see of the ledger; figures of notes stand with their notes, unless required."""
    must = set(required_keys(spec, ledger))
    wanted = ledger.matching((*spec.figures, *spec.required))
    return [f for f in wanted if f.key in must or not isinstance(f.source, LineRef)]


def figure_lines(spec: SectionSpec, brief: Brief) -> list[str]:
    """A line a figure, with the other forms it can be written in, and the quotients that it is
    the first part of."""
    figures = visible_figures(spec, brief.ledger)
    must = {normalise_key(key) for key in required_keys(spec, brief.ledger)}
    by_key = {normalise_key(f.key): f for f in figures}
    style = Style.of(brief.settings)
    lines = {key: _line(figure, brief, style) for key, figure in by_key.items()}
    for key, figure in by_key.items():
        base = _base(figure, by_key)
        if base is None or key in must or (home := normalise_key(base.key)) not in lines:
            continue
        del lines[key]
        if not is_change(figure) and _worth_telling(figure, brief):
            lines[home] += _quotient(figure, brief, style)
    return [" ".join(fenced(line).split()) for line in lines.values()]


def _base(figure: Figure, by_key: Mapping[str, Figure]) -> Figure | None:
    """The figure on whose line a quotient of it is shown, or whose forms print this difference already."""
    if is_change(figure):
        forms = ((other, form) for other in by_key.values() for form in COMPARISONS)
        return next((other for other, form in forms if figure.key in change_keys(other, form)), None)
    if (
        isinstance(figure.source, Derivation)
        and figure.kind is Kind.PERCENT
        and len(figure.source.inputs) == 2
    ):
        return by_key.get(normalise_key(figure.source.inputs[0]))
    return None


def _worth_telling(figure: Figure, brief: Brief) -> bool:
    """Shares of nothing, of everything, of last year, or among many small parts only lengthen the prompt."""
    if not figure.key.endswith(".占比"):
        return True
    assert isinstance(figure.source, Derivation)
    parts = len(brief.ledger.parts(figure.source.inputs[1]))
    return figure.value not in (0, 100) and figure.year in (None, brief.settings.year) and parts <= MANY


def _quotient(figure: Figure, brief: Brief, style: Style) -> str:
    assert isinstance(figure.source, Derivation)
    part, whole = (brief.ledger.get(key) for key in figure.source.inputs)
    words = figure.source.formula
    if part and whole:
        words = f"占{whole.label}的比重"
        if not figure.key.endswith(".占比"):
            same = part.label == whole.label and part.basis and whole.basis
            words = "÷".join(f.basis.chinese if same and f.basis else f.label for f in (part, whole))
    return f"；[[{figure.key}]] ＝ {render(f'[[{figure.key}]]', brief.ledger, style).text}（{words}）"


def _line(figure: Figure, brief: Brief, style: Style) -> str:
    value = render(f"[[{figure.key}]]", brief.ledger, style).text
    forms = "".join(
        f"；[[{figure.key}|{form}]] ＝ {text}" for form, text in _forms(figure, brief.ledger, style)
    )
    return f"[[{figure.key}]] ＝ {value}（{_meaning(figure, brief.settings.year)}）{forms}"


def _forms(figure: Figure, ledger: Ledger, style: Style) -> Iterator[tuple[str, str]]:
    """The formats that fit *figure*, each with what it prints."""
    for form in (*COMPARISONS, "清单"):
        shown = render(f"[[{figure.key}|{form}]]", ledger, style)
        if not shown.problems:
            yield form, shown.text


def _meaning(figure: Figure, year: int) -> str:
    """What the number is, in words: label, year, basis; how it was computed."""
    when = "" if figure.year is None else f"{figure.year}年"
    if figure.year == year - 1:
        when += "（上年）"
    basis = figure.basis.chinese if figure.basis else ""
    parts = [figure.label, when + basis]
    if isinstance(figure.source, Derivation):
        parts.append(f"算法：{figure.source.formula}")
    if is_change(figure) and figure.value:
        parts.append("方向：增" if figure.value > 0 else "方向：减")
    if isinstance(figure.source, CellRef) and not figure.item.startswith("绩效指标."):
        parts.append(fenced(f"说明：{figure.context}") if figure.context else "")
    return "，".join(p for p in parts if p)


def fenced(text: str) -> str:
    """*text* that cannot close its own fence."""
    return text.replace("<<<", "〈〈〈").replace(">>>", "〉〉〉").strip()
