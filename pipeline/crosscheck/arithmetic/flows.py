"""Stocks and flows: 年初＋增加－减少＝年末, 由11个变为9个：撤销4个，新设2个, 净增3人, 调整后预算.

What comes and what goes is told by words; where a word says neither, every sign is tried: a claim is wrong
only when none of them makes it true, and words alone or a slip of the pen tell what was meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import product

from pipeline.crosscheck.arithmetic.facts import Facts
from pipeline.crosscheck.arithmetic.misprints import misprint
from pipeline.crosscheck.arithmetic.numbers import alike, between, grade, is_amount, window
from pipeline.crosscheck.arithmetic.signed import Term, reaches, signed, value_of, wrong
from pipeline.crosscheck.intervals import disjoint, meant
from pipeline.crosscheck.reading import Reading
from pipeline.crosscheck.vocabulary import either
from schemas.findings import Finding, Mention, Severity

_TAIL = r"[^，。；\d]{0,12}$"
_OPENING = re.compile(
    rf"(?:{either('stock_opening')}){_TAIL}|^[^，。；\d]{{0,12}}预算(?:数|安排)?(?:为|是|共)*$"
)
_CLOSING = re.compile(rf"(?:{either('stock_closing')}|截至[^，。；]{{0,8}}末){_TAIL}")
_NET = re.compile(r"净[增减](?:加|少)?(?!额)[^，。；\d]{0,6}$")
_IN = re.compile(rf"(?:{either('flow_in')})[^，。；\d]{{0,6}}$")
_OUT = re.compile(rf"(?:{either('flow_out')})[^，。；\d]{{0,6}}$")
_SHARE = re.compile(r"的\s?[\d０-９]")
"""为年初预算10亿元的86%: what a share is taken of, no stock."""
_SKIPPED = re.compile(r"总计|合计|净增|净减|其中|包括|内含")
_SOURCE = re.compile(r"[由从](?![于此])[^，。；：、]{0,16}$")
_EARNED = re.compile("本年(?:收入|支出)")
_TURNED = re.compile(
    r"(?:增|减|变|升|降|扩|缩|转|调整|发展|精简|压减)(?:加|少|大|减|动|更|化)?了?(?:至|到|为|成)[^，。；\d]{0,8}$"
)
_DEALT = re.compile("收入|支出|使用")
_MOST = 10


def check_flows(facts: Facts) -> Iterator[Finding]:
    """Every closing stock, every result of a change and every net change with the flows beside it."""
    reading = facts.reading
    for at, fact in enumerate(facts.all):
        claim = fact.mention
        if not is_amount(claim) or _SHARE.match(reading.text, claim.end):
            continue
        words = window(reading, claim)
        if _NET.search(words):
            yield from _net(reading, claim, -1 if "净减" in words else 1)
        elif turned(words) and (opened := _source(facts, at)):
            yield from _told_behind(facts, at, opened)
        elif _CLOSING.search(words) and (not direction(words) or _DEALT.search(words)):
            yield from _stock(facts, at)


def direction(words: str) -> int:
    """1 for what comes in, -1 for what goes out, 0 where the words say neither, or both."""
    return bool(_IN.search(words)) - bool(_OUT.search(words))


def turned(words: str) -> bool:
    """Whether the words lead to what came of a change: 由64人变为67人."""
    return bool(_TURNED.search(words))


def flowing(labels: Sequence[str], *, result: bool) -> bool:
    """Whether labels tell what came and went, and not of what something is made up."""
    signs = {direction(label) for label in labels}
    return signs == {1, -1} or (result and 0 not in signs)


# -- net changes ---------------------------------------------------------------------------------


def _net(reading: Reading, claim: Mention, sign: int) -> Iterator[Finding]:
    """净增3人：招聘9人、调入4人，退休7人、调出2人: every flow of the sentence, each with its sign."""
    near = [m for m in _alike(reading, *reading.layout.period(claim.start), claim) if m is not claim]
    behind = [m for m in near if m.start > claim.end]
    terms = [(m, sign * direction(window(reading, m))) for m in (behind if len(behind) >= 2 else near)]
    if any(_OPENING.search(window(reading, m)) or _CLOSING.search(window(reading, m)) for m, _ in terms):
        return
    if {s for _, s in terms} == {1, -1} and disjoint(signed(terms), meant(claim)):
        yield wrong(reading, claim, terms, Severity.ERROR)


# -- from one stock to the other --------------------------------------------------------------------


def _source(facts: Facts, at: int) -> Mention | None:
    """The amount that a result came from: 由64人变为67人."""
    before = facts.all[at - 1].mention if at else None
    if before is None or not alike(before, facts.all[at].mention):
        return None
    near = facts.all[at].mention.start - before.end <= 12
    return before if near and _SOURCE.search(window(facts.reading, before)) else None


def _told_behind(facts: Facts, at: int, opened: Mention) -> Iterator[Finding]:
    """由64人变为67人，其间考录6人、转任2人，退休4人、辞职2人: the flows follow."""
    reading, claim = facts.reading, facts.all[at].mention
    end = reading.layout.period(claim.start)[1]
    behind = [f.mention for f in facts.all[at + 1 : at + _MOST] if f.mention.start < end]
    start = reading.layout.period(claim.start)[0]
    before = [f.mention for f in facts.all[max(0, at - _MOST) : at - 1] if f.mention.start >= start]
    closing = _CLOSING.search(window(reading, claim))
    for told in (behind, before if closing else []):
        terms = list(_flows(reading, told, claim, opened))
        bracket = told is behind and reading.text[claim.end : claim.end + 1] in ("（", "(", "：", ":")
        if {s for _, s in terms} == {1, -1} or (bracket and len(terms) > 1 and terms[0][1]):
            if all(s for _, s in terms):
                yield from _graded(reading, claim, [(opened, 1), *terms])
            return


def _flows(reading: Reading, told: Sequence[Mention], claim: Mention, opened: Mention) -> Iterator[Term]:
    """What is told of the sort, up to the first of another; the change itself is no flow."""
    change = abs((claim.value or 0) - (opened.value or 0))
    for mention in told:
        words = window(reading, mention)
        if not is_amount(mention) or not alike(mention, claim) or _SOURCE.search(words) or turned(words):
            return
        if mention.value != change or len(told) == 1:
            yield mention, direction(words)


# -- stocks -----------------------------------------------------------------------------------------


def _stock(facts: Facts, at: int) -> Iterator[Finding]:
    """The opening stock and every flow up to the claim, over the sentences of the paragraph."""
    reading, claim = facts.reading, facts.all[at].mention
    terms = _terms(facts, at)
    known = [(m, s) for m, s in terms if s]
    signs = {s for _, s in known[1:]}
    if len(terms) < 2 or not (len(signs) == 2 or len(terms) == 2 or len(terms) != len(known)):
        return
    if len(known) == len(terms):
        if terms[0][0].start >= reading.layout.period(claim.start)[0] or _slip(claim, terms):
            yield from _graded(reading, claim, terms)
    elif (len(known) > 2 and signs == {1, -1}) or len(known) == len(terms) - 1 > 1:
        yield from _some_sign(reading, claim, terms)


def _terms(facts: Facts, at: int) -> list[Term]:
    """The opening stock, and all that the paragraph tells of the sort before the claim; none without it."""
    reading, claim = facts.reading, facts.all[at].mention
    line = reading.layout.paragraph(claim.start)[0]
    out: list[Term] = []
    opened = False
    for fact in reversed(facts.all[max(0, at - 2 * _MOST) : at]):
        mention = fact.mention
        words = window(reading, mention)
        if mention.start < (reading.layout.period(out[-1][0].start)[0] if opened else line):
            break
        if not is_amount(mention) or not alike(mention, claim):
            continue
        if _SHARE.match(reading.text, mention.end) or (_CLOSING.search(words) and not direction(words)):
            break
        if _OPENING.search(words) and not opened:
            opened = True
            out.append((mention, 1))
        elif not _SKIPPED.search(words) or _EARNED.search(words):
            out.append((mention, direction(words)))
    return sorted(out, key=lambda t: t[0].start) if opened else []


def _graded(reading: Reading, claim: Mention, terms: Sequence[Term]) -> Iterator[Finding]:
    severity = grade(lambda of: not disjoint(signed(terms, of), meant(claim)))
    if severity is not None:
        yield wrong(reading, claim, terms, severity, _slip(claim, terms))


def _slip(claim: Mention, terms: Sequence[Term]) -> str:
    """What went wrong, where a slip explains it."""
    if found := misprint(claim, value_of(terms), [m for m, _ in terms]):
        return f"{found.why}，疑为笔误。"
    for at, (mention, sign) in enumerate(terms[1:], 1):
        turned = [*terms[:at], (mention, -sign), *terms[at + 1 :]]
        if not disjoint(signed(turned), meant(claim)):
            return f"疑将应{'减' if sign < 0 else '加'}的{mention.text}误作{'加' if sign < 0 else '减'}。"
        if not disjoint(signed([*terms[:at], *terms[at + 1 :]]), meant(claim)):
            return f"疑漏{'减' if sign < 0 else '加'}{mention.text}。"
    return ""


def _some_sign(reading: Reading, claim: Mention, terms: Sequence[Term]) -> Iterator[Finding]:
    """Where a flow is neither in nor out by its words: no sign may fit, and one must nearly do."""
    free = [at for at, (_, sign) in enumerate(terms) if sign == 0]
    if len(free) > 3 or reaches([m for m, _ in terms], claim):
        return
    for signs in product((1, -1), repeat=len(free)):
        chosen = [(m, s or signs[free.index(at)]) for at, (m, s) in enumerate(terms)]
        slip = misprint(claim, value_of(chosen), [m for m, _ in chosen])
        if slip and slip.digits >= 3:
            yield wrong(reading, claim, chosen, Severity.WARNING, f"{slip.why}，疑为笔误。")
            return


def _alike(reading: Reading, start: int, end: int, claim: Mention) -> list[Mention]:
    return [m for m in between(reading, start, end) if is_amount(m) and alike(m, claim)]
