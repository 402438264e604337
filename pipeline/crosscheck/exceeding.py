"""More of a part than there is of the whole: 抽样158批次…合格167批次.

A reader knows which number counts some of the others: what came later of one thing (报名, 到考, 合格).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources
from itertools import combinations

import yaml

from pipeline.crosscheck.arithmetic.facts import COUNTED, Fact, Facts, Role, level
from pipeline.crosscheck.arithmetic.numbers import alike
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.things import around
from schemas.figures import Approx, Kind
from schemas.findings import Finding, Severity

_REACH = 120
_APART = re.compile(
    r"累计|历年|以来|上年|去年|往年|结转|旧存|上一年|年初|原有|计划|目标|任务|预计|预期|拟|应完成|比|较|增[加长至到幅]|新[增建收]|另|其[他它余]"
    r"|超额|超过|扩|不重复|每|平均|均[一-鿿\d]|同期|次年|下年|今后|[两三四五六]年|补[充录]|以上|以内|以下|最[高低多少]|[甲乙丙丁]|设计"
)
_STOCK = re.compile(r"旧存|年初|期初|上年[结旧未余]|结转|原有|净增|超[额出过收]|多[出于]")
_NO_STOCK = re.compile("(?:无|没有|不含)[^，。；]*")
_LISTED = re.compile(r"其中|[员位者校业]中|分别|[未不]|在建")
_BESIDE = 8
_DENIED = re.compile("尚未|未[能曾]|还没|没有|暂未")
"""尚未审结19人；已审结的567人: what is not yet done is no whole of what is."""


@cache
def _stages() -> tuple[re.Pattern[str], tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]]:
    """All words of later stages, and the stages with what comes later."""
    text = (resources.files("pipeline.crosscheck") / "exceeding.yaml").read_text(encoding="utf-8")
    rows = yaml.safe_load(text)["stages"]
    later = "|".join(dict.fromkeys(word for _, other in rows for word in other.split("|")))
    pairs_ = tuple((re.compile(one), re.compile(other)) for one, other in rows)
    return re.compile(later), pairs_


def check_exceeding(facts: Facts) -> Iterator[Finding]:
    """Every part that is more than its whole."""
    plain = [fact for fact in facts.all if _plain(fact)]
    for at, part in enumerate(plain):
        near = plain[max(0, at - 6) : at + 3]
        smaller = [f for f in near if f.value < part.value and _one_measure(f, part)]
        if not smaller or not _may_be_part(facts, part):
            continue
        for whole in reversed(smaller):
            said = _part_of(facts, part, whole) if _near(facts, part, whole) else ""
            if said and not _fits_elsewhere(facts, near, part, whole):
                yield _found(facts, part, whole, said)
                break


def _plain(fact: Fact) -> bool:
    mention = fact.mention
    if mention.kind is not Kind.COUNT or mention.approx is not Approx.EXACT:
        return False
    own = fact.role is Role.LEVEL and not fact.compared and not fact.source
    return own and level(fact) and not COUNTED.fullmatch(mention.text)


def _one_measure(one: Fact, other: Fact) -> bool:
    """Of one unit: 55家 of 61个问题 are other things."""
    return alike(one.mention, other.mention) and (
        one.mention.unit == other.mention.unit or {one.mention.unit, other.mention.unit} == {"人", "名"}
    )


def _may_be_part(facts: Facts, fact: Fact) -> bool:
    """Whether the words are of a later stage; what stands behind 其中 is told among the sums."""
    return "其中" not in fact.words and bool(_stages()[0].search(around(facts, fact)))


def _clause(facts: Facts, fact: Fact) -> str:
    """The number's clause up to it."""
    start = facts.reading.layout.clause(fact.mention.start)[0]
    return facts.reading.text[start : fact.mention.start]


def _near(facts: Facts, one: Fact, other: Fact) -> bool:
    """In one paragraph, a sentence apart at most."""
    between = facts.between(one, other)
    return len(between) <= _REACH and "\n" not in between and between.count("。") <= 1


def _fits_elsewhere(facts: Facts, near: Sequence[Fact], part: Fact, whole: Fact) -> bool:
    """Whether another number nearby is as large, of which it may be a part (but for 发放500份，收回487份), or
    two together are: 实到121名，列席34名，参会155名."""
    small = [f.value for f in near if f.value < part.value and alike(f.mention, part.mention)]
    if any(a + b == part.value for a, b in combinations(small, 2)):
        return True
    start = facts.reading.layout.sentence(whole.mention.start)[0]
    first = not any(alike(f.mention, part.mention) for f in facts.within(start, whole.mention.start))
    if first and len(facts.between(part, whole)) <= _BESIDE and not _LISTED.search(facts.words(whole)):
        return False
    larger = [f for f in near if f is not part and f.value >= part.value and alike(f.mention, part.mention)]
    return any(not _staged(facts, whole, f) for f in larger)


def _part_of(facts: Facts, part: Fact, whole: Fact) -> str:
    """By what the larger number is one of a part; nothing where it may not be."""
    if facts.between(part, whole).startswith("、"):
        return ""  # 在籍学生中送教上门34人、在校就读62人: the one beside the other
    words = _clause(facts, part), _clause(facts, whole)
    if _DENIED.search(words[1]) or not _of_one_time(part, whole) or "每" in words[0] + words[1]:
        return ""
    if part.mention.start < whole.mention.start and not re.search("应", words[1]):
        return ""
    if _APART.search(words[0] + words[1] + facts.between(part, whole)) or _stocked(facts, part):
        return ""
    return _staged(facts, part, whole)


def _of_one_time(part: Fact, whole: Fact) -> bool:
    a, b = part.moment, whole.moment
    return (a.year == b.year or not (a.year and b.year)) and not {a.when, b.when} & {
        "last",
        "before",
        "prior",
    }


def _stocked(facts: Facts, part: Fact) -> bool:
    """Whether the sentence tells of what was there before: 年初旧存47件."""
    start, end = facts.reading.layout.period(part.mention.start)
    return bool(_STOCK.search(_NO_STOCK.sub("", facts.reading.text[start:end])))


def _staged(facts: Facts, part: Fact, whole: Fact) -> str:
    """合格 among 抽检."""
    one, other = around(facts, whole), around(facts, part)
    for first, later in _stages()[1]:
        said = later.search(other)
        if said and first.search(one) and not first.search(other, said.end()):
            return said[0]
    return ""


def _found(facts: Facts, part: Fact, whole: Fact, said: str) -> Finding:
    named = facts.reading.text[whole.mention.start - len(facts.words(whole)) : whole.mention.end].strip()
    message = f"“{said}”{part.mention.text}只是“{named}”中的一部分，却比它还多，请核对这两个数。"
    return finding(
        "count", message, facts.reading.text, part.mention.start, part.mention.end,
        severity=Severity.WARNING, others=((whole.mention.start, whole.mention.end),),
    )  # fmt: skip
