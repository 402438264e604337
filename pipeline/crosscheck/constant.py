"""What did not change and is told with two values: 没有追加和调减 … 年初预算415万元 … 全年预算451万元.

Where the text says that nothing was added or changed, the number before and the number after are one: 年初
and 年末, the budget as approved and as it came to be, the contract and its settlement. Of itself what was
left at the end of a year is what the next begins with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from pipeline.crosscheck.arithmetic.facts import Fact, Facts, Role, level
from pipeline.crosscheck.arithmetic.misprints import misprint
from pipeline.crosscheck.arithmetic.numbers import alike
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.things import around, pairs
from schemas.figures import Approx, Kind
from schemas.findings import Finding, Severity

_MARK = re.compile("[未没无不]")
_CHANGE = "变动|变化|调整|增减|追加|调减|调增|变更|签证|修订|增加|减少|浮动|增补|调剂"
_UNCHANGED = re.compile(
    rf"(?:没有|未|无|不)(?:发生|作|做|进行|有|任何|过|再|曾|出现|办理|人员|设计|预算|工程|指标|数量)*(?P<what>{_CHANGE})|(?:保持|维持)?不变(?!价)"
)
_PAIRS = (
    (
        re.compile(
            r"年初(?:部门)?预算|年初批复|预算批复|年初安排|批复预算|年初下达|期初预算|下达预算|批复[一-鿿]{0,4}预算"
        ),
        re.compile(r"全年预算|调整预算|调整后|最终预算|预算(?:指标|执行)?(?:总额|数|额)|年末预算|决算预算"),
        re.compile("追加|调减|调整|调增|增减|变动|变化|变更|增补|调剂|不变"),
        re.compile("结转|结余|追加后|含"),
    ),
    (
        re.compile(r"(?:合同|中标|签约|成交|施工)[一-鿿]{0,3}(?:价|额)"),
        re.compile(r"结算[一-鿿]{0,3}(?:价|额|数|款)|审定[一-鿿]{0,2}[价额]|决算[一-鿿]{0,2}[价额]"),
        re.compile("变更|签证|调整|增减|增加|变动"),
        re.compile("审减|核减|扣|罚|暂列|下浮|节约|节省|审核|含"),
    ),
    (
        re.compile(r"上年[末底]|去年[末底]|年初|期初|上年|改革前|调整前"),
        re.compile(r"(?<!上)年[末底]|期末|本年|当年|现有|目前"),
        re.compile("变动|变化|调整|增减|增加|减少|不变"),
        re.compile("其中|收入|支出|增长|下降"),
    ),
)
"""Before, after, what must not have happened, and what lets the two differ all the same."""
_LEFT = re.compile(r"(?:上年|去年|上期)(?:度|[末底])?[^，。；]{0,8}(?:结余|余额|结存|结转|库存|存款|节余)")
_BEGUN = re.compile(r"(?:期初|年初)[^，。；]{0,6}(?:结余|余额|结存|库存|存款|数|节余|账面)")
_TURNED = re.compile("调整|更正|追溯|收回|上缴|核销|划转|其中|合并|剔除|除|缴回|冲")
_REACH = 100


def check_constant(facts: Facts) -> Iterator[Finding]:
    """Every pair of numbers that must be one, and is not."""
    for match in facts.matches(_UNCHANGED, _MARK):
        yield from _unchanged(facts, match)
    if "期初" in facts.reading.text or "年初" in facts.reading.text:
        yield from _carried(facts)


def _unchanged(facts: Facts, match: re.Match[str]) -> Iterator[Finding]:
    text = facts.reading.text
    start, end = _around(facts, match)
    near = [f for f in facts.within(start, end) if _plain(f)]
    for one, other in combinations(near, 2):
        if one.value == other.value or not alike(one.mention, other.mention):
            continue
        if _told_of(facts, match, one, other) and not any(
            f.value == other.value for f in near if f is not other
        ):
            first, last = sorted((one, other), key=lambda f: f.mention.start)
            message = f"此处说“{match[0]}”，而文中先写{first.mention.text}，后写{last.mention.text}，"
            message += "两数应相等，请核对。"
            spots = tuple((f.mention.start, f.mention.end) for f in (first, last))
            yield finding(
                "contradiction", message, text, *match.span(), severity=Severity.WARNING, others=spots
            )
            return


def _around(facts: Facts, match: re.Match[str]) -> tuple[int, int]:
    """The sentence and its neighbours."""
    layout = facts.reading.layout
    start, end = layout.period(match.start())
    line = layout.paragraph(match.start())
    before = layout.period(max(line[0], start - 2))[0]
    behind = layout.period(min(line[1], end + 1))[1]
    return max(before, match.start() - _REACH), min(behind, match.end() + _REACH)


def _plain(fact: Fact) -> bool:
    own = level(fact) and fact.role is Role.LEVEL and fact.mention.approx is Approx.EXACT
    return own and not fact.compared and fact.mention.kind in (Kind.MONEY, Kind.COUNT)


def _told_of(facts: Facts, match: re.Match[str], one: Fact, other: Fact) -> bool:
    """Whether the two are before and after of what did not change."""
    labels = _label(facts, one), _label(facts, other)
    text = facts.reading.text
    said = text[facts.reading.layout.clause(match.start())[0] : facts.reading.layout.clause(match.end())[1]]
    for at, (before, after, change, unless) in enumerate(_PAIRS):
        told = [(bool(before.search(label)), bool(after.search(label))) for label in labels]
        if not change.search(said) or told not in (
            [(True, False), (False, True)],
            [(False, True), (True, False)],
        ):
            continue
        if unless.search(text, one.mention.start - len(labels[0]), max(other.mention.end, match.end())):
            continue
        if at < 2 or _named(said, around(facts, one), around(facts, other)):
            return at != 1 or misprint(one.mention, other.value, ()) is not None or one.value < other.value
    return False


def _label(facts: Facts, fact: Fact) -> str:
    start = facts.reading.layout.clause(fact.mention.start)[0]
    return facts.reading.text[start : fact.mention.start]


def _named(said: str, one: str, other: str) -> bool:
    """The thing that did not change is what both numbers are of; the second may leave its name out."""
    first, second = pairs(said) & pairs(one), pairs(said) & pairs(other)
    return bool((first and second) or (first and not pairs(other)) or (second and not pairs(one)))


def _carried(facts: Facts) -> Iterator[Finding]:
    """上年末结余 is 本年期初余额."""
    left: Fact | None = None
    for fact in facts.all:
        if not _plain(fact):
            continue
        label = _label(facts, fact)
        if _BEGUN.search(label) and left is not None and _one_account(facts, left, fact):
            message = f"上年末余{left.mention.text}，本年期初却为{fact.mention.text}，两数应相等，请核对。"
            yield finding(
                "balance", message, facts.reading.text, fact.mention.start, fact.mention.end,
                severity=Severity.WARNING, others=((left.mention.start, left.mention.end),),
            )  # fmt: skip
        left = fact if _LEFT.search(label) else left


def _one_account(facts: Facts, left: Fact, begun: Fact) -> bool:
    between = facts.between(left, begun)
    near = len(between) <= _REACH and "\n" not in between and alike(left.mention, begun.mention)
    return near and left.value != begun.value and not _TURNED.search(between)
