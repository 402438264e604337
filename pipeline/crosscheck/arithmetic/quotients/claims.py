"""Where a text claims a share: 占…的P%, 完成…的P%, 60万元（30%）, 贡献了四成的…, 29人，超过半数."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum, auto

from pipeline.crosscheck.arithmetic.facts import COUNTED, Fact, Facts
from pipeline.crosscheck.arithmetic.numbers import is_amount
from pipeline.crosscheck.arithmetic.quotients.ratio import Holds, holder
from pipeline.crosscheck.intervals import Interval
from pipeline.crosscheck.vocabulary import either
from schemas.figures import Approx, Kind
from schemas.findings import Mention

_EACH = re.compile(
    r"(?:各自?|均|分别|依次)占[^，。；]{0,16}$|占[^，。；\d]{0,14}(?:分别|依次)(?:为|是|达到?)?$"
)
_BE = r"(?:的|为|是|了|也|已|均|约|仅|只|就|又|还|可|高达|已达|达到|达|近|接近|将近|超过|超|不足|不到|有)*"
_SHARE = re.compile(
    r"(?P<subject>[^，。；：、]*?)(?:在(?P<among>[^，。；：、占]{2,16}?)(?:之?中|里|内)?)?(?:所)?占(?:了|到(?![位账期达])|比|据)?"
    rf"(?P<whole>[^，。；：、占]{{0,20}}?)(?:的?(?:比例|比重|份额|百分比|比率?))?{_BE}$"
)
_OF = re.compile(
    r"(?:完成|达到?|相当于|为|是|实现|等于|用去|消化|支出|执行)了?(?P<whole>[^，。；：、占]{0,14}?(?:预算|计划|目标|任务|总额|总数|总量|概算|安排数?|指标|规模|资金)[^，。；：、占]{0,4}?)数?的$"
)
_OF_NAMED = re.compile(r"(?:^|[，；])(?:相当于|等于|为|是)(?P<whole>[^，。；：、占\d]{3,12})的$")
_MIDST = re.compile(r"(?P<among>[^其]{2,12})中(?P<subject>.*)")
_GIVES = re.compile(
    r"(?P<subject>[^，。；：、\d]*?)(?:贡献|提供|撑起|吸纳|带来|拉动|承担|分担|包揽|占据|占|解决|创造|消化|支撑)(?:了|出|起|到)?(?:全[市县区镇乡村]|全部)?$"
)
_GIVEN = re.compile(r"(?:以上|左右|多)?的(?P<whole>[^，。；：、\d（）()]{2,10})")
_OPEN = re.compile(
    r"(?P<noun>[^，。；：、\d（）()]{0,6})[（(](?:所?占(?:比|总[额数量]|全部)?|比例|比重)?(?:为|约)?$"
)
_WHOLE_OF = re.compile(
    r"(?P<subject>[^，。；：、]*?)(?P<word>超过|不足|不到|接近|达到|低于|高于)了?"
    r"(?P<whole>[^，。；：、\d]{2,12}?)的$"
)
_MARK = re.compile(r"[，、](?:已|约|仅|尚|还)?(?:经)?(?:不到|不足|超过|接近|将近|近|达到?)?$")
_AND = re.compile(r"[、，和及与]|以及")
_WHOLE_OF_ALL = re.compile(r"占比之和|(?:占比|比例)(?:合计|总和)|之和[^，。；]{0,4}$")
_FOREMOST = re.compile(
    r"(?P<subject>[^，。；：、]*?)(?:所?占(?:比|的?比[例重])|比[例重])(?:最|较|也|相对)?(?:高|大|低|小|多|少)?[，,](?:已|约|也)?(?:达到?|为|是)了?$"
)
_RENAMED = re.compile(
    r"(?P<subject>[^，。；：、\d]{2,12}?)(?:已经?|也|均|又|还|仅|只|就)?(?:有|是|为)?(?:不到|不足|超过|过|接近|达到?|近|约)?$"
)
_HELD = re.compile(
    r"(?P<subject>[^，。；：、]*?)(?:占|(?:完成|相当于|为|达到?)(?![^，。；]*占))[^，。；、占]{0,24}"
)
_CHANGE = re.compile(either("up", "down"))
_INSIDE = re.compile(r"[^，。；：、\d]{0,6}的(?:比例|比重)?(?:为|达|约)*")
_HALF = re.compile(
    r"(?=[不未低少没接将近超过多高大达恰正约了为是一半])(?P<word>不足|不到|未达到?|未到|低于|少于|没有|接近|将近|近|超过|超出|超|过|多于|高于|大于|达到?|达|恰好|正好|恰为|约)?(?:了|为|是)?"
    r"(?P<half>一半|半数|半(?=以上|[，。；]))(?P<more>以上|多|左右)?"
)
_TO_COME = re.compile("将(?:会|可|要)?[达为超提升占接]|有望|预计|力争")
_OVER, _BELOW = ("超过", "高于", "达到"), ("不足", "不到", "低于", "接近")
_BOUND = dict.fromkeys(_OVER, Approx.MORE_THAN) | dict.fromkeys(_BELOW, Approx.LESS_THAN)
_UNDER = frozenset({"不足", "不到", "未达", "未达到", "未到", "低于", "少于", "没有"})
_NEAR = frozenset({"接近", "将近", "近"})
_WISHED = re.compile(
    r"力争|目标|计划|预计|有望|拟|确保|不低于|不少于|不得|应当|要求|原则上|减少|下降|压减|时间|任务过|工程过"
)
_OF_THEM = re.compile("[两二三四五六][一-鿿]")
_TOGETHER = re.compile("合计|共计?占|总共|之和|加起来|相加")
_FROM = ("由", "从")
_REACH = 60


class Form(Enum):
    """How the share is told."""

    SHARE = auto()  # 占…的30%
    OF = auto()  # 完成预算的90%
    BRACKET = auto()  # 60万元（30%）
    BEHIND = auto()  # 29人，超过半数
    RENAMED = auto()  # …，调解结案不到一半
    INSIDE = auto()  # 占全部支出500万元的65%


@dataclass(frozen=True, slots=True)
class Claim:
    """A share as it is told. ``at``: where its words begin; ``index``: the first fact behind that."""

    start: int
    end: int
    at: int
    index: int
    form: Form
    subject: str
    whole: str
    holds: Holds
    mention: Mention | None = None


def shares(facts: Facts) -> Iterator[Claim]:
    """Every share that is told of one part alone."""
    for fact in facts.all:
        mention = fact.mention
        if mention.kind is not Kind.PERCENT or mention.unit == "个百分点" or mention.value is None:
            continue
        words = _words(facts, mention.start)
        if claim := _told(facts, fact, words):
            yield claim
    text = facts.reading.text
    if "半" in text:
        for match in _HALF.finditer(text):
            if claim := _half(facts, match):
                yield claim


def _words(facts: Facts, at: int) -> str:
    """The words of the clause before an offset; 两项 in 占两项收入合计的 is no number of its own."""
    return facts.reading.text[max(_since(facts, at), facts.reading.layout.clause(at)[0]) : at]


def _since(facts: Facts, at: int) -> int:
    """Where the words of the sentence begin that are free of numbers."""
    last = bisect_left(facts.starts, at) - 1
    start = facts.reading.layout.sentence(at)[0]
    while last >= 0 and counting(facts, facts.all[last]):
        last -= 1
    return max(start, min(facts.all[last].mention.end, at)) if last >= 0 else start


def counting(facts: Facts, fact: Fact) -> bool:
    """两项; 两件 in 两件合计占: how many there are of what was told, nothing told itself; 80岁以上老人 is a
    name."""
    said = fact.mention.text
    if fact.mention.unit in ("岁", "周岁"):
        return True
    together = _OF_THEM.fullmatch(said) and _TOGETHER.match(facts.reading.text, fact.mention.end)
    return bool(COUNTED.fullmatch(said) or together)


def _told(facts: Facts, fact: Fact, words: str) -> Claim | None:
    mention = fact.mention
    if _EACH.search(words) or _rowed(facts, fact):
        return None  # 三家各占33.33%, 占比为60%、40%: a row, each of its own
    if _TO_COME.search(words):
        return None  # 更新后占比将达82.5%: of numbers that are not told
    if _WHOLE_OF_ALL.search(words) or words.endswith(_FROM):
        return None  # 占比由26.4%降至17.6%: of an earlier time
    holds = holder(mention)
    match = _GIVES.search(words)
    if match and (behind := _GIVEN.match(facts.reading.text, mention.end)):
        at = mention.start - len(match[0])
        return _claim(fact, holds, at, Form.SHARE, match["subject"], behind["whole"])
    if match := _SHARE.search(words):
        at = mention.start - len(words) + match.end("subject")
        subject, whole = _among(match)
        return _claim(fact, holds, at, Form.SHARE, subject, whole)
    if match := _OF.search(words):
        at = mention.start - len(match[0])
        return _claim(fact, holds, at, Form.OF, whole=match["whole"])
    if mention.unit == "%" and (match := _OF_NAMED.search(words)):
        at = mention.start - len(match[0])
        named = _claim(fact, holds, at, Form.SHARE, whole=match["whole"])
        return named if _verbatim(facts, named) else None
    if mention.unit in ("成", "分之") and (match := _WHOLE_OF.search(words)):
        at = mention.start - len(match[0])
        holds = holder(replace(mention, approx=_BOUND[match["word"]], hedge=match["word"]))
        return _claim(fact, holds, at, Form.SHARE, match["subject"], match["whole"])
    return _bare(facts, fact, holds)


def _claim(fact: Fact, holds: Holds, at: int, form: Form, subject: str = "", whole: str = "") -> Claim:
    """A share that is told by a number."""
    mention = fact.mention
    return Claim(mention.start, mention.end, at, fact.index, form, subject, whole, holds, mention)


def _verbatim(facts: Facts, claim: Claim) -> bool:
    """88万元，为罚没收入的7%: a whole of any name, where one number before is called just so."""
    start = facts.reading.layout.paragraph(claim.at)[0]
    told = facts.amounts(start, claim.at)
    return len([f for f in told if facts.words(f).endswith(claim.whole) and f is not told[-1]]) == 1


def _among(match: re.Match[str]) -> tuple[str, str]:
    """The subject, and the whole behind 占 or before it: 持证人员在采编队伍中占, 新增人数中居民占."""
    whole = match["whole"] or match["among"] or ""
    inside = _MIDST.fullmatch(match["subject"])
    return (inside["subject"], inside["among"]) if inside and not whole else (match["subject"], whole)


def _rowed(facts: Facts, fact: Fact) -> bool:
    """Whether another share follows or goes before with nothing but a mark between."""
    around = facts.all[max(0, fact.index - 1) : fact.index] + facts.all[fact.index + 1 : fact.index + 2]
    return any(f.mention.kind is Kind.PERCENT and _AND.fullmatch(facts.between(f, fact)) for f in around)


def _bare(facts: Facts, fact: Fact, holds: Holds) -> Claim | None:
    """A share without 占: in a bracket right behind its part, or in words behind a comma."""
    mention, before = fact.mention, facts.all[fact.index - 1] if fact.index else None
    if before is None or not is_amount(before.mention):
        return None
    words = facts.reading.text[before.mention.end : mention.start]
    closed = facts.reading.text[mention.end : mention.end + 1] in "）)"
    if closed and _OPEN.fullmatch(words):
        return _claim(fact, holds, before.mention.end, Form.BRACKET)
    if _INSIDE.fullmatch(words):
        own = _words(facts, before.mention.start)
        held = _HELD.fullmatch(own)
        at = before.mention.start - len(own) + held.end("subject") if held else 0
        return held and _claim(fact, holds, at, Form.INSIDE, held["subject"])
    sentence = facts.reading.text[facts.reading.layout.sentence(mention.start)[0] : mention.start][-_REACH:]
    if match := _FOREMOST.search(sentence):
        at = mention.start - len(sentence) + match.end("subject")
        return _claim(fact, holds, at, Form.SHARE, match["subject"])
    worded = mention.unit in ("成", "分之")
    if worded and _MARK.fullmatch(words) and facts.reading.text[mention.end : mention.end + 1] in "，。；":
        return _claim(fact, holds, before.mention.end, Form.BEHIND)
    return _renamed(facts, mention.start, mention.end, fact.index, holds, mention) if worded else None


def _renamed(
    facts: Facts, start: int, end: int, index: int, holds: Holds, mention: Mention | None = None
) -> Claim | None:
    """调解结案253件，裁决结案207件，调解结案不到一半: the part is named again."""
    words = _words(facts, start)
    match = _RENAMED.fullmatch(words)
    if match is None or _CHANGE.search(match["subject"]):
        return None
    if facts.reading.text[end : end + 1] not in ("，", "。", "；", ""):
        return None
    at = start - len(words)
    return Claim(start, end, at, index, Form.RENAMED, match["subject"], "", holds, mention)


def _half(facts: Facts, match: re.Match[str]) -> Claim | None:
    """一半, 过半, 半数以上: no number, yet a share."""
    text, start = facts.reading.text, match.start()
    words = text[_since(facts, start) : start][-_REACH:]
    if _WISHED.search(words) or (start and text[start - 1] in "上下前后大多小月年"):
        return None
    index = bisect_left(facts.starts, start)
    holds = _halves(match["word"] or "", match["more"] or "")
    clause = words[len(words) - (start - max(start - len(words), facts.reading.layout.clause(start)[0])) :]
    if found := _SHARE.search(clause):
        at, (subject, whole) = start - len(clause) + found.end("subject"), _among(found)
        return Claim(at, match.end(), at, index, Form.SHARE, subject, whole, holds)
    bare = _MARK.fullmatch(words[-6:]) and words[:1] in "，、"
    if index and bare and text[match.end() : match.end() + 1] in "，。；":
        at = facts.all[index - 1].mention.end
        return Claim(start, match.end(), at, index, Form.BEHIND, "", "", holds)
    return _beyond(match, clause, index) or _renamed(facts, start, match.end(), index, holds)


def _beyond(match: re.Match[str], clause: str, index: int) -> Claim | None:
    """流转面积超过耕地总面积的一半."""
    found = _WHOLE_OF.search(clause)
    if found is None:
        return None
    at = match.start() - len(clause) + found.start()
    holds = _halves(found["word"], match["more"] or "")
    return Claim(match.start(), match.end(), at, index, Form.SHARE, found["subject"], found["whole"], holds)


def _halves(word: str, more: str) -> Holds:
    half = Decimal(50)

    def holds(value: Interval | None) -> bool:
        if value is None:
            return False
        if word in _UNDER:
            return value[0] < half
        if word in _NEAR:
            return value[0] <= half and value[1] > 40
        if word == "约" or more == "左右":
            return value[0] <= 56 and value[1] >= 44
        if word or more:
            return value[1] >= half
        return value[0] <= 52 and value[1] >= 48

    return holds
