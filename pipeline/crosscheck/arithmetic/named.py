"""Which number a short name means in a list: 村道里程 is 村道640公里, 机动车数量 is 机动车4.2万辆."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.crosscheck.arithmetic.facts import Fact, Facts
from pipeline.crosscheck.arithmetic.quotients.naming import bare

_MEASURE = re.compile(
    r"(?:的|总|受[助益惠]|从业|参加|参与|涉及|覆盖|使用|投入|支出|收入|资金|经费|金额|投资|预算|决算|补助|数量|数额|总数|总量|总额|规模|面积"
    r"|里程|长度|人数|人次|人员|户数|家数|件数|个数|次数|场次|批次|频次|产量|产值|销量|销售额|占比|得分|保有量|办件量|接待量|用量|用电量|投诉|费用|开支|费|量|数|额)+$"
)
_LED = re.compile(
    r"^(?:其中|评定?为|获评|认定为|属于|而|且|但|即|以|在|对|各?类|全年|当年|本年|年末|截至[^，。；]{0,8}|共有?|现有|已有|拥有|有)+"
)
_LINK = re.compile(r"(?:共有|共计|合计|现有|已有|拥有|达到|达|共|有|为|是|约|各)+$")


def stem(words: str) -> str:
    """A name without the measure that it may end with: 村道里程 is 村道; 面积 stays."""
    name = _LINK.sub("", _LED.sub("", bare(words)))
    short = _MEASURE.sub("", name)
    return short if len(short) >= 2 else name  # 水费


def meant_by(facts: Facts, words: str, among: Sequence[Fact]) -> list[Fact]:
    """The numbers that a name means: those of its very label, else those whose label ends with it, begins
    with it or holds it: 用车费用 is 公务用车运行维护费."""
    name = stem(words)
    if len(name) < 2:
        return []
    labels = [stem(facts.words(f)) for f in among]
    exact = [f for f, label in zip(among, labels, strict=True) if label == name]
    near = [f for f, label in zip(among, labels, strict=True) if _within(name, label)]
    inside = [f for f, label in zip(among, labels, strict=True) if name in label]
    return exact or near or inside


def _within(name: str, label: str) -> bool:
    """停车泊位 and 泊位, 甲镇 and 甲镇卫生院: one ends with, or begins with, the other."""
    short, long = sorted((name, label), key=len)
    return len(short) >= 2 and (long.endswith(short) or long.startswith(short))
