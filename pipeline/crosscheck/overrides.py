"""Figures that a person wrote over: ``[[K|作3.20万元]]`` knows its source and prints another value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.intervals import fits
from pipeline.crosscheck.model import Context
from pipeline.crosscheck.show import show, source
from pipeline.numerals import read
from pipeline.references import Span, overridden
from schemas.figures import Derivation, Figure, Ledger, LineRef
from schemas.findings import Finding


def overrides(spans: Iterable[Span]) -> list[Span]:
    """The spans that print what a person wrote instead of the ledger's value."""
    return [span for span in spans if overridden(span.reference) is not None]


def check_overrides(text: str, ledger: Ledger, spans: Iterable[Span], context: Context) -> Iterator[Finding]:
    """A finding for every figure written over with another value; in a draft for each of them."""
    for span in overrides(spans):
        figure = ledger.get(span.reference.key)
        if figure is not None and (context.draft or not agrees(span, figure)):
            message = _message(span, figure, context)
            yield finding(
                "changed-figure", message, text, span.start, span.end,
                expected=show(figure), evidence=source(figure),
            )  # fmt: skip


def agrees(span: Span, figure: Figure) -> bool:
    """Whether the written value can stand for the figure; a bare number is meant in the figure's unit."""
    written = overridden(span.reference) or ""
    unit = figure.printed_unit
    bare = "数" in span.reference.formats and not written.endswith(unit)
    mention = read(written + unit) if bare else read(written)
    if mention is None or mention.kind is not figure.kind or not fits(mention, figure):
        return False
    return mention.unit == figure.unit or bool({mention.unit, figure.unit} <= _MONEY)


_MONEY = frozenset({"元", "万元", "亿元"})


def _message(span: Span, figure: Figure, context: Context) -> str:
    written = overridden(span.reference) or ""
    told = f"此处的“{figure.key}”写成了{written}，台账为{show(figure)}（{source(figure)}）。"
    if context.draft:
        return f"{told}草稿中的数不得改写，请写成引用 [[{figure.key}]]。"
    section = context.heading or "本节"
    return (
        f"{told}如{written}属实，请改{_place(figure)}后运行 zipingbao refresh 报告文件夹；如不属实，请运行"
        f" zipingbao restore 报告文件夹 {section} --figures，恢复为{show(figure)}。"
    )


def _place(figure: Figure) -> str:
    if isinstance(figure.source, Derivation):
        return f"data.xlsx 中“{'”“'.join(figure.source.inputs[:3])}”的数"
    what = "那一处记录" if isinstance(figure.source, LineRef) else "那一格"
    return f" {source(figure)} {what}"
