"""A rate with its formula in a bracket behind its name: 预算执行率（支出数÷调整预算数）为95%."""

from __future__ import annotations

import re

from pipeline.crosscheck.arithmetic.facts import Fact, Facts

_FORMULA = re.compile(
    r"(?P<name>[一-鿿“”]{2,16})[（(](?:即|按|=|＝)?(?P<part>[^（）()。；\n÷/／]{1,24}?)(?:÷|/|／|除以|占)"
    r"(?P<whole>[^（）()。；\n÷/／×*]{1,24}?)(?:的?(?:比例|比重|比值|百分比))?(?:[×*xX]\s?100\s?[%％])?(?:计算|测算)?[）)]"
    r"(?P<be>[^，。；：（）()\d]{0,4}[:：]?)$"
)
_CLOSED = re.compile("[）)]")
_REACH = 90


def rate_words(facts: Facts, fact: Fact) -> tuple[str, str]:
    """The words before a rate without the formula in them, and what the formula divides by."""
    text, start = facts.reading.text, fact.mention.start
    closed = _CLOSED.search(text, max(0, start - 6), start)
    match = _FORMULA.search(text, max(0, start - _REACH), start) if closed else None
    return (match["name"] + match["be"], match["whole"]) if match else (facts.words(fact), "")
