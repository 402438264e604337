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
_MONTH = re.compile(r"(?<!\d)(\d{1,2})月(?!\d|份?[-—－至到~～]|[底末]?前)")
_SUFFIXES = ("办事处", "街道", "社区", "自治州", "县", "市", "省", "镇", "乡", "村", "区")
_TOWARDS = r"(?:在|赴|到|走进|深入|前往|来到|位于|走访|联合|来自|奔赴)"
_PLACE = re.compile(
    rf"{_TOWARDS}((?:(?![的在])[一-鿿]){{2,8}}?(?:县|镇|乡|街道|办事处|村|社区|自治州|市|省|(?<=[一-鿿]{{2}})区))"
    r"(?![一-鿿]?(?:振兴|科普)|[级直属])"
)
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蔡蒋余杜叶程苏魏吕丁任沈姚卢姜崔钟谭"
    "陆汪范石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤欧阳"
)
# No given name has these: they are what follows a surname that is none (江口镇书记, 方案组长).
_NOT_GIVEN = "镇乡村县市区局委会院校部处科站室组队股厂司所案面法级副正总党等的和与在了为各全省州"
_TITLES = (
    "书记|主席|市长|县长|区长|镇长|乡长|局长|部长|主任|院长|校长|所长|处长|科长|会长|理事长|秘书长|组长|队长|站长|经理"
    "|董事长|教授|院士|研究员|博士|专家|工程师|农艺师|医师|医生|老师|律师|支书|委员|常委|主播|记者|讲师"
)
_GIVEN = f"[^\\W\\d_a-zA-Z{_NOT_GIVEN}]"
_ACTS = (
    "出席|走进|来到|带队|主持|致辞|讲话|参加|参与|等|率|带领|作|牵头|负责|为|到|赴|在|深入|一行|同志|指导|讲|授课|主讲|担任|组织|介绍"
    "|强调|指出|表示|要求|宣布|颁|前往|亲自|陪同|走访|调研|慰问|说|和|与|及|对|向|从|于|就|以|获|被|当选|围绕|分别|现场|先后"
)
_PERSON = re.compile(
    rf"(?:{_TITLES})(?P<after>[{_SURNAMES}]{_GIVEN}{{1,2}}?)(?=[^一-鿿]|{_ACTS}|$)"
    rf"|(?:(?<=[^一-鿿])|(?<=[由请经和与及对向为受让派])|^)(?P<before>[{_SURNAMES}]{_GIVEN}{{1,2}}?)"
    rf"(?=同志|先生|女士|副?(?:{_TITLES}))",
    re.M,
)
_LEAD = re.compile(r".*(?:联合|组织|邀请|会同|协同|与|和|向|为|在|由|赴|到|及)")
_BODIES = (
    "学会|协会|研究会|有限公司|合作社|基金会|医院|大学|学院|集团|研究院|研究所|联合会|商会|促进会|出版社"
    "|电视台|报社"
)
_ORGANISATION = re.compile(rf"([一-鿿]{{2,14}}?(?:{_BODIES}))")
_BODY = re.compile(rf"(?:{_BODIES})$")


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
    for first, last in re.findall(r"(\d{1,2})月\d{1,2}日?[-—－至到~～](\d{1,2})日", material):
        known.add((int(first), int(last)))
    for match in _DAY.finditer(text):
        if (int(match[2]), int(match[3])) not in known:
            message = f"“{match[0]}”在所给材料中没有，请核实或删去。"
            yield finding("invented-date", message, text, match.start(), match.end())
    months = {month for month, _ in known} | {int(m) for m in re.findall(r"(\d{1,2})月", material)}
    for match in _MONTH.finditer(text):
        if int(match[1]) not in months and 1 <= int(match[1]) <= 12:
            message = f"“{match[0]}”的事在所给材料中没有，请核实时间。"
            yield finding("invented-date", message, text, match.start(), match.end())


def _places(text: str, material: str) -> Iterator[Finding]:
    generic = re.compile("|".join(_known()["places"]))
    for match in _PLACE.finditer(text):
        name = match[1]
        suffix = next(s for s in _SUFFIXES if name.endswith(s))
        core = name[: -len(suffix)][-2:]
        if len(core) < 2 or generic.search(name) or core + suffix in material or core in material:
            continue
        message = f"地名“{name}”在所给材料中没有，请核实或删去。"
        yield finding("invented-place", message, text, *match.span(1))
    for match in _cities().finditer(text):
        if match[1] not in material:
            message = f"地名“{match[1]}”在所给材料中没有，请核实或删去。"
            yield finding("invented-place", message, text, *match.span(1))


@cache
def _cities() -> re.Pattern[str]:
    return re.compile(rf"(?:{_TOWARDS}|(?<![一-鿿]))({'|'.join(_known()['cities'])})")


def _people(text: str, material: str) -> Iterator[Finding]:
    generic = tuple(_known()["people"])
    for match in _PERSON.finditer(text):
        group = "after" if match["after"] else "before"
        name = match[group]
        if name in material or name.startswith(generic):
            continue
        message = f"人名“{name}”在所给材料中没有，请核实或删去。"
        yield finding("invented-person", message, text, *match.span(group))


def _organisations(text: str, material: str) -> Iterator[Finding]:
    generic = re.compile("|".join(_known()["organisations"]))
    for match in _ORGANISATION.finditer(text):
        name = _LEAD.sub("", match[1])
        suffix = _BODY.search(name)
        if suffix is None:
            continue
        core = name[: suffix.start()][-2:]
        if generic.search(name) or core + suffix[0] in material or core in material:
            continue
        message = f"“{name}”在所给材料中没有，请核实或删去。"
        yield finding("invented-organisation", message, text, match.end(1) - len(name), match.end(1))
