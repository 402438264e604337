"""The ways a sentence tells base and result of a change: 由A到B, 比上年的B, （上年B）, by time, by order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.crosscheck.arithmetic.facts import (
    Base,
    Fact,
    Facts,
    Role,
    Spot,
    kin,
    level,
    moment_of,
    same_sort,
)
from pipeline.crosscheck.arithmetic.moments import OF_PLAN, contrary, marks, ordered, staged, year_before
from pipeline.crosscheck.arithmetic.pairing import Pair, Tie, in_row
from pipeline.crosscheck.vocabulary import either

_TOGETHER = re.compile("累计")
_TIGHT = re.compile(
    rf"[^，。；：、]{{0,6}}?(?:相?比较?|相较)?[，,]?[^，。；：、\d]{{0,6}}?(?:{either('adverbs')}){{0,3}}"
)
_AFTER = re.compile(
    r"[，,（(]?(?:后|之后|以后)?[^，。；：、\d]{0,6}?(?:为|达到?|降?至|增?至|升至|到|现有|现为|剩余?|还剩|共有|总数|实际支出|实际完成|全年支出|实际执行|支出|完成|合计|总计|共计)[^，。；：、\d]{0,6}"
)
_PARTED = re.compile(r"[。；\n]|其中")
_DATED = re.compile(r"年|季|月|期|原|基数|此前")
_BESIDES = re.compile(r"另|此外|还有|[，,]?年均(?:约|为|达)?$")
_OTHER_SUBJECT = re.compile(r"其中|结转|结余|累计")


def _in_bracket(facts: Facts, spot: Spot, before: Sequence[Fact], after: Sequence[Fact]) -> Iterator[Pair]:
    """R，同比下降P（上年同期B）: the base stands in a bracket right behind the claim."""
    if spot.index >= len(facts.all) or not before or not after or after[0].index != spot.index + 1:
        return
    words = facts.between(facts.all[spot.index], after[0])
    if re.fullmatch(r"[（(](?:[^，。；：、]{0,12})", words) and _DATED.search(words):
        yield from (Pair(after[0], result, Tie.SURE) for result in before[:-5:-1])


_WITH_BRACKET = re.compile(r"(?:同比|环比|[比较与同][^，。；：、\d（）()]{1,10})$")


def _in_bracket_before(
    facts: Facts, spot: Spot, before: Sequence[Fact], after: Sequence[Fact]
) -> Iterator[Pair]:
    """R，同比（上年B）增长P: the base stands in a bracket right before the verb."""
    if len(before) < 2 or before[-1].index != spot.index - 1:
        return
    text, base = facts.reading.text, before[-1]
    if text[base.mention.end : base.mention.end + 1] not in ("）", ")") or spot.start - base.mention.end > 6:
        return
    opening = max(text.rfind(mark, 0, base.mention.start) for mark in "（(")
    if not _WITH_BRACKET.search(text, max(0, opening - 12), opening):
        return
    results = [f for f in before[:-1] if text[f.mention.end : f.mention.end + 1] not in ("）", ")")]
    yield from (Pair(base, f, Tie.SURE) for f in results[:-4:-1] if same_sort(f.mention, base.mention))


def _with_number(facts: Facts, spot: Spot, before: Sequence[Fact], after: Sequence[Fact]) -> Iterator[Pair]:
    """R，比上年的B增加D: the number of the comparison is the base."""
    if not before:
        return
    base = before[-1]
    words = facts.up_to(base, spot.start)
    if not base.compared or base.index != spot.index - 1 or not _TIGHT.fullmatch(words):
        return
    results = [f for f in before[:-1] if same_sort(f.mention, base.mention) and _akin(f, base.own_core)]
    results = [f for f in results if not ordered(f.moment, base.moment) and not f.compared]
    if results:
        yield from (Pair(base, result, Tie.SURE) for result in results[:-7:-1])
    elif (result := _behind(facts, spot, after)) and same_sort(result.mention, base.mention):
        yield Pair(base, result, Tie.SURE)


def _akin(fact: Fact, name: str) -> bool:
    """个人会员达到1050名…会员规模较上年末的900名: of one thing, by two letters at least."""
    return kin(fact.core, name) or any(name[i : i + 2] in fact.words for i in range(len(name) - 1))


def _behind(facts: Facts, spot: Spot, after: Sequence[Fact]) -> Fact | None:
    """增加D，达到R: the result told right behind the change (or behind its rate)."""
    for fact in after[:1]:
        claims = facts.all[spot.index : fact.index]
        told = 1 <= len(claims) <= 2 and claims[-1].role is Role.CHANGE
        if told and _AFTER.fullmatch(facts.between(claims[-1], fact)):
            return fact
    return None


def _from_to(facts: Facts, spot: Spot, before: Sequence[Fact], after: Sequence[Fact]) -> Iterator[Pair]:
    """由A到B，增加D; A降至B，下降P."""
    for one, other in zip(reversed(before[:-1]), reversed(before), strict=False):
        if not same_sort(one.mention, other.mention) or _clash(spot.base, one, other):
            return
        if in_row(facts, one, -1) or in_row(facts, other, 1):
            return
        words = facts.between(one, other)
        led = other.role is Role.RESULT and ordered(one.moment, other.moment)
        tied = one.source or led or _turned(other, one)
        if tied and len(words) <= 28 and not _PARTED.search(words):
            yield Pair(one, other, Tie.SURE)
        return
    if len(before) == 1 and before[0].source and (result := _behind(facts, spot, after)):
        yield Pair(before[0], result, Tie.SURE)


_TOTAL = re.compile(r"[两三四五六七八九]项|合计|总[额计数]")


def _both_behind(facts: Facts, spot: Spot, before: Sequence[Fact], after: Sequence[Fact]) -> Iterator[Pair]:
    """比上年减少D，上年为B，本年为R; 多支出D（2022年B，2023年R）: both are told behind the claim."""
    if before or len(after) < 2 or after[1].mention.start - spot.start > 80:
        return
    one, other = after[:2]
    words = facts.between(one, other)
    if len(words) > 20 or "。" in words or not same_sort(one.mention, other.mention):
        return
    if in_row(facts, other, 1) or "；" in facts.reading.text[spot.start : one.mention.start]:
        return
    if _of_another(facts, spot, one):
        return
    if spot.base and spot.base.moment.stage:
        yield from (
            Pair(a, b, Tie.LIKELY) for a, b in ((one, other), (other, one)) if _marks(spot.base, a, b)
        )
    elif ordered(one.moment, other.moment) or (one.source and other.role is Role.RESULT):
        yield Pair(one, other, Tie.LIKELY)
    elif ordered(other.moment, one.moment):
        yield Pair(other, one, Tie.LIKELY)


def _of_another(facts: Facts, spot: Spot, one: Fact) -> bool:
    """会议费下降20%，培训费增长5%，三项总额由A降至B: another change, or several together."""
    others = [f for f in facts.all[spot.index + 1 : one.index] if f.role is Role.CHANGE and f.own_core]
    return bool(others) or bool(spot.subject and _TOTAL.search(one.words))


def _turned(result: Fact, one: Fact) -> bool:
    return result.role is Role.RESULT and result.index == one.index + 1


def _clash(base: Base | None, one: Fact, other: Fact) -> bool:
    """由A到B，比上年增加D: A is told to be of another time than the change is measured from."""
    if one.role is Role.LEVEL and one.words.endswith(("新增", "新建", "新购", "新设")) and not one.source:
        return True  # 新增12个，总数扩大到18个
    if base is None or not one.moment.timed:
        return False
    whence = max(one.words.rfind("由"), one.words.rfind("从"))
    if one.source and whence >= 0 and not moment_of(one.words[whence:]).timed:
        return False  # 2023年由80%升至88%: the year is that of the result
    return contrary(base.moment, one.moment, other.moment)


def _all_years(base: Fact, result: Fact) -> bool:
    """三年累计900人 is no year's number, beside 240人、300人、360人."""
    return not result.own_core and bool(_TOGETHER.match(result.words)) and not _TOGETHER.search(base.words)


def _by_label(facts: Facts, spot: Spot, before: Sequence[Fact], after: Sequence[Fact]) -> Iterator[Pair]:
    """…R，上年B，比上年增加D: the base is told by its time, stage or name, the result by its own."""
    if (base := spot.base) is None:
        return
    behind = list(_told_behind(facts, spot, before[-1])) if before else []
    found = [
        Pair(b, r, Tie.LIKELY)
        for r in reversed(before)
        for b in (*reversed(before), *behind)
        if b is not r
        and same_sort(b.mention, r.mention)
        and not _all_years(b, r)
        and _marks(base, b, r)
        and (b in behind or b.core == r.core or _together(facts, b, r) or _called(base, b))
    ]
    if not spot.subject and before:
        # Without a subject of its own the change speaks of what was told last.
        own = (f for f in reversed(before) if not (_BESIDES.match(f.words) or _TOGETHER.match(f.words)))
        last = next(own, before[-1])
        found = [p for p in found if last in (p.base, p.result) or p.base in behind]
    if found:
        # Every result at the same stage and of the same thing as the likeliest is a candidate too.
        likeliest = found[0].result
        yield from (p for p in found if p.result is likeliest or p.result.core == likeliest.core)
    elif before and base.moment.when == "last":
        yield from _elsewhere(facts, before[-1])


def _called(base: Base, fact: Fact) -> bool:
    """控制数定为437万元；…，比控制数省下5.8万元: the base by the name that the comparison gives it."""
    return len(base.noun) > 1 and base.noun in fact.words


def _together(facts: Facts, one: Fact, other: Fact) -> bool:
    sentence = facts.reading.layout.sentence
    return sentence(one.mention.start) == sentence(other.mention.start)


def _told_behind(facts: Facts, spot: Spot, result: Fact) -> Iterator[Fact]:
    """…，上年为5.50万元; 。与上年的5.50万元相比: the base told behind the claim."""
    end = facts.reading.layout.paragraph(spot.start)[1]
    for fact in facts.within(spot.start, min(end, spot.start + 70)):
        if level(fact) and same_sort(fact.mention, result.mention):
            own = moment_of(fact.words)
            if (own.timed or own.stage == "initial") and not _OTHER_SUBJECT.search(fact.words):
                yield fact
            return


def _elsewhere(facts: Facts, result: Fact) -> Iterator[Pair]:
    """The base in another place of the text, under the very same name."""
    if len(result.own_core) < 4:
        return
    for fact in facts.all:
        same = fact.own_core == result.own_core and level(fact) and same_sort(fact.mention, result.mention)
        if same and moment_of(fact.words).timed and year_before(fact.moment, result.moment):
            yield Pair(fact, result, Tie.LIKELY)
            return


def _marks(base: Base, one: Fact, result: Fact) -> bool:
    """Whether *one* is what the words of the comparison name, and *result* can be measured from it."""
    wanted = base.moment
    if not kin(one.core, result.core) and not (base.noun and base.noun in one.words):
        return False
    if wanted.when == "before" and base.noun[:1] == "原" and len(base.noun) > 2:
        return base.noun[1:] in one.words and base.noun[1:] not in result.words
    if base.noun and not wanted.timed and not wanted.stage:
        return base.noun in one.words and base.noun not in result.words
    return marks(wanted, one.moment, result.moment)


def _by_order(facts: Facts, spot: Spot, before: Sequence[Fact], after: Sequence[Fact]) -> Iterator[Pair]:
    """2022年B，2023年R，增加D: nothing is said of the base, the earlier of two is it."""
    if spot.base is not None or len(before) < 2:
        return
    one, other = before[-2:]
    if not same_sort(one.mention, other.mention) or not kin(one.core, other.core):
        return
    if one.core != other.core and not _together(facts, one, other):
        return
    if in_row(facts, one, -1) and not in_row(facts, other, -1):
        return  # 分别为68名和22名，合并后84名: the base is the sum of a row
    if ordered(one.moment, other.moment):
        yield Pair(one, other, Tie.LIKELY)
    elif ordered(other.moment, one.moment):
        yield Pair(other, one, Tie.LIKELY)
    elif any(OF_PLAN.search(facts.words(f)) for f in facts.all[other.index + 1 : spot.index]):
        return  # 预算193亿元，完成196亿元，为预算的101%，增长7.8%: from the year before, as is usual
    elif staged(one.moment, other.moment):
        yield Pair(one, other, Tie.LIKELY)
    elif staged(other.moment, one.moment):
        yield Pair(other, one, Tie.LIKELY)


WAYS = (_in_bracket, _in_bracket_before, _with_number, _from_to, _by_label, _by_order, _both_behind)
"""The surest first."""
