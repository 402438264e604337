"""What a number is of, for those who ask whether two numbers are of one thing."""

from __future__ import annotations

import re

from pipeline.crosscheck.arithmetic.facts import Fact, Facts

_BEHIND = re.compile(r"[^\s，,、；;：:。（()）\d]{1,8}")
_EMPTY = re.compile(
    r"(?:19|20)\d{2}年度?|[上本去]?年[初末底]|同样|[也均仍亦共有]?[为是]|[上本当今去全]年度?|年[初末底内中]|期[初末]|截[至止]|目前|现有|实有|实际|共计|合计|总计|累计|已经?"
    r"|[一-鿿]?(?:[省县州镇]|市(?![场民政容])|区(?![域间])|乡(?!村))级?(?=[一-鿿]{2})|我[局委办院校会县市区]|本?单位|项目|工程|资金|经费|情况|工作|人数|数量"
    r"|金额|支出|收入|安排|完成|实施|开展|进行|组织|其中|分别|达到|投入|使用|以上|通过|有关|相关|主要|建设|任务|目标|计划|预算|决算"
)
_HAN = re.compile(r"[一-鿿]+")


def around(facts: Facts, fact: Fact) -> str:
    """The words of a number's clause before it and those right behind it."""
    behind = _BEHIND.match(facts.reading.text, fact.mention.end)
    return facts.words(fact) + (behind[0] if behind else "")


def pairs(words: str) -> set[str]:
    """The pairs of characters that stand side by side, without those that name nothing."""
    runs = _HAN.findall(_EMPTY.sub("，", words))
    return {run[i : i + 2] for run in runs for i in range(len(run) - 1)}


def common(one: str, other: str) -> set[str]:
    """The pairs of characters that two names share."""
    return pairs(one) & pairs(other)


def name(one: str, other: str) -> str:
    """The longest words that two names share, if they name anything."""
    shared = common(one, other)
    runs = (one[i:j] for i in range(len(one)) for j in range(i + 2, len(one) + 1))
    named = [run for run in runs if run in other and _HAN.fullmatch(run) and pairs(run) & shared]
    return max(named, key=len, default="")
