"""A number taken up again: as what is reckoned by (按在编53人核算), beside one that is the same
(46批次、328人次 … 46批次、382人次), or as what an indicator came to (“举办培训班”…实际完成28期)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.crosscheck.arithmetic.facts import Fact, Facts, Role, level
from pipeline.crosscheck.arithmetic.numbers import alike
from pipeline.crosscheck.takenup import PART
from pipeline.crosscheck.things import common, name, pairs
from schemas.figures import Approx, Kind
from schemas.findings import Mention

_REACH = 600
_TIMES = r"(?:全年|[当本]年度?|年度|[年月]末|年底|期末|现|[目当]前|全部|全[县市区校院乡镇]|单位|实际(?=在))*"
_STATES = (
    r"核定|设计|实有|现有|实际在[编岗职册校]|在职在[编岗]|在编在[职岗]|在[编职岗册校园院]|参保|存栏|常住|户籍"
)
_BASIS = re.compile(
    rf"(?:按照?|以|依据?|根据|依照|参照|对照){_TIMES}(?P<state>{_STATES})(?P<who>[一-鿿]{{0,6}})$"
)
_STATE = re.compile(rf"(?P<state>(?:{_STATES})+)(?P<who>[一-鿿]{{0,6}}?)(?:共|共计|为|有|总数|人数|数)*$")
_BEHIND = re.compile("[一-鿿]{2}")
_STAFF = re.compile(r"干部|职工|教职工?|人员|工作|学生|人数|编制|总?数|的")
_CHANGED = re.compile(
    r"新增|增加|减少|调[入出整]|退休[了\d]|招[录聘](?!用)|录用|辞职|离职|去世|退出|注销|合并|撤[销并]|划转|出栏|平均|月均"
)
_OF_MONTH = re.compile("[本当上该][月季周旬]")
_VACANT = re.compile(r"空编|缺编|空缺|空余|空岗")
_GAP = re.compile(r"[、，,]?(?:共|共计|合计)?")
_ONLY = re.compile(r"[未仅只]|其中|另|其他|之外")
_PLAN = re.compile(r"(?:年度|年初|绩效)?(?:目标|计划|指标)(?:值|数|任务|为|是)+$")
_CAME = re.compile(r"(?:年末|全年)?(?:实际)?(?:完成|实现|达到|值|数|为|是|[:：])+$|实际$")
_DONE = re.compile(r"(?:累计|共|共计|一共|总计|合计|先后|全年|已|完成|实现|了|达|达到|为)*$")


def check_resumed(facts: Facts) -> Iterator[tuple[Mention, Mention, str]]:
    """Each number with the earlier one that it takes up and does not agree with, and what both are of."""
    for fact in facts.all:
        mention = fact.mention
        if mention.kind is not Kind.COUNT or mention.approx is not Approx.EXACT or not level(fact):
            continue
        before = facts.within(max(0, mention.start - _REACH), mention.start)
        for told, noun in (
            _reckoned(facts, fact, before),
            _beside(facts, fact, before),
            _result(facts, fact),
        ):
            if told is not None and told.value != fact.value:
                yield mention, told.mention, noun
                break


_Meant = tuple[Fact | None, str]


def _only(facts: Facts, named: Sequence[Fact], fact: Fact) -> Fact | None:
    """The one earlier number that is meant, of the same time."""
    plain = [f for f in named if f.role is Role.LEVEL and level(f) and not f.compared]
    times = {(f.moment.year, f.moment.when in ("last", "opening", "before", "prior")) for f in (*plain, fact)}
    years = {year for year, _ in times if year}
    if len({f.value for f in plain}) != 1 or len(years) > 1 or len({past for _, past in times}) > 1:
        return None
    return plain[-1]


def _reckoned(facts: Facts, fact: Fact, before: Sequence[Fact]) -> _Meant:
    """年末实有24人 … 按实有26人发放: what is reckoned by is the number of that state, told before."""
    basis = _BASIS.search(fact.words)
    if basis is None:
        return None, ""
    who = _STAFF.sub("", basis["who"])
    behind = _BEHIND.match(facts.reading.text, fact.mention.end) if basis["who"] == "的" else None
    who = _STAFF.sub("", behind[0]) if behind else who
    named = [
        f
        for f in before
        if alike(f.mention, fact.mention)
        and (state := _STATE.search(f.words))
        and (state["state"].endswith(basis["state"]) or basis["state"].endswith(state["state"]))
        and _STAFF.sub("", state["who"]) == who
    ]
    told = _only(facts, named, fact)
    if told is None or _CHANGED.search(facts.between(told, fact)) or PART.search(fact.words):
        return None, ""
    like = [f for f in before if alike(f.mention, fact.mention)]
    if any(f.value == fact.value and basis["state"] in f.words for f in like):
        return None, ""  # 年初在编29人，年末28人。上半年按在编29人发放
    others = [f.value for f in like if not _VACANT.search(f.words)]
    if any(fact.value in (told.value + other, told.value - other) for other in others):
        return None, ""
    return told, basis["state"]


def _beside(facts: Facts, fact: Fact, before: Sequence[Fact]) -> _Meant:
    """46批次、328人次 … 46批次、382人次: right behind a number that was told before, of the same thing."""
    left = _left(facts, fact)
    if left is None or left.value < 10 or _ONLY.search(facts.words(left)):
        return None, ""
    sentence = facts.reading.layout.sentence(fact.mention.start)[0]
    earlier = [f for f in before if f.mention.end <= sentence and f.mention.unit == fact.mention.unit]
    rows = [(f, beside) for f in earlier if f.words == fact.words and (beside := _left(facts, f))]
    same = [f for f, b in rows if (b.value, b.mention.unit) == (left.value, left.mention.unit)]
    told = _only(facts, same, fact)
    if told is None or len(same) != len(rows) or not _of_one(facts, told, left):
        return None, ""
    return told, f"{left.mention.text}后的{fact.mention.unit}数"


def _left(facts: Facts, fact: Fact) -> Fact | None:
    """The count right before, with nothing between but a comma and the number's own words."""
    left = facts.all[fact.index - 1] if fact.index else None
    if left is None or left.mention.kind is not Kind.COUNT or left.mention.unit == fact.mention.unit:
        return None
    plain = level(left) and not left.compared and left.role is Role.LEVEL
    gap = facts.between(left, fact).removesuffix(fact.words)
    return left if plain and _GAP.fullmatch(gap) and "。" not in gap else None


def _of_one(facts: Facts, one: Fact, other: Fact) -> bool:
    """What the second row names the first has named, and the sentences share a name: 公务接待."""
    layout, text = facts.reading.layout, facts.reading.text
    leads = [text[layout.period(f.mention.start)[0] : f.mention.start] for f in (one, other)]
    own = facts.words(other)
    return common(own, leads[0]) == pairs(own) and bool(common(*leads) or not pairs(leads[1]))


def _result(facts: Facts, fact: Fact) -> _Meant:
    """共举办培训班26期 … “举办培训班”目标值24期，实际完成28期: what an indicator came to was told before."""
    aim = facts.all[fact.index - 1] if fact.index else None
    if aim is None or aim.mention.unit != fact.mention.unit or not _CAME.fullmatch(facts.words(fact)):
        return None, ""
    noun = _indicator(facts, aim)
    if facts.between(aim, fact)[:1] not in "，,、；" or len(noun) < 4:
        return None, ""
    start = facts.reading.layout.period(fact.mention.start)[0]
    named = [f for f in facts.within(max(0, start - _REACH), start) if _tells(facts, f, noun, fact)]
    told = _only(facts, named, fact)
    return told, name(facts.words(told), noun) if told else ""


def _indicator(facts: Facts, aim: Fact) -> str:
    """更新图书 of 更新图书，目标值4000册; nothing where no aim is told."""
    lead = facts.reading.text[facts.reading.layout.sentence(aim.mention.start)[0] : aim.mention.start]
    *names, last = re.split('[，,：:、；“”"‘’]', lead)
    if not _PLAN.search(last):
        return ""
    return next((noun for part in (last, *names[::-1]) if (noun := _PLAN.sub("", part)[-8:])), "")


def _tells(facts: Facts, one: Fact, noun: str, fact: Fact) -> bool:
    """A number done of the indicator's own name: no plan, no part."""
    words = facts.words(one)
    if (
        _OF_MONTH.search(words)
        or one.mention.unit != fact.mention.unit
        or one.moment.stage in ("plan", "initial")
        or one.moment.part
    ):
        return False
    plain = _DONE.sub("", words)
    return plain.endswith(noun[-5:]) and not PART.search(words) and one.mention.approx is Approx.EXACT
