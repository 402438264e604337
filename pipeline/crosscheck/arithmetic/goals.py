"""Goals met and missed: 超额完成年度任务, 未达到目标值, 各项均达到目标, 控制在标准以内."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from pipeline.crosscheck.arithmetic.facts import Fact, Facts, Role, kin, level, same_sort
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.intervals import exactly
from schemas.figures import Approx, Kind
from schemas.findings import Finding

_OF = (
    r"(?:承诺|约定|招标|采购|投标|法定|国家|省定|行业|限定|最低|最高|年度|年初|预期|预定|既定|全年|绩效|设定|计划|规定|控制"
    r"|相关|上级|合同|序时|的|了){0,3}"
)
_GOAL_NOUN = (
    r"(?:目标|任务|计划|指标|要求|标准|限额|上限|下限|限值|阈值|定额|控制数|控制价|控制线|控制额度?|额度"
    r"|红线|底线|名额(?:限制|数)?|限制|概算|时限|期限|预算价?|(?:最高|投标|招标)?限价|拦标价|标底|底价|起拍价|挂牌价|评估价|门槛"
    r"|(?:合格|及格|达标|录取|警戒|最低|封顶|分数)线|警戒水位|核定数|批复数|下达数)"
)
_NAME = (
    rf"{_OF}{_GOAL_NOUN}(?:值|数|任务|要求|标准|以内|之内|范围内)?"
    r"(?!率|值|数|的?[\d０-９]|的?比例|[^，。；、\d]{1,8}的?[\d０-９.]+[%％成])"
)
_CLAIM = re.compile(
    r"(?P<all>[两二三四五六七八九]项|各项|所有|全部|均|都|以上|指标|已|全面|圆满|顺利|如期|按期|按时|总体|全额|足额){0,4}"
    rf"(?:(?P<more>(?:超额完成|优于|好于|快于)(?:了)?{_NAME}|超额(?:完成|兑现|达成)(?:[一-鿿]{{0,6}}(?:任务|目标|计划))?(?=[，。；（]|$)"
    r"|超(?:目标|任务|计划)(?:完成|数)?(?=[，。；（]|$))"
    rf"|(?P<high>高于|超过了?|超出了?|突破了?|大于|多于)(?:了)?{_NAME}"
    rf"|(?P<low>(?<!不)低于|少于|小于|不及|未及)(?:了)?{_NAME}"
    rf"|(?P<less>未能?达到?|未能?完成|没有完成|没有达到|未实现|未达成|不符合|不满足)(?:了)?{_NAME}"
    r"|(?P<least>(?<!未)(?<!没有)(?:达到|完成|实现|达成|符合|满足)|未超(?:过|出)?|没有超[过出]|未突破"
    rf"|没有突破|控制在|(?<=[，为均都仍])在)(?:了)?{_NAME}"
    r"|(?P<passed>(?<=[部均都员体])(?:合格|及格|达标|过线|通过)(?=[，。；（]|$))"
    rf"|(?:{_GOAL_NOUN})(?:值|数)?(?:均|都|全部|已|已经|得到|如期|圆满|顺利|全面)*(?P<done>实现|达成|完成|达到|达标)(?![率的值\d]|了?\d)"
    r"|(?P<ontime>(?<!未)(?<!未能)(?:按时|如期|按期)(?:完成|办结|完工|竣工|建成|交付))(?![率的])"
    r"|(?P<poor>(?:指标|目标|任务)?完成(?:情况)?(?:良好|较好)))"
)
_MARK = re.compile(
    r"(?=[完实达符满未没控高低优好快多少小大超突不合及过通以之])(?:完成|合格|及格|过线|通过|以内|之内|超[额目任计]|没有突|实现|达[成到标]|符合|满足|未[超能及突达]|没有[超达完]|控制在|[高低优好快多少小大]于|超[过出]|突破|不及|不满足)"
)
_TARGET = re.compile(
    r"目标|计划|任务|名额|原定|限价|控制价|拦标价|标底|底价|起拍价|评估价|限值|阈值|下限|门槛|[格标取戒低顶数]线"
    r"|(?<!供|适|响|对|相|反|效)应|标准|预期|指标值|要求|控制数|控制线|控制额|额度|红线|限额|上限|批复|核定|规定|定额|设定|约定|不低于|不高于|不超过|不少于|控制在|[≤≥]"
)
_SET = re.compile(
    "(?:[年季月]初|原先?|事先|预先|上级|[省市县区])(?:确定|安排|部署|交办|分配|拟定)|下达|承诺|拟(?!制)|力争|确保"
)
"""年初确定培训2400人次 is a goal; 下达资金300万元 is money to spend."""
_UPPER = re.compile(
    r"[≤<＜]|不超过?|不高于|不大于|不多于|控制[在数线]|(?<!不)低于|(?<!不)少于|以内|以下|之内|限额|上限|限价"
    r"|控制价|拦标价|最高|封顶|限值|红线|警戒"
)
_ACTUAL = re.compile(r"实际|完成|达|实现|为|执行|实施|办结|[降升增减缩][低高至到]|压缩")
_WITHIN = re.compile(r"未超|没有超[过出]|未突破|没有突破|控制在|在")
_ASKED = re.compile(r"(?:以[内上下])?的(?:目标|要求|标准|任务|计划)")
_CEILING = re.compile(r"达到?了?[^，。；]*(?:控制数|限额|上限|额度|封顶|红线|定额|限价|控制线)")
"""尚未达到控制数: there is room left."""
_LINE = re.compile(r"线|标准|限值|合格|达标|门槛|限量")
_FAR = 120
_NEVER = re.compile(r"每|人均|户均|亩均|单价")
_EVERY = re.compile("每个?[年月周季日天]")
_TIME = re.compile(r"天|日|个?工作日|小时|个?月|分钟|周")
_HURRY = re.compile(r"时限|办理|办结|办件|压缩|工期|审批|响应|用时|提速|缩短|完工|竣工")


def check_goals(facts: Facts) -> Iterator[Finding]:
    """Every word of a goal met or missed beside its goal and what was done."""
    for match in facts.matches(_CLAIM, _MARK):
        yield from _goal(facts, match)


def _goal(facts: Facts, match: re.Match[str]) -> Iterator[Finding]:
    layout = facts.reading.layout
    start = layout.sentence(match.start())[0]
    every = bool(match["all"])
    met = list(_met(facts.within(start, match.start()), facts, every=every))
    if not met and match["all"]:
        start = max(layout.paragraph(match.start())[0], match.start() - 160)
        met = list(_met(facts.within(start, match.start()), facts, every=every))
    met = met or list(_above(facts, match, start))
    missed = bool(match["less"] or match["low"] or match["high"])
    if not met or (len(met) > 1 and not (match["all"] and not missed)):
        return
    for goal, actual, order, upper in met:
        if match["passed"] and not _LINE.search(goal.words):
            continue
        if match["ontime"] and not _TIME.match(goal.mention.unit or ""):
            continue
        if _wrong(match, order, upper or bool(_WITHIN.match(match["least"] or ""))):
            sign = "＞" if order > 0 else "＜" if order < 0 else "＝"
            message = f"实际{actual.mention.text}{sign}目标{goal.mention.text}，与“{match[0]}”不符。"
            yield finding(
                "comparison", message, facts.reading.text, match.start(), match.end(),
                others=tuple((f.mention.start, f.mention.end) for f in (goal, actual)),
            )  # fmt: skip
            return


def _above(facts: Facts, match: re.Match[str], start: int) -> Iterator[tuple[Fact, Fact, int, bool]]:
    """一、目标…30公里。二、实际建成26.8公里，超额完成目标: the one goal told above."""
    own = [f for f in facts.within(start, match.start()) if level(f)]
    if len(own) != 1 or _target(own[0], facts) or not _ACTUAL.search(own[0].words):
        return
    near = [f for f in facts.within(max(0, start - _FAR), start) if same_sort(f.mention, own[0].mention)]
    alike = len(near) == 1 and near[0].mention.unit == own[0].mention.unit and _target(near[0], facts)
    if alike and near[0].words[-2:] == own[0].words[-2:] and not near[0].source:
        yield from _met([*near, *own], facts, every=False)


def _wrong(match: re.Match[str], order: int, upper: bool) -> bool:
    """Whether the claim contradicts the order of what was done to the goal (1 more, 0 just, -1 less)."""
    margin = -order if upper else order
    if match["high"]:
        return order < 0 if match["all"] or match["high"][:1] != "超" else order <= 0
    if match["low"]:
        return order >= 0
    if match["less"]:
        literal = _CEILING.search(match[0])
        return (order if literal else margin) >= 0
    if match["more"]:
        return margin < 0 or (margin == 0 and not match["all"] and "超" in match["more"])
    return margin < 0


def _met(near: Sequence[Fact], facts: Facts, *, every: bool) -> Iterator[tuple[Fact, Fact, int, bool]]:
    """Each goal with what was done, how the two compare, and whether the goal is an upper bound."""
    for goal, actual in _pairs(near, facts, every=every):
        behind = facts.reading.text[goal.mention.end : goal.mention.end + 2]
        words = goal.words + goal.mention.hedge + goal.mention.text + behind
        upper = bool(_UPPER.search(words)) or goal.mention.approx is Approx.LESS_THAN or _hurried(goal, facts)
        one, other = exactly(goal.mention), exactly(actual.mention)
        order = 1 if other[0] > one[1] else -1 if other[1] < one[0] else 0
        if goal.mention.approx is not Approx.EXACT:
            value = goal.mention.value or Decimal(0)
            order = (actual.value > value) - (actual.value < value)
        yield goal, actual, order, upper


def _hurried(goal: Fact, facts: Facts) -> bool:
    """Days to do a thing in are an upper bound, days of service are not."""
    start, end = facts.reading.layout.period(goal.mention.start)
    text, mention = facts.reading.text, goal.mention
    timed = _TIME.match(mention.unit or "") or text.startswith("工作日", mention.end)
    return bool(timed and _HURRY.search(text, start, end))


def _pairs(near: Sequence[Fact], facts: Facts, *, every: bool) -> Iterator[tuple[Fact, Fact]]:
    """Goals and what was done: side by side, or the only two of their sort."""
    shown = [f for f in near if level(f) and not f.source]
    if len(shown) == 2 and _target(shown[1], facts) and not _target(shown[0], facts):
        shown.reverse()  # 完成5.2亿元，目标5亿元
    found = [p for p in itertools.pairwise(shown) if _fits(*p, facts)]
    if any(_target(a, facts) and _target(b, facts) for a, b in itertools.pairwise(shown)):
        found = [p for p in found if kin(p[0].own_core, p[1].own_core) and p[1].own_core]
    found = found or list(_alone(shown, facts))
    if every and len(found) == 1:
        goal, actual = found[0]
        found += [(goal, one) for row in (shown, shown[::-1]) for one in _beside(row, actual, facts)]
    yield from found


def _beside(shown: Sequence[Fact], first: Fact, facts: Facts) -> Iterator[Fact]:
    """控制价84万元，报价分别为82.6万元、85.1万元、79.8万元，均未超过: the rest of the row."""
    last = first
    for fact in shown[shown.index(first) + 1 :]:
        if facts.between(last, fact) not in ("、", "和") or not same_sort(fact.mention, first.mention):
            return
        yield fact
        last = fact


def _alone(shown: Sequence[Fact], facts: Facts) -> Iterator[tuple[Fact, Fact]]:
    """最高限价298万元，三家参与竞争，成交价286万元: the one goal and the last number of its sort."""
    goals = [f for f in shown if _target(f, facts)]
    others = [f for f in shown if goals and f not in goals and same_sort(f.mention, goals[0].mention)]
    if len(goals) != 1 or not others or any(_NEVER.search(f.words) for f in (goals[0], others[-1])):
        return
    if len(others) == 1 or others[-1] is shown[-1]:
        yield goals[0], others[-1]


def _target(fact: Fact, facts: Facts) -> bool:
    behind = _ASKED.match(facts.reading.text, fact.mention.end)
    words = fact.words + fact.mention.hedge
    counted = fact.mention.kind is Kind.COUNT and _SET.search(words)
    return bool(behind or counted or _TARGET.search(words))


def _fits(goal: Fact, actual: Fact, facts: Facts) -> bool:
    if not same_sort(goal.mention, actual.mention) or not _target(goal, facts):
        return False
    if _EVERY.search(goal.words) and not _EVERY.search(actual.words):
        return False  # 每周至少1次，全年近30次
    done = _ACTUAL.search(actual.words) or actual.role is Role.RESULT
    return bool(done) or not _target(actual, facts)
