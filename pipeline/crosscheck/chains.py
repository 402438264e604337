"""A change or a share follows the amount that it is of: 301.81万元，比上年增加31.01万元.

When the ledger says of which figure a bound change or share is, the amount printed just before it must be
that figure; else one of the two was taken from another item, basis or year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.intervals import fits
from pipeline.crosscheck.model import BOUND, Tie, Verdict
from pipeline.crosscheck.reading import Reading
from pipeline.crosscheck.show import show, source
from schemas.figures import Derivation, Figure, Ledger
from schemas.findings import Finding, Severity

_UP_DOWN = "增加|增长|上升|提高|减少|下降|降低|压减|节约"
_FOLLOWS = re.compile(
    rf"[，,（(](?:(?:同?比|较|与)[^，。；：、]{{2,10}}?(?:相比)?[，,]?)?(?:有所)?(?:{_UP_DOWN})了?"
    r"|[，,（(]占[^，。；：、]{0,16}?的?"
)
_RATE = re.compile(r"[，,（(]?(?:同比|比上年)?(?:增长|下降|增幅|降幅)(?:了|为|约)?")
_LAST = re.compile(r"上年|去年|年初")
_MISPLACED = (Verdict.WRONG_ITEM, Verdict.UNSOURCED)
_ENDINGS = ("比上年增减额", "较年初预算增减额", "较调整预算增减额", "占比")


def check_chains(reading: Reading, ledger: Ledger, ties: Sequence[Tie]) -> Iterator[Finding]:
    """Each bound change or share against the amount just before it."""
    figures = [tie for tie in ties if tie.verdict is not Verdict.IGNORED]
    astray: set[int] = set()
    for at, (before, tie) in enumerate(pairwise(figures)):
        figure = ledger.get(tie.key) if tie.key and tie.verdict in BOUND else None
        if figure is not None and _goes_astray(reading, ledger, before, tie, figure, astray):
            astray.add(tie.mention.start)
            yield _astray(reading, before, tie, figure)
            continue
        if figure is None or before.verdict not in BOUND:
            continue
        if figure.key.endswith("增减率") and (found := _wrong_rate(reading, ledger, before, tie, figure)):
            yield found
        if not figure.key.endswith(_ENDINGS):
            continue
        whole = _of(figure, ledger)
        words = reading.text[before.mention.end : tie.mention.start]
        # 44.16万元，占27.09%，较预算减少…: a share may stand between the two.
        if (
            whole is None
            or before.mention.kind is not whole.kind
            or not _FOLLOWS.fullmatch(words)
            or fits(before.mention, whole)
            or _base_after_whole(figures[max(0, at - 3) : at], before, figure, whole)
        ):
            continue
        yield _finding(reading, _amount(figures, at, figure, reading), tie, figure, whole)


def _goes_astray(
    reading: Reading, ledger: Ledger, before: Tie, tie: Tie, figure: Figure, astray: set[int]
) -> bool:
    """Whether a change or share follows an amount that its words give to another item, and went with it."""
    words = reading.text[before.mention.end : tie.mention.start]
    if before.mention.start in astray:
        return figure.key.endswith("增减率") and bool(_RATE.fullmatch(words))
    if before.verdict not in _MISPLACED or not figure.key.endswith((*_ENDINGS, "增减率")):
        return False
    whole = _of(figure, ledger)
    if whole is None or not (_FOLLOWS.fullmatch(words) or _RATE.fullmatch(words)):
        return False
    named = before.key or before.meant
    return before.verdict is Verdict.WRONG_ITEM or (named is not None and named != whole.key)


def _astray(reading: Reading, before: Tie, tie: Tie, figure: Figure) -> Finding:
    message = (
        f"{tie.mention.text}是“{figure.key}”（{source(figure)}），前面的{before.mention.text}所说的却不是这一项，"
        "请一并核实。"
    )
    return finding(
        "wrong-item", message, reading.text, tie.mention.start, tie.mention.end,
        severity=Severity.WARNING, others=((before.mention.start, before.mention.end),),
    )  # fmt: skip


def _wrong_rate(reading: Reading, ledger: Ledger, before: Tie, tie: Tie, figure: Figure) -> Finding | None:
    """减少23.94万元，下降16.23%: the rate right behind a difference must be the rate of that difference."""
    stem = (before.key or "").removesuffix("增减额")
    right = ledger.get(stem + "增减率") if stem != before.key else None
    words = reading.text[before.mention.end : tie.mention.start]
    if right is None or fits(tie.mention, right) or not _RATE.fullmatch(words):
        return None
    message = (
        f"前面的{before.mention.text}是“{before.key}”，相应的增减率是{show(right)}（{source(right)}），"
        f"这里的{tie.mention.text}却是“{figure.key}”。"
    )
    return finding(
        "wrong-item", message, reading.text, tie.mention.start, tie.mention.end,
        expected=show(right), others=((before.mention.start, before.mention.end),),
    )  # fmt: skip


def _of(figure: Figure, ledger: Ledger) -> Figure | None:
    """The figure that the change or share is of: the first input of its formula."""
    if not isinstance(figure.source, Derivation) or not figure.source.inputs:
        return None
    return ledger.get(figure.source.inputs[0])


def _amount(figures: Sequence[Tie], at: int, figure: Figure, reading: Reading) -> Tie:
    """The amount that the change is of: the one before the base, when the base stands between, named so."""
    before, earlier = figures[at], figures[at - 1] if at else None
    inputs = figure.source.inputs if isinstance(figure.source, Derivation) else ()
    based = before.key in inputs[1:] and _LAST.search(reading.words(*reading.window(before.mention.start)))
    return (
        earlier if based and earlier is not None and earlier.mention.kind is before.mention.kind else before
    )


def _base_after_whole(earlier: Sequence[Tie], before: Tie, figure: Figure, whole: Figure) -> bool:
    """决算0.22万元，上年决算0.34万元，减少0.12万元: the base may stand between the amount and its change."""
    inputs = figure.source.inputs if isinstance(figure.source, Derivation) else ()
    return before.key in inputs[1:] and any(tie.key == whole.key for tie in earlier)


def _finding(reading: Reading, before: Tie, tie: Tie, figure: Figure, whole: Figure) -> Finding:
    mention = before.mention
    message = (
        f"后面的{tie.mention.text}是“{figure.key}”，前面的数应是“{whole.key}”{show(whole)}"
        f"（{source(whole)}），这里写的却是{mention.text}（“{before.key}”）。"
    )
    return finding(
        "wrong-item", message, reading.text, mention.start, mention.end,
        expected=show(whole), others=((tie.mention.start, tie.mention.end),),
    )  # fmt: skip
