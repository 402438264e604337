"""A number that points back: 床位共60张 … 上述90张床位; 在编职工38人 … 在编的36人全部参加."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.crosscheck.arithmetic.facts import Fact, Facts, level
from pipeline.crosscheck.arithmetic.numbers import alike, clean_noun
from pipeline.crosscheck.slips import misprinted
from pipeline.crosscheck.swapped import of_one_time
from pipeline.crosscheck.takenup import PART, derived
from pipeline.crosscheck.things import around, pairs
from schemas.figures import Approx, Kind
from schemas.findings import Mention

_BACK = re.compile(r"(?:上述|以上|前述|所述|前列|这|该)$")
_DEED = re.compile(r"(?P<who>[一-鿿]{2,6})的$")
_ALL = re.compile(r"[一-鿿]{0,4}?(?:全部|均|都|全员|悉数|一律|无一)")
_NOUN = re.compile("[一-鿿]{2,4}")
_OF_IT = re.compile("(?:资金|支出|经费|收入)?中(?![央部心标小学医国共期旬])")
_BASE, _SHARE = re.compile("的[约近]?[0-9０-９]"), re.compile("占|相当于|完成|达到")
_REACH, _FAR = 240, 600
_CHANGED = re.compile("新增|增加|减少|调[入出整]|退出|注销|合并|撤|改造后|其余|剩余")


def check_back_counts(facts: Facts) -> Iterator[tuple[Mention, Mention, str]]:
    """Each count that takes up an earlier one, with that one where it differs, and the noun."""
    for fact in facts.all:
        mention = fact.mention
        if told := _slip_of_known(facts, fact):
            yield mention, told[0].mention, told[1]
            continue
        if mention.kind is not Kind.COUNT or mention.approx is not Approx.EXACT or mention.high is not None:
            continue
        if (told := _meant(facts, fact)) and told[0].value != fact.value and not derived(facts, fact):
            yield mention, told[0].mention, told[1]


def _slip_of_known(facts: Facts, fact: Fact) -> tuple[Fact, str] | None:
    """专项支出615.20万元…。上述651.20万元支出: no number told before is so great, and one is a slip away."""
    if fact.mention.kind not in (Kind.MONEY, Kind.COUNT) or not _known(facts, fact) or derived(facts, fact):
        return None
    before = facts.within(max(0, fact.mention.start - _FAR), fact.mention.start)
    before = [f for f in before if alike(f.mention, fact.mention) and level(f)]
    near = [f for f in before if misprinted(fact.value, f.value) and of_one_time(f, fact)]
    known = any(f.value == fact.value for f in before)
    return None if known or len({f.value for f in near}) != 1 else (near[-1], clean_noun(near[-1].words))


def _known(facts: Facts, fact: Fact) -> bool:
    """Whether the words take the number for known: 上述651.20万元支出, 5,281.60万元中, 占806万元的80%."""
    text, end = facts.reading.text, fact.mention.end
    if _BACK.search(fact.words):
        return _NOUN.match(text, end) is not None
    return bool(_OF_IT.match(text, end) or (_BASE.match(text, end) and _SHARE.search(facts.words(fact))))


def _meant(facts: Facts, fact: Fact) -> tuple[Fact, str] | None:
    """The one earlier count of the same noun."""
    behind = facts.reading.text[fact.mention.end : fact.mention.end + 6]
    deed = _DEED.search(fact.words) if _ALL.match(behind) else None
    if deed is None and not _BACK.search(fact.words):
        return None
    start = max(facts.reading.layout.paragraph(fact.mention.start)[0], fact.mention.start - _REACH)
    near = [f for f in facts.within(start, fact.mention.start) if f.mention.unit == fact.mention.unit]
    noun = {deed["who"][-2:]} if deed else pairs(re.split(r"[，。；、\d]", behind)[0][:4])
    named = [f for f in near if level(f) and not PART.search(f.words) and noun & pairs(around(facts, f))]
    if len({f.value for f in named}) != 1 or (deed and len(near) > 3):
        return None
    if _CHANGED.search(facts.between(named[-1], fact)):
        return None
    return named[-1], next(iter(sorted(noun & pairs(around(facts, named[-1])))))
