"""Names told one by one behind their number: quoted, parted by 、, or joined by 和."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_JOINT = r"[、，,]?(?:以及|和|与|及|并|暨)?"
QUOTED = re.compile(
    rf"(?:《[^》\n]{{1,60}}》(?:（[^）\n]{{0,20}}）)?{_JOINT}){{2,40}}|(?:“[^”\n]{{1,40}}”{_JOINT}){{2,40}}"
)
_ONE = re.compile(r"《[^》\n]{1,60}》|“[^”\n]{1,40}”")
_LEAD = r"[^，。；：、（）()\d《“]{0,12}"
_SAID = r"分别(?:是|为)|即|具体(?:是|为)|依次(?:是|为)"
_QUOTES_FOLLOW = re.compile(
    rf"{_LEAD}(?:[，,][^，。；：、（）()\d《“]{{0,6}})?(?:{_SAID}|[：:（(]|——)[：:]?(?=[《“])"
)
ALSO = "(?:以及|还有|另有|外加|加上|再加上?|暨)"
_QUOTES_AMONG = re.compile(r"[^，。；：、（）()\d《“]{0,12}[，,]?(?:包括了?|包含|涵盖|有)[：:]?(?=[《“])")
_LISTED = re.compile(
    rf"{_LEAD}[，,]?(?:(?P<said>{_SAID})[：:]?|[：:]|——)(?P<plain>[^，。；（）()：\d\n]{{4,300}}?)"
    rf"(?:各[1１一][一-鿿]{{1,2}})?(?=[，。；\n]|$)"
    rf"(?![，,]{ALSO}[^，。；（）()：\d\n]{{2,40}}(?:[，。；\n]|$))"
    rf"|{_LEAD}[（(](?:即|分别(?:是|为))?[：:]?(?P<bracket>[^（）()\d，。；：\n]{{4,300}})[）)]"
)
NOTE = re.compile(r"（(?<!个（)(?<=[一-鿿]（)[^（）\n、]{1,24}）")
"""What is added to one name: 动员部署阶段（3月）."""
AND = re.compile(rf"[，,]?{ALSO}|[和与]|及(?![时格第])")
OWNED = re.compile(r"(?<=[关级部身])(?:以?及|和|与)其?(?:所属|下属|直属|下辖|二级)的?(?=[一-鿿]{2})")
"""局机关和下属的统计普查中心: the house, and what belongs to it."""
_OFFICES = frozenset("科室股处站所局办部")
_BODY = re.compile(r"(?:[局所站院校科股室队馆处厂]|中心|公司|小学|中学|幼儿园|镇|乡|村|社区|街道|卫生室)$")
_PLACED = re.compile(r"[一-鿿]{1,4}?(?P<sort>村|镇|乡|街道|社区|[县市区]|小学|中学)(?=[一-鿿]{2})")
"""龙塘村水质净化站: where it is, and what."""
_OPEN = re.compile(r"等|其他|若干|各|每|主要|以及部分|……")


@dataclass(frozen=True, slots=True)
class Names:
    """What is listed, as few and as many things as it can be: 和 may join two, or stand in one name."""

    items: tuple[str, ...]
    most: int
    loose: bool = False
    """Whether they may be a choice: 包括《…》《…》; then only one too few, or too many, is a slip."""


def behind(text: str, at: int) -> Names | None:
    """The names that follow a number ending at an offset: 8个二级单位，分别是…; 三项制度，即《…》《…》."""
    if head := _QUOTES_FOLLOW.match(text, at):
        return quoted(text, QUOTED.match(text, head.end()))
    if head := _QUOTES_AMONG.match(text, at):
        return _near(quoted(text, QUOTED.match(text, head.end())))
    match = _LISTED.match(text, at) or _LISTED.match(NOTE.sub("", text[at : at + 400]))
    if match is None:
        return None
    return _split(match["plain"] or match["bracket"], told=bool(match["said"]))


def _near(names: Names | None) -> Names | None:
    """What 包括 opens."""
    return None if names is None else Names(names.items, names.most, loose=True)


def bracketed(text: str, at: int) -> str:
    """The names in a bracket right behind a number."""
    match = _LISTED.match(text, at)
    return (match["bracket"] or "") if match else ""


def split(names: str) -> list[str]:
    """A list cut at its marks alone."""
    return [name for name in names.split("、") if name]


def apart(names: Sequence[str]) -> list[str]:
    """As many names as they can be: 办公室和财务科 two, but 法规与宣教科 among 科 and 室 one."""
    cut = [[half for half in AND.split(name) if half] for name in names]
    offices = all(halves[-1][-1] in _OFFICES for halves in cut if halves)
    whole = [offices and any(half[-1] not in _OFFICES for half in halves) for halves in cut]
    return [
        n for name, halves, one in zip(names, cut, whole, strict=True) for n in ([name] if one else halves)
    ]


def _split(names: str, *, told: bool) -> Names | None:
    joined = len(apart(split(names))) - len(split(names))
    items = [part for item in split(names) for part in certain(item, names)]
    joined -= len(items) - len(split(names))
    if _OPEN.search(names) or (len(items) < 2 and not (told and joined == 1)):
        return None
    return Names(tuple(items), len(items) + joined) if max(map(len, items)) <= 20 + 10 * joined else None


def certain(item: str, names: str) -> list[str]:
    """县畜牧站和县水产站 are two beside other names in 站; 甲村水厂和乙村泵房 beside others in villages."""
    if (owned := OWNED.search(item)) is not None:
        return [item[: owned.start()], item[owned.end() :]]
    halves = AND.split(item)
    others = [name for name in split(names) if name != item]
    if not others or len(halves) != 2 or min(map(len, halves)) < 3:
        return [item]
    every = [*others, *halves]
    placed = [match and match["sort"] for match in map(_PLACED.match, every)]
    one_end = {name[-1] for name in every} == {item[-1]} or all(map(_BODY.search, every))
    alike = max(map(len, halves)) <= max(map(len, others)) < len(item) and min(map(len, others)) <= min(
        map(len, halves)
    )
    return halves if one_end or alike or (placed[0] and len(set(placed)) == 1) else [item]


def quoted(text: str, match: re.Match[str] | None) -> Names | None:
    """What stands in quotation marks, when nothing says that there is more."""
    if match is None or text[match.end() : match.end() + 1] == "等":
        return None
    items = tuple(_ONE.findall(match[0]))
    return Names(items, len(items))
