"""A count and the members told with numbers or roles of their own behind it.

仪器5台（套），清单载明甲1台、乙2台、丙1套; 由5人组成，组长为甲，成员为乙、丙.
The list must be closed: joined by 、 alone up to the end of its clause, nothing of 其中 or 等 about it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from pipeline.crosscheck.arithmetic.numbers import alike, between
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.privacy import SURNAMES
from pipeline.crosscheck.reading import Reading
from schemas.figures import Approx, Kind
from schemas.findings import Finding, Mention, Severity

_MOST, _FAR = 300, 40
_HEAD = re.compile(
    r"[^，。；：、\d\n]{0,16}(?:（[^）\n]{0,10}）)?(?P<mark>[，：]|——)(?P<lead>[^，。；：、\d\n]{1,24})"
)
_LEAD = re.compile(r"载明|分别|清单|明细|即|依次|具体|包括|包含|涵盖|由|含|为")
_PART = re.compile(r"其中|主要|新增|另|还|等|增加|减少|比|较|占|均|每|共|计|上年|去年|已|未|仍|尚")
_TRAIT = re.compile(
    r"党员|团员|女|男|民族|学历|本科|研究生|大专|中专|硕士|博士|职称|[高中初]级|岁|以上|以下|退休|在职|残疾|低保"
    r"|贫困|获|参加|[兼双]"
)
_OFFICE = re.compile("(?:[长记任员席]|经理|总监|会计师|工程师)$")
_NEXT = re.compile(r"(?:、|(?:、|，)?(?:和|以及|及)|，)(?P<name>[^，。；：、\d\n]{1,20})")
_ENDS = re.compile(r"(?:[）)]|台|套)?[，。；）)\n]|$")
_SETS = frozenset("台套件个部张组辆把")
_NAME = rf"[{SURNAMES}][一-鿿]{{1,2}}"
_ROLE = re.compile(
    r"[，；：、（(](?:其中)?(?:常务)?副?(?:组长|队长|主任|会长|院长|秘书长|理事长|主席|馆长|校长|处长|科长|站长|所长|局长|召集人|负责人|总监|书记|成员|委员|组员|队员|理事|监事|专家|评委|秘书|联络员)"
    rf"(?:分别)?(?:为|是|由|：|有)(?P<names>{_NAME}(?:、{_NAME})*?(?:[和与]{_NAME})?)(?:同志)?(?:担任|出任|兼任|任)?(?=[，。；）)])"
)
_NAMED = re.compile(r"[长任员事家委书评人][为是由：有]|别[为是]")


def check_tallied(reading: Reading) -> Iterator[Finding]:
    """Every count of things with what is told of each of them behind it."""
    for at, mention in enumerate(reading.figures):
        value = mention.value or Decimal(0)
        if mention.kind is not Kind.COUNT or not 2 <= value <= _MOST or not _exact(mention):
            continue
        yield from _amounts(reading, at)
        if value <= 30 and (mention.unit or "?") in ("人", "名", "位"):
            yield from _roles(reading, mention)


def _exact(mention: Mention) -> bool:
    value = mention.value
    exact = mention.approx is Approx.EXACT and mention.high is None
    return exact and value is not None and value == value.to_integral_value()


def _like(whole: Mention, part: Mention) -> bool:
    """台 and 套 are counted together where the whole is told as 5台（套）."""
    unit, other = whole.unit or "?", part.unit or "?"
    return alike(whole, part) or ("（" in unit and other[0] in _SETS)


def _amounts(reading: Reading, at: int) -> Iterator[Finding]:
    whole, text = reading.figures[at], reading.text
    parts: list[Mention] = []
    for mention in reading.figures[at + 1 : at + 13]:
        gap = text[(parts[-1].end if parts else whole.end) : mention.start]
        form = _NEXT if parts else _HEAD
        if len(gap) > _FAR or not form.fullmatch(gap) or not (_like(whole, mention) and _exact(mention)):
            break
        parts.append(mention)
    if len(parts) < 3 or not _ENDS.match(text, parts[-1].end):
        return
    words = text[whole.end : parts[-1].end]
    head = _HEAD.match(text, whole.end)
    total, value = sum((m.value or Decimal(0) for m in parts), Decimal(0)), whole.value or Decimal(0)
    if head is not None and "其中" in words[:8]:
        many = value < total <= value + 2 and not _TRAIT.search(words) and words.count("，") == 1
        if many or (total == value - 1 and _of_offices(reading, whole, parts)):
            yield _summed(reading, whole, parts, total)
        return
    if (
        head is None
        or _PART.search(words)
        or total == value
        or max(m.value or Decimal(0) for m in parts) >= value
    ):
        return
    behind = text[parts[-1].end : parts[-1].end + 8]
    listed = text[parts[0].start : parts[-1].end]
    if "，" in listed and not _LEAD.search(head["lead"]) and head["mark"] == "，":
        return  # 年初6辆，报废2辆，购置1辆，年末5辆: no list
    if re.match(r"[，；](?:另|还|其余|其他|余下|以及|剩余)", behind) or (
        abs(total - value) > max(Decimal(2), value / 10) and not _LEAD.search(head["lead"])
    ):
        return
    end = reading.layout.period(parts[-1].end - 1)[1]
    if any(m.value == value - total and alike(m, whole) for m in between(reading, parts[-1].end, end)):
        return  # …入学安置率98.2%，3名因重病延缓入学
    yield _summed(reading, whole, parts, total)


def _of_offices(reading: Reading, whole: Mention, parts: list[Mention]) -> bool:
    """领导班子成员7人，其中书记1人、主席1人、副主席3人、秘书长1人: 其中 opens the whole list."""
    led = "班子" in reading.text[max(0, whole.start - 12) : whole.end]
    return led and all(_OFFICE.search(reading.text, m.start - 8, m.start) for m in parts)


def _summed(reading: Reading, whole: Mention, parts: list[Mention], total: Decimal) -> Finding:
    shown = "＋".join(str(m.value) for m in parts)
    message = f"{shown}＝{total}{whole.unit}，与“{whole.text}”不符。"
    return finding(
        "sum", message, reading.text, whole.start, whole.end,
        severity=Severity.WARNING, expected=f"{total}{whole.unit}",
        others=tuple((m.start, m.end) for m in parts),
    )  # fmt: skip


def _roles(reading: Reading, mention: Mention) -> Iterator[Finding]:
    """由5人组成，组长为陈国平，成员为…: every one has a name."""
    if not _NAMED.search(reading.text, mention.end, mention.end + 24):
        return
    end = reading.layout.period(mention.end)[1]
    roles = list(_ROLE.finditer(reading.text, mention.end, min(end + 1, mention.end + 200)))
    if len(roles) < 2 or roles[0].start() - mention.end > 14:
        return
    gaps = (reading.text[a.end() : b.start()] for a, b in pairwise(roles))
    names = [n for r in roles for n in re.split("[、和与]", r["names"])]
    if not any(gaps) and len(names) != mention.value:
        yield _told(reading, mention, "、".join(names), len(names), Severity.ERROR)


def _told(reading: Reading, mention: Mention, names: str, right: int, severity: Severity) -> Finding:
    message = f"此处说{mention.text}，实际列出{right}个：{names}。"
    return finding(
        "count", message, reading.text, mention.start, mention.end,
        severity=severity, expected=str(right), evidence=names,
    )  # fmt: skip
