"""One deed told twice with two numbers: 购置执法执勤用车4辆 … 新增执法执勤用车3辆."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from pipeline.crosscheck.arithmetic.facts import Fact, Facts, Role, level
from pipeline.crosscheck.deeds import SUBJECT, words
from pipeline.crosscheck.takenup import PART, REACH, derived
from schemas.figures import Approx, Kind
from schemas.findings import Mention

_GROUPS = ("购置", "招聘", "报废", "新建")
_AGAIN = re.compile(r"另|再|又|还|其中|此外|同时|分别|期[间中]|[甲乙丙]")
_HAN = re.compile(r"[一-鿿]")
_LEAST = 4


def check_retold(facts: Facts) -> Iterator[tuple[Mention, Mention, str]]:
    """Each number of a deed with the earlier one that it contradicts, and the deed's noun."""
    seen: dict[tuple[str, str, str | None], list[Fact]] = defaultdict(list)
    for fact in facts.all:
        if (key := _key(facts, fact)) is None:
            continue
        before = [f for f in seen[key] if fact.mention.start - f.mention.end < REACH]
        if len(before) == 1 and _differs(facts, before[0], fact):
            yield fact.mention, before[0].mention, key[1]
        seen[key].append(fact)


def _key(facts: Facts, fact: Fact) -> tuple[str, str, str | None] | None:
    """The deed, its noun and its unit, where nothing but the time stands before them."""
    mention = fact.mention
    if mention.kind is not Kind.COUNT or mention.approx is not Approx.EXACT or mention.high is not None:
        return None
    plain = facts.words(fact)
    for verb in _GROUPS:
        told = words().tells[verb].search(plain)
        if told and len(_HAN.findall(told["name"])) >= _LEAST and not SUBJECT.sub("", plain[: told.start()]):
            return verb, told["name"], mention.unit
    return None


def _differs(facts: Facts, one: Fact, other: Fact) -> bool:
    """Two numbers of one time, and nothing says that the second is another or a part."""
    layout = facts.reading.layout
    if one.value == other.value or layout.paragraph(one.mention.start) != layout.paragraph(
        other.mention.start
    ):
        return False
    if one.compared or other.compared or not level(one) or one.role is Role.RESULT:
        return False
    a, b = one.moment, other.moment
    if (a.year and b.year and a.year != b.year) or a.part != b.part or {a.when, b.when} & {"last", "before"}:
        return False
    if (a.stage in ("plan", "initial")) != (b.stage in ("plan", "initial")):
        return False
    between = facts.between(one, other)
    own = facts.words(one) + facts.words(other)
    return not (_AGAIN.search(between) or PART.search(own) or derived(facts, other))
