"""What is missing or said twice: required figures, one item with two values, length."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatchcase

from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.intervals import fits
from pipeline.crosscheck.model import BOUND, Context, Tie, Verdict
from pipeline.crosscheck.reading import Reading
from pipeline.crosscheck.show import show, source
from pipeline.references import Span
from schemas.figures import Ledger, normalise_key
from schemas.findings import Finding, Severity


def check_coverage(
    reading: Reading, ledger: Ledger, ties: Sequence[Tie], spans: Sequence[Span], context: Context
) -> Iterator[Finding]:
    """Everything about the text as a whole."""
    yield from _required(ledger, ties, spans, context)
    yield from _two_values(reading, ledger, ties)
    yield from _length(reading.text, context)


def _required(
    ledger: Ledger, ties: Iterable[Tie], spans: Iterable[Span], context: Context
) -> Iterator[Finding]:
    printed = {t.key for t in ties if t.key and t.verdict in BOUND}
    printed |= {key for span in spans for key in span.keys}
    # A phrase of change speaks of the figure too: 与上年持平 prints no number at all.
    printed |= {figure.key for span in spans if (figure := ledger.get(span.reference.key))}
    values = {(ledger[k].item, ledger[k].value) for k in printed if k in ledger}
    for pattern in context.required:
        for figure in ledger:
            if not fnmatchcase(normalise_key(figure.key), normalise_key(pattern)):
                continue
            if figure.key not in printed and (figure.item, figure.value) not in values:
                message = f"本节必须写明“{figure.key}”{show(figure)}（{source(figure)}），文中没有。"
                yield Finding(
                    code="required-missing",
                    severity=Severity.ERROR,
                    message=message,
                    expected=show(figure),
                    evidence=source(figure),
                )


def _two_values(reading: Reading, ledger: Ledger, ties: Sequence[Tie]) -> Iterator[Finding]:
    """A number that differs from the ledger while the same item stands rightly elsewhere in the text."""
    right = {t.key: t.mention for t in ties if t.key and t.verdict in BOUND}
    for tie in ties:
        key = _meant(tie)
        if key is None or key not in right or fits(tie.mention, ledger[key]):
            continue
        other = right[key]
        both = f"{tie.mention.text}与{other.text}"
        message = f"“{key}”在文中有两个数：{both}；台账为{show(ledger[key])}（{source(ledger[key])}）。"
        yield finding(
            "two-values", message, reading.text, tie.mention.start, tie.mention.end,
            expected=show(ledger[key]), others=((other.start, other.end),),
        )  # fmt: skip


def _meant(tie: Tie) -> str | None:
    """The figure that a wrong number stands for, by its words."""
    wrong = tie.verdict in (Verdict.SLIP, Verdict.STALE, Verdict.UNSOURCED)
    return (tie.meant or tie.key) if wrong else None


def _length(text: str, context: Context) -> Iterator[Finding]:
    length = context.length
    count = sum(not c.isspace() for c in text)
    if length is None or length.least <= count <= length.most:
        return
    bound = f"不少于{length.least}字" if count < length.least else f"不多于{length.most}字"
    far = count > 1.5 * length.most or count < 0.5 * length.least
    yield Finding(
        code="length",
        severity=Severity.WARNING if far else Severity.INFO,
        message=f"本节{count}字，提纲要求{bound}。",
        end=len(text),
    )
