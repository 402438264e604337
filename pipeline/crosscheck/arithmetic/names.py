"""Names told one by one, behind their number or before it: quoted, parted by 、, or joined by 和."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.crosscheck.privacy import SURNAMES
from pipeline.crosscheck.reading import Reading
from schemas.findings import Mention

_JOINT = r"[、，,]?(?:以及|和|与|及|并|暨)?"
_QUOTED = re.compile(
    rf"(?:《[^》\n]{{1,60}}》(?:（[^）\n]{{0,20}}）)?{_JOINT}){{2,40}}|(?:“[^”\n]{{1,40}}”{_JOINT}){{2,40}}"
)
_ONE = re.compile(r"《[^》\n]{1,60}》|“[^”\n]{1,40}”")
_LEAD = r"[^，。；：、（）()\d《“]{0,12}"
_SAID = r"分别(?:是|为)|即|具体(?:是|为)|依次(?:是|为)"
_QUOTES_FOLLOW = re.compile(
    rf"{_LEAD}(?:[，,][^，。；：、（）()\d《“]{{0,6}})?(?:{_SAID}|[：:（(]|——)[：:]?(?=[《“])"
)
_LISTED = re.compile(
    rf"{_LEAD}[，,]?(?:(?P<said>{_SAID})[：:]?|[：:]|——)(?P<plain>[^，。；（）()：\d\n]{{4,300}}?)"
    r"(?:各[1１一][一-鿿]{1,2})?(?=[，。；\n]|$)"
    rf"|{_LEAD}[（(](?:即|分别(?:是|为))?[：:]?(?P<bracket>[^（）()\d，。；：\n]{{4,300}})[）)]"
)
_NOTE = re.compile(r"(?<!个)(?<=[一-鿿])（[^（）\n、]{1,24}）")
"""What is added to one name: 动员部署阶段（3月）."""
_BEFORE = re.compile(r"(?:[^，。；：、\d\n（）()]{1,14}、)+[^，。；：、\d\n（）()]{1,14}$")
_AND = re.compile(r"[和与]|及(?![时格第])")
_OPEN = re.compile(r"等|其他|若干|各|主要|以及部分|……")
_INSTITUTION = re.compile(
    r"(?:局|所|站|中心|院|校|科|股|室|队|馆|办公室|处|部|公司|园|厂|会|库|林场|农场|医院|学校|街道|社区|镇|乡|村)$"
)
_THINGS = frozenset("个项部件份本篇则种类条章套")


@dataclass(frozen=True, slots=True)
class Names:
    """What is listed, as few and as many things as it can be: 和 may join two, or stand in one name."""

    items: tuple[str, ...]
    most: int

    @property
    def text(self) -> str:
        """The names as they are told."""
        return "、".join(self.items)


def behind(text: str, at: int) -> Names | None:
    """The names that follow a number ending at an offset: 8个二级单位，分别是…; 三项制度，即《…》《…》."""
    if head := _QUOTES_FOLLOW.match(text, at):
        return _quoted(text, _QUOTED.match(text, head.end()))
    match = _LISTED.match(text, at) or _LISTED.match(_NOTE.sub("", text[at : at + 400]))
    if match is None:
        return None
    return _split(match["plain"] or match["bracket"], told=bool(match["said"]))


def bracketed(text: str, at: int) -> str:
    """The names in a bracket right behind a number."""
    match = _LISTED.match(text, at)
    return (match["bracket"] or "") if match else ""


def split(names: str) -> list[str]:
    """A list cut at its marks alone."""
    return [name for name in names.split("、") if name]


def _split(names: str, *, told: bool) -> Names | None:
    joined = len(_AND.findall(names))
    items = [part for item in split(names) for part in _certain(item, names)]
    joined -= len(items) - len(split(names))
    if _OPEN.search(names) or (len(items) < 2 and not (told and joined == 1)):
        return None
    return Names(tuple(items), len(items) + joined) if max(map(len, items)) <= 20 + 10 * joined else None


def _certain(item: str, names: str) -> list[str]:
    """县畜牧站和县水产站 are two beside other names in 站."""
    halves = _AND.split(item)
    others = [name for name in split(names) if name != item]
    alike = others and all(name[-1] == item[-1] for name in others)
    both = len(halves) == 2 and all(len(h) >= 3 and h[-1] == item[-1] for h in halves)
    return halves if both and alike else [item]


def _quoted(text: str, match: re.Match[str] | None) -> Names | None:
    if match is None or text[match.end() : match.end() + 1] == "等":
        return None
    items = tuple(_ONE.findall(match[0]))
    return Names(items, len(items))


# -- before their number ----------------------------------------------------------------------------


def before(reading: Reading, mention: Mention) -> Names | None:
    """The names right before their number: 《…》《…》两项制度, 甲镇、乙乡、丙镇3个乡镇."""
    text = reading.text
    start = max(reading.layout.sentence(mention.start)[0], mention.start - 300)
    words = text[start : mention.start]
    told = words.rstrip("共计这")
    if told.endswith("等") or (mention.value or 0) > 30:
        return None
    if (mention.unit or "") in _THINGS:
        runs = [m for m in _QUOTED.finditer(told) if m.end() == len(told)]
        if runs:
            return _quoted(told, runs[-1])
    return _plain(text, mention, told, summed=told != words)


def _plain(text: str, mention: Mention, told: str, *, summed: bool) -> Names | None:
    """Only what the noun behind the number names, people by their surnames, or bodies that are summed up."""
    listed = _BEFORE.search(told[-200:])
    if listed is None:
        return None
    items = split(listed[0])
    noun = re.match(r"[一-鿿]{1,4}", text[mention.end : mention.end + 4])
    named = noun is not None and all(item[-1] in noun[0] for item in items)
    people = len(items[0]) <= 6 and (mention.unit or "") in ("名", "位", "人") and all(
        2 <= len(item) <= 3 and item[0] in SURNAMES for item in items[1:]
    )  # fmt: skip
    bodies = summed and len(items) >= 3 and all(len(i) >= 3 and _INSTITUTION.search(i) for i in items)
    bodies = bodies and abs(len(items) - int(mention.value or 0)) <= 2
    if not (all(item.endswith("”") for item in items) or named or people or bodies):
        return None
    return Names(tuple(items), len(items) + len(_AND.findall(listed[0])))
