"""Verbs of change before a number, and what it is measured from: 比上年增加, 较年初预算压减."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.crosscheck.vocabulary import either, initials


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb of change before a number. ``sign`` is 0 for 调整, ``to`` when it leads to the result."""

    text: str
    start: int
    sign: int
    to: bool
    short: bool
    object: str


_GUARD = r"(?<![新最至不更较多没无])"
_VERB = re.compile(
    rf"{initials('up', 'down', 'turned', 'up_short', 'down_short')}"
    rf"(?:(?P<up>{either('up')})|(?P<down>{either('down')})|(?P<turned>{either('turned')})"
    rf"|{_GUARD}(?:(?P<up1>{either('up_short')})|(?P<down1>{either('down_short')})))"
    r"(?P<noun>额|率|幅度?|金额|数量?|值|量|比例)?(?P<to>到(?![位期账岗场])了?|至|为|成)?(?:了|约|近|达到?|仅|出|是|将近|接近|共)*"
    r"(?P<object>(?:[^，。；：、（）()\d]|(?:19|20)\d{2}年){0,10})$"
)
# 高于全省平均水平2.5个百分点: a difference from what the word names, sure of points only
BEYOND = re.compile(
    rf"(?:(?P<up>{either('more')})|(?P<down>{either('less')}))了?(?P<base>[^，。；：、（）()\d]{{1,12}}?)(?:水平|近|约)?$"
)
_DEEDS = frozenset({"支出", "收入", "完成", "安排", "投入", "支付"})
_LEADS_ON = tuple("后的以值工项速部行计专能质")
SIGNED = re.compile(r"(?:变动|增减|变化|增长|增减变动)(?:率|幅度?|额)(?:为|是|达|[:：])*$")
_ADVERBS = rf"(?:{either('adverbs')})*"
ADVERB = re.compile(rf"(?!基本[一-鿿])(?:{either('adverbs')})")
"""Before its verb; 基本支出 is a noun."""
_PREPOSITION = (
    r"(?:(?<![占同环之正反百对相])比(?![例重率赛值较])|(?<![比计])较(?![大小多少好为快高低强长])"
    r"|(?<![两三四五]年)(?:相较于?|相比于?)|对比"
    r"|(?:与|和|同(?!比(?!\d|[上去]年))|跟|对照|对比)(?=[^，。；]{0,20}?(?:相?比|比较|相较|相对照)))"
)
THAN = re.compile(
    rf"(?P<same>同比|环比)[，,]?(?P<whose>[^，。；：、\d]{{0,8}}?){_ADVERBS}$"
    rf"|{_PREPOSITION}(?P<base>[^，。；：、]{{1,16}}?)(?:相?比较?|相较|对比)?[，,]?{_ADVERBS}(?:变动|变化)?$"
)
OPENING = re.compile(
    r"\s*(?:[与和同跟比较]|相[较比]于?|对比)(?P<base>[^，。；：、\d]{0,8}?(?:(?:19|20)\d{2}年)?[^，。；：、\d]{0,8}?)(?:相比较?|相较|比较|对比)?[，,]"
)
COMPARED = re.compile(rf"{_PREPOSITION}[^，。；：、]{{0,16}}$")
WITH = re.compile(r"(?:与|和|同|跟|拿|对照)[^，。；：、]{1,16}$")
LED = re.compile(r"[一-鿿]{1,4}(?:到|至|为|成)了?$")
WITH_BEHIND = re.compile(rf"[^，。；：、\d]{{0,3}}(?:相?比较?|相较|对比|相当|{either('level')})")
THAN_TIME = re.compile(
    rf"{_PREPOSITION}(?:(?:19|20)\d{{2}}年|{either('last', 'prior', 'opening', 'initial', 'plan')})"
)
SOURCE = re.compile(r"(?:^|[^自缘理来])(?:由(?!于|此)|从(?![事业而来]))[^，。；：、]{0,16}$")


_CHIEFS = tuple("家校院局市部队处科组站司园首班船机团社店县区镇村州省所乡")
"""成人家长19440张, 校长12人: people, nothing grew."""
_APART = re.compile(
    r"(?:相差|差距|差额|差值|落差|相距|改善|变动|波动|浮动)(?:值|额|率|幅度)?(?:了|约|近|达到?|高达|仅|只|有|是|为|共|也|正好|恰好)*$"
)
"""A difference that goes neither way."""


def verb_before(words: str, at: int) -> Verb | None:
    """The verb of change that *words* end with; *at* is where they end in the text."""
    match = _VERB.search(words)
    while match:
        if verb := _verb(match, at):
            return verb
        match = _VERB.search(words, match.start() + 1)
    apart = _APART.search(words)
    return Verb(apart[0], at - len(apart[0]), 0, False, False, "") if apart else None


def _verb(match: re.Match[str], at: int) -> Verb | None:
    short = bool(match["up1"] or match["down1"])
    object_ = match["object"]
    if match["noun"] == "值" or object_[:1] in _LEADS_ON:
        return None
    if "增收节支" in match.string[max(0, match.start() - 2) :]:
        return None  # a deed of auditors, not a change
    if short and match["up1"] == "长" and match.string[: match.start()].endswith(_CHIEFS):
        return None
    if short and len(object_) > 1 and object_ not in _DEEDS and not _measured(match):
        return None
    sign = 1 if match["up"] or match["up1"] else -1 if match["down"] or match["down1"] else 0
    named = match["noun"] or (match["up"] or match["down"] or "").endswith(("幅", "速"))
    to = bool(match["to"]) and not named
    if sign == 0 and not to:
        return None
    return Verb(match[0], at - len(match[0]), sign, to, short, object_)


def _measured(match: re.Match[str]) -> bool:
    """比上年同期多安置60人: a deed behind 多 and 少, where the clause itself compares."""
    if (match["up1"] or match["down1"]) not in ("多", "少") or len(match["object"]) > 3:
        return False
    return match.start() == 0 or bool(THAN.search(match.string[: match.start()]))


def beyond(words: str, at: int) -> Verb | None:
    """高于全省平均水平 before points: a difference without a verb of change."""
    match = BEYOND.search(words)
    if match is None:
        return None
    return Verb(match[0], at - len(match[0]), 1 if match["up"] else -1, False, False, match["base"])
