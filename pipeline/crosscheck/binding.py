"""Ties every number of a text to the ledger, or says why it cannot."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from pipeline.crosscheck.candidates import (
    Candidate,
    around,
    by_value,
    pool,
    rank,
    told,
    unit_score,
    values_of,
)
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.derived import with_derived
from pipeline.crosscheck.intervals import fits, spoken
from pipeline.crosscheck.misplaced import mismeasured, misplaced
from pipeline.crosscheck.model import Context, Tie, Verdict
from pipeline.crosscheck.noteyears import wrong_note_year
from pipeline.crosscheck.overrides import overrides
from pipeline.crosscheck.reading import Reading, is_figure
from pipeline.crosscheck.show import show, source
from pipeline.crosscheck.slips import slip
from pipeline.crosscheck.terms import Facet, Terms, fold, terms_of
from pipeline.references import Span
from schemas.figures import Approx, Figure, Kind, Ledger
from schemas.findings import Finding, Mention

_SMALL = re.compile(r"[零一二三四五六七八九十两双半几]{1,2}")
_EACH = re.compile(r"每[个家站户人名所项场次]?$")
"""每个15万元: the figure of several items at once."""

_ENOUGH = 2.0
"""Words in favour that make even a small count certain."""

_SURE = 6.0
"""Words in favour that leave no room for another figure."""


class Binder:
    """Binds the numbers of one text, one after another."""

    def __init__(
        self,
        reading: Reading,
        ledger: Ledger,
        spans: Sequence[Span],
        context: Context,
        earlier: Sequence[Ledger] = (),
    ) -> None:
        self.earlier = earlier
        self.reading = reading
        self.ledger = ledger
        self.terms: Terms = terms_of(ledger)
        self.context = context
        self.findings: list[Finding] = []
        self._unsettled: dict[int, Finding] = {}  # of numbers that the sentence may yet account for
        self.constants = frozenset(fold(words) for words in context.constants)
        numbers = sorted(n for span in spans for n in span.numbers)
        self._referred = numbers
        self._written_over = {n for span in overrides(spans) for n in span.numbers}
        self._starts = [start for start, _, _ in numbers]

    def bind(self) -> list[Tie]:
        """A tie for every number; what is wrong goes to ``findings``."""
        ties = [self._tie(mention) for mention in self.reading.mentions]
        for at, tie in with_derived(ties, self.reading).items():
            ties[at] = tie
            self._unsettled.pop(tie.mention.start, None)
        self.findings += self._unsettled.values()
        return ties

    def _tie(self, mention: Mention) -> Tie:
        key = self._key_at(mention)
        if key is not None and (one := self._facet(key)) is not None:
            if self._is_changed(mention, one):
                return Tie(mention, key, Verdict.UNSOURCED, referred=True)
            return self._other_unit(mention, one) or self._referred_tie(mention, one)
        if not is_figure(mention) or self._constant(mention):
            return Tie(mention, None, Verdict.IGNORED)
        return self._typed_tie(mention)

    def _key_at(self, mention: Mention) -> str | None:
        """The key that a reference gave for a number overlapping this one."""
        last = bisect_left(self._starts, mention.end) - 1
        if last >= 0 and self._referred[last][1] > mention.start:
            return self._referred[last][2]
        return None

    def _facet(self, key: str) -> Facet | None:
        figure = self.ledger.get(key)
        return self.terms.facets[figure.key] if figure else None

    def _constant(self, mention: Mention) -> bool:
        digits = fold(mention.text)
        return any(digits in words for words in self.constants)

    # -- referred -----------------------------------------------------------------------------------

    def _referred_tie(self, mention: Mention, one: Facet) -> Tie:
        key = one.figure.key
        if not is_figure(mention):
            return Tie(mention, key, Verdict.BOUND, referred=True)
        if not fits(mention, one.figure):
            message = f"引用“{key}”处印的是{mention.text}，台账为{show(one.figure)}（{source(one.figure)}）。"
            self._add("reference-value", message, mention, expected=show(one.figure))
            return Tie(mention, key, Verdict.UNSOURCED, referred=True)
        if found := self._misplaced(mention, one):
            self._report(found)
            return Tie(mention, key, Verdict.WRONG_ITEM, referred=True)
        return Tie(mention, key, Verdict.BOUND, referred=True)

    def _misplaced(self, mention: Mention, one: Facet) -> Finding | None:
        found = misplaced(mention, one, self.reading)
        return found or wrong_note_year(mention, one, self.reading, self.context.source_text)

    def _is_changed(self, mention: Mention, one: Facet) -> bool:
        """Whether a person wrote another value over the reference's: that has its own finding."""
        last = bisect_left(self._starts, mention.end) - 1
        return self._referred[last] in self._written_over and not fits(mention, one.figure)

    def _other_unit(self, mention: Mention, one: Facet) -> Tie | None:
        """A bare number of a reference with a unit typed behind it that is not the figure's."""
        last = bisect_left(self._starts, mention.end) - 1
        typed = self.reading.text[self._referred[last][1] : mention.end]
        figure = one.figure
        if not mention.unit or mention.unit not in typed or not is_figure(mention) or not figure.unit:
            return None
        money = (figure.kind is Kind.MONEY) == (mention.kind is Kind.MONEY)
        if money and unit_score(mention.unit, figure) is not None:
            return None
        message = f"引用“{figure.key}”的单位是{figure.unit}，此处写的是{mention.text}（{source(figure)}）。"
        self._add("unit-slip", message, mention, expected=show(figure))
        return Tie(mention, figure.key, Verdict.SLIP, referred=True)

    # -- typed --------------------------------------------------------------------------------------

    def _typed_tie(self, mention: Mention) -> Tie:
        ranked = rank(mention, by_value(mention, self.ledger), self.reading)
        if self._own_count(mention):
            ranked = [c for c in ranked if c.score >= 2 * _ENOUGH]
            if not ranked:
                return Tie(mention, None, Verdict.IGNORED)
        if not ranked and (tie := self._misfit(mention)):
            return tie
        governed = self._governed(mention)
        if not ranked or (governed and not self._among(ranked, governed)):
            return self._unbound(mention, ranked, governed)
        if _EACH.search(self.reading.text[slice(*self.reading.window(mention.start))]):
            return self._ambiguous(mention, ranked)
        if ranked[0].score < _ENOUGH and not distinctive(mention):
            return self._unbound(mention, [], governed)
        if meant := self._told_otherwise(mention, ranked[0]):
            return self._unbound(mention, [], [meant])
        best = self._undisputed(mention, ranked)
        if best is None:
            return self._ambiguous(mention, ranked)
        return self._bound(mention, best, ranked)

    def _own_count(self, mention: Mention) -> bool:
        """三个方面, 两级: the writer's own counts, in characters and small."""
        digits = self.reading.text[mention.num_start : mention.num_end]
        return pool(mention.kind) is Kind.COUNT and bool(_SMALL.fullmatch(digits))

    def _told_otherwise(self, mention: Mention, best: Candidate) -> Facet | None:
        """Small counts recur in every note: when the words fit a figure of another value far better than any
        of this value, the count was changed, not taken from elsewhere."""
        if pool(mention.kind) is not Kind.COUNT or best.score >= _SURE:
            return None
        rival = next(iter(rank(mention, told(mention, self.reading), self.reading)), None)
        return rival.facet if rival and rival.score >= max(_SURE, best.score + _ENOUGH) else None

    def _governed(self, mention: Mention) -> list[Facet]:
        """Figures that the number's own noun certainly names, in the number's unit."""
        return [
            f
            for f in self.reading.named(self.reading.governor(mention.start))
            if not f.derived
            and pool(f.figure.kind) is pool(mention.kind)
            and unit_score(mention.unit, f.figure) is not None
        ]

    def _among(self, ranked: list[Candidate], governed: list[Facet]) -> bool:
        """Whether a candidate belongs to the noun; for derived figures and notes words rarely say it."""
        subjects = {f.subject for f in governed}
        return any(c.facet.subject in subjects or c.facet.derived or c.facet.note for c in ranked)

    def _undisputed(self, mention: Mention, ranked: list[Candidate]) -> Candidate | None:
        best = ranked[0]
        value = best.figure.value
        rivals = [c for c in ranked[1:] if c.score > best.score - 0.75 and c.figure.value != value]
        exact = [c for c in (best, *rivals) if spoken(c.figure) == mention.value]
        if rivals and len(exact) == 1:
            return exact[0]
        twins = [c for c in ranked[1:] if c.score == best.score and c.facet.subject != best.facet.subject]
        return None if rivals or (twins and best.score < _ENOUGH) else best

    def _bound(self, mention: Mention, best: Candidate, ranked: list[Candidate]) -> Tie:
        if found := self._misplaced(mention, best.facet):
            self._report(found)
            return Tie(mention, best.figure.key, Verdict.WRONG_ITEM)
        if found := mismeasured(mention, best.facet, self.reading):
            self._report(found)
            return Tie(mention, best.figure.key, Verdict.SLIP)
        if self.context.draft:
            key = best.figure.key
            message = f"{mention.text}是手写的数，与台账“{key}”一致；请改写为引用 [[{key}]]。"
            self._add("typed-bound", message, mention, expected=f"[[{key}]]")
        hedge = best.figure.hedge
        if hedge and {hedge.approx, mention.approx} == {Approx.MORE_THAN, Approx.LESS_THAN}:
            self._add_misfit(mention, best.figure)
        rounded = mention.approx is Approx.EXACT and _shortened(mention, best.figure)
        if rounded:
            message = f"{mention.text}比台账的{show(best.figure)}少写了小数；如有意取约数，请加“约”字。"
            self._add("rounded-figure", message, mention, expected=show(best.figure))
        return Tie(mention, best.figure.key, Verdict.ROUNDED if rounded else Verdict.BOUND)

    def _misfit(self, mention: Mention) -> Tie | None:
        """A hedged number whose figure lies on the wrong side: 近400 for 420."""
        ranked = rank(mention, around(mention, self.ledger), self.reading)
        if not ranked or ranked[0].score < 2 * _ENOUGH:
            return None
        figure = ranked[0].figure
        self._add_misfit(mention, figure)
        return Tie(mention, figure.key, Verdict.BOUND)

    def _add_misfit(self, mention: Mention, figure: Figure) -> None:
        said = "近、低于指不足，余、多、超过指超过"
        message = f"“{mention.text}”与台账的{show(figure)}（{source(figure)}）不合：{said}。"
        start = mention.start - len(mention.hedge)
        worded = self.reading.text[start : mention.start] == mention.hedge
        spot = replace(mention, start=start) if worded else mention
        self._add("hedge-misfit", message, spot, expected=show(figure))

    def _ambiguous(self, mention: Mention, ranked: list[Candidate]) -> Tie:
        wrong = [misplaced(mention, c.facet, self.reading) for c in ranked[:5]]
        if wrong[0] is not None and all(f is not None and f.code == "wrong-year" for f in wrong):
            self._report(wrong[0])
            return Tie(mention, None, Verdict.AMBIGUOUS)
        listed = "、".join(f"“{c.figure.key}”" for c in ranked[:3])
        message = f"{mention.text}与台账中的{listed}都相符，从上下文分不清是哪一个。"
        self._add("ambiguous-figure", message, mention)
        return Tie(mention, None, Verdict.AMBIGUOUS)

    def _unbound(self, mention: Mention, ranked: list[Candidate], governed: list[Facet]) -> Tie:
        if (not ranked or governed) and (tie := self._stale(mention, governed)):
            return tie
        if ranked and distinctive(mention) and (found := misplaced(mention, ranked[0].facet, self.reading)):
            self._report(found)
            return Tie(mention, ranked[0].figure.key, Verdict.WRONG_ITEM)
        likely = governed or self._likely(mention)
        if found_slip := slip(mention, likely):
            one, why = found_slip
            message = f"{mention.text}与“{one.figure.key}”{show(one.figure)}（{source(one.figure)}）{why}。"
            self._unsettled[mention.start] = finding(
                "unit-slip", message, self.reading.text, mention.start, mention.end, expected=show(one.figure)
            )
            return Tie(mention, one.figure.key, Verdict.SLIP)
        meant = next((c.facet for c in rank(mention, governed, self.reading)), None)
        self._unsourced(mention, meant)
        return Tie(mention, None, Verdict.UNSOURCED, meant=meant.figure.key if meant else None)

    def _stale(self, mention: Mention, governed: list[Facet]) -> Tie | None:
        """The value that an earlier version of the data had, under words that fit it."""
        subjects = {f.subject for f in governed}
        for ledger in self.earlier:
            old = [f for f in by_value(mention, ledger) if not subjects or f.subject in subjects]
            best = next(iter(rank(mention, old, self.reading)), None)
            if best is None or (best.score < _ENOUGH and not distinctive(mention)):
                continue
            key, now = best.figure.key, self.ledger.get(best.figure.key)
            if now is not None and fits(mention, now):
                continue
            change = f"现已改为{show(now)}（{source(now)}）" if now else "现在的台账中已没有这一项"
            message = f"{mention.text}是“{key}”以前的数，{change}。"
            self._add("stale-figure", message, mention, expected=show(now) if now else None)
            return Tie(mention, now.key if now else None, Verdict.STALE)
        return None

    def _likely(self, mention: Mention) -> list[Facet]:
        """Without a sure noun: figures of any item named in the sentence."""
        start = self.reading.layout.sentence(mention.start)[0]
        subjects = {s for hit in self.reading.hits_in(start, mention.start) for s in hit.subjects}
        facets = [f for s in sorted(subjects) for f in self.terms.by_subject[s]]
        return [f for f in facets if f.figure.kind is mention.kind]

    def _unsourced(self, mention: Mention, named: Facet | None) -> None:
        nearest = named or values_of(self.ledger).nearest(mention)
        hint, expected = "请改为引用，或把数据补进表格、活动记录。", None
        if nearest is not None and (named or _comparable(mention, nearest.figure)):
            expected = show(nearest.figure) if named else None
            kind = "这一项在台账中是" if named else "数值最接近的是"
            hint = f"{kind}“{nearest.figure.key}”{show(nearest.figure)}（{source(nearest.figure)}）。{hint}"
        message = f"台账中找不到{mention.text}。{hint}"
        self._unsettled[mention.start] = finding(
            "typed-figure", message, self.reading.text, mention.start, mention.end, expected=expected
        )

    def _report(self, found: Finding) -> None:
        """Keep *found*; a wrong year at the head of a sentence is said once, not for each number."""
        if not any((f.code, f.start) == (found.code, found.start) for f in self.findings[-20:]):
            self.findings.append(found)

    def _add(
        self,
        code: str,
        message: str,
        mention: Mention,
        *,
        expected: str | None = None,
    ) -> None:
        self.findings.append(
            finding(code, message, self.reading.text, mention.start, mention.end, expected=expected)
        )


def distinctive(mention: Mention) -> bool:
    """Whether a value alone says which figure it is: three significant digits, or decimals."""
    if mention.value is None:
        return False
    digits = mention.value.normalize().as_tuple().digits
    return len(digits) >= 3 and mention.kind in (Kind.MONEY, Kind.PERCENT)


def _comparable(mention: Mention, figure: Figure) -> bool:
    """Near enough for the reader to take the one for the other: within half and double."""
    value, other = abs(mention.value or Decimal(0)), spoken(figure)
    return other < 2 * value and value < 2 * other


def _shortened(mention: Mention, figure: Figure) -> bool:
    """Whether an amount of money has fewer digits than the report prints (two decimals of 万元)."""
    return mention.kind is Kind.MONEY and mention.value != spoken(figure) and mention.step > 100
