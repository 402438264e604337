"""What a number cannot be beside the others: a place below the last, a mean outside its row, posts overrun.

全市9个县区…列第14位; 最低3960元、最高4280元，均价4405元; 编制35名，实有37名，没有超编; 控制在9%以内，实际12%.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.crosscheck.arithmetic.facts import Fact, Facts, kin, level, same_sort
from pipeline.crosscheck.arithmetic.numbers import between
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.intervals import exactly
from schemas.figures import Approx, Kind
from schemas.findings import Finding, Mention, Severity

_RANKED = re.compile(
    r"(?:[排列居位获]|名次|名列|排名|位[居列次]|上升[到至]|前移[到至])(?:在|为|名|次|全[省市县区]|综合|到|至)*$"
)
_FIELD = re.compile(
    r"(?:个|家|所|支|名|位)(?:[^，。；、\d]{0,4}(?:县|市|区|州|盟|旗|镇|乡|街道|部门|单位|科室|处室|学校|院校|医院|队|村|社区|企业|公司|班级?|选手"
    r"|地区|园区|开发区|支部|党委|窗口|中心|大厅|站所?|机构|团队|省份|国家|选题|作品|项目))"
)
_WIDER = re.compile(r"全国|全省|全市|全县|全系统|同类|兄弟")
_MOST = re.compile(r"(?:最[高大多长远贵久重]|峰值|极大值)[^，。；、]{0,12}$")
_LEAST = re.compile(r"(?:最[低小少短近轻]|谷值|极小值)[^，。；、]{0,12}$")
_MEAN = re.compile(r"(?:(?<![日月年人户均每])平均|均值|均价|中位数?|算术平均|加权平均)[^，。；、\d]{0,10}$")
_INTO = re.compile(r"(?:介于|处于|分布在|集中在|波动于|在)[^，。；、]{0,12}$")
_AND = re.compile(r"(?:与|和|至|到|[—－～~-]{1,2})[^，。；、\d]{0,4}")
_SPAN = re.compile(r"之间|区间|不等|范围")
_POSTS = re.compile(
    r"(?P<no>(?:没有|未|无|不存在|未出现|未发生)(?:超编|超员|超配|超支|超标)|(?:均|都)?(?:未满编|空编|缺编|缺员))|(?P<full>满编(?!率)|足额配备)|(?P<over>(?<!未)(?<!无)(?<!有)(?<!防)(?<!止)(?<!禁)(?:超编|超员))(?=[，。；]|$|运行)"
)
_POST = re.compile(r"编制|核定|定员|编控|职数|额定|配备标准")
_ACTUAL = re.compile(r"实有|在编|在职|在岗|实际|现有|实配|年末|配备")
_KEPT = re.compile(r"(?:控制|压缩|限制|限定|保持|稳定|维持)在[^，。；、\d]{0,8}$")
_WITHIN = re.compile(
    r"(?:的?[^，。；、\d]{0,6})?(?:以[内下]|之内|范围内)[，,](?P<actual>[^，。；、\d]{0,8}(?:实际|实为|完成|达|年末|为)[^，。；、\d]{0,6})"
)
_ASKED = re.compile(r"要求|目标|应|须|需|力争|确保|计划|不得|原则|指标")


_NOT_OVER = re.compile(
    r"(?:(?<!是否)(?:未|没有|不)(?:超[过出]?|突破)|控制在|低于|(?<=[，均都仍])在)(?:了)?(?:年初|批复|下达|总|调整|初设|财政|项目|核定){0,2}"
    r"(?P<noun>预算|概算|合同价款?|估算|评估价|评审价|标底|核定|安排|批复|控制|计划|下达)(?:数|额|价|总额)?的?(?:范围|额度|限额|总额)?(?:以内|之内|内)?(?=[，。；）]|$)"
)
_KEEPS = re.compile(r"[未有不]超|突破|控制在|低于|[以之围]内")
_POSTED = re.compile(r"超[编员配支标]|[空缺满]编|缺员|足额配备")
_SPENT = re.compile(r"结算|决算|实际|支出|执行|完成|开支|审定|成交|中标|[列开]支|使用|付|花")


_CHANGED = re.compile("追加|调[整增减]|调剂|核[增减]")
_FAR = 200


def check_bounds(facts: Facts) -> Iterator[Finding]:
    """Places, means, posts and limits kept."""
    yield from _places(facts)
    for at, fact in enumerate(facts.all):
        if "均" in fact.words or "中位" in fact.words:
            if _MEAN.search(fact.words) and level(fact):
                yield from _mean(facts, fact)
        elif "在" in fact.words and _KEPT.search(fact.words):
            yield from _kept(facts, at)
    for match in facts.matches(_NOT_OVER, _KEEPS):
        yield from _not_over(facts, match)
    for match in facts.matches(_POSTS, _POSTED):
        yield from _posts(facts, match)


def _places(facts: Facts) -> Iterator[Finding]:
    """参加考核的16个科室中，我科排在第19名."""
    reading = facts.reading
    for place in reading.mentions:
        if place.kind is not Kind.ORDINAL or place.unit not in ("位", "名", None) or not place.value:
            continue
        if reading.text[place.start] != "第":
            continue
        start = reading.layout.period(place.start)[0]
        if not _RANKED.search(reading.text, max(start, place.start - 12), place.start):
            continue
        near = between(reading, max(start, place.start - 80), place.start)
        fields = [m for m in near if m.kind is Kind.COUNT and _FIELD.match(reading.text, m.num_end)]
        field = fields[-1] if fields else None
        if field is None or (field.value or 0) < 2 or field.approx is not Approx.EXACT:
            continue
        if place.value > (field.value or 0) and not _WIDER.search(reading.text, field.end, place.end + 4):
            message = f"前面说共{field.text}，名次不会是{place.text}，请核对。"
            yield _told(facts, place, message, [field])


def _told(facts: Facts, claim: Mention, message: str, others: Sequence[Mention]) -> Finding:
    return finding(
        "comparison", message, facts.reading.text, claim.start, claim.end,
        others=tuple((m.start, m.end) for m in others),
    )  # fmt: skip


def _mean(facts: Facts, claim: Fact) -> Iterator[Finding]:
    """最低3960元、最高4280元，加权平均4405元; 介于0.21与0.38之间，平均0.42."""
    start, end = facts.reading.layout.period(claim.mention.start)
    near = [f for f in facts.within(start, end) if f is not claim and same_sort(f.mention, claim.mention)]
    ends = _ends(facts, near)
    if ends is None:
        return
    low, high = exactly(claim.mention)
    if high < ends[0].value or low > ends[1].value:
        sign = "＜最低" if high < ends[0].value else "＞最高"
        bound = ends[0] if high < ends[0].value else ends[1]
        message = f"平均数{claim.mention.text}{sign}{bound.mention.text}，平均数只能在最低与最高之间。"
        yield _told(facts, claim.mention, message, [f.mention for f in ends])


def _ends(facts: Facts, near: Sequence[Fact]) -> tuple[Fact, Fact] | None:
    """The one least and the one most of a sentence, or the two ends of a span."""
    most = [f for f in near if _MOST.search(_clause(facts, f))]
    least = [f for f in near if _LEAST.search(_clause(facts, f))]
    if len(most) == len(least) == 1 and least[0].value < most[0].value:
        return least[0], most[0]
    for one, other in pairwise(near):
        joined = other.index == one.index + 1 and _AND.fullmatch(facts.between(one, other))
        if joined and _INTO.search(one.words) and _SPAN.match(facts.reading.text, other.mention.end):
            return (one, other) if one.value < other.value else None
    return None


def _clause(facts: Facts, fact: Fact) -> str:
    """最高的一批每吨: the clause, whatever was counted in it."""
    return facts.reading.text[facts.reading.layout.clause(fact.mention.start)[0] : fact.mention.start]


def _posts(facts: Facts, match: re.Match[str]) -> Iterator[Finding]:
    """核定编制35名，实有37名，没有超编."""
    start = facts.reading.layout.period(match.start())[0]
    near = [f for f in facts.within(start, match.start()) if level(f) and f.mention.kind is Kind.COUNT]
    posts = [f for f in near if _POST.search(f.words)]
    actual = [f for f in near if f not in posts and _ACTUAL.search(f.words)]
    if len(posts) != 1 or len(actual) != 1 or not same_sort(posts[0].mention, actual[0].mention):
        return
    one, other = actual[0], posts[0]
    over, under = one.value > other.value, one.value < other.value
    if (match["no"] and over) or (match["full"] and under) or (match["over"] and not over):
        sign = "＞" if over else "＜" if under else "＝"
        message = f"实有{one.mention.text}{sign}核定{other.mention.text}，与“{match[0]}”不符。"
        yield finding(
            "comparison", message, facts.reading.text, *match.span(),
            others=tuple((f.mention.start, f.mention.end) for f in (other, one)),
        )  # fmt: skip


def _not_over(facts: Facts, match: re.Match[str]) -> Iterator[Finding]:
    """预算20万元，结算价21.2万元，…，未超预算: the one number of that name and the one that was spent."""
    start = facts.reading.layout.sentence(match.start())[0]
    near = [f for f in facts.within(start, match.start()) if level(f) and f.mention.kind is Kind.MONEY]
    named = [f for f in near if match["noun"][:2] in f.words and not _SPENT.search(f.words)]
    spent = [f for f in near if f not in named and _SPENT.search(f.words)]
    if not named and len(near) == len(spent) == 1:
        named = _above(facts, match["noun"][:2], start, spent[0])
    if len(named) != 1 or len(spent) != 1 or exactly(spent[0].mention)[0] <= exactly(named[0].mention)[1]:
        return
    message = f"{spent[0].mention.text}＞{named[0].mention.text}，与“{match[0]}”不符。"
    yield finding(
        "comparison", message, facts.reading.text, *match.span(),
        others=tuple((f.mention.start, f.mention.end) for f in (named[0], spent[0])),
    )  # fmt: skip


def _above(facts: Facts, noun: str, start: int, spent: Fact) -> list[Fact]:
    """一、…年初核定260万元。二、…实际列支273.5万元，未超出核定数: the one so called."""
    near = facts.within(max(0, start - _FAR), start)
    near = [f for f in near if noun in f.words and level(f) and f.mention.kind is Kind.MONEY]
    own = _SPENT.sub("", spent.own_core)
    near = [f for f in near if not _SPENT.search(f.words) and kin(f.own_core, own)]
    changed = near and _CHANGED.search(facts.reading.text, near[-1].mention.end, start)
    return [] if changed else near


def _kept(facts: Facts, at: int) -> Iterator[Finding]:
    """控制在0.9‰的红线以下，实际为1.2‰."""
    limit, text = facts.all[at], facts.reading.text
    if at + 1 >= len(facts.all) or not same_sort(limit.mention, facts.all[at + 1].mention):
        return
    actual = facts.all[at + 1]
    start = facts.reading.layout.sentence(limit.mention.start)[0]
    told = _WITHIN.fullmatch(text, limit.mention.end, actual.mention.start)
    if told and actual.value > limit.value and not _ASKED.search(text, start, limit.mention.start):
        message = f"实际{actual.mention.text}＞{limit.mention.text}，与“控制在{limit.mention.text}以内”不符。"
        yield finding(
            "comparison", message, text, actual.mention.start, actual.mention.end,
            severity=Severity.WARNING, others=((limit.mention.start, limit.mention.end),),
        )  # fmt: skip
