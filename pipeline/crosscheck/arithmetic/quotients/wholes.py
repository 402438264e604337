"""The wholes that the words of a share allow, and those that they exclude."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from pipeline.crosscheck.arithmetic.facts import Fact, Facts, kin, moment_of
from pipeline.crosscheck.arithmetic.moments import OF_PLAN, PLANNED
from pipeline.crosscheck.arithmetic.numbers import alike
from pipeline.crosscheck.arithmetic.quotients.claims import Claim, Form
from pipeline.crosscheck.arithmetic.quotients.naming import (
    MOST,
    REACH,
    TOTAL,
    answers,
    bare,
    best,
    called,
    exact,
    specific,
)
from schemas.figures import Kind

_AIM = re.compile(
    r"(?:年度?|全年|年初|既定|下达|省定|市定|预定|工作|目标|计划)*(?:任务|目标|计划)(?:总?[数量额])?"
)
"""目标任务, 年度计划数: a whole with no name of its own."""
_AMONG = re.compile(
    r"(?:^|[，。；])(?:在)?(?P<topic>[^，。；：、\d]{2,14}?)"
    r"(?:之中|当中|中(?![心央小型期旬共学等国华医标队专])|里)[，,选有]?"
)
_ALL = re.compile(r"(?:全年|当年|本年度?|年度|实际|累计|共计?|总|合计|支出|决算|使用|执行|完成|收入|数|为)+")
_ENDED = re.compile(r"[。；：]$|^[一二三四五六七八九十（(\d]{1,4}[、.）)][^，。]{2,20}$")
"""A line that the next is not the wrapped rest of."""
_AGE = re.compile(r"\d+周?岁(?:及?以[上下])?")
_SHORT, _WORD = 2, 4
_ADJUSTED = "调整"
_ALREADY = re.compile("[已实][一-鿿]")
_LED_TO = re.compile(r"[增升降减涨跌提扩缩变整][一-鿿]?[到至为成]")
_THIS = re.compile(r"该|这|此|其(?!他)")
STAGED = re.compile(r"(?:预算|决算|计划|概算|目标)(?:总?[数额])?")
_PLAN = re.compile(r"预算|计划|概算|目标|任务|指标")
_CAME = re.compile(r"收入|支出|完成|实现|入库|执行|转移支付|补助|返还|调[入出]|结转|结余|上解")
_SHARED = re.compile(r"[，,（(]?(?:约)?占")


def wholes_of(facts: Facts, claim: Claim, parts: Sequence[Fact]) -> tuple[list[Fact], list[Fact]]:
    """The wholes that the words allow, and those that they exclude."""
    part = parts[-1]
    layout = facts.reading.layout
    start = max(layout.paragraph(layout.sentence(claim.at)[0])[0], claim.at - REACH)
    before = [f for f in facts.amounts(start, claim.at) if alike(f.mention, part.mention) and f not in parts]
    topic = "" if claim.whole else _topic(facts, claim)
    before = [f for f in before[-MOST:] if _topical(facts, topic, f) or not _sibling(facts, claim, f)]
    if claim.form is not Form.OF and (claim.mention is None or (claim.mention.value or 0) <= 100):
        before = [f for f in before if f.value >= max(p.value for p in parts)]
    if _THIS.match(claim.whole):
        return [f for f in before if f.index < part.index and f.value][-1:], []
    if age := _AGE.match(claim.whole):
        aged = [f for f in before if _aged(facts, f, age[0])]
        return aged[-1:], [f for f in before if f not in aged and f.value]
    if topic and (opened := [f for f in before if _opens(bare(facts.words(f)), topic)]):
        return opened[-1:], [f for f in before if f not in opened and f.value]
    name = claim.whole or topic
    aimed = claim.form is Form.SHARE and _AIM.fullmatch(name) and not facts.words(part).startswith("其中")
    if aimed and (own := _own_aim(facts, part, start)):
        return own, [f for f in before if f not in own and f.value]
    if claim.form is Form.OF and _PLAN.search(name):
        before = [f for f in before if _planned(facts, f) and not _taken(facts, f, part)]
        if nearest := _nearest(facts, name, before, part):
            return nearest, [f for f in before if f not in nearest and f.value]
    return _named_or_not(facts, claim, part, name, before)


def _own_aim(facts: Facts, part: Fact, start: int) -> list[Fact]:
    """计划发放补贴1095户。…发放补贴1430户，占目标任务的…: the one number told before in the same words."""
    before = facts.amounts(start, part.mention.start)
    own = [f for f in before if f.own_core == part.own_core and alike(f.mention, part.mention) and f.value]
    return own if part.own_core and len(own) == 1 else []


def _named_or_not(
    facts: Facts, claim: Claim, part: Fact, name: str, before: list[Fact]
) -> tuple[list[Fact], list[Fact]]:
    """The wholes that answer to the name, where the share has one; else all that the part can be of."""
    if STAGED.fullmatch(name):
        before = before or _budget(facts, claim, part, name)
        before = [f for f in before if name[:2] in facts.words(f)] or before
    if specific(name):
        before = _staged(name, before)
        found = exact(facts, name, before) or _behind(facts, claim, part, name)
        found = found or _earlier(facts, claim, part, name) or best(facts, name, before)
        # 出让土地12宗、面积400亩 is what 出让面积 means.
        found = found or [f for f in before if name.endswith(bare(facts.words(f)) or "-")]
        found = [f for f in found if not _due(facts, name, f)] or _done(facts, claim.whole, before) or found
        found = found if moment_of(name).stage else [*found, *_came_of(found, before)]
        if not found and TOTAL.search(claim.whole) and claim.whole == name:
            found = _largest(before)
        kept = current(part, found)
        if TOTAL.search(name) and kept and kept[0] in before:
            kept = _largest(kept)
        if kept or name == claim.whole:
            return kept, [f for f in before if f not in kept and f.value]
    verbatim = [f for f in before if len(name) >= _WORD and facts.words(f).endswith(name)]
    if told := exact(facts, name, before) or current(part, verbatim) or _behind(facts, claim, part, name):
        # 支出合计, 本年支出 say what no other number is, where one is called so
        return told, [f for f in before if f not in told and f.value]
    if not before and len(bare(name)) > _SHORT and (found := _earlier(facts, claim, part, name)):
        return found, []
    return _unnamed(facts, claim, part, before)


def _due(facts: Facts, name: str, fact: Fact) -> bool:
    """应到位 is not 到位资金."""
    return "应" not in name and f"应{bare(name)[:2]}" in facts.words(fact)


def _done(facts: Facts, name: str, before: Sequence[Fact]) -> list[Fact]:
    """应设卫生室168个，已设165个，…占已设卫生室的98.8%: of those that there are."""
    verb = _ALREADY.match(name)
    return [f for f in before if verb and facts.words(f).endswith((verb[0], verb[0] + "了"))][-1:]


def _unnamed(facts: Facts, claim: Claim, part: Fact, before: Sequence[Fact]) -> tuple[list[Fact], list[Fact]]:
    """占30%, without a word of what: all that the part can be of."""
    text = facts.reading.text
    open_ = [f for f in before if f.value >= part.value and not _SHARED.match(text, f.mention.end)]
    open_ = [f for f in open_ if f.mention.start < max(part.mention.start, claim.at) and f.value]
    open_ = [f for f in open_ if f.index < part.index or part.index > claim.index or _sums(facts, f)]
    kept = current(part, [f for f in open_ if not f.compared])
    return kept, [f for f in open_ if f not in kept]


def _aged(facts: Facts, fact: Fact, age: str) -> bool:
    """其中80岁以上150人: the age stands in the number's own clause."""
    at = fact.mention.start
    return age in facts.reading.text[facts.reading.layout.clause(at)[0] : at]


_OWN_SHARE = re.compile(r"[，,（(](?:[^，。；（）()\d]{0,8}[\d.]+[%％][，,])?(?:约|均)?占")


def _planned(facts: Facts, fact: Fact) -> bool:
    """政府性基金预算收入30亿元，完成预算的86%: what came in is no plan, whatever its fund is called."""
    return fact.moment.stage in PLANNED or not (fact.moment.stage or _CAME.search(facts.words(fact)))


def _nearest(facts: Facts, name: str, plans: Sequence[Fact], part: Fact) -> list[Fact]:
    """预算调整为89亿元，实际完成82亿元，为调整预算的92%: of plans of the named stage the one told last
    before the part; where none is named (为预算的), those told since the last share."""
    start = facts.reading.layout.period(part.mention.start)[0]
    above = [f for f in plans if f.mention.start < part.mention.start and kin(f.core, part.core)]
    told = [f for f in above if f.mention.start >= start]
    stage = "adjusted" if _ADJUSTED in name else moment_of(name).stage
    if stage != "plan":
        last = facts.reading.layout.period(max(0, start - 1))[0]  # 预算调整为7亿元。实际支出2亿元，完成…
        above = [f for f in above if f.mention.start >= last]
        return [f for f in told or above if stage == _stage(facts, f)][-1:]
    shares = [f.index for f in facts.within(start, part.mention.start) if f.mention.kind is Kind.PERCENT]
    return [f for f in told if f.index > max(shares, default=0) - 1 and f.moment.stage in PLANNED]


def _stage(facts: Facts, plan: Fact) -> str:
    """预算调整为89亿元 is the adjusted one."""
    return "adjusted" if _ADJUSTED in facts.words(plan) else plan.moment.stage


def _taken(facts: Facts, whole: Fact, part: Fact) -> bool:
    """预算193亿元，完成196亿元，为预算的101%，其中税收135亿元，为预算的100%: a plan of another item, whose
    share has been told."""
    inner = facts.words(part).startswith("其中")
    for fact in facts.all[whole.index + 2 : part.index]:
        told = fact.mention.kind is Kind.PERCENT and OF_PLAN.search(facts.words(fact))
        if told and part.own_core and (inner or not kin(part.core, facts.all[fact.index - 1].core)):
            return True
    return False


def _came_of(found: Sequence[Fact], before: Sequence[Fact]) -> list[Fact]:
    """批准的预算收入为53亿元，实际完成54亿元，…占预算收入的55%: what came of it, where no stage is named."""
    next_ = {f.index + 1 for f in found if f.moment.stage != "actual"}
    return [
        f
        for f in before
        if f.index in next_ and f not in found and f.moment.stage == "actual" and not f.own_core
    ]


def _topical(facts: Facts, topic: str, fact: Fact) -> bool:
    """持证280人，占70%；持证人员中中级84人: what the topic names."""
    name = bare(topic)
    said = bare(facts.words(fact))
    ends = len(name) >= _SHORT and said.endswith(name)
    return ends or called(facts, topic, fact) or _opens(said, topic)


def _opens(said: str, topic: str) -> bool:
    """注册350人…；注册志愿者中: told by the word that sets it off; 收入总计 is not 本年收入."""
    return specific(said) and topic.startswith(said)


def _sibling(facts: Facts, claim: Claim, fact: Fact) -> bool:
    """4214元，增长7.8%，占消费支出的31%: what has a share of the same whole is no whole itself."""
    match = _OWN_SHARE.match(facts.reading.text, fact.mention.end)
    return match is not None and facts.reading.text.startswith(claim.whole, match.end())


def _staged(name: str, among: Sequence[Fact]) -> list[Fact]:
    """…支出决算中: the budget is not meant."""
    stage = moment_of(name).stage
    done = stage == "actual"
    return [f for f in among if not (stage and f.moment.stage) or done == (f.moment.stage == "actual")]


def _sums(facts: Facts, fact: Fact) -> bool:
    """民警152人、辅警228人，共380人; 两项收入合计: a total told behind its parts."""
    words = bare(facts.words(fact))
    return bool(re.match(r"(?:合计|共计?|总计|一?共有|累计)", words)) or words.endswith(
        ("合计", "总计", "共计")
    )


def _largest(before: Sequence[Fact]) -> list[Fact]:
    most = max((f.value for f in before), default=None)
    return [f for f in before if f.value == most]


def _topic(facts: Facts, claim: Claim) -> str:
    """有效问卷中，选择“满意”的201份，占69.8%；“一般”的…: what all shares of the sentence are taken of."""
    start = facts.reading.layout.period(claim.at)[0]
    text = facts.reading.text[start : claim.at]
    match = _AMONG.search(text)
    if match and match.start() and "；" in text[: match.start("topic")] and "；" in text[match.end() :]:
        return ""  # …；产业类中用于茶油170万元；其余320万元，占32%: said of its own item alone
    return match["topic"] if match and not match["topic"].endswith("其") else ""


def _behind(facts: Facts, claim: Claim, part: Fact, name: str) -> list[Fact]:
    """完成年初预算的108.5%，年初预算为412.6万元: the whole told behind."""
    end = facts.reading.layout.period(claim.at)[1]
    near = [f for f in facts.amounts(claim.at, end) if alike(f.mention, part.mention)]
    told = [f for f in near if len(bare(name)) >= 3 and bare(name) in bare(facts.words(f))]
    before = facts.amounts(facts.reading.layout.period(claim.at)[0], claim.at)
    if told or len(bare(name)) < _SHORT or any(bare(name) in bare(facts.words(f)) for f in before):
        return told
    return [f for f in near if bare(facts.words(f)) == bare(name)]


def _earlier(facts: Facts, claim: Claim, part: Fact, name: str) -> list[Fact]:
    """The whole told under its very name in a paragraph before."""
    end = facts.reading.layout.paragraph(claim.at)[0]
    before = [f for f in facts.amounts(max(0, end - REACH), end) if alike(f.mention, part.mention)]
    least = part.value if claim.form is not Form.OF and (_said(claim) <= 100) else 0
    before = [f for f in before if f.value >= least and not (f.compared or _sibling(facts, claim, f))]
    before = _staged(name, before[-MOST:])
    return exact(facts, name, before) or answers(facts, name, before)


def _budget(facts: Facts, claim: Claim, part: Fact, name: str) -> list[Fact]:
    """经费预算20万元, told in the paragraph before: the only number of this stage."""
    end = facts.reading.layout.paragraph(claim.at)[0]
    above = facts.reading.text[max(0, end - 80) : end].rstrip().rsplit("\n", 1)[-1]
    if not _ALL.fullmatch(facts.words(part)) or not _ENDED.search(above):
        return []
    near = [f for f in facts.amounts(max(0, end - REACH), end) if alike(f.mention, part.mention)]
    told = [f for f in near[-MOST:] if name[:2] in facts.words(f) and not f.compared]
    return told if len({f.value for f in told}) == 1 else []


def _said(claim: Claim) -> Decimal:
    return (claim.mention.value if claim.mention else None) or Decimal(0)


def current(part: Fact, wholes: Sequence[Fact]) -> list[Fact]:
    """Of wholes of one noun told of several years those of the part's own; else the last told."""
    return [w for w in wholes if not any(_outdoes(part, w, o) for o in wholes if o is not w)]


def _outdoes(part: Fact, whole: Fact, other: Fact) -> bool:
    """2022年支出47亿元…；2023年支出50.2亿元，其中教育15.9亿元: the part is of the year told last; so it is
    of what came of a change (由47亿元增至50.2亿元)."""
    if whole.source and not part.source and other.index == whole.index + 1 < part.index:
        return bool(_LED_TO.search(other.words))
    if other.index > part.index or other.compared or not kin(whole.own_core, other.own_core):
        return False
    at, mine, of = whole.moment, part.moment, other.moment
    if at.year and of.year and at.year != of.year:
        return of.year == mine.year or (mine.year is None and other.index > whole.index)
    return at.when == "last" != of.when and mine.when != "last" and other.index > whole.index
