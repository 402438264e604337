"""Names told one by one behind their number: quoted, parted by 、, or joined by 和."""

from __future__ import annotations

import re
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
_MORE = "，(?:以及|还有)"
"""甲、乙、丙，以及丁: the list goes on."""
_LISTED = re.compile(
    rf"{_LEAD}[，,]?(?:(?P<said>{_SAID})[：:]?|[：:]|——)(?P<plain>(?:{_MORE}|[^，。；（）()：\d\n]){{4,300}}?)"
    rf"(?:各[1１一][一-鿿]{{1,2}})?(?=(?!{_MORE})[，。；\n]|$)"
    rf"|{_LEAD}[（(](?:即|分别(?:是|为))?[：:]?(?P<bracket>[^（）()\d，。；：\n]{{4,300}})[）)]"
)
NOTE = re.compile(r"（(?<!个（)(?<=[一-鿿]（)[^（）\n、]{1,24}）")
"""What is added to one name: 动员部署阶段（3月）."""
AND = re.compile(r"[和与]|及(?![时格第])")
_OPEN = re.compile(r"等|其他|若干|各|主要|以及部分|……")


@dataclass(frozen=True, slots=True)
class Names:
    """What is listed, as few and as many things as it can be: 和 may join two, or stand in one name."""

    items: tuple[str, ...]
    most: int


def behind(text: str, at: int) -> Names | None:
    """The names that follow a number ending at an offset: 8个二级单位，分别是…; 三项制度，即《…》《…》."""
    if head := _QUOTES_FOLLOW.match(text, at):
        return quoted(text, QUOTED.match(text, head.end()))
    match = _LISTED.match(text, at) or _LISTED.match(NOTE.sub("", text[at : at + 400]))
    if match is None:
        return None
    return _split(match["plain"] or match["bracket"], told=bool(match["said"]))


def bracketed(text: str, at: int) -> str:
    """The names in a bracket right behind a number."""
    match = _LISTED.match(text, at)
    return (match["bracket"] or "") if match else ""


def split(names: str) -> list[str]:
    """A list cut at its marks alone."""
    return [name for name in re.sub(_MORE, "、", names).split("、") if name]


def _split(names: str, *, told: bool) -> Names | None:
    joined = len(AND.findall(names))
    items = [part for item in split(names) for part in _certain(item, names)]
    joined -= len(items) - len(split(names))
    if _OPEN.search(names) or (len(items) < 2 and not (told and joined == 1)):
        return None
    return Names(tuple(items), len(items) + joined) if max(map(len, items)) <= 20 + 10 * joined else None


def _certain(item: str, names: str) -> list[str]:
    """县畜牧站和县水产站 are two beside other names in 站."""
    halves = AND.split(item)
    others = [name for name in split(names) if name != item]
    alike = others and all(name[-1] == item[-1] for name in others)
    both = len(halves) == 2 and all(len(h) >= 3 and h[-1] == item[-1] for h in halves)
    return halves if both and alike else [item]


def quoted(text: str, match: re.Match[str] | None) -> Names | None:
    """What stands in quotation marks, when nothing says that there is more."""
    if match is None or text[match.end() : match.end() + 1] == "等":
        return None
    items = tuple(_ONE.findall(match[0]))
    return Names(items, len(items))
