"""Stocks and flows: 年初＋增加－减少＝年末, 由11个变为9个：撤销4个，新设2个, 净增3人, 调整后预算.

What comes and what goes is told by words; where a word says neither, nothing is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.crosscheck.arithmetic.facts import Fact, Facts
from pipeline.crosscheck.arithmetic.independent import without_parts
from pipeline.crosscheck.arithmetic.misprints import misprint
from pipeline.crosscheck.arithmetic.numbers import alike, between, grade, is_amount, window
from pipeline.crosscheck.arithmetic.signed import Term, reaches, signed, value_of, wrong
from pipeline.crosscheck.arithmetic.stockwords import CLOSING, OPENING, direction, turned
from pipeline.crosscheck.intervals import disjoint, meant
from pipeline.crosscheck.reading import Reading
from schemas.findings import Finding, Mention, Severity

_NET = re.compile(r"净[增减](?:加|少)?(?!额)[^，。；\d]{0,6}$")
_SHARE = re.compile(r"的\s?[\d０-９]")
"""为年初预算10亿元的86%: what a share is taken of, no stock."""
_SKIPPED = re.compile(r"总计|合计|净增|净减|其中|包括|内含")
_SOURCE = re.compile(r"[由从](?![于此])[^，。；：、]{0,16}$")
_PRIOR = re.compile(r"上(?:一|个)?[年月期季学]|去年")
_PENDING = re.compile(r"[^，。；、\d]{0,6}(?:尚未|暂未|还未|未|待)(?:入|到|办|登|列|纳|计)")
_EARNED = re.compile("本年(?:收入|支出)")
_DEALT = re.compile("收入|支出|使用")
_AS_OF = re.compile(
    r"[，；。]?(?:截[至止]|到)?(?:(?:19|20)\d{2})?年?[^，。；\d]{0,3}[年期月][末底初](?:\d+月\d+日)?[，,]"
)
_SPENT_AT_END = re.compile("末(?:实际|累计|已|共)*(?:支出|使用)(?!结)")
_ITSELF = re.compile("[净增减多少]")
_MOST, _FAR, _DATED = 10, 240, 30


def check_flows(facts: Facts) -> Iterator[Finding]:
    """Every closing stock, every result of a change and every net change with the flows beside it."""
    reading = facts.reading
    for at, fact in enumerate(facts.all):
        claim = fact.mention
        if not is_amount(claim) or _SHARE.match(reading.text, claim.end):
            continue
        words = label(facts, fact)
        if words.startswith(("含", "其中", "包括", "内含")):
            continue  # 支出总计2004万元（含年末结转86万元）
        if _NET.search(words):
            yield from _net(reading, claim, -1 if "净减" in words else 1)
        elif turned(words) and (opened := _source(facts, at)):
            yield from _told_behind(facts, at, opened)
        elif _closing(words) and (not direction(words) or _DEALT.search(words)):
            yield from _stock(facts, at)


def _closing(words: str) -> bool:
    if _SPENT_AT_END.search(words):
        return False
    return bool(CLOSING.search(words)) and not _SKIPPED.search(words) and not _PRIOR.search(words)


# -- net changes ---------------------------------------------------------------------------------


def _net(reading: Reading, claim: Mention, sign: int) -> Iterator[Finding]:
    """净增3人：招聘9人、调入4人，退休7人、调出2人: every flow of the sentence, each with its sign."""
    near = [m for m in _alike(reading, *reading.layout.period(claim.start), claim) if m is not claim]
    behind = [m for m in near if m.start > claim.end]
    told = [(m, sign * direction(window(reading, m))) for m in (behind if len(behind) >= 2 else near)]
    terms = [(m, s) for m, s in told if s]
    rest = [m for m, s in told if not s]
    if any(m.start > terms[0][0].start for m in rest if terms):
        return  # the flows are told in a row, behind the stocks if these are told at all
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
    closing = CLOSING.search(window(reading, claim))
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
        if mention.value != change or len(told) == 1 or not _ITSELF.search(words):
            yield mention, direction(words)


# -- stocks -----------------------------------------------------------------------------------------


def _stock(facts: Facts, at: int) -> Iterator[Finding]:
    """The opening stock and every flow up to the claim, over the sentences of the paragraph."""
    reading, claim = facts.reading, facts.all[at].mention
    line = reading.layout.paragraph(claim.start)[0]
    terms, others = _terms(facts, at, line)
    if not terms and line:
        terms, others = _terms(facts, at, max(0, line - _FAR))
    known = [(m, s) for m, s in terms if s]
    signs = {s for _, s in known[1:]}
    if len(terms) < 2 or len(known) < len(terms) or not (len(signs) == 2 or len(terms) == 2):
        return
    if others and reaches([*(m for m, _ in terms), *others][-_MOST:], claim):
        return
    if terms[0][0].start >= reading.layout.period(claim.start)[0] or _slip(claim, terms):
        yield from _graded(reading, claim, terms)


def _terms(facts: Facts, at: int, since: int) -> tuple[list[Term], list[Mention]]:
    """The opening stock and all that is told of the sort up to the claim (none without it), and what is told
    beside: parts of one of these, differences of two."""
    reading, claim = facts.reading, facts.all[at]
    told: list[Fact] = []
    opened: Fact | None = None
    for fact in reversed(_near(facts, claim, since)):
        if opened and fact.mention.start < reading.layout.period(opened.mention.start)[0]:
            break
        if _opens(facts, fact, claim):
            opened = opened or fact
        elif _SHARE.match(reading.text, fact.mention.end):
            break
        told.append(fact)
    told.reverse()
    kept = without_parts([f.mention for f in told])
    if opened is None or opened.mention not in kept:
        return [], []
    if "预算" in facts.words(claim):
        told = [f for f in told if f is opened or _adjusts(facts, f) or not _DEALT.search(facts.words(f))]
    terms = [(f.mention, _sign(facts, f, opened)) for f in told if f.mention in kept and _flows_in(facts, f)]
    return terms, [f.mention for f in told if all(f.mention is not m for m, _ in terms)]


def _near(facts: Facts, claim: Fact, since: int) -> list[Fact]:
    """The amounts of the claim's sort told before it."""
    return [
        f
        for f in facts.all[max(0, claim.index - 2 * _MOST) : claim.index]
        if f.mention.start >= since and is_amount(f.mention) and alike(f.mention, claim.mention)
    ]


def _opens(facts: Facts, fact: Fact, claim: Fact) -> bool:
    """年初, 原有; or the end of an earlier year than the claim's: 2019年末23辆 … 2020年末22辆."""
    words = label(facts, fact)
    if OPENING.search(words):
        return True
    return bool(CLOSING.search(words)) and (fact.moment.year or 9999) < (claim.moment.year or 0)


def label(facts: Facts, fact: Fact) -> str:
    """The words of a number, with a clause of its own that dates it: 截至2021年末，社会组织73家."""
    words, start = facts.words(fact), fact.mention.start
    lead = facts.reading.text[max(facts.since(start), start - _DATED) : start]
    return lead.replace("，", "") if _AS_OF.match(lead) else words


def _adjusts(facts: Facts, fact: Fact) -> int:
    """The direction of what changes a budget, whatever it is a budget of: 压减一般性支出, 追加项目支出."""
    return direction(_DEALT.sub("", facts.words(fact)))


def _flows_in(facts: Facts, fact: Fact) -> bool:
    """Whether a number can be a term: no sum or part by its words, nothing that is only to come."""
    words = facts.words(fact)
    told = not _SKIPPED.search(words) or _EARNED.search(words)
    return bool(told) and not _PENDING.match(facts.reading.text, fact.mention.end)


def _sign(facts: Facts, fact: Fact, opened: Fact) -> int:
    if fact is opened:
        return 1
    return ("预算" in facts.words(opened) and _adjusts(facts, fact)) or direction(facts.words(fact))


def _graded(reading: Reading, claim: Mention, terms: Sequence[Term]) -> Iterator[Finding]:
    if (claim.value or 0) > 20 * sum(m.value or 0 for m, _ in terms):
        return  # 年初49万元，…执行中因新增债券等调整为97462万元: what came is not told
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


def _alike(reading: Reading, start: int, end: int, claim: Mention) -> list[Mention]:
    return [m for m in between(reading, start, end) if is_amount(m) and alike(m, claim)]
