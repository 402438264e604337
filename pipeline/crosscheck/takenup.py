"""A count that takes up what was counted before: 现有行政村14个 … 全乡13个行政村全部通达."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations

from pipeline.crosscheck.arithmetic.facts import Fact, Facts, level
from pipeline.crosscheck.arithmetic.numbers import alike, clean_noun
from schemas.figures import Approx, Kind

REACH = 900
PART = re.compile(
    r"其中|每|均|分别|各|第|首|前|(?<![成工交束产])后|余|仅|平均|累计|其|另|有的|部分|约|[一二三四五]期"
)
_DEFINITE = re.compile(r"上述|以上|这|全部|所有|现有|全体")
_OPENER = re.compile(
    r"(?:[对将把由向为使就按经]|组织|所属|所辖|下属|辖区|辖区内|区域内|全[省市县区州镇乡村校局系统院街道]{1,2}|上述|以上|这|该|全部|所有|全体|现有|年内|目前|截至目前|共|全年|其)*"
)
_LEAD = re.compile(
    r"^(?:下一步|今后|计划|将|拟|已|我[局委办院校会]|本?单位)*(?=[对将把组由]|现有|上述)|^.{0,6}(?=[对把])"
)
_OWN = re.compile(r"全[省市县区州镇乡村校局系院街年]|所属|所辖|下属|辖区|区域内|年内|该|其")
"""对12个村卫生室全部: any twelve; 对全县12所: all that there are."""
_NOUN = re.compile(
    r"(?P<noun>(?:[一-鿿]|（[一-鿿]{1,3}）){1,8}?)(?=均|逐|全部|都|已|悉数|一律|无一|全面|的|[，。；、]|（(?![一-鿿]{1,3}）)|检查|实现|完成|开展|进行|覆盖|通过|参加|进一步|承担|负责|承建|提供|参与|$)"
)
_ALL = re.compile(
    r"[^，。；]{0,16}(?:均|全部|都|无一例外|悉数|一律|全覆盖|逐[一个镇村校户])|[^。；]{0,24}(?:无一例外|无一遗漏|全覆盖)|[^，。；]{0,12}率100%"
)
_HAN = re.compile(r"[一-鿿]")
_TOGETHER = re.compile(
    "(?P<noun>[一-鿿]{0,4}?)(?:合计|累计|总共|共|总(?=投|面|里|建|规|长|产|价|造|额|量)|均|都|全部)(?!同|有|建|享|衡|等|价)"
)
_BESIDES = re.compile("加上|连同|加之|另|其中|新增|此外|原有|除")
_MARKS = tuple("，。；,;\n")
_PLACES = tuple("镇乡村县区市校所站社")
_LONG = 3
"""Signs of a noun that is known without its end: 3家服务商分包."""
_AREA = re.compile(r"全([省市县区州镇乡村校])")
_REST = re.compile("其余|剩余|另|其他|余下")
_STANDS = re.compile(r"现有|共有|下?辖|设有?|总数|共|有$")
_CLEAR = re.compile(
    r"按照?|根据|实有|现有|共有|统计|年末|年底|全年|本年度?|当年|年内|截[至止][^，]*|共|总计|合计|为|计|达到?|有|下?辖|下设|登记|全[省市县区州镇乡村校]|[，,。；：:、\s]"
)


def taken_up(facts: Facts, fact: Fact) -> Fact | None:
    """共接待14批次…。12批次接待均附公函: a count that opens its clause, and of all; what it contradicts."""
    if fact.mention.kind is not Kind.COUNT or fact.mention.approx is not Approx.EXACT:
        return None
    if (gathered := _gathered(facts, fact)) is not None:
        return gathered
    noun = _NOUN.match(facts.reading.text, fact.mention.end)
    if noun is None or not _whole(facts, fact):
        return None
    start, end = facts.reading.layout.period(fact.mention.start)
    if _REST.search(facts.reading.text, fact.mention.end, end):
        return None  # 12个全部完成，其余正在推进
    own = facts.reading.layout.clause(fact.mention.start)[0]
    near = earlier(facts, start) + [f for f in facts.within(start, own) if _STANDS.search(f.words)]
    told = noun["noun"].removeprefix("项目") or noun["noun"]
    return only(facts, [f for f in near if _named(facts, f, fact, told)], fact)


def _gathered(facts: Facts, fact: Fact) -> Fact | None:
    """先后赴双桥、龙潭5镇，…，4镇共推广: what they did together is told of as many, or of one by mistake."""
    text, at = facts.reading.text, fact.mention.start
    behind = _TOGETHER.match(text, fact.mention.end)
    if behind is None or fact.words.strip() or text[at - 1 : at] not in _MARKS:
        return None
    unit, noun = fact.mention.unit or "", behind["noun"]
    if not noun and unit not in _PLACES:
        return None
    line = facts.reading.layout.paragraph(at)[0]
    near = facts.within(max(line, at - REACH // 4), at)
    same = [f for f in near if f.mention.unit == unit and text.startswith(noun, f.mention.end) and level(f)]
    if not same or abs(same[-1].value - fact.value) != 1:
        return None
    if PART.search(same[-1].words) or _BESIDES.search(facts.between(same[-1], fact)):
        return None
    return only(facts, same, fact)


def _whole(facts: Facts, fact: Fact) -> bool:
    """Whether the number speaks of all that were counted: 上述162名, 12个…均."""
    words = _LEAD.sub("", fact.words.strip())
    if PART.search(words.replace("其", "")):
        return False
    if _OPENER.fullmatch(words) and _DEFINITE.search(words):
        return True
    own = _OWN.search(words) or facts.reading.text.startswith("项目", fact.mention.end)
    opened = words == "" or (_OPENER.fullmatch(words) and own)
    return bool(opened and _ALL.match(facts.reading.text, fact.mention.end))


def _named(facts: Facts, other: Fact, fact: Fact, noun: str) -> bool:
    """Whether the earlier number counts the same things: by name."""
    if other.mention.unit != fact.mention.unit or not level(other) or other.compared:
        return False
    areas = {m[1] for f in (other, fact) for m in _AREA.finditer(f.words)}
    if len(areas) > 1:
        return False
    plain = clean_noun(other.words)
    words = fact.words.strip()
    nouns = [noun, *([noun[2:], noun[3:]] if noun[:1] in "受获被参" else [])]
    name = _CLEAR.split(plain)[-1]
    if not name:
        return any(len(n) >= 2 and facts.reading.text.startswith(n, other.mention.end) for n in nouns)
    if any(_followed(facts, other, n) for n in nouns):
        return True
    if other.index and facts.all[other.index - 1].mention.end + len(other.words) == other.mention.start:
        return False  # 8个乡镇65个行政村: the words belong to the number before
    bare = any(name == n for n in nouns)
    tail = any(len(n) >= 2 and name.endswith(n) for n in nouns)
    return bare or (tail and (other.value > fact.value or bool(_DEFINITE.search(words))))


def _followed(facts: Facts, other: Fact, noun: str) -> bool:
    """涉及8个乡镇: the noun, and nothing but it, stands behind the number."""
    end = other.mention.end + len(noun)
    behind = facts.reading.text[end : end + 1]
    named = len(noun) >= 2 and facts.reading.text[other.mention.end : end] == noun
    return named and (len(noun) >= _LONG or not _HAN.match(behind))


def derived(facts: Facts, other: Fact) -> bool:
    """Whether the second number was told before, or is what two of the numbers before make together."""
    near = [f.value for f in facts.all[max(0, other.index - 10) : other.index + 4] if f.index != other.index]
    if other.value in near:
        return True
    return any(other.value in (a + b, abs(a - b)) for a, b in combinations(near, 2))


def earlier(facts: Facts, start: int) -> list[Fact]:
    """The numbers in reach before an offset."""
    return facts.within(max(0, start - REACH // 2), start)


def only(facts: Facts, named: Sequence[Fact], fact: Fact) -> Fact | None:
    """The one number that can be meant, if it is not the one that is told."""
    if len({f.value for f in named}) != 1 or not alike(named[0].mention, fact.mention):
        return None
    part = PART.search(named[0].words)
    return None if part or named[0].value == fact.value or derived(facts, fact) else named[0]
