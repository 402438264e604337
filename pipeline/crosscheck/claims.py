"""A quantity claimed without a figure: 全部完成, 均达标, where the ledger's indicators say otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.reading import Reading
from pipeline.crosscheck.show import show, source
from pipeline.crosscheck.terms import Hit
from schemas.figures import Figure, Ledger
from schemas.findings import Finding

_DONE = r"完成|达标|实现|达到(?:了)?(?:年初|年度|预期|预定|既定|绩效)?(?:目标|指标|要求)|落实到位|兑现"
_CLAIM = re.compile(
    rf"(?:全部|全面|均|都|圆满|如期|按期|超额|百分之百|百分百)(?:已|已经|按[时期质]|按要求|顺利|较好)*(?:{_DONE})(?!率)"
)
_ALL = re.compile(r"指标|(?:年度|绩效|工作|预期|总体)(?:绩效)?(?:目标|任务)|各项(?:目标|任务)")
_ALL_OF = re.compile(r"指标|目标|任务|[\d一二三四五六七八九十]项")
_NOT = re.compile(r"(?:[未没不非]|尚|基本|除|如何)[^，。；]{0,5}$|争取|力争|确保|将|要求|计划|有望|下一步")
_AT_MOST = re.compile(r"≤|<|＜|不超|不高于|不多于|不大于|小于|低于|以内|以下|控制在|至多")


_SHORT = re.compile(
    r"(?P<n>[\d一二三四五六七八九十两]{1,3})[项个](?!百分点)[^，。；、\n]{0,12}"
    r"(?:未(?:能|按期|如期)?(?:达到|完成|达标|实现|通过)|没有(?:达到|完成|实现)|不达标)"
)
_EXCEPT = re.compile(r"除|以外|之外|基本|大部分|多数|余下|其余|剩余")


def check_own_claims(reading: Reading) -> Iterator[Finding]:
    """全部达到目标, and in the same paragraph 2项未达到目标值."""
    for match in _CLAIM.finditer(reading.text):
        start, end = reading.layout.sentence(match.start())
        if not _ALL_OF.search(reading.text, start, end) or _EXCEPT.search(reading.text, start, match.start()):
            continue
        if _NOT.search(reading.text[start : match.start()]):
            continue
        short = _SHORT.search(reading.text, match.end(), reading.layout.paragraph(match.start())[1])
        if short:
            message = f"此处说“{match[0]}”，后文却说“{short[0]}”，前后矛盾。"
            yield finding(
                "contradiction", message, reading.text, match.start(), match.end(), others=(short.span(),)
            )


def check_claims(reading: Reading, ledger: Ledger) -> Iterator[Finding]:
    """Every claim of completeness against the indicators that it speaks of."""
    unmet = dict(_unmet(ledger))
    if not unmet:
        return
    for match in _CLAIM.finditer(reading.text):
        start, end = reading.layout.clause(match.start())
        if _NOT.search(reading.text[start : match.start()]):
            continue
        named = _named(reading.hits_in(start, end))
        everything = _ALL.search(reading.text, reading.layout.sentence(match.start())[0], end)
        items = [i for i in named if i in unmet] if named else list(unmet) if everything else []
        if items:
            listed = "；".join(unmet[item] for item in items[:3])
            more = f"等{len(items)}项" if len(items) > 3 else ""
            message = f"此处说“{match[0]}”，而台账中{listed}{more}，请写明实际完成情况。"
            yield finding("claim-without-figure", message, reading.text, match.start(), match.end())


def _named(hits: list[Hit]) -> list[str]:
    """The indicators that the clause names."""
    return [s for hit in hits for s in sorted(hit.subjects) if s.startswith("绩效指标.")]


def _unmet(ledger: Ledger) -> Iterator[tuple[str, str]]:
    """Indicators that fall short of their target, or of their full score, and in what words."""
    for figure in ledger:
        if not figure.key.startswith("绩效指标."):
            continue
        name = figure.label
        if figure.key.endswith(".完成值") and (target := ledger.get(f"{figure.item}.目标值")):
            if (figure.kind, figure.unit) == (target.kind, target.unit) and not _met(figure, target):
                said = f"目标值{show(target)}，完成值{show(figure)}"
                yield figure.item, f"“{name}”{said}（{source(figure)}）"
        elif figure.key.endswith(".得分") and not ledger.get(f"{figure.item}.完成值"):
            full = ledger.get(f"{figure.item}.分值")
            if full is not None and figure.value < full.value:
                yield figure.item, f"“{name}”分值{show(full)}，得分{show(figure)}（{source(figure)}）"


def _met(actual: Figure, target: Figure) -> bool:
    if _AT_MOST.search(target.context):
        return actual.value <= target.value
    return actual.value >= target.value
