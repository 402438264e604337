"""One thing called by one name with two values in two places of a text.

Two ways to be sure that it is one thing: the values are a slip of the pen apart, or both places tell a
whole or a standing number (年末, 共, 现有, 设计) of one name and nothing sets them apart (``states.py``).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from pipeline.crosscheck.arithmetic.facts import Facts, core
from pipeline.crosscheck.arithmetic.numbers import between, clean_noun, moves, window
from pipeline.crosscheck.backrefs import check_back_counts
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.reading import Reading
from pipeline.crosscheck.resumed import check_resumed
from pipeline.crosscheck.retold import check_retold
from pipeline.crosscheck.states import check_states
from pipeline.crosscheck.swapped import check_swapped
from schemas.figures import Approx, Kind
from schemas.findings import Finding, Mention, Severity

_TIME = re.compile(
    r"(?:19|20)\d{2}|上年|去年|本年|当年|今年|年初|年末|年底|期初|期末|预算|决算|计划|目标|调整|实际|上半年|下半年"
    r"|[一二三四]季度|第[一二三四五六七八九十]|月|拟|省级|市级|县级|中央|[甲乙丙丁]|累计|新增|其中|比|较|达标|应|标准|不低于"
)
_SCOPE = re.compile(r"全[省市州县区旗]|[省市州县区旗]本?级|[高新示范开发经]区")
_LEAD = re.compile(
    r"^(?:综上|占|年末按|[较比]|按照?|根据|上述|本项目|本单位|我[局会单位]{1,2}|全年|全县|全市|全区|全镇|全省|共|共计|合计|累计|完成|为|有|现有|实有|其|该|对|将|把|经|的|和|及|与|以上|等|实现|其中|另|由|在|组织|开展)+"
)
_WHOLES = re.compile(
    r"(?:(?P<总建筑面积>总建筑面积)|(?P<总占地面积>总?占地面积|总?用地面积)|(?P<总长度>全长|总长度?|总里程)"
    r"|(?P<合同总价>合同(?:总?金额|总?价款?|总额))|(?P<中标总价>中标(?:总?金额|总?价))"
    r"|(?P<项目总投资>(?:概算)?总投资|总造价))(?:额|约)?$"
)
"""Wholes of a project; a group is what they are all called."""
_GENERIC = re.compile(r"建成|完工|竣工|完成|项目|工程|合同|约定|按照?|之?后|该|本|其|设计|实际")
_SECTION = re.compile(
    r"[一二三四五六七八九十甲乙丙丁东西南北中上下左右A-E\d](?:期|标|段|号|线|片|区|路|幢|栋|楼|侧|岸)"
)
_HAN = re.compile(r"[一-鿿]")
_NO_DIGIT = re.compile(r"\D")


def check_two_values(facts: Facts) -> Iterator[Finding]:
    """Every number that was told before with another value."""
    yield from _labels(facts.reading)
    told = (check_states, check_retold, check_swapped, check_back_counts, check_resumed)
    for one, other, name in (pair for check in told for pair in check(facts)):
        if not _parallel(facts.reading, one, other):
            yield _found(facts.reading, one, other, name)


def _labels(reading: Reading) -> Iterator[Finding]:
    """Numbers under one label, unequal in a way that a slip of the pen makes: digits exchanged or one changed."""  # noqa: E501
    seen: dict[tuple[str, str], list[tuple[Mention, str, str, str]]] = defaultdict(list)
    for mention in reading.figures:
        if mention.approx is not Approx.EXACT or mention.high is not None or len(_digits(mention)) < 2:
            continue
        if mention.kind not in (Kind.MONEY, Kind.COUNT, Kind.PERCENT) or moves(reading, mention):
            continue
        raw = _LEAD.sub("", clean_noun(window(reading, mention)))
        label = _canonical(raw)
        if len(_HAN.findall(label)) < 3 or not core(label) or mention.unit == "个百分点":
            continue
        key = (label[-3:], f"{mention.kind}{mention.unit}")
        times = _times(reading, mention)
        for other, name, when, first in seen[key][-4:]:
            slip = _slip(mention, other) or (times and label == name and _near_slip(label, mention, other))
            told_of_one = _clash(label, name, mention, other) and not _parallel(reading, mention, other)
            if times == when and slip and told_of_one and _of_one(reading, (mention, raw), (other, first)):
                yield _found(reading, mention, other, label)
                break
        seen[key].append((mention, label, times, raw))


def _canonical(label: str) -> str:
    """合同总价 is the 合同金额, and a whole of the project whoever is named before it."""
    match = _WHOLES.search(label)
    return next((name for name in match.groupdict() if match[name]), label) if match else label


def _of_one(reading: Reading, one: tuple[Mention, str], other: tuple[Mention, str]) -> bool:
    """Whether two wholes are of one project: 东线全长 and 西线全长 are not, nor are 一期 and 二期."""
    owners = [_GENERIC.sub("", _WHOLES.sub("", raw)) for _, raw in (one, other)]
    if one[1] == other[1] or not all(_WHOLES.search(raw) for _, raw in (one, other)):
        return True
    places = {reading.layout.period(mention.start) for mention, _ in (one, other)}
    a, b = owners
    if (len(places) == 1 and (a or b)) or any(_SECTION.search(raw) for _, raw in (one, other)):
        return False
    return not a or not b or any(a[i : i + 2] in b for i in range(len(a) - 1))


def _digits(mention: Mention) -> str:
    return _NO_DIGIT.sub("", mention.text)


def _times(reading: Reading, mention: Mention) -> str:
    """The words of time and stage in the number's own clause."""
    start, _ = reading.layout.clause(mention.start)
    return "".join(sorted(set(_TIME.findall(reading.text[start : mention.start]))))


def _clash(one: str, other: str, a: Mention, b: Mention) -> bool:
    """One label is the other, or its tail: 入驻企业 is 园区现有入驻企业."""
    short, long = sorted((one, other), key=len)
    swapped = sorted(_digits(a)) == sorted(_digits(b)) and len(_digits(a)) >= 3
    return long.endswith(short) and (len(short) >= 4 or short == long or swapped)


def _parallel(reading: Reading, one: Mention, other: Mention) -> bool:
    """甲22件，占23.91%；乙68件，占73.91%: what is told just before differs, so these are two things; or what
    the sentences begin with (初中221所，毕业5.1万人。小学289所，毕业5.2万人), or 全市 and 市本级."""
    beside = [
        (_neighbour(reading, one), _neighbour(reading, other)),
        (_first(reading, one), _first(reading, other)),
    ]
    if any(a and b and (a.kind, a.unit) == (b.kind, b.unit) and a.value != b.value for a, b in beside):
        return True
    scopes = {_scope(reading, one), _scope(reading, other)}
    return len(scopes - {""}) == 2


def _first(reading: Reading, mention: Mention) -> Mention | None:
    """The number that the sentence begins with, when it counts something else: 小学289所."""
    start = reading.layout.period(mention.start)[0]
    first = next(iter(between(reading, start, min(mention.start, start + 30))), None)
    return first if first and first.unit != mention.unit else None


def _scope(reading: Reading, mention: Mention) -> str:
    """Whose number it is: the last that the paragraph names before it."""
    start = max(reading.layout.paragraph(mention.start)[0], mention.start - 200)
    return next(iter(_SCOPE.findall(reading.text, start, mention.start)[::-1]), "")


def _neighbour(reading: Reading, mention: Mention) -> Mention | None:
    """The number before in the same sentence."""
    start = max(reading.layout.sentence(mention.start)[0], mention.start - 60)
    return next(iter(reversed(between(reading, start, mention.start))), None)


def _slip(one: Mention, other: Mention) -> bool:
    a, b = _digits(one), _digits(other)
    if one.value == other.value or one.step != other.step or len(a) != len(b):
        return False
    changed = [i for i in range(len(a)) if a[i] != b[i]]
    if sorted(a) == sorted(b) and len(changed) == 2:
        return len(a) >= 3 or changed[1] - changed[0] == 1
    return len(a) >= 3 and len(changed) == 1


def _near_slip(label: str, one: Mention, other: Mention) -> bool:
    """Two digits are enough where a long label agrees to the letter: 年末在职人员13人, 年末在职人员14人."""
    a, b = _digits(one), _digits(other)
    differ = sum(x != y for x, y in zip(a, b, strict=False))
    return len(_HAN.findall(label)) >= 6 and one.kind is Kind.COUNT and len(a) == len(b) and differ == 1


def _found(reading: Reading, mention: Mention, other: Mention, label: str) -> Finding:
    message = f"“{label}”前文写{other.text}，此处写{mention.text}，同一项目两个数，请核对。"
    return finding(
        "two-values", message, reading.text, mention.start, mention.end, severity=Severity.WARNING,
        expected=other.text, others=((other.start, other.end),),
    )  # fmt: skip
