"""Whether a rate counts what its part counts, or what the part leaves: 请假3人，到会率; 售水1139万吨，漏损率.

What is there and what is missing are told by words of their own; of words that are neither nothing is said.
"""

from __future__ import annotations

import re

from pipeline.crosscheck.arithmetic.facts import Fact, Facts

_MISSING = re.compile(
    r"[未没缺漏欠逾剩弃](?!补|遗|成年)|空[置缺报编关]|误[差报工判]|损[耗失坏毁]|废[标止]|不(?!少于|低于|超|足|含|包括|到|动产|锈)|尚[未在待]|仍在|请假|病假|事假|除了|除(?![险雪尘草锈湿臭污氟四])|非(?=[^常])"
    r"|退[回货件稿办学出票]|差错|差率|差评|相差|失[效败访联业学窃]|闲置|余下|其余|流失|流标|中断|停|报废|违[规约章法]|落[榜选]|淘汰|辍学|撤[回销]|拒|否决|取消"
    r"|待(?!遇)|驳回|搁置|死亡|离[职岗]|超[期时标]|延[期迟误]"
)
_THERE = re.compile(
    r"[已实](?![行施验绩训])|完成|办结|合格|通过|成功|[售租]出?|入住|在[用岗校册租]|到[会岗位场]|出[勤席动]|参[加会保训]|达标|收回|回收|使用|录用|满意"
    r"|正常|完好|畅通|开通|验收|销[号售]|供|答复|整改到位|兑[付现]|有效"
)
_BARE = re.compile(r"[率度面比例的占为达约]|[^一-鿿]")
_CALLED = re.compile(r"[一-鿿]{0,8}[率度面比例]+[^，。；\d]{0,6}$")


def _said(words: str) -> int:
    return -1 if _MISSING.search(words) else 1 if _THERE.search(words) else 0


def polarity(facts: Facts, fact: Fact) -> int:
    """-1 of an amount of what is missing, 1 of what is there, 0 where the words say neither."""
    return _said(facts.near(fact))


def opposed(facts: Facts, claim: Fact, part: Fact) -> bool:
    """Whether of the rate and its part the one is told of what is there, the other of what is missing."""
    called = _CALLED.search(facts.words(claim))
    if called is None:
        return False
    mine, its = _said(called[0]), polarity(facts, part)
    if mine == 0 and its == -1:  # 缺报11天，报汛率: by a word of the part; 视力不良，检出率 is of these
        mine = int(shared(facts, claim, part))
    return mine * its == -1


def shared(facts: Facts, claim: Fact, part: Fact) -> bool:
    """Whether the rate is called by a word of its part: 录用130篇，用稿率."""
    called = _CALLED.search(facts.words(claim))
    name = _BARE.sub("", called[0])[-4:] if called else ""
    return any(char in facts.near(part) for char in name)
