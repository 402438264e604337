"""甲300万元、乙60万元，两者之比为5:1; 按6∶3∶1分担: numbers against the ratio that is told of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from pipeline.crosscheck.arithmetic.facts import Fact, Facts
from pipeline.crosscheck.arithmetic.numbers import alike
from pipeline.crosscheck.arithmetic.quotients.naming import MOST, answers
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.intervals import disjoint, meant
from pipeline.crosscheck.show import plain
from schemas.findings import Finding, Severity

_TERMS = r"(?<![\d.])\d{1,5}(?:\.\d{1,3})?(?:\s?[:：∶]\s?\d{1,5}(?:\.\d{1,3})?){1,5}(?![\d.]|\s?[:：∶]\d)"
_RATIO = re.compile(
    rf"(?P<lead>(?:(?P<pair>[师生医护床男女患教职干群城乡警]{{2}})比例?|之比|(?:比例|配比|比)(?=为|是|达|约)|结构(?=比|为|是|达|由)比?|按照?|比例)"
    rf"(?:达到?|为|是|[约近]|各)*)(?P<terms>{_TERMS})(?!\s?(?:比例尺|时|分))"
)
_ODD = re.compile(r"比例尺|标准|要求|目标|不低于|不高于|上年|去年|同期|浓度|稀释|比分|票|时间|力争")
_ABOUT = re.compile(r"约|近|左右|大致|大体")
_NAMED = re.compile(r"结构|两者|二者|三者|四者|前者|三级|两级|四级|分别|上述|以上|之比|分担|[男女师医护床]")
_BOTH = re.compile(r"[两二三四五六](?:者|项|类|级|方)[^，。；]{0,6}之比")
_LARGE = 10
"""2∶1 is no 1.6∶1, but 1∶14 may be 1∶14.4."""
_AND = re.compile("[与和及、]|以及")


def check_ratios(facts: Facts) -> Iterator[Finding]:
    """Every ratio of two to six terms whose numbers stand before it, or behind."""
    for match in facts.matches(_RATIO, _COLON):
        start = match.start("terms")
        if _ODD.search(facts.reading.text, facts.reading.layout.clause(start)[0], match.end() + 3):
            continue
        yield from _judge(facts, match)


_COLON = re.compile(r"\d\s?[:：∶]\s?\d")


def _judge(facts: Facts, match: re.Match[str]) -> Iterator[Finding]:
    terms = [Decimal(t) for t in re.split(r"\s?[:：∶]\s?", match["terms"])]
    if not all(terms):
        return
    loose = bool(_ABOUT.search(match["lead"]))
    runs = list(_runs(facts, match, len(terms)))
    text = facts.reading.text
    start = facts.reading.layout.sentence(match.start())[0]
    if not runs or _fits(runs[0], terms, loose):
        return
    total = sum(f.value for f in runs[0]) if _BOTH.search(text, start, match.end("lead")) else None
    others = [run for run in runs[1:] if all(f.value != total for f in run)]
    if any(_fits(run, way, loose) for run in others for way in (terms, terms[::-1])):
        return
    if len(runs) > 1 and not _NAMED.search(text, start, match.end() + 6):
        return
    yield _unlike(facts, match, runs[0], terms)


def _runs(facts: Facts, match: re.Match[str], size: int) -> Iterator[tuple[Fact, ...]]:
    """The numbers that the ratio is told of, the likeliest first; the others may bear it out."""
    start, end = facts.reading.layout.period(match.start())
    if "结构" in match["lead"]:  # 三次产业结构为6.2∶40.1∶53.7: of the sentence before
        start = max(facts.reading.layout.paragraph(match.start())[0], start - 160)
    inside = (match.start("terms"), match.end("terms"))
    near = [f for f in facts.amounts(start, end) if not inside[0] <= f.mention.start < inside[1]]
    before = [f for f in near if f.mention.start < match.start()][-MOST // 2 :]
    behind = [f for f in near if f.mention.start > match.end()][: MOST // 2]
    main = _pair(facts, match["pair"], before) if match["pair"] else _called(facts, match, before, size)
    main = main if main is not None else _last(before, behind, size)
    if main:
        yield main
        for some in (before, behind):
            like = [f for f in some if all(alike(f.mention, m.mention) for m in main[:1])]
            yield from (run for run in combinations(like, size) if run != main)


def _called(facts: Facts, match: re.Match[str], before: Sequence[Fact], size: int) -> tuple[Fact, ...] | None:
    """护理员与老人之比: the numbers of these names; None where no names are told."""
    clause = facts.reading.text[facts.reading.layout.clause(match.start())[0] : match.start()]
    names = _AND.split(clause.removesuffix("的"))
    if not match["lead"].startswith("之比") or len(names) != size or any(len(n) < 2 for n in names):
        return None
    found = [answers(facts, name, before) for name in names]
    return tuple(f[0] for f in found) if all(len(f) == 1 for f in found) else ()


def _last(before: Sequence[Fact], behind: Sequence[Fact], size: int) -> tuple[Fact, ...]:
    for run in (before[-size:], behind[:size]):
        if len(run) == size and all(alike(f.mention, run[0].mention) for f in run):
            return tuple(run)
    return ()


def _pair(facts: Facts, names: str, before: Sequence[Fact]) -> tuple[Fact, ...]:
    """师生比: 教师80人 and 学生1200人, in this order."""
    told = [[f for f in before if name in facts.words(f) or name in f.core] for name in names]
    one, other = ([f for f in some if f not in rest] for some, rest in zip(told, told[::-1], strict=True))
    return (one[0], other[0]) if len(one) == len(other) == 1 else ()


def _fits(run: Sequence[Fact], terms: Sequence[Decimal], loose: bool) -> bool:
    """Whether one scale brings every number to its term, each within half of its last digit."""
    low, high = Decimal(0), Decimal("Infinity")
    room = Decimal(2) if loose else Decimal(1)
    one = min(terms) == 1
    for fact, term in zip(run, terms, strict=True):
        step = Decimal(1).scaleb(int(term.as_tuple().exponent))
        few = term / 10 if max(terms) < _LARGE else step / 2
        half = room * (min(step / 2, few) if one and term > 1 else term / 25 if not one else step / 100)
        half = step if step < 1 and not one else half
        least, most = meant(fact.mention)
        if least <= 0:
            return False
        low, high = max(low, least / (term + half)), min(high, most / max(term - half, step / 100))
    return not disjoint((low, low), (Decimal(0), high))


def _terms(values: Sequence[Decimal], said: Sequence[Decimal]) -> list[Decimal]:
    """The ratio of the values: in hundredths where it was told so, else with the least of them as 1."""
    if abs(sum(said, Decimal(0)) - 100) < 5 and sum(values, Decimal(0)):
        step = min(said, key=lambda t: int(t.as_tuple().exponent))
        return [(v * 100 / sum(values, Decimal(0))).quantize(step) for v in values]
    least = min((v for v in values if v), default=Decimal(1))
    return [(v / least).quantize(Decimal("0.01")).normalize() for v in values]


def _unlike(facts: Facts, match: re.Match[str], run: Sequence[Fact], terms: Sequence[Decimal]) -> Finding:
    right = ":".join(map(plain, _terms([f.value for f in run], terms)))
    shown = f"{'、'.join(f.mention.text for f in run)}之比为{right}"
    turned = "，前后次序可能颠倒" if _fits(run, terms[::-1], False) else ""
    start, end = match.span("terms")
    return finding(
        "share", f"{shown}，与“{match['terms']}”不符{turned}。", facts.reading.text, start, end,
        severity=Severity.WARNING, expected=right, evidence=shown,
        others=tuple((f.mention.start, f.mention.end) for f in run),
    )  # fmt: skip
