"""大于, 低于, 持平于 between two numbers that are both told by name: 决算数小于预算数, 线下期数多于线上."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.crosscheck.arithmetic.facts import STAGE, Fact, Facts, Role, core, level, moment_of, same_sort
from pipeline.crosscheck.arithmetic.moments import Moment
from pipeline.crosscheck.arithmetic.named import meant_by
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.intervals import exactly
from pipeline.crosscheck.vocabulary import either
from schemas.figures import Kind
from schemas.findings import Finding, Mention

_WORDED = re.compile(
    r"(?:(?P<left>[一-鿿A-Za-z“”]{2,14}?)|(?<=[，,]))(?:均|略|远|稍|明显|已){0,3}(?<!不)"
    r"(?:(?P<more>大于|高于|超过|多于|超出|快于)|(?P<less>小于|低于|少于|未超过?|不及|慢于)|(?P<same>等于|持平于))了?"
    r"(?P<right>[一-鿿A-Za-z“”]{2,14}?)(?P<difference>(?<=[一-鿿])(?=[\d０-９]))?(?=[，。；：（(\d０-９]|的?(?:主要)?原因|$)"
)
_MARK = re.compile(r"[大高多小低少快慢等持][于平]|超过|超出|未超|不及")
_LATTER = re.compile(
    rf"(?P<left>[前后]者)[比较](?P<right>[前后]者)(?:(?P<up>{either('up')}|[多高大])|(?P<down>{either('down')}|[少低小]))"
)
_PLAN = ("initial", "plan", "adjusted")


def check_worded(facts: Facts) -> Iterator[Finding]:
    """Every comparison of two names."""
    for match in facts.matches(_WORDED, _MARK):
        yield from _worded(facts, match)
    if "者" in facts.reading.text:
        for match in _LATTER.finditer(facts.reading.text):
            yield from _of_two(facts, match)


def _of_two(facts: Facts, match: re.Match[str]) -> Iterator[Finding]:
    """46.2万元和51.7万元，后者比前者减少5.5万元."""
    one, other = _two(facts, match)
    way = order(one.mention, other.mention) if one and other and match["left"] != match["right"] else 0
    if one and other and way == (-1 if match["up"] else 1):
        sign = "＞" if way > 0 else "＜"
        yield finding(
            "comparison", f"{one.mention.text}{sign}{other.mention.text}，与“{match[0]}”不符。",
            facts.reading.text, *match.span(), expected="减少" if match["up"] else "增加",
            others=tuple((f.mention.start, f.mention.end) for f in (one, other)),
        )  # fmt: skip


_TOGETHER = re.compile("之和|之差|的总和|合计数")
"""等于负债402.8万元与净资产2812.8万元之和."""


def _worded(facts: Facts, match: re.Match[str]) -> Iterator[Finding]:
    """L大于R, both told by name: the numbers of those names before (or in the sentence behind)."""
    if match["left"]:
        one = named(facts, match["left"], match.start(), None)
        other = named(facts, match["right"], match.start(), one)
    else:
        other = named(facts, match["right"], match.start(), None)
        one = _last(facts, match.start(), other)
    if {match["left"], match["right"]} == {"前者", "后者"}:
        one, other = _two(facts, match)
    one, other = one or _labelled(facts, match, "left", other), other or _labelled(facts, match, "right", one)
    if one is None or other is None or one is other:
        return
    if (match["more"] or "")[:1] == "超" and match["right"].endswith("的"):
        return  # 超出当年收入的6.90万元 is a difference
    end = facts.reading.layout.sentence(match.end())[1]
    if _TOGETHER.search(facts.reading.text, match.end(), end):
        return
    if match.end() == one.mention.start:
        return  # 高于预算数1.11亿元: the difference, none of the two
    said = 1 if match["more"] else -1 if match["less"] else 0
    real = order(one.mention, other.mention)
    if real == said or (real == 0 and match["less"] and match["less"][:1] in "未不"):
        return
    sign = {1: "＞", 0: "＝", -1: "＜"}[real]
    yield finding(
        "comparison", f"{one.mention.text}{sign}{other.mention.text}，与“{match[0]}”不符。",
        facts.reading.text, match.start(), match.end(), expected={1: "大于", 0: "等于", -1: "小于"}[real],
        others=tuple((f.mention.start, f.mention.end) for f in (one, other)),
    )  # fmt: skip


def _two(facts: Facts, match: re.Match[str]) -> tuple[Fact | None, Fact | None]:
    """分别为3,860人次、4,215人次，后者大于前者: the last two of one sort."""
    near = facts.within(facts.reading.layout.period(match.start())[0], match.start())
    near = [f for f in near if level(f) and same_sort(f.mention, near[-1].mention)][-2:]
    one, other = near if len(near) == 2 else (None, None)
    return (one, other) if match["left"] == "前者" else (other, one)


_RATED = re.compile(r"[增降涨减]|[率速幅均比快慢]")
"""乡镇增速快于城区 is not of the amounts."""


def _labelled(facts: Facts, match: re.Match[str], side: str, beside: Fact | None) -> Fact | None:
    """线上7期、线下5期，线下期数多于线上: the one number of the sentence with such a label."""
    if not match[side] or beside is None or _RATED.search(match[0]):
        return None
    near = facts.within(facts.reading.layout.period(match.start())[0], match.start())
    near = [f for f in near if level(f) and f is not beside and same_sort(f.mention, beside.mention)]
    mine = meant_by(facts, match[side], near)
    return mine[0] if len(mine) == 1 else None


def _last(facts: Facts, at: int, other: Fact | None) -> Fact | None:
    """The subject left out is the number that the sentence told last, beside the one it is compared with."""
    near = facts.within(facts.reading.layout.sentence(at)[0], at)
    if other is None or not near or at - near[-1].mention.end > 1:
        return None
    like = [f for f in near if f is not other and level(f) and same_sort(f.mention, other.mention)]
    return like[-1] if like and near[-1] in (like[-1], other) else None


def order(one: Mention, other: Mention) -> int:
    """-1, 0 or 1; 0 also when the printed numbers cannot be told apart."""
    if exactly(one)[0] > exactly(other)[1]:
        return 1
    return -1 if exactly(one)[1] < exactly(other)[0] else 0


def named(facts: Facts, words: str, at: int, other: Fact | None) -> Fact | None:
    """The one number that *words* name: by stage and time, and by its noun where they tell one."""
    wanted, noun = moment_of(words), core(STAGE.sub("", words)).removesuffix("数")
    noun = noun.rstrip("个人户件项") if len(noun) >= 3 else noun
    noun = noun if len(noun) >= 2 else ""
    if not wanted.stage and not wanted.timed and len(noun) < 2:
        noun = words[-2:] if words[-2:] in ("支出", "收入") else ""
    if not wanted.stage and not wanted.timed and len(noun) < 2:
        return None
    for start, end in _scopes(facts, at):
        near = [f for f in facts.within(start, end) if level(f) and _answers(f, wanted, noun, words)]
        if other is not None:
            near = [f for f in near if same_sort(f.mention, other.mention) and f is not other]
            same = [f for f in near if f.core == other.core]
            near = same or near
        elif len({f.mention.kind for f in near}) > 1:
            near = [f for f in near if f.mention.kind is not Kind.PERCENT]
        if near:
            exact = [f for f in near if core(STAGE.sub("", f.words)) == noun] or near
            return exact[-1] if len({f.value for f in exact}) == 1 else None
    return None


def _scopes(facts: Facts, at: int) -> Iterator[tuple[int, int]]:
    layout = facts.reading.layout
    start, end = layout.period(at)
    yield layout.sentence(at)[0], at
    yield start, at
    yield at, end
    yield max(layout.paragraph(at)[0], at - 160), at


def _answers(fact: Fact, wanted: Moment, noun: str, words: str) -> bool:
    stages = {wanted.stage} if wanted.stage != "plan" else {*_PLAN} if "预算" in words else {*_PLAN[:2]}
    staged = not wanted.stage or fact.moment.stage in stages
    timed = (fact.moment.when == "last") == (wanted.when == "last")
    said = fact.words + fact.core
    pieces = [noun[i : i + 2] for i in range(0, len(noun) - 1, 2)]
    named = noun in said or (len(noun) >= 4 and all(piece in said for piece in pieces))
    return staged and timed and fact.role is Role.LEVEL and named
