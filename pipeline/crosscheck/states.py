"""A standing number told again with another value: 馆藏8.6万卷 … 馆藏8.9万卷; 安排320万元 … 安排的300万元."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from pipeline.crosscheck.arithmetic.facts import Fact, Facts, Role, level
from pipeline.crosscheck.arithmetic.numbers import clean_noun
from pipeline.crosscheck.takenup import PART, REACH, derived, earlier, only, taken_up
from schemas.figures import Approx, Kind
from schemas.findings import Mention

_SPLIT = re.compile(
    r"按照?|根据|以|实有|现有|共有|统计|核定为?|年末|年底|期末|全年|本年度?|当年|截[至止][^，]*|共|总计|合计|为|计|达到?|[，,。；：:、（()）\s]"
)
_STATE = re.compile(
    r"年末|年底|期末|截[至止]|现有|实有|共|总|全年|设计|核定|在编|编外|在职|在册|登记|馆藏|保有|常住|户籍|下?辖|下设|床位|容量"
    r"|能力|规模|编制"
)
_FIXED = re.compile(
    r"总投资|概算|合同(?:价|金额|总价|总额)|中标(?:价|金额)|成交(?:价|金额)|控制价|总额|总造价|造价|总资产|注册资本"
)
_STAFF = re.compile(r"(?:干部)?(?:职工|人员)(?:人数|数)?$")
_CHANGED = re.compile(
    r"增加|减少|新增|调[入出整增减]|退休(?![\d人职金费])|招[录聘]|追加|扩建后|改造后|扩大|净[增减]|报废|更新|划[转入出]|撤并"
    r"|合并|核[销增减]|剔除|注销|变更|修订|上年|去年|同期|比|较|其余|其他|另|不含|含|剔除|口径|预计|计划|拟|将"
)
_SHORT = frozenset({"在职", "在编", "离休", "退休", "编制", "总投资"})
_NEW = re.compile(r"[一-鿿]{0,6}?(?:[县市区镇乡村厂校院站局园库馆所班队路桥河街期批段省州]|组(?!织))+")
_GONE_TO = re.compile("[进入赴到]..$")
"""非遗进校园: where they went, not whose the number is."""
_DEFINITE = re.compile(r"(?P<verb>安排|下达|核定|批复|批准|约定|拨付|到位|筹集|追加|签订)的$")
_LEADS, _BEHIND = tuple("由对将把"), re.compile("[一-鿿]{2,3}")
_YEAR = re.compile(r"(?:19|20)\d{2}(?=年)")


def check_states(facts: Facts) -> Iterator[tuple[Mention, Mention, str]]:
    """Each number with the earlier one that it contradicts, and what both are called."""
    seen: dict[tuple[str, str], list[tuple[Fact, str]]] = defaultdict(list)
    for fact in facts.all:
        if not level(fact) or fact.mention.approx is not Approx.EXACT:
            continue
        name = _name(fact)
        key = (name[-2:], fact.mention.unit or "元")
        named = [(other, label) for other, label in seen[key][-3:] if _one_thing(name, label)]
        for other, label in named:
            if any(one.value == fact.value for one, _ in named):
                break  # 年初在编29人，年末在编28人，…按在编29人
            if _clash(facts, other, fact, same=name == label):
                yield fact.mention, other.mention, name
                break
        if len(name) >= 2:
            seen[key].append((fact, name))
        if (other_ := taken_up(facts, fact) or _defined(facts, fact)) is not None:
            yield fact.mention, other_.mention, _called(facts, other_)


def _called(facts: Facts, fact: Fact) -> str:
    """The words before the number; those behind it where a 由 stands between (由3家服务商实施)."""
    name, behind = _SPLIT.split(fact.words)[-1], _BEHIND.match(facts.reading.text, fact.mention.end)
    return behind[0] if behind and name.endswith(_LEADS) else name or "前文此数"


def _name(fact: Fact) -> str:
    """What the number is called: 在职 for 年末实有在职人员."""
    pieces = [piece for piece in _SPLIT.split(clean_noun(fact.words)) if piece]
    name = pieces[-1] if pieces else ""
    return _STAFF.sub("", name) if fact.mention.unit in ("人", "名") else name


def _one_thing(name: str, label: str) -> bool:
    """The names agree to the letter, or one is the tail of the other."""
    short, long = sorted((name, label), key=len)
    return long.endswith(short) and (len(short) >= 4 or short in _SHORT)


def _clash(facts: Facts, one: Fact, other: Fact, *, same: bool) -> bool:
    """Whether two numbers of one name tell the same standing number, and differ."""
    if one.value == other.value or one.role is not Role.LEVEL or other.role is not Role.LEVEL:
        return False
    layout = facts.reading.layout
    apart = layout.period(one.mention.start) != layout.period(other.mention.start)
    if not apart or other.mention.start - one.mention.end > REACH or not _standing(one, other):
        return False
    if {one.moment.when, other.moment.when} & {"last", "opening", "before"}:
        return False
    if not _nothing_new(facts, one, other):
        return False
    return same or not derived(facts, other)


def _standing(one: Fact, other: Fact) -> bool:
    for fact in (one, other):
        words = fact.words
        if PART.search(words) or fact.compared or fact.source:
            return False
        if not (_FIXED if fact.mention.kind is Kind.MONEY else _STATE).search(words):
            return False
    return one.mention.kind in (Kind.MONEY, Kind.COUNT)


def _nothing_new(facts: Facts, one: Fact, other: Fact) -> bool:
    """No change told on the way, and nobody named with the second number that was not named before."""
    text, layout = facts.reading.text, facts.reading.layout
    if _CHANGED.search(text, one.mention.end, other.mention.start):
        return False
    told = text[layout.period(one.mention.start)[0] : other.mention.start]
    if len(set(_YEAR.findall(told))) > 1:
        return False
    lead = text[layout.period(other.mention.start)[0] : other.mention.start]
    before = text[max(0, one.mention.start - REACH) : layout.period(other.mention.start)[0]]
    new = (m[0] for m in _NEW.finditer(lead) if len(m[0]) > 1 and not _GONE_TO.search(m[0]))
    return all(name[-3:] in before for name in new)


def _defined(facts: Facts, fact: Fact) -> Fact | None:
    """预算安排320万元…。年初安排的300万元贴息预算: the number before its noun is one that was told before."""
    text, mention = facts.reading.text, fact.mention
    definite = _DEFINITE.search(fact.words) if mention.kind is Kind.MONEY else None
    if definite is None or PART.search(fact.words):
        return None
    start = facts.reading.layout.period(mention.start)[0]
    before = [f for f in earlier(facts, start) if f.mention.kind is Kind.MONEY and level(f)]
    named = [f for f in before if f.words.endswith(definite["verb"]) or f"{definite['verb']}资金" in f.words]
    noun = re.match(r"[一-鿿]{2,8}", text[mention.end :])
    if noun is None or not named:
        return None
    told = text[facts.reading.layout.period(named[-1].mention.start)[0] : named[-1].mention.end]
    pairs = (noun[0][i : i + 2] for i in range(len(noun[0]) - 1))
    if not any(pair in told and pair not in ("资金", "预算", "经费", "项目") for pair in pairs):
        return None
    return only(facts, named, fact)
