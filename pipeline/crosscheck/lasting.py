"""A term beside the days that it runs from and to: 2021年12月验收，质保期两年，至2022年12月届满."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.dated import RANGE, Dated, comparable, months_between, narrow
from pipeline.crosscheck.reading import Reading
from schemas.findings import Finding

_HAN = {word: at for at, word in enumerate("零一二三四五六七八九十")} | {"两": 2, "半": 0}
_WORKS = r"工期|施工期|建设期|建设周期|施工周期|建设时间|施工时间|项目周期|实施周期|历时|耗时|用时"
_TERM = re.compile(
    rf"(?P<planned>(?:合同|计划|约定|定额|批复|要求|规定|原定|预计|设计)(?:的|建设|施工)?)?(?:(?P<works>总?(?:{_WORKS}))"
    r"|(?P<what>质保期|保修期|质量保证期|缺陷责任期|有效期|服务期|合同期|履约期|租赁期|租期|承包期|经营期|运维期|维保期|免费维护期|借款期|贷款期|还款期"
    r"|期|任期|聘期|聘用期|试用期|养护期|管护期|监测期|实施期|执行期|评价期|过渡期|观察期|培训期))"
    r"(?:限|间)?(?:均|共计?|合计|总计|为|是|约定|[:：，])*(?!(?:19|20)\d\d年)(?P<n>\d{1,4}|[一二两三四五六七八九十])(?:个)?(?P<unit>日历天|工作日|月|周?年|天|日)(?![度底初末份\d])"
    r"|(?:(?P<each>每[一]?[届期轮任](?:任期)?)为?|(?P<life>工龄|党龄|军龄|教龄|司龄|警龄|从业|从教|从警|服役|任职|在职|挂职|驻村)(?:时间)?(?:已|满|达|共|为|是|时长|累计){0,2})"
    r"(?P<n2>\d{1,2}|[一二两三四五六七八九十])(?:个)?(?P<unit2>月|周?年)(?![度底初末份\d])"
    r"|起算?(?:共|计|满|为期)?(?P<n4>\d{1,2}|[一二两三四五六七八九十])(?:个)?(?P<unit4>月|年)(?![度底初末份\d])"
    r"|(?P<n3>[一二两三四五])(?P<unit3>年)(?:一[签届聘定换]|[期届]满|制合同)"
)
_END = re.compile(r"届满|期满|到期|满$|截止|终止|结束|失效|止")
_UNTIL = re.compile(r"(?:至|到|截[至止]于?)$")
_HINT = re.compile(
    r"(?:期|[历耗用]时|[设工]时间)(?:限|间)?(?:均|共计?|合计|总计|为|是|约定|[:：，])*[\d一二两三四五六七八九十]"
    r"|每一?[届期轮任](?:任期)?为?[\d一二两三四五]|(?:龄|从业|从教|从警|服役|任职|在职|挂职|驻村)(?:时间)?(?:已|满|达|共|为|是|时长|累计){0,2}[\d一二两三四五]"
    r"|[一二两三四五]年(?:一[签届聘定换]|[期届]满|制合同)|起算?(?:共|计|满|为期)?[\d一二两三四五]"
)
_NUMBERS = ("n", "n2", "n3", "n4")
_BEFORE, _BEHIND = 12, 8
_FOLLOWING = re.compile(r"质保|质量保证|保修|缺陷|免费|维保|养护|管护")
"""Terms that begin where another one ends: 服务期自…至…，质保期三年."""
_BEGUN = re.compile(r"开工|动工|进场|启动|开始|破土|实施|奠基")
_DONE = re.compile(r"完工|竣工|建成|完成|结束|收官|交付")
_IN_USE = re.compile(
    r"上线|投用|投入[使运]|投[产运]|试?运行|启用|通[车水电气]|开[通馆园]|落成|完毕|验收|验交|移交"
)
_ON_TIME = re.compile(r"如期|按期|按时|提前")
_IN_TIME = re.compile(r"(?:如期|按期)(?:[竣完]工|建成|完成)")
_YEAR_ONLY = ("当年", "本年", "同年")
_DUE = re.compile(r"(?:应于|应在|应当于|按合同|按约定|合同约定|到期日?为)[^，。；\d]{0,6}$")
"""What the term itself fixes; what is 预计 may be later for other reasons."""
_LEFT = re.compile(r"停工|扣除|剔除|顺延|延长|延期|暂停|续签|续租|第[一二三四]期|[一二三]期工程|分[两二三四]")
_SLACK = {"年": 3, "月": 1, "天": 1}
_NEAR, _FAR = 8, 30
"""How far the term may stand from its ends, and these from one another."""


def check_terms(reading: Reading, dates: Sequence[Dated]) -> Iterator[Finding]:
    """Every term whose sentence tells both of its ends."""
    starts = [d.start for d in dates]
    for match in _terms(narrow(reading.text)) if len(dates) > 1 else ():
        first, last = reading.layout.period(match.start())
        near = dates[bisect_left(starts, first) : bisect_left(starts, last)][:6]
        if not near and match["n3"]:
            first, last = reading.layout.period(last + 1)  # 一年一签。本期自…起，至…届满
            near = dates[bisect_left(starts, first) : bisect_left(starts, last)][:2]
        if match["unit"] == "工作日" or len(near) < 2 or _LEFT.search(reading.text, first, last):
            continue
        ends = _works(reading, near) if match["works"] else _ends(reading, near, match)
        if ends is not None and comparable(*ends):
            yield from _judge(reading, match, *ends)


def _terms(text: str) -> Iterator[re.Match[str]]:
    """The terms, looked for where a number follows such a word: cheaper than everywhere."""
    done = 0
    for hint in _HINT.finditer(text):
        match = _TERM.search(text, max(done, hint.start() - _BEFORE), hint.end() + _BEHIND)
        if match:
            done = match.end()
            yield match


def _works(reading: Reading, near: Sequence[Dated]) -> tuple[Dated, Dated] | None:
    """…开工，…主体封顶，同年7月完工: the day that work began, and that it was done (else put to use)."""
    begun = [d for d in near if _BEGUN.search(d.words) and not d.planned]
    ended = [d for d in near if not d.planned and d not in begun and d.text not in _YEAR_ONLY]
    done = [d for d in ended if _DONE.search(d.words)] or [d for d in ended if _IN_USE.search(d.words)]
    if len(begun) == 1 and not done:
        due = [d for d in near if _DONE.search(d.words) and _DUE.search(reading.text, d.start - 12, d.start)]
        return (begun[0], due[0]) if len(due) == 1 else None
    return (begun[0], done[-1]) if len(begun) == 1 and len(done) == 1 else None


def _ends(reading: Reading, near: Sequence[Dated], term: re.Match[str]) -> tuple[Dated, Dated] | None:
    """自2020年7月1日起至2022年6月30日止; or the one day before the end."""
    if term["life"]:
        return (near[0], near[1]) if len(near) == 2 and near[1].end <= term.start() else None
    for one, other in pairwise(near):
        between = reading.text[one.end : other.start]
        until = _UNTIL.search(between) or _END.match(other.words)
        apart = -1 if term["n3"] else max(one.start - term.end(), term.start() - other.end)
        if "月" in other.text and "月" not in one.text:
            until = None  # 高于2021年的水平，期限5年，2028年3月到期
        after = other.end <= term.start() and term["what"] and _FOLLOWING.search(term["what"])
        if apart <= _NEAR and not after and (RANGE.fullmatch(between) or (until and len(between) <= _FAR)):
            return one, other
    return None


def _judge(reading: Reading, match: re.Match[str], one: Dated, other: Dated) -> Iterator[Finding]:
    unit = match["unit"] or match["unit2"] or match["unit3"] or match["unit4"]
    unit = {"日历天": "天", "日": "天", "周年": "年"}.get(unit, unit)
    number = match["n"] or match["n2"] or match["n3"] or match["n4"]
    said = int(number) if number.isdigit() else _HAN[number]
    least, most = _span(one, other, unit)
    if most < 0:
        return
    told = said * 12 if unit == "年" else said
    late = most - _SLACK[unit] > told
    if match["planned"] and match["works"]:
        own = reading.text[match.end() : reading.layout.period(match.end())[1]]
        early = most + told // 4 < told and _IN_TIME.search(own)
        due = other.planned and not least - _SLACK[unit] <= told <= most + _SLACK[unit]
        if not ((late and _ON_TIME.search(own)) or early or due):
            return
    elif least - (slack := _slack(reading, match, one, other, unit)) <= told <= most + slack:
        return
    what = f"{most}天" if unit == "天" else f"{most}个月"
    message = f"{one.text}至{other.text}为{what}，与“{match[0]}”不符。"
    yield finding(
        "date-order", message, reading.text, max(map(match.start, _NUMBERS)), match.end(),
        others=((one.start, one.end), (other.start, other.end)),
    )  # fmt: skip


def _slack(reading: Reading, match: re.Match[str], one: Dated, other: Dated, unit: str) -> int:
    """How far the term may be off: not at all where both days are told as 自…起至…止."""
    exact = "日" in one.text and "日" in other.text
    joined = unit == "天" and RANGE.fullmatch(reading.text, one.end, other.start)
    closed = exact and (unit == "月" or joined)
    return 12 if match["life"] else 0 if closed else _SLACK[unit]


def _span(one: Dated, other: Dated, unit: str) -> tuple[int, int]:
    """The least and the most days, or months, from one to the other; -1 where the dates do not tell."""
    if unit == "天":
        if "日" not in one.text or "日" not in other.text:
            return -1, -1
        days = (_date(other.first) - _date(one.first)).days
        return days, days + 1
    if "月" not in one.text or "月" not in other.text:
        years = other.first[0] - one.first[0]
        return (years * 12, years * 12 + 12) if unit == "年" else (-1, -1)
    return months_between(one, other)


def _date(day: tuple[int, int, int]) -> dt.date:
    try:
        return dt.date(*day)
    except ValueError:
        return dt.date(day[0], day[1], 1)
