"""All of them are so, and some are not: 工资悉数结清 … 17人未拿到工资; 全部授予中小企业 … 大型企业18.60万元.

What is said of all is told against by a number of what is not so: with the same deed or thing denied of it
(未…, 没有…, 无…), with a deed that comes before it (未动工 against 全部完成改造), or with the opposite kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from pipeline.crosscheck.arithmetic.facts import Fact, Facts
from pipeline.crosscheck.arithmetic.numbers import alike
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.denied import rows
from pipeline.crosscheck.things import pairs
from pipeline.crosscheck.totality import DONE, HOPED
from schemas.findings import Finding

_REACH = 160
_ALL = re.compile(
    r"(?=[全均都一皆悉人个户村家无如分百1已])(?<![未没有不非并])(?:全部|(?<![平人年月日户亩件次])均|(?<![成首])都(?!市)|一律|皆|悉数|全数|全员|[人个户村家]{2}(?=持|有|通|达|都)|无一例外地?"
    r"|如数|分文不[少差欠]|已实现)(?!上级|[未不无没]|是否)"
)
_NOT = re.compile(
    r"(?:未|没有|没|无|不|(?<![接招款对优看])待|拒绝?|拖欠|欠)(?:能|曾|得到|按[期时]|及时|如期|实现|组织|通过(?=竣工|验收))*(?P<what>[一-鿿]{1,8})"
)
_OTHERS = re.compile(r"其余|剩余|余下|另")
_SUBSET = re.compile(
    r"(?:已(?![于经全在])|符合|具备|满足|到位|下达|完工|开工|竣工|合格|到期)[一-鿿]{0,6}的?(?:资金|款项|[贷借]款|债券|合同|\d|项目|部分)"
)
_APART = re.compile(
    r"上年|去年|二期|第二批|二批|新增|新安排|另一|以前年度|往年|其他|首批|一期|第一批|前期|除|若|如(?![期数])|计划|预计|将|力争"
    r"|不[低少高超大小多]|不足|不到|未超|无需|不需|不含|不包括|不计|不再|无关|不同|不重复"
)
_LINK = r"(?:的|有|为|共计?|合计|计|是|达|金额|资金|合同|项目|[一-鿿]{0,2}车)*"
_TAIL, _BEHIND = 14, 16


@cache
def _kinds() -> list[tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]]:
    """What all are; the opposite before a number, and behind it."""
    return [
        (re.compile(one), re.compile(f"(?:{other}){_LINK}$"), re.compile(rf"[一-鿿]{{0,3}}?(?:{other})"))
        for one, other in rows()["opposed"]
    ]


def check_opposed(facts: Facts) -> Iterator[Finding]:
    """Every word of totality beside a number of what is not so."""
    text = facts.reading.text
    for match in _ALL.finditer(text):
        start, end = facts.reading.layout.clause(match.start())
        claim = text[max(start, match.start() - 30) : min(end, match.end() + 20)]
        if HOPED.search(text, max(start, match.start() - 24), match.start()) or _aside(claim, match[0]):
            continue
        if spot := _against(facts, match, claim, end):
            message = f"此处说“{claim.strip()}”，而文中又有“{text[slice(*spot)].strip()}”，前后矛盾，请核对。"
            said = match.start(), min(end, match.end() + 20)
            yield finding("contradiction", message, text, *said, others=(spot,))


def _aside(claim: str, word: str) -> bool:
    """Whether the words are of a part only (到位资金全部拨付), or of another time."""
    before = claim.partition(word)[0]
    return before.endswith("的") or bool(_APART.search(claim) or _SUBSET.search(before))


def _against(facts: Facts, match: re.Match[str], claim: str, end: int) -> tuple[int, int] | None:
    """Where the first number of what is not so stands with its words."""
    line = facts.reading.layout.paragraph(match.start())[1]
    told = facts.reading.text[match.end() : end]
    for fact in facts.within(end, match.end() + _REACH):
        if fact.mention.start > line and "其中" not in facts.words(fact):
            return None
        apart = _APART.search(facts.reading.text, end, fact.mention.start)
        if apart or _OTHERS.search(facts.words(fact)) or not fact.value:
            continue
        spot = _opposite(facts, fact, claim) or _denied(facts, fact, claim, told)
        if spot and not _of_some(facts, match, fact):
            return spot
    return None


def _of_some(facts: Facts, match: re.Match[str], fact: Fact) -> bool:
    """指标28个，其中…；满意度指标3个，全部完成: all of what its own words count."""
    text, start = facts.reading.text, facts.reading.layout.period(match.start())[0]
    own = text.rfind("；", start, match.start())
    if own < 0 or "其中" not in text[start:own]:
        return False
    return any(alike(f.mention, fact.mention) for f in facts.within(own, match.start()))


def _opposite(facts: Facts, fact: Fact, claim: str) -> tuple[int, int] | None:
    """The number is called by the opposite of what all are."""
    words, text = facts.words(fact), facts.reading.text
    for all_, before, behind in _kinds():
        if not all_.search(claim):
            continue
        if (told := before.search(words)) and not re.search("[未无没不非零]$", words[: told.start()]):
            return fact.mention.start - len(words), fact.mention.end
        if told := behind.match(text, fact.mention.end):
            return fact.mention.start, told.end()
    return None


def _denied(facts: Facts, fact: Fact, claim: str, told: str) -> tuple[int, int] | None:
    """What all have done is denied of the number: right before it (未动工的8家), or behind (17人未拿到)."""
    text, mention = facts.reading.text, fact.mention
    words = facts.words(fact)[-_TAIL:]
    end = min(facts.reading.layout.clause(mention.end)[1], mention.end + _BEHIND)
    behind = _NOT.search(text, mention.end, end)
    for said in (_NOT.search(words), behind):
        if said and _same_deed(said["what"], claim, told):
            first = mention.start - len(words) if said is not behind else mention.start
            return first, max(mention.end, behind.end() if said is behind else 0)
    return None


def _same_deed(denied: str, claim: str, told: str) -> bool:
    """拿到工资 is in 工资结清; 动工 comes before 完成改造."""
    if pairs(denied) & pairs(claim) or (
        len(denied) <= 3 and denied.rstrip("的")[-1:] in claim and len(denied.rstrip("的")) == 1
    ):
        return True
    ranks = [(key[0], key[1]) for key, words in DONE if re.match(rf"[一-鿿]{{0,2}}?(?:{words})", denied)]
    return any(
        key[0] == one and key[1] >= rank and re.search(words, told)
        for key, words in DONE
        for one, rank in ranks
    )
