"""Names told one by one before their number: 甲镇、乙乡2个乡镇; 甲局、乙站、丙中心，共3家; 甲股等2个股室."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.crosscheck.arithmetic.names import AND, NOTE, QUOTED, Names, certain, quoted, split
from pipeline.crosscheck.privacy import SURNAMES
from pipeline.crosscheck.reading import Reading
from schemas.findings import Mention

_REACH = 300
_MOST = 30
_LINK = re.compile(
    r"(?:组成|构成)?(?P<mark>[，,：:]|——)?\s*(?:以上|上述)?"
    r"(?P<sum>一共|总共|合计|总计|共计?有?|(?<=[，,])计|这)?(?:为|是|有|涉及|包括)?$"
)
_SOME = re.compile(r"(?:等|等等)(?:[，,]?(?:共计?|合计|总计|一共))?$")
_CUT = re.compile(
    r"[一二两三四五六七八九十\d][个家所座处条名户][^，。；、\d]{1,6}?(?:以及|和|与|及|并)|[，。；：,;\d\n（）()]"
)
"""大溪五个乡镇和城北、东湖、兴隆三个社区: another list ends before."""
_LONG = 20
"""No name is so long."""
_LEAD = re.compile(
    r"^[^、]*?(?:包括|包含|涵盖|分布[在于]|位于|[内下]设有?|涉及|覆盖|分别[为是有]|范围[为是]|设有|(?<=[一-鿿]{3})(?<![没国])有|[建设]在)(?=[^、]{2,}、)"
)
"""决算范围包括局机关: what comes before the first name."""
_BODY = re.compile(
    r"(?:局|所|站|中心|院|校|科|股|室|队|馆|处|部|公司|园|厂|会|库|林场|农场|医院|学校|街道|社区|镇|乡|村|本级"
    r"|机关|集团|基地|学院|分局|支队|总队|台|社|办|委|厅|署|庭|中学|小学|幼儿园|业|店|行|大队|果业|[一二三四五六]小|[一二三四五六]中)$"
)
_BODIES = re.compile(
    r"(?:预算|核算|下属|二级|三级|基层|直属|成员|所属|独立|编报|事业|行政|参评|试点|内设|职能|业务|责任|牵头|协办|被评价|主管|部门)*"
    r"(?:单位|部门|机构|科室|股室|处室|站所|所站|院所|企业|公司|学校|院校|医院|场馆|园区)"
)
_DIRECT = re.compile("(?:成员|试点|参评|被评价|责任|牵头|预算)?(?:单位|部门|学校|院校|医院|企业|公司|机构)")
_NOTHING = re.compile(r"(?:$|[，,。；;、）)：:])")
_PLACES = re.compile(
    r"(?:部门|系统|行业|领域|专业|学科|科目|工种|省份?|国家?|社区|行政村|自然村|村(?!民|干|级)|乡镇|镇|乡|街道|县市区|县区|区县|县|市|区|办事处|片区)(?!级)"
)
_MARKED = re.compile("[、》”]")
_QUOTES = tuple("》”）、，,")
_THINGS = frozenset("个项部件份本篇则种类条章套")
_PEOPLE = frozenset("名位人")


@dataclass(frozen=True, slots=True)
class _Told:
    """The words of a list, and how the number is tied to them."""

    words: str
    summed: bool  # 共, 合计
    parted: bool  # a comma between the list and its number
    some: bool  # 等: there may be more than are named


def before(reading: Reading, mention: Mention) -> Names | None:
    """The names right before their number, when the words say that they are what is counted."""
    start = max(reading.layout.sentence(mention.start)[0], mention.start - _REACH)
    if (mention.value or 0) > _MOST or not _MARKED.search(
        reading.text, max(start, mention.start - 40), mention.start
    ):
        return None
    told = _told(reading.text[start : mention.start])
    things = (mention.unit or "") in _THINGS and told.words[-1:] in _QUOTES
    quotes = QUOTED.finditer(told.words) if things else ()
    if runs := [m for m in quotes if m.end() == len(told.words)]:
        names = quoted(told.words, runs[-1])
    else:
        names = _plain(reading.text, mention, told)
    return Names(names.items, _MOST) if names and told.some else names


def _told(words: str) -> _Told:
    if some := _SOME.search(words):
        return _Told(words[: some.start()], summed=True, parted=False, some=True)
    link = _LINK.search(words)
    if link is None or not link[0]:
        return _Told(words, summed=False, parted=False, some=False)
    return _Told(words[: link.start()], bool(link["sum"]), bool(link["mark"]), some=False)


def named_in(words: str) -> tuple[str, ...]:
    """The names that the words end with, notes in brackets left out; none where the list is cut."""
    plain = NOTE.sub("", words[-_REACH:])
    start = max((mark.end() for mark in _CUT.finditer(plain)), default=0)
    listed = plain[start:]
    if "、" not in listed or listed[0] == "、" or plain[start - 1 : start] in ("）", ")"):
        return ()
    items = tuple(split(_LEAD.sub("", listed)))
    if max(map(len, items[1:]), default=_LONG) >= _LONG:
        return ()
    return () if any(re.search("等(?!级|级|次|奖)", item) for item in items) else items


def _plain(text: str, mention: Mention, told: _Told) -> Names | None:
    items = named_in(told.words)
    if len(items) < 2 or (told.parted and not told.summed):
        return None
    if not _counted(items, mention, text[mention.end : mention.end + 9], told):
        return None
    sure = tuple(one for item in items for one in certain(item, "、".join(items)))
    return Names(sure, len(items) + sum(len(AND.findall(item[1:])) for item in items))


def _counted(items: tuple[str, ...], mention: Mention, behind: str, told: _Told) -> bool:
    """Only what the noun behind the number names, people by their surnames, or bodies and places."""
    noun = re.match(r"[一-鿿]{1,4}", behind)
    if all(item.endswith("”") for item in items) and not told.parted:
        return True
    if noun is not None and all(item[-1] in noun[0] for item in items):
        return True
    if len(items[0]) <= 6 and (mention.unit or "") in _PEOPLE and not told.parted:
        return all(2 <= len(item) <= 3 and item[0] in SURNAMES for item in items[1:])
    many = len(items) - int(mention.value or 0)
    if told.some and noun is not None and mention.unit != "类" and 0 < many <= 2 <= len(items) - many:
        return _one_list(items)
    near = abs(many) <= 2
    return near and (
        _sorted(items, behind) or _bodies(items, mention, behind, told) or _places(items, behind, told)
    )


def _one_list(items: tuple[str, ...]) -> bool:
    """甲称号、乙称号、丙基地等2项荣誉: too many, whatever they are called, where none but the first is much
    longer than the others: 城关镇、石门镇建设卫生室、文化站等2项 are two lists."""
    sizes = [len(item) for item in items[1:]]
    return min(sizes) > 2 and max(sizes) < 2 * min(sizes) and not any("的" in item for item in items)


def _sorted(items: tuple[str, ...], behind: str) -> bool:
    """城区所、河东所、河西所3个基层监管所: a longer noun that ends as all of them do."""
    noun = re.match(r"[一-鿿]{2,8}(?=[，,。；、）（]|$)", behind)
    return len(items) >= 3 and noun is not None and {item[-1] for item in items} == {noun[0][-1]}


def _bodies(items: tuple[str, ...], mention: Mention, behind: str, told: _Told) -> bool:
    """甲局、乙站、丙中心共3家: bodies that are summed up, and nothing else behind the number."""
    named = (mention.unit or "") in ("家", "个", "所", "处")
    if not told.summed:  # 县交通局、县水利局、县林业局5家单位; not their 5家下属单位
        named = named and not told.parted and bool(_DIRECT.match(behind))
    if (
        not named
        or len(items) + len(AND.findall(items[-1])) < 3
        or not all(_BODY.search(i) and len(i) >= 2 for i in items)
    ):
        return False
    bare = _NOTHING.match(behind) and mention.unit != "个"
    return bool(bare or _BODIES.match(behind))


def _places(items: tuple[str, ...], behind: str, told: _Told) -> bool:
    """红旗、建设、光明3个社区: short names without a noun, of one length or summed up (共)."""
    sizes = {len(item) for item in items[1:]}
    short = sizes == {2} or (told.summed and sizes == {2, 3})
    return len(items) >= 3 and short and bool(_PLACES.match(behind))
