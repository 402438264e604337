"""The ways in which the tables of these tests read a passage, and all that is told of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path

from pipeline.crosscheck import CheckResult, Context, Verdict, check
from pipeline.references import render
from pipeline.workflow import Case, open_case
from schemas.figures import Ledger
from schemas.findings import Finding
from schemas.outline import Length
from tests.crosscheck.ledgers import LEDGER, YEAR, checked, count, money
from tests.crosscheck.test_findings import line

EXAMPLE_OF = {"huaihua": "huaihua2020", "changning": "changning2023", "chenzhou": "chenzhou2021"}
EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
MATERIAL = """2023年4月27日在庙前镇，龙显蓉书记出席，按《关于开展自评的通知》（常财绩〔2024〕3号）。市医学会。
2023-05-06，走访洞坪村。6月1日至3日培训，9月11日—10月13日展览，8月调研。联合湘雅医院义诊，到常德学习。
参加单位：县科协。《2023年科普工作 要点》（常科协[2023]第12号）。省科技馆、市农业科学研究所。讲师彭德怀教授"""
FORMER = Ledger(
    [
        *(f for f in LEDGER if f.key != "项目支出.决算"),
        money("项目支出.决算", "1712200"),
        money("会议费.决算", "43300"),
    ]
)
FIELDS = ("目标值", "完成值", "分值", "得分")
SCORES = {
    "科普讲座场次": ("30", "26", "5", "4"),
    "技术培训期数": ("4", "5"),
    "满意度": ("", "", "10", "8"),
    "投诉次数": ("2", "3"),
    "展览场次": ("6", "5"),
    "比赛场次": ("8", "7"),
}  # fmt: skip
INDICATORS = Ledger(
    [
        count(f"绩效指标.{name}.{field}", value, "场", item=f"绩效指标.{name}", label=name,
              context="≤2场" if name == "投诉次数" else "")
        for name, values in SCORES.items() for field, value in zip(FIELDS, values, strict=False) if value
    ]
)  # fmt: skip


@cache
def example(name: str) -> Case:
    return open_case(EXAMPLES / name)


def of_example(name: str, passage: str) -> tuple[str, CheckResult]:
    """As a person's text in the report folder of one of the examples."""
    case = example(name)
    rendered = render(passage, case.ledger, case.style)
    context = Context(year=case.data.settings.year, source_text=case.source_text)
    return rendered.text, check(rendered.text, case.ledger, spans=rendered.spans, context=context)


def _ours(passage: str, **context: object) -> tuple[str, CheckResult]:
    from pipeline.references import Style

    return render(passage, LEDGER, Style()).text, checked(passage, **context)


MODES: dict[str, Callable[[str], tuple[str, CheckResult]]] = {
    "text": lambda passage: (passage, check(passage)),
    "ledger": _ours,
    "draft": partial(_ours, draft=True, heading="三公经费", constants=("压减30%",)),
    "section": partial(
        _ours,
        heading="支出情况",
        required=("基本支出.决算", "三公经费.*.决算"),
        length=Length(least=20, most=40),
    ),
    "material": partial(_ours, source_text=MATERIAL, heading="科普活动"),
    "former": lambda p: (p, check(p, LEDGER, context=Context(year=YEAR), earlier=[LEDGER, FORMER])),
    "indicators": lambda p: (p, check(p, INDICATORS, context=Context(year=YEAR))),
    **{mode: partial(of_example, name) for mode, name in EXAMPLE_OF.items()},
}
"""``text``: alone; the others: against a ledger, with what a report folder may give besides."""


def told(mode: str, passage: str) -> list[str]:
    """What each number of a passage is tied to, then each finding, with the names that its message quotes."""
    text, result, found = _read(mode, passage)
    ties = [] if mode == "text" else _ties(result)
    return [*ties, *(_found(line(text, f), f.message, f.evidence) for f in found)]


def messages(mode: str, passage: str) -> list[str]:
    """Each finding of a passage as the user reads it."""
    return [f.message for f in _read(mode, passage)[2]]


def _read(mode: str, passage: str) -> tuple[str, CheckResult, list[Finding]]:
    """The text, its check, and the findings without those that a passage alone gives away, when it was read
    against a ledger: they are for the other tables."""
    text, result = MODES[mode](passage.replace("\\n", "\n"))
    alone = [] if mode == "text" else [(f.code, f.start, f.end) for f in check(text).findings]
    return text, result, [f for f in result.findings if (f.code, f.start, f.end) not in alone]


def _ties(result: CheckResult) -> Iterator[str]:
    for tie in result.ties:
        said = "" if tie.verdict is Verdict.BOUND else f" {tie.verdict.value}"
        if tie.verdict is not Verdict.IGNORED:
            yield f"{tie.mention.text}={tie.key or tie.evidence or tie.meant or ''}{said}"


def _found(line: str, message: str, evidence: str | None) -> str:
    names = " ".join(re.findall("“([^”]+)”", message))
    return " ".join(filter(None, (line, f"“{names}”" if names else "", f"({evidence})" if evidence else "")))
