"""What is left, and what was there at the start and the end: 结余, 剩余, 未完成, 年初＋增加－减少＝年末."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import product

from pipeline.crosscheck.arithmetic.numbers import (
    alike,
    around,
    between,
    factor,
    grade,
    is_amount,
    window,
    written,
)
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.intervals import Interval, disjoint, meant, minus, plus
from pipeline.crosscheck.reading import Reading
from pipeline.crosscheck.show import plain
from schemas.findings import Finding, Mention, Severity

_LEFT = re.compile(
    r"(?:剩余|其余|余下|剩下|结余|结转|节余|余额|余款|余|尚未[^，。；\d]{0,6}|尚有|尚余|尚欠|仍有|未[^，。；\d]{1,5}|空编|空缺|空余|缺员|缺编|缺额|超编|超员|差额|相差|缺口|欠"
    r"|短缺|净结余|超支|超收|短收|超出|沉淀|收回|待[^，。；\d]{1,4})(?:资金|金额|预算|支出|部分|的|了|共|有|还有|人员|达|为|约)*$"
)
_BEHIND_LEFT = re.compile(r"[^，。；、\d]{0,4}?(?:正在|未|尚未|待|仍在|仍)[^，。；\d]{0,6}")
_WHOLE = re.compile(
    r"预算|总|共|计划|应|合同|排查|发现|到位|收入|编制|核定|受理|划分|下达|安排|目标|任务|批复|查出|收到|交办|新识别|下设|投资|梳理|年初|资金|经费|债券"
)
_USED = re.compile(
    r"已|支出|支付|完成|整改|审结|使用|执行|实有|在职|在编|在岗|办结|消除|脱贫|销号|决算|实际|拨付|解决|化解|兑付|开支|入库"
)
_OPENING = re.compile(
    r"(?:年初|期初|上年末|上年年末|年初结转和?结余|上年结转|上年结余|年初余额|原有|原预算|原核定)[^，。；\d]{0,12}$"
    r"|^[^，。；\d]{0,12}预算(?:数|安排)?(?:为|是|共)*$"
)
_CLOSING = re.compile(
    r"(?:年末|期末|年底|截至[^，。；]{0,8}末|调整后|调整预算|全年预算|调整后?的?(?:全年)?预算|最终预算|预算调整为)[^，。；\d]{0,12}$"
)
_IN = re.compile(
    r"(?:追加|调增|收入|新增|引进|调入|增加|转入|拨入|招录|招聘|补栏|补充|购置|购入|购进|受赠|入库|录用|新识别|纳入|新认定|新建|吸纳|接收|新发展|收到|拨款|招生|入学|新入|新入园|新收|转正|返乡)[^，。；\d]{0,6}$"
)
_OUT = re.compile(
    r"(?:调减|核减|压减|支出|退出|清退|调出|减少|退休|转出|注销|报废|核减|消除|调离|辞职|处置|撤销|关停|淘汰|划出|取消|死亡|去世|病故|逝世|开除|流失|使用|毕业|结业|出栏|解聘|出院|收回|核销|偿还|归还|办结|结案|调任)[^，。；\d]{0,6}$"
)
_NET = re.compile(r"净[增减](?:加|少)?(?!额)[^，。；\d]{0,6}$")
_BASE = re.compile(r"的\s?[\d０-９]")
"""为年初预算10亿元的86%: what a share is taken of, no stock."""
_SKIPPED = re.compile(r"总计|合计|净增|净减|其中")


def check_remainders(reading: Reading) -> Iterator[Finding]:
    """Every remainder and every closing stock whose operands stand in the same sentence."""
    for claim in reading.figures:
        if not is_amount(claim):
            continue
        words = window(reading, claim)
        if _BASE.match(reading.text, claim.end):
            continue
        if _NET.search(words):
            yield from _net(reading, claim)
        elif _CLOSING.search(words) and (flows := _flows(reading, claim)):
            yield from _stock(reading, claim, flows)
        elif _LEFT.search(words):
            yield from _remainder(reading, claim)


def _before(reading: Reading, claim: Mention) -> list[Mention]:
    start, _ = reading.layout.period(claim.start)
    return [m for m in between(reading, start, claim.start) if is_amount(m) and alike(m, claim)]


# -- net changes ---------------------------------------------------------------------------------


def _net(reading: Reading, claim: Mention) -> Iterator[Finding]:
    """净增3人：招聘9人、调入4人，退休7人、调出2人: every flow of the sentence, each with its sign."""
    start, end = reading.layout.period(claim.start)
    sign = -1 if "净减" in window(reading, claim) else 1
    near = [m for m in between(reading, start, end) if is_amount(m) and alike(m, claim) and m is not claim]
    behind = [m for m in near if m.start > claim.end]
    flows: list[tuple[Mention, int]] = []
    for mention in behind if len(behind) >= 2 else near:
        words = window(reading, mention)
        if _OPENING.search(words) or _CLOSING.search(words):
            return
        if bool(_IN.search(words)) == bool(_OUT.search(words)):
            return
        flows.append((mention, sign if _IN.search(words) else -sign))
    if len({s for _, s in flows}) < 2:
        return
    if disjoint(_signed([(meant(m), s) for m, s in flows]), meant(claim)):
        yield _unequal(reading, claim, flows, Severity.ERROR)


# -- stocks and flows -------------------------------------------------------------------------------


def _flows(reading: Reading, claim: Mention) -> list[tuple[Mention, int]]:
    """The opening stock and every flow with its sign; none when a number before cannot be classed."""
    out: list[tuple[Mention, int]] = []
    opened = False
    for mention in _before(reading, claim):
        if _BASE.match(reading.text, mention.end):
            return []
        words = window(reading, mention)
        parts = "其中" in words and re.search(r"本年收入|本年支出", words)
        if _SKIPPED.search(words) and not _OPENING.search(words) and not parts:
            continue
        if _OPENING.search(words) and not opened:
            out.append((mention, 1))
            opened = True
        elif _IN.search(words) or _OUT.search(words):
            out.append((mention, 1 if _IN.search(words) else -1))
        else:
            return []
    signs = {sign for _, sign in out}
    return out if opened and len(out) >= 2 and (len(signs) == 2 or len(out) == 2) else []


def _stock(reading: Reading, claim: Mention, flows: Sequence[tuple[Mention, int]]) -> Iterator[Finding]:
    wrong = grade(lambda of: not disjoint(_signed([(of(m), s) for m, s in flows]), meant(claim)))
    if wrong is not None:
        yield _unequal(reading, claim, flows, wrong)


def _signed(terms: Sequence[tuple[Interval, int]]) -> Interval:
    total: Interval = (Decimal(0), Decimal(0))
    for value, sign in terms:
        total = plus(total, value) if sign > 0 else minus(total, value)
    return total


# -- remainders -------------------------------------------------------------------------------------


def _remainder(reading: Reading, claim: Mention) -> Iterator[Finding]:
    before = _before(reading, claim)[-6:]
    wholes = [m for m in before if _WHOLE.search(_said(reading, m))]
    used = [m for m in before if _USED.search(_said(reading, m)) and m not in wholes[:1]]
    if not wholes or not used or re.search(r"其中|结转(?:到|至)?下年|上年|年初", window(reading, claim)):
        return
    if grade(lambda of: _reachable([of(m) for m in before], meant(claim))) is None:
        return
    whole, taken = wholes[0], used[-1]
    if whole.start > taken.start:
        whole, taken = taken, whole
    severity = Severity.ERROR if len(before) <= 3 else Severity.WARNING
    yield _unequal(reading, claim, [(whole, 1), (taken, -1)], severity)


def _said(reading: Reading, mention: Mention) -> str:
    return around(reading, mention)


def _reachable(values: Sequence[Interval], wanted: Interval) -> bool:
    """Whether some sum or difference of the numbers before gives the remainder."""
    for signs in product((0, 1, -1), repeat=len(values)):
        terms = [(v, s) for v, s in zip(values, signs, strict=True) if s]
        if terms:
            low, high = _signed(terms)
            if not disjoint((low, high), wanted) or not disjoint((-high, -low), wanted):
                return True
    return False


def _unequal(
    reading: Reading, claim: Mention, terms: Sequence[tuple[Mention, int]], severity: Severity
) -> Finding:
    unit, name = factor(claim)
    value = sum((s * (m.value or Decimal(0)) for m, s in terms), Decimal(0)) / unit
    shown = "".join(("＋" if s > 0 else "－") + written(m, unit) for m, s in terms).lstrip("＋")
    right = plain(abs(value)) + name
    return finding(
        "balance",
        f"{shown}＝{plain(value)}{name}，与“{claim.text}”不符。",
        reading.text,
        claim.start,
        claim.end,
        severity=severity,
        expected=right,
        evidence=f"{shown}＝{plain(value)}",
        others=tuple((m.start, m.end) for m, _ in terms),
    )
