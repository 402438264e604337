"""One deed of one thing with two dates: 于2022年4月18日开工 … 该项目2022年8月14日开工建设.

A deed that happens once in the life of a thing (开工, 竣工, 中标, 成立). The second date is of the same thing
where its sentence says so (该项目), names it again, or names nothing since.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.dated import UNKNOWN, Dated
from pipeline.crosscheck.reading import Reading
from schemas.findings import Finding, Severity

_REACH = 400
_DEEDS = (
    "开工|动工|破土动工|进场施工|开工建设",
    "竣工|完工|建成",
    "竣工验收|通过(?:竣工)?验收|验收合格|完成(?:竣工)?验收|验收",
    "投入使用|投入运营|正式运营|交付使用|投用|启用|投产",
    "中标",
    "签订(?:施工|采购|服务|供货)?合同|签约",
    "成立|挂牌|组建",
    "开标",
)
_HEAD = r"(?:正式|全面|实际|顺利|完成|如期|按期|全部|已)*"
_BEHIND = tuple(re.compile(rf"{_HEAD}(?:{d})(?!令|报告|单位|人)") for d in _DEEDS)
_BEFORE = tuple(
    re.compile(rf"(?:{d})(?:之?日期?|时间|于|时间?节点)?(?:实际)?(?:为|是|在|于|[:：])?$") for d in _DEEDS
)
_PLAIN = re.compile(
    r"(?:据|根据|按照?|依据|经|从|查|核)[^，。；]{0,16}[，,]|(?:于|在|自|实际|最终|最后|已|我[局委办院校会]|[:：，,\s]|^[一二三四五六七八九十\d]+[、.．])"
)
_TAKEN_UP = re.compile(
    r"(?:该|本|此|上述|前述|这一?|以上)?(?:个|座|条)?(?:项目|工程|单位|中心|合同|公司|机构|学校)?(?:的)?"
)
_THIS = re.compile("^(?:该|本|此|上述|前述|这一?)(?=[一-鿿]{4})")
_THING = re.compile(r"[一-鿿]{2,}?(?:项目|工程|[小中大]学|医院|中心|公司|大桥|公路|小区|标段)")
_MANY = re.compile(
    r"分别|另|复工|重新|延期|推迟|调整|变更|原定|[二三四五六七八九]期|第[二三四五六]|[甲乙丙]|再次|续签|补充|标段|批次|陆续|首[个批家]"
)


def check_redated(reading: Reading, dates: Sequence[Dated]) -> Iterator[Finding]:
    """Every date of a deed that was told before with another date."""
    for behind, before in zip(_BEHIND, _BEFORE, strict=True):
        told = [d for d in dates if not d.planned and _full(d) and _tells(reading, d, behind, before)]
        if len(told) != 2:
            continue  # of more than two every one may be of its own project
        one, other = told
        if _apart(one, other) and _of_one_thing(reading, one, other):
            yield _found(reading, one, other)


def _full(date: Dated) -> bool:
    return date.first[0] != UNKNOWN and "月" in date.text


def _tells(reading: Reading, date: Dated, behind: re.Pattern[str], before: re.Pattern[str]) -> bool:
    return bool(behind.match(reading.text, date.end) or before.search(_lead(reading, date)))


def _lead(reading: Reading, date: Dated) -> str:
    """The words before a date in its clause, the mark before it with a label: 开工日期：."""
    start = reading.layout.sentence(date.start)[0]
    return re.split("[，,。；;（(]", reading.text[start : date.start])[-1]


def _apart(one: Dated, other: Dated) -> bool:
    return one.last < other.first or other.last < one.first


def _of_one_thing(reading: Reading, one: Dated, other: Dated) -> bool:
    """该项目 takes up what was named; a name must be the one before, or its end."""
    text = reading.text
    start = reading.layout.period(one.start)[0]
    if other.start - one.end > _REACH or _MANY.search(text, start, reading.layout.clause(other.end)[1]):
        return False
    if reading.layout.sentence(one.start) == reading.layout.sentence(other.start):
        return False
    before = text[max(0, start - _REACH) : one.start]
    named = {_PLAIN.sub("", _THIS.sub("", m[0]))[-6:] for m in _THING.finditer(text, one.end, other.start)}
    return all(_TAKEN_UP.fullmatch(name) or name in before for name in named | _subjects(reading, other))


def _subjects(reading: Reading, date: Dated) -> set[str]:
    """Whom a date is of: 青年人才公寓项目 in 青年人才公寓项目于; and whom its sentence begins with."""
    sentence = reading.text[reading.layout.sentence(date.start)[0] : date.start]
    opening = _PLAIN.sub("", re.split(r"(?:19|20)\d{2}年|[，,]", _PLAIN.sub("", sentence))[0])
    return {_name(_PLAIN.sub("", _lead(reading, date))), _name(opening)}


def _name(words: str) -> str:
    for deed in _BEFORE:
        words = deed.sub("", words)
    return _THIS.sub("", words)[-6:].removesuffix("的")


def _found(reading: Reading, one: Dated, other: Dated) -> Finding:
    message = f"同一件事前文写{one.text}，此处写{other.text}，请核对日期。"
    return finding(
        "two-values", message, reading.text, other.start, other.end, severity=Severity.WARNING,
        expected=one.text, others=((one.start, one.end),),
    )  # fmt: skip
