"""A thing that there is none of, told with a number all the same: 不存在银行贷款 … 银行贷款51万元.

Whoever reads that there is no X and then X with a number, or N个X, sees the two against one another,
whatever the verb of the denial was; so too where the number is of a kind of X (燃油车, 柴油).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources

import yaml

from pipeline.crosscheck.arithmetic.facts import Fact, Facts, countable, level, moment_of
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.deeds import SUBJECT, words
from schemas.findings import Finding

_REACH = 160
_MARK = re.compile(r"没有|不存在|不[收含设]|不涉及|[未无零]")
_VERBS = (
    r"发生过?|产生|取得|形成|出现|发现|收到|接到|接报|获得|列支|安排|使用|开展|组织|举办|举借|设立|设置|存在|收取|涉及|聘用|聘请"
    r"|招聘|雇用|购置|采购|新增|办理|受理|签订|保留|留有|留存|拥有|配备|被评为|被列为|被判定为|被认定为|被检出|属于|列为|检出|评为"
)
_DENIED = re.compile(
    r"(?<![尚从并有毫若如是暂虽])(?:(?:没有?|未有?|不再?|均无|无)(?:任何|再|另外|实际|曾)?"
    r"(?:一(?:[个份处台辆名人件家户起例项次宗批座所条间笔]|批次|车次))?(?:[人户件]|单位|企业|项目|学生|学校)?"
    rf"(?P<verb>{_VERBS})|(?:没有|不存在|不含|不涉及|不设|无|零)(?:任何|一(?:[个份处台辆名人件家户起例项次宗批座所条间笔]|批次))?)"
    r"(?P<noun>[^，。；：、\d\s和及或]{2,14})(?=[，。；、（(\n和及或]|$)"
)
_SHEDS = re.compile(
    r"(?:情况|事项|现象|问题|行为|情形|记录|发生|存在|出现|在线|在用|上路|项目|事件|业务|活动|任务|等|的|件|支出|费用)+$"
)
_DULL = re.compile(
    r"[性类型]|“|”|[的之]|^(?:赴|到|在|对(?!外)|被|任何|各类|相关|有关|发生|存在|一[个份处台辆名人件家户起例项次宗批])"
)
_NOT_ALL = re.compile(
    r"部分|个别|有的|一些|少数|多数|以往|以前|此前|过去|长期|原[先本来]|最初|起初|之初|当[时初]|曾|因(?!公)|由于|如|若|要求|确保|做到|力争|应|须|需|得|目标|[是能可]否"
    r"|除|其[他它余]|新的|此类|类似|同类|上述|上年|去年|往年|其中|之前|上半年|下半年|季度|月"
)
_NARROW = re.compile(r"其[他它余]|另|新的|此类|类似|同类|上述|部分")
_APART = re.compile(
    r"防|避免|杜绝|禁止|[未没无不零否拒退免]|如|若|风险|隐患|应急|企业|农户|群众|居民|村民|商户|合作社|用户|撬动|协调|引导|争取|参加|参与|演练|培训|宣传|预案|讲座|专题|调查|原因|偿还|归还|化解|下属|其他|另[一外]"
    r"|上年|去年|以前|历年|全[省市县区国]|上级|计划|预计|拟|将|力争|目标|减少|降低|下降|压减|比|较"
)
_LINK = re.compile(
    r"(?:业务|实际|人员|用工|车辆|保有量?|资金|款项?|余额|收入|支出|金额|本金|事项|项目|案件|办结|成交|采购|取得|租金|动力|汽?车|员工|职工|共计?|合计|计|为|是|有|达到?|的|约|[:：])*"
)
_GRADE = re.compile("[重特较]大|严重|恶性|群体|规模|系统|区域|[一二三四]级")
_NEW = ("新增", "购置", "采购", "招聘", "聘用", "聘请", "雇用", "设立", "签订", "举借")
_DEEDS = (*_NEW, "购买", "开展", "举办", "组织", "安排", "办理", "受理")
_STOCK = re.compile(r"[现实原]有|年末|期末|在[岗职编用册]|余额|存量|累计|保有")


@cache
def kinds() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    """What may be denied, with what tells of it."""
    return tuple(
        (re.compile(f"(?:{denied}){{1,2}}(?:人员|职工|车辆?)?"), re.compile(told))
        for denied, told in rows()["kinds"]
    )


@cache
def rows() -> dict[str, list[list[str]]]:
    """The data file ``denied.yaml``."""
    text = (resources.files("pipeline.crosscheck") / "denied.yaml").read_text(encoding="utf-8")
    data: dict[str, list[list[str]]] = yaml.safe_load(text)
    return data


def check_denied(facts: Facts) -> Iterator[Finding]:
    """Every denial of a thing that the sentences around tell of."""
    text = facts.reading.text
    for match in facts.matches(_DENIED, _MARK):
        noun = _core(match["noun"])
        if len(noun) >= 2 and not _aside(facts, match) and (spot := _told(facts, match, noun)):
            message = f"此处说“{match[0]}”，而文中写“{text[slice(*spot)].strip()}”，前后矛盾，请核对。"
            yield finding("contradiction", message, text, *match.span(), others=(spot,))


def _core(noun: str) -> str:
    return _DULL.sub("", _SHEDS.sub("", noun))


def _aside(facts: Facts, match: re.Match[str]) -> bool:
    """Whether the denial is of some, of another time, or of what should be."""
    start = facts.reading.layout.clause(match.start())[0]
    lead = facts.reading.text[start : match.start()]
    before = facts.reading.text[facts.reading.layout.sentence(start)[0] : match.start()]
    past = moment_of(before).when in ("last", "prior", "previous", "before", "opening")
    narrowed = _NOT_ALL.search(lead) or _NARROW.search(match[0]) or "的" in match["noun"][:-1]
    return past or bool(narrowed)


def _told(facts: Facts, match: re.Match[str], noun: str) -> tuple[int, int] | None:
    """Where the sentences around tell of what is denied."""
    reading = facts.reading
    line = reading.layout.paragraph(match.start())
    start, end = max(line[0], match.start() - _REACH), min(line[1], match.end() + _REACH)
    own = reading.layout.clause(match.start())[0]
    names, verb = _names(noun, match["verb"]), match["verb"]
    year = moment_of(reading.text[own : match.start()]).year
    for fact in facts.within(start, end):
        if own <= fact.mention.start < match.end() or not _positive(fact):
            continue
        if year and fact.moment.year not in (None, year):
            continue  # 2021年购买无人机3架；2022年没有购买无人机
        if spot := _named(facts, fact, names, verb):
            return spot
    return None


def _names(noun: str, verb: str | None) -> list[re.Pattern[str]]:
    """The noun itself, its two halves turned round (木材采伐, 采伐木材), and the kinds of it."""
    found = [re.compile(re.escape(noun))]
    if len(noun) == 4:
        found.append(re.compile(f"{re.escape(noun[2:])}[^，。；]{{0,4}}{re.escape(noun[:2])}"))
    deed, rest = noun[-2:], noun[:-2]
    if len(rest) == 4 and deed == "事故" and not _GRADE.search(rest):  # 质量安全事故, 质量事故
        found += [re.compile(kind + deed) for kind in (rest[:2], rest[2:])]
    if len(rest) >= 2 and deed in words().verbs:
        found.append(re.compile(f"(?:{words().verbs[deed]})了?[^，。；]{{0,6}}?{re.escape(rest)}"))
    return found + [told for denied, told in kinds() if denied.fullmatch(noun) and verb != "新增"]


def _positive(fact: Fact) -> bool:
    return (
        level(fact)
        and countable(fact.mention)
        and fact.value > 0
        and not fact.compared
        and not fact.source
        and fact.moment.when not in ("last", "opening", "prior", "before")
        and fact.moment.stage not in ("plan", "initial")
    )


def _named(
    facts: Facts, fact: Fact, names: list[re.Pattern[str]], verb: str | None
) -> tuple[int, int] | None:
    """A number with what it is called, if that is one of the names and nothing sets it apart."""
    plain = facts.words(fact)
    first = fact.mention.start - len(plain)
    if verb in _NEW and _STOCK.search(plain):
        return None  # 未购置车辆 … 车辆保有量2辆
    for name in names:
        for told in name.finditer(plain):
            before = plain[: told.start()]
            if _LINK.fullmatch(plain, told.end()) and _fits(told[0], before, verb):
                return first, fact.mention.end
        behind = name.match(facts.reading.text, fact.mention.end)
        if behind and _fits("", plain, verb):
            return first, behind.end()
    return None


def _fits(name: str, before: str, verb: str | None) -> bool:
    """Nothing sets the number apart, and a denied deed is told as one: 租赁2辆 speaks against no 未购置."""
    if _APART.search(before) or words().apart.search(before):
        return False
    bare = not SUBJECT.sub("", before)
    if verb in _DEEDS and verb in words().tells and not bare and not words().tells[verb].search(before):
        return not name
    return bare or len(name) != 2  # two letters name a thing only where nothing but the time stands before
