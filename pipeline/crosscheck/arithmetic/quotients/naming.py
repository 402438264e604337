"""Which number a name means: 产业发展类资金 is 产业发展类安排4320万元."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from pipeline.crosscheck.arithmetic.facts import Fact, Facts
from pipeline.crosscheck.vocabulary import either

REACH = 400
"""How far before a share its numbers are looked for."""

MOST = 16
"""How many of them at the most."""

NUMERAL = {c: n for n, c in enumerate("一二三四五六", 1)} | {"两": 2}
_EMPTY = frozenset(
    "总额 总数 支出 收入 经费 合计 全部 总量 预算 算数 数的 总支 总收 资金 部的 额的 全年 年度 本年 当年 总人 人数 金额 人员 部分 数量 规模 总规 面积 面总 数总 额总 项目 总计 入合 出合 入总 出总 费总 决算".split()  # noqa: E501, SIM905
)
_LEFT_OUT = re.compile(
    r"[\s，,、；;：:（）()“”\"‘’《》的]|其中|(?:[一二两三四五]|这|该|此|上述)(?:项|类|块|部分|方面|者)|已经?|也|均|就|又|还|仅|只|则"
    r"|当年|本年|同期|(?:资金|部分|人员|数|额|一项)$"
)
CHANGED = re.compile(
    rf"^(?:全部|总|净|新|同比|本年|当年)?(?:{either('up', 'down')}|[增减])(?:加|少|收|支|长|的)*"
    r"(?:总?[额量数值幅]+|部分|总规模|资金|人数|规模)数?$"
)
"""增支额, 减收总额: the whole is a change."""
TOTAL = re.compile(r"总|全部|全[年市县区镇乡院校局村]|合计|整个|共")
MARKED = re.compile(r"总|共|合计|全[年市县区镇乡院校局村]|核定|计划|概算|预算")


@lru_cache(maxsize=4096)
def bare(words: str) -> str:
    """A name without marks and words that name nothing."""
    return _LEFT_OUT.sub("", words)


@lru_cache(maxsize=4096)
def pieces(words: str) -> frozenset[str]:
    """The pairs of signs in a name that tell it from others."""
    name = bare(words)
    return frozenset(name[i : i + 2] for i in range(len(name) - 1)) - _EMPTY


def around(facts: Facts, name: str, fact: Fact) -> str:
    """The words with a number in which a name is looked for: 税收 is not told by 非税收入."""
    words = bare(facts.near(fact))
    return words if "非" in name else _NOT.sub("", words)


_NOT = re.compile("非[一-鿿]")


def score(facts: Facts, words: str, fact: Fact) -> int:
    """How well a number answers to a name. What comes first in it tells one from another."""
    name = bare(words)
    told = around(facts, name, fact)
    return 2 * sum(piece in told for piece in pieces(words)) + (name[:2] in told if name else 0)


def called(facts: Facts, words: str, fact: Fact) -> bool:
    """Whether the very name stands with the number."""
    name = bare(words)
    return len(name) >= 3 and name in around(facts, name, fact)


def exact(facts: Facts, words: str, among: Sequence[Fact]) -> list[Fact]:
    """The numbers that are called by the very name."""
    return [f for f in among if called(facts, words, f)]


def best(facts: Facts, words: str, among: Sequence[Fact]) -> list[Fact]:
    """The numbers that answer best to a name; none when none does."""
    if found := exact(facts, words, among):
        return found
    scores = [score(facts, words, f) for f in among]
    most = max(scores, default=0)
    return [f for f, got in zip(among, scores, strict=True) if got == most] if most else []


def answers(facts: Facts, words: str, among: Sequence[Fact]) -> list[Fact]:
    """As ``best``, but at least half of the name must stand there."""
    found = best(facts, words, among)
    wanted = len(pieces(words))
    return found if found and wanted and score(facts, words, found[0]) >= max(wanted, 2) else []


def specific(words: str) -> bool:
    """Whether a name tells one number from another."""
    return bool(pieces(words))
