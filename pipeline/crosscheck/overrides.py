"""Figures that a person wrote over: ``[[K|作3.20万元]]`` knows its source and prints another value.

``[[K|作3.20万元|待核]]`` is a figure whose words became others when an edited file was read back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.intervals import fits
from pipeline.crosscheck.model import Context
from pipeline.crosscheck.reading import Reading
from pipeline.crosscheck.show import show, source
from pipeline.crosscheck.words import strong_bases, years_named
from pipeline.numerals import read
from pipeline.references import DOUBT, Span, overridden
from schemas.figures import Derivation, Figure, Ledger, LineRef
from schemas.findings import Finding

_MONEY = frozenset({"元", "万元", "亿元"})


def overrides(spans: Iterable[Span]) -> list[Span]:
    """The spans that print what a person wrote instead of the ledger's value."""
    return [span for span in spans if overridden(span.reference) is not None]


def check_overrides(
    reading: Reading, ledger: Ledger, spans: Sequence[Span], context: Context, known: Sequence[Finding]
) -> Iterator[Finding]:
    """A finding for every figure written over with another value, in a draft for each of them; and for
    those in doubt that nothing *known* tells of yet."""
    doubtful: list[tuple[Span, Figure]] = []
    for span in overrides(spans):
        figure = ledger.get(span.reference.key)
        if figure is None:
            continue
        if context.draft or not agrees(span, figure):
            message = _message(span, figure, context)
            yield finding(
                "changed-figure", message, reading.text, span.start, span.end,
                expected=show(figure), evidence=source(figure),
            )  # fmt: skip
        elif DOUBT in span.reference.formats and not (_told(span, known) or _affirmed(span, figure, reading)):
            doubtful.append((span, figure))
    yield from _doubts(doubtful, reading, context)


def agrees(span: Span, figure: Figure) -> bool:
    """Whether the written value can stand for the figure; a bare number is meant in the figure's unit."""
    written = overridden(span.reference) or ""
    unit = figure.printed_unit
    bare = "数" in span.reference.formats and not written.endswith(unit)
    mention = read(written + unit) if bare else read(written)
    if mention is None or mention.kind is not figure.kind or not fits(mention, figure):
        return False
    return mention.unit == figure.unit or bool({mention.unit, figure.unit} <= _MONEY)


def _message(span: Span, figure: Figure, context: Context) -> str:
    written = overridden(span.reference) or ""
    told = f"此处的“{figure.key}”写成了{written}，台账为{show(figure)}（{source(figure)}）。"
    if context.draft:
        return f"{told}草稿中的数不得改写，请写成引用 [[{figure.key}]]。"
    return (
        f"{told}如{written}属实，请改{_place(figure)}后运行 zipingbao refresh 报告文件夹；如不属实，请运行"
        f" zipingbao restore 报告文件夹 {context.heading or '本节'} --figures，恢复为{show(figure)}。"
    )


def _place(figure: Figure) -> str:
    if isinstance(figure.source, Derivation):
        return f"data.xlsx 中“{'”“'.join(figure.source.inputs[:3])}”的数"
    what = "那一处记录" if isinstance(figure.source, LineRef) else "那一格"
    return f" {source(figure)} {what}"


# -- in doubt -------------------------------------------------------------------------------------------


def _told(span: Span, known: Sequence[Finding]) -> bool:
    return any(f.start < span.end and span.start < f.end for f in known)


def _affirmed(span: Span, figure: Figure, reading: Reading) -> bool:
    """Whether the words say for certain, by now, that this is the figure: its noun, its year, its basis."""
    hit = reading.governor(span.start)
    if hit is None or figure.year is None:
        return False
    one = reading.facets[figure.key]
    before = reading.text[reading.layout.period(span.start)[0] : span.start]
    years, bases = years_named(before, reading.year), strong_bases(before)
    return (
        one.subject in hit.subjects
        and not one.derived
        and years <= {figure.year}
        and (not bases or bases[-1] is figure.basis)
    )


def _doubts(doubtful: Sequence[tuple[Span, Figure]], reading: Reading, context: Context) -> Iterator[Finding]:
    """One finding for the figures of one sentence."""
    groups: dict[tuple[int, int], list[tuple[Span, Figure]]] = {}
    for span, figure in doubtful:
        groups.setdefault(reading.layout.period(span.start), []).append((span, figure))
    for group in groups.values():
        (first, figure), others = group[0], group[1:]
        written = overridden(first.reference) or ""
        more = f"（连同本句另外{len(others)}个数）" if others else ""
        message = (
            f"{written}{more}导出时是“{figure.key}”（{source(figure)}），改稿改动了它周围的词句，请核对是否还是这一项。"
            f"如是，请运行 zipingbao restore 报告文件夹 {context.heading or '本节'} --figures 恢复引用；"
            "如不是，请改成这里应写的数。"
        )
        yield finding(
            "doubtful-figure", message, reading.text, first.start, first.end, evidence=source(figure),
            others=tuple((span.start, span.end) for span, _ in others),
        )  # fmt: skip
