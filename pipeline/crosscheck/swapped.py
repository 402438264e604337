"""A number told again with two of its digits exchanged: 1.25万亩 … 12500亩 written as 15200亩.

Of two numbers of one thing that hold the same digits in another order one is a slip of the pen: by chance it
would hardly come to pass. So a weaker likeness of names is enough here than for other pairs of numbers.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from pipeline.crosscheck.arithmetic.facts import Fact, Facts, Role, level
from pipeline.crosscheck.takenup import derived
from pipeline.crosscheck.things import around, name, pairs
from schemas.figures import Approx, Kind
from schemas.findings import Mention

_REACH = 400
_SIDES = re.compile(
    r"上年|去年|期初|年初|(?:期末|年末)(?![对将把由组经])|下降|增长|[甲乙丙丁]|[一二三四五六七八九]期|其中"
)
_FLOWS = re.compile("收入|支出")
_PLACES = "省市县区州镇乡村街路桥河校院站厂园局馆库所队组班社段"
_OWNER = re.compile(f"[一-鿿]{{2}}[{_PLACES}]$")
_PAST = ("last", "before", "prior")
_SAME = re.compile(r"同|该|上述|前述|仅|唯一|一致|引用|来源|注明")
_LABEL, _SIGNS = 4, 3
_MANY = re.compile("分别|其中|上年|去年|同期|另|调整|其余")
_PLACED = re.compile("[甲乙丙丁东西南北][区线段片馆]|[一二三四五六]期|分馆|标段")
_PLAIN = re.compile("(?:全年|累计|共有?|总计|合计|当年|年内)+")
_NUMBER = re.compile(r"\d+(?=号)")


def check_swapped(facts: Facts) -> Iterator[tuple[Mention, Mention, str]]:
    """Each number with the earlier one of the same thing whose digits it exchanges, and what both share."""
    seen: dict[tuple[Kind, str | None, str], list[tuple[Fact, str]]] = defaultdict(list)
    for fact in facts.all:
        mention = fact.mention
        digits = _digits(mention.text) if mention.kind in (Kind.COUNT, Kind.MONEY) else ""
        if len(digits) < 2:
            continue
        alike = seen[mention.kind, mention.unit, "".join(sorted(digits))]
        for other, others in alike[-3:]:
            if _exchanged(digits, others) and (name := _name(facts, other, fact, len(digits))):
                yield mention, other.mention, name
                break
        alike.append((fact, digits))
    yield from _documents(facts)


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text)).strip("0")


def _plain(fact: Fact) -> bool:
    return (
        fact.mention.approx is Approx.EXACT and fact.role is Role.LEVEL and level(fact) and not fact.compared
    )


def _exchanged(one: str, other: str) -> bool:
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 2


def _name(facts: Facts, one: Fact, other: Fact, digits: int) -> str:
    """What two numbers are both of; nothing where time, stage or side sets them apart."""
    if not (_plain(one) and _plain(other)) or any(f.value == other.value for f in facts.all[: other.index]):
        return ""
    layout = facts.reading.layout
    near = other.mention.start - one.mention.end <= _REACH and Decimal("0.1") < one.value / other.value < 10
    apart = layout.sentence(one.mention.start) != layout.sentence(other.mention.start)
    words = around(facts, one), around(facts, other)
    if not near or not apart or not of_one_time(one, other) or not _on_one_side(*words):
        return ""
    if "另" in facts.between(one, other):
        return ""
    shared = name(*words)
    resumed = _resumed(facts, one, other, digits)
    unlike = not pairs(words[1]) <= pairs(words[0]) or derived(facts, other)
    if digits < 3 and unlike and not resumed:
        return ""  # two digits are exchanged by chance where not all of the name is the same
    if shared and not _owned(words, shared):
        return shared
    if resumed:
        return facts.words(one)[-_LABEL:]
    bare = one.mention.kind is Kind.COUNT and not all(map(pairs, words))
    return f"{one.mention.unit}数" if bare and digits >= 4 else ""


def _resumed(facts: Facts, one: Fact, other: Fact, digits: int) -> bool:
    """Whether the second takes up the first: by its label to the letter (批复预算), with the noun behind it
    (专项经费75万元 … 57万元专项经费), or as visits that no noun sets apart (8.62万人次 … 8.26万人次走进)."""
    label, own, text = facts.words(one), facts.words(other), facts.reading.text
    if _MANY.search(text, one.mention.start, other.mention.end):
        return False
    own = _PLAIN.sub("", own)
    if len(own) >= _LABEL and label[-_LABEL:] == own[-_LABEL:] and pairs(own) <= pairs(label):
        signs = sum(map(str.isdigit, other.mention.text))
        placed = _PLACED.search(label + own) or _owned((label, own), own[-_LABEL:])
        return signs >= _SIGNS and not placed
    if pairs(own) or _OWNER.search(own):
        return False
    noun = any(text.startswith(label[-size:], other.mention.end) for size in (3, 4, 5) if len(label) >= size)
    visits = other.mention.unit == "人次" and digits >= _SIGNS
    return (noun and not derived(facts, other)) or visits


def _owned(words: tuple[str, str], shared: str) -> bool:
    """石桥镇培训人数 and 白塘镇培训人数: of two places."""
    placed = shared[0] in _PLACES and shared[1] not in _PLACES  # 镇培训人数, not 乡村医生
    owners = [_OWNER.search(word[: word.find(shared) + placed]) for word in words]
    return bool(owners[0] and owners[1] and owners[0][0] != owners[1][0])


def _on_one_side(one: str, other: str) -> bool:
    """期初 must be told of both; 支出 may be left out where the other is not of 收入: 整体支出绩效得分."""
    flows = [set(_FLOWS.findall(words)) for words in (one, other)]
    same = set(_SIDES.findall(one)) == set(_SIDES.findall(other))
    return same and (not all(flows) or flows[0] == flows[1])


def of_one_time(one: Fact, other: Fact) -> bool:
    """Whether year and stage do not set two numbers apart."""
    a, b = one.moment, other.moment
    years = a.year == b.year or not (a.year and b.year)
    stages = a.stage == b.stage or not (a.stage and b.stage)
    return years and stages and a.part == b.part and (a.when == b.when or a.when not in _PAST)


def _documents(facts: Facts) -> Iterator[tuple[Mention, Mention, str]]:
    """财农〔2022〕36号 … 财农〔2022〕63号."""
    seen: dict[str, Mention] = {}
    for mention in facts.reading.mentions:
        if mention.kind is not Kind.DOCNUMBER or not (number := _NUMBER.search(mention.text)):
            continue
        key = mention.text.replace(number[0], "".join(sorted(number[0])))
        other = seen.setdefault(key, mention)
        between = facts.reading.text[other.end : mention.start]
        if other.text != mention.text and len(between) <= _REACH and _SAME.search(between):
            yield mention, other, "文号"
