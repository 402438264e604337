"""What must come to the number of all: one for each of 214人 (颁证241本), all parts of a contract paid.

Where each has got one, or all was paid or has come in, the number of what was given is the number of those
who were to have it, and the parts make up the whole. Told where a slip of the pen or a part left out explains
it, and no other check has told of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from pipeline.crosscheck.arithmetic.facts import Fact, Facts, Role, level
from pipeline.crosscheck.arithmetic.misprints import misprint
from pipeline.crosscheck.arithmetic.numbers import alike, factor
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.show import plain
from pipeline.crosscheck.things import pairs
from schemas.figures import Approx, Kind
from schemas.findings import Finding, Severity

_HEADS = "人名位户生家村所校镇乡"
_EACH = re.compile(
    r"每(?P<who>[人名位户生家村所校])[^，。；\d]{0,10}?(?:一|1)(?P<what>[份本册床套台张件枚块个只袋盒把辆部卡])"
    r"|(?P<pair>[人户村生家校])(?:手)?[均各]?一(?P<thing>[份本册床套台张件枚块个只袋盒把辆部卡])"
    r"|逐[人户名村](?=发|计|配|登|建|核|签)|按人头"
)
_GIVEN = re.compile(r"其中|另|余|第[一二三四]|补|每")
_ALL_PAID = re.compile(
    r"(?:付清|结清|缴清|缴齐|还清|分文不少|(?:全部|均已?|悉数|全数|足额|如数)(?:已经?|按期|及时|足额)*(?:实缴|到位|支付|拨付|缴纳|到账|入账|汇入|兑付|筹集|拨入))"
)
_MARK = re.compile("[清少全均悉足如齐]")
_TOTAL = re.compile(r"合同|总|共|累计|合计|实收|签约|中标|专户|入账|到账|实际到位")
_OTHER = re.compile("另|其[余他]|剩|含|利息|除|包括|上年")
_REACH = 130
_OWNED = re.compile(r"(?P<who>[一-鿿]{2,6}?)应?(?:负担|承担|出资|分担|筹集|配套|自筹|补助)(?:的|为|了)?$")


_DUE = re.compile("应[负承分配到拨付出]")
"""县级应负担36万元，到位30万元: what was due is not added to what came."""


def check_tally(facts: Facts) -> Iterator[Finding]:
    """Each number that should be as large as all those who were told before."""
    if "一" in facts.reading.text or "人头" in facts.reading.text or "逐" in facts.reading.text:
        for match in _EACH.finditer(facts.reading.text):
            yield from _one_each(facts, match)
    for match in facts.matches(_ALL_PAID, _MARK):
        yield from _paid(facts, match)
    if "成" in facts.reading.text:
        yield from _owned(facts)


def _plain(fact: Fact) -> bool:
    own = level(fact) and fact.role is Role.LEVEL and fact.mention.approx is Approx.EXACT
    return own and not fact.compared and fact.value > 0


def _one_each(facts: Facts, match: re.Match[str]) -> Iterator[Finding]:
    """每名教师一本 … 颁证241本."""
    line = facts.reading.layout.paragraph(match.start())
    heads = [
        f for f in facts.within(max(line[0], match.start() - _REACH), match.start()) if _counts(f, _HEADS)
    ]
    thing = match["what"] or match["thing"] or _HEADS
    given = [f for f in facts.within(match.end(), min(line[1], match.end() + 60)) if _counts(f, thing)]
    given = [f for f in given if not _GIVEN.search(f.words)]
    if not heads or not given:
        return
    values = {f.value for f in heads} | {a.value + b.value for a, b in pairwise(heads)}
    if len(heads) > 2:
        values.add(sum((f.value for f in heads), Decimal(0)))
    if given[0].value in values or heads[0].mention.approx is not Approx.EXACT:
        return
    right = _meant(given[0], heads, values)
    if right is not None:
        message = (
            f"“{match[0]}”，应为{plain(right)}{given[0].mention.unit}，与“{given[0].mention.text}”不符。"
        )
        yield _found(facts, given[0], message, tuple((f.mention.start, f.mention.end) for f in heads))


def _counts(fact: Fact, units: str) -> bool:
    unit = fact.mention.unit or "?"
    return _plain(fact) and fact.mention.kind is Kind.COUNT and unit[0] in units and not unit.endswith("次")


def _meant(given: Fact, heads: list[Fact], values: set[Decimal]) -> Decimal | None:
    """The number that a slip made of it: of all heads, or of those that are told before the parts."""
    slips = [v for v in values if misprint(given.mention, v, (given.mention,))]
    whole = max(f.value for f in heads)
    return slips[0] if len(slips) == 1 else whole if whole in slips else None


def _paid(facts: Facts, match: re.Match[str]) -> Iterator[Finding]:
    """合同价款78.6万元 … 已付清，分为首付款46.08万元和尾款30.72万元."""
    layout = facts.reading.layout
    line = layout.paragraph(match.start())
    start, end = max(line[0], match.start() - _REACH), min(line[1], match.end() + _REACH)
    near = [f for f in facts.within(start, end) if _plain(f) and f.mention.kind is Kind.MONEY]
    if _OTHER.search(facts.reading.text.replace("利息另计", "〇〇〇〇"), match.end(), end):
        return
    for whole in near:
        parts = _run(facts, [f for f in near if f is not whole], whole)
        if len(parts) < 2 or not _TOTAL.search(facts.words(whole)):
            continue
        total = sum((f.value for f in parts), Decimal(0))
        left_out = total - whole.value in {f.value for f in parts}
        slip = misprint(whole.mention, total, [f.mention for f in parts])
        if total != whole.value and (left_out or slip):
            unit, name = factor(whole.mention)
            terms = "＋".join(plain(f.value / unit) for f in parts)
            message = (
                f"此处说“{match[0]}”，{terms}＝{plain(total / unit)}{name}，与“{whole.mention.text}”不符。"
            )
            yield _found(facts, whole, message, tuple((f.mention.start, f.mention.end) for f in parts))
            return


def _run(facts: Facts, others: list[Fact], whole: Fact) -> list[Fact]:
    """The amounts that are listed in one sentence, the whole not among them."""
    layout = facts.reading.layout
    sentences: dict[tuple[int, int], list[Fact]] = {}
    for fact in others:
        if alike(fact.mention, whole.mention) and not _DUE.search(facts.words(fact)):
            sentences.setdefault(layout.period(fact.mention.start), []).append(fact)
    own = sentences.pop(layout.period(whole.mention.start), [])
    before = [f for f in own if f.mention.end < whole.mention.start]
    if len(before) > 2 and all(facts.between(a, b) == "、" for a, b in pairwise(before)):
        return before
    return max(sentences.values(), key=len, default=[])


def _owned(facts: Facts) -> Iterator[Finding]:
    """乡镇负担三成 … 乡镇应负担的70%."""
    told: list[tuple[str, Fact]] = []
    for fact in facts.all:
        who = _OWNED.search(facts.words(fact)) if fact.mention.kind is Kind.PERCENT and _plain(fact) else None
        if who is None:
            continue
        for name, other in told:
            of_one = name[-2:] == who["who"][-2:] and pairs(name) & pairs(who["who"])
            if of_one and other.value != fact.value and other.value + fact.value == 100:
                message = (
                    f"前文{name}为{other.mention.text}，此处写{fact.mention.text}，是余下一方的比例，请核对。"
                )
                yield _found(facts, fact, message, ((other.mention.start, other.mention.end),))
        told.append((who["who"], fact))


def _found(facts: Facts, fact: Fact, message: str, others: tuple[tuple[int, int], ...]) -> Finding:
    return finding(
        "two-values", message, facts.reading.text, fact.mention.start, fact.mention.end,
        severity=Severity.WARNING, others=others,
    )  # fmt: skip
