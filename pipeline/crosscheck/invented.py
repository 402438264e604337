"""Names, documents, dates and places that stand in none of the material a draft may draw from.

Only where the material is given (``Context.source_text``). Word boundaries are not known in Chinese, so a
name counts as found when its last characters stand in the material: doubt speaks for the writer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources

import yaml

from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.model import Context
from pipeline.crosscheck.terms import fold
from schemas.figures import Ledger
from schemas.findings import Finding

_TITLE = re.compile(r"《([^《》\n]{2,60})》")
_NUMBER = re.compile(r"[一-鿿]{0,8}[〔\[（(【](\d{4})[〕\]）)】]第?(\d+)号")
_DAY = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日")
_ISO = re.compile(r"\d{4}[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_SUFFIXES = ("办事处", "街道", "社区", "自治州", "县", "镇", "乡", "村")
_PLACE = re.compile(
    r"(?:在|赴|到|走进|深入|前往|来到|位于|走访|联合)([一-鿿]{2,8}?(?:县|镇|乡|街道|办事处|村|社区|自治州))(?![一-鿿]?(?:振兴|科普))"
)
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蔡蒋余杜叶程苏魏吕丁任沈姚卢姜崔钟谭"
    "陆汪范石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤欧阳"
)
_PERSON = re.compile(
    rf"(?:书记|主席|市长|县长|区长|镇长|乡长|局长|部长|主任|院长|校长|所长)([{_SURNAMES}][一-鿿]{{1,2}})"
    rf"(?=[、，,。；]|出席|带队|主持|致辞|讲话|参加|等[领同出参一]|率|带领|作了)"
    rf"|(?:(?<=[、，,。；：由\n])|^)([{_SURNAMES}][一-鿿]{{1,2}}?)(?=同志|博士|教授|院士|研究员|[副]?(?:书记|主席|市长|县长|局长|部长|院长))"
)
_LEAD = re.compile(r".*(?:联合|组织|邀请|会同|协同|与|和|向|为|在|由|赴|到|及)")
_ORGANISATION = re.compile(r"([一-鿿]{2,14}?(?:学会|协会|研究会|有限公司|合作社|基金会|医院|大学|学院))")


@cache
def _known() -> dict[str, list[str]]:
    path = resources.files("pipeline.crosscheck") / "known.yaml"
    loaded: dict[str, list[str]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


def check_invented(text: str, context: Context, ledger: Ledger | None) -> Iterator[Finding]:
    """Findings on what no material mentions; nothing when no material was given."""
    if not context.source_text.strip():
        return
    names = "\n".join(f"{f.key} {f.context} {' '.join(f.aliases)}" for f in ledger or ())
    material = fold(context.source_text + "\n" + context.heading + "\n" + names)
    yield from _documents(text, material)
    yield from _days(text, material, context)
    yield from _places(text, material)
    yield from _people(text, material)
    yield from _organisations(text, material)


def _documents(text: str, material: str) -> Iterator[Finding]:
    laws = [fold(name) for name in _known()["documents"]]
    for match in _TITLE.finditer(text):
        title = fold(match[1])
        if title not in material and not any(title.endswith(law) for law in laws):
            message = f"《{match[1]}》在所给材料中没有，请核实或删去。"
            yield finding("invented-document", message, text, match.start(), match.end())
    for match in _NUMBER.finditer(text):
        if not re.search(rf"[〔\[(【]{match[1]}[〕\])】]第?{match[2]}号", material):
            message = f"文号“{match[0]}”在所给材料中没有，请核实或删去。"
            yield finding("invented-docnumber", message, text, match.start(), match.end())


def _days(text: str, material: str, context: Context) -> Iterator[Finding]:
    known = {(int(m), int(d)) for _, m, d in _DAY.findall(material)}
    known |= {(int(m), int(d)) for m, d in _ISO.findall(material)}
    known |= {(12, 31), (1, 1)}
    for first, last in re.findall(r"(\d{1,2})月\d{1,2}日?[-—－至到~～](?:\d{1,2}月)?(\d{1,2})日", material):
        known.add((int(first), int(last)))
    for match in _DAY.finditer(text):
        if (int(match[2]), int(match[3])) not in known:
            message = f"“{match[0]}”在所给材料中没有，请核实或删去。"
            yield finding("invented-date", message, text, match.start(), match.end())


def _places(text: str, material: str) -> Iterator[Finding]:
    generic = re.compile("|".join(_known()["places"]))
    for match in _PLACE.finditer(text):
        name = match[1]
        suffix = next(s for s in _SUFFIXES if name.endswith(s))
        core = name[: -len(suffix)][-2:]
        if generic.search(name) or core + suffix in material or core in material:
            continue
        message = f"地名“{name}”在所给材料中没有，请核实或删去。"
        yield finding("invented-place", message, text, *match.span(1))


def _people(text: str, material: str) -> Iterator[Finding]:
    generic = frozenset(_known()["people"])
    for match in _PERSON.finditer(text):
        group = 1 if match[1] else 2
        name = match[group]
        if name in material or name in generic:
            continue
        message = f"人名“{name}”在所给材料中没有，请核实或删去。"
        yield finding("invented-person", message, text, *match.span(group))


def _organisations(text: str, material: str) -> Iterator[Finding]:
    generic = re.compile("|".join(_known()["organisations"]))
    for match in _ORGANISATION.finditer(text):
        name = _LEAD.sub("", match[1])
        suffix = re.search(r"(?:学会|协会|研究会|有限公司|合作社|基金会|医院|大学|学院)$", name)
        if suffix is None:
            continue
        core = name[: suffix.start()][-2:]
        if generic.search(name) or core + suffix[0] in material or core in material:
            continue
        message = f"“{name}”在所给材料中没有，请核实或删去。"
        yield finding("invented-organisation", message, text, match.end(1) - len(name), match.end(1))
