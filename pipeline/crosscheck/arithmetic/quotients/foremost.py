"""大头是电梯维保，计243万元；保洁143万元: the greatest of several is not less than the others."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.crosscheck.arithmetic.facts import Fact, Facts, same_sort
from pipeline.crosscheck.arithmetic.numbers import is_amount
from pipeline.crosscheck.codes import finding
from schemas.findings import Finding, Severity

_FOREMOST = re.compile(
    r"(?:占?大头|最大(?:的)?(?:一[项块笔类]|支出项?|开支|来源|户|部分)|主体部分|第一大(?:支出|来源|项目|类别?)|居首|居第一位?|排[在名]?第一位?|首位)"
    r"(?:的|项)*(?:是|为|在|系|仍是|仍为|来自|用于|集中[在于]|当属|属于)[^，。；：、\d]{2,20}[，,（(]?[^，。；：、\d]{0,6}$"
)
_MARK = re.compile("大头|最大|主体部分|第一大|居首|第一|首位")
_LIST = re.compile(r"[，；、（(][^，。；：、（）()\d]{2,24}$")
_WHOLE = re.compile("合计|共|总|增|减|上年|去年|比|计划|预算|其中|中(?!心)")
_AFTER = 3


def check_foremost(facts: Facts, told: set[int]) -> Iterator[Finding]:
    """Every amount that is called the greatest of its row, against those told behind it in its sentence."""
    for mark in _MARK.finditer(facts.reading.text):
        end = facts.reading.layout.period(mark.start())[1]
        behind = facts.within(mark.start(), end)[: _AFTER + 1]
        if not behind or not is_amount(behind[0].mention) or behind[0].mention.start in told:
            continue
        said = facts.reading.text[max(0, mark.start() - 2) : behind[0].mention.start]
        if found := _FOREMOST.search(said):
            yield from _judge(facts, behind[0], behind[1:], found[0])
            return


def _judge(facts: Facts, first: Fact, others: list[Fact], words: str) -> Iterator[Finding]:
    for other in others:
        if not same_sort(other.mention, first.mention) or _WHOLE.search(facts.words(other)):
            return
        if other.value > first.value and _LIST.search(
            facts.reading.text[first.mention.end : other.mention.start]
        ):
            mention = other.mention
            shown = f"{mention.text}＞{first.mention.text}"
            yield finding(
                "comparison", f"{shown}，与“{words.strip('，,（(')}{first.mention.text}”不符，两数可能颠倒。",
                facts.reading.text, first.mention.start, first.mention.end, severity=Severity.WARNING,
                evidence=shown, others=((mention.start, mention.end),),
            )  # fmt: skip
            return
