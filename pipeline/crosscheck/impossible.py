"""Numbers that cannot be, by the form of their word: a rate over 100% or below 0.

Every …率 and 占比 is held to 100%, but for those whose words tell that the whole may be passed (增长率,
执行率, 负债率, 床位使用率). It is a warning: the list of the latter is not closed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.reading import Reading
from schemas.figures import Kind
from schemas.findings import Finding, Mention, Severity

_LINK = (
    r"(?:达到?了?|为|是|至|在|约|均|都|仅|已|有|高达|保持在?|稳定在?|提[升高][到至]|上升[到至]|[升增降][到至]|[:：]"
    r"|平均|全年|实际|目前|年末|年底)*"
)
_RATE = re.compile(
    rf"(?P<noun>[一-鿿]{{1,12}}?(?:率|占比|比例|比重)|[一-鿿]{{1,8}}[的者]占比?)(?:\d{{4}}年)?{_LINK}$"
)
_MAY = re.compile(
    r"增|涨|长|幅|速|升|减|降|执行|完成|收益|回报|毛|利润?|负债|杠杆|周转|拨备|偿付|充足|产销|床位|病床|自给|达成|实现|征收|到位"
    r"|预算|支出|进度|倍|汇|费|税|息|贴现|换手|频|功|产能|达产|利用|负荷|(?:床位|车位|泊位|设备|设施)使用|额度使用|指标使用|场地使用|占用|保障|供|存贷|流动|速动|权益|成本|投入|产出|贡献"
    r"|弹性|抵押|质押|超|控制|编|兑现|入库|保值|复种|容积|翻|上座|满座|任务|目标|序时|计划|出租|准备|转移|交易|差|偏|变动|误|溢|逾期|绩效|能效|效率|客座|满员"
    r"|比率|招录|报录|应[征缴]|盈|亏|资本|资产|库存|消费|压|拨付|开支|结算|清偿|还款|回笼|回款|收缴|销售|履约|招商|引资|到[账款]|入账|缴|纳"
)
_VALUE = re.compile(r"(?:实际|全年|年度)?完成(?:值|情况)?(?:为|是|达到?|[:：])*$|实际(?:值)?(?:为|是|达到?)$")
_INDICATOR = re.compile(r"[“\"](?P<noun>[一-鿿]{2,16}(?:率|占比|比例))[”\"]")
_NAME = 5
"""Signs of a rate's name that tell what it counts: 费用报销比例 is of what was paid back."""
_SHARE_OF = re.compile(r"占[^，。；]{0,12}(?:预算|计划|上年|去年|目标|任务|年初|批复|概算|合同)")
_LOST = re.compile(
    r"(?:[合及]格|满意|覆盖|参[保与训会检]|出勤|就业|入学|差错|错误|漏[损失水]|发[病生案]|死亡|流失|辍学|空置|事故|故障|感染|退货|返工|投诉|办结|达标|优良|普及|知晓|到[会课岗])率"
    rf"{_LINK}$"
)


def check_impossible(reading: Reading) -> Iterator[Finding]:
    """Rates of parts beyond all of it, or below nothing."""
    for mention in reading.figures:
        value = mention.value if mention.kind is Kind.PERCENT and mention.unit == "%" else None
        if value is not None and not 0 <= value <= 100:
            yield from _rate(reading, mention, value)


def _rate(reading: Reading, mention: Mention, value: Decimal) -> Iterator[Finding]:
    words = reading.text[reading.layout.clause(mention.start)[0] : mention.start]
    if value < 0:
        if lost := _LOST.search(words):
            message = f"“{lost[0]}”不会是负数，此处写{mention.text}，请核对。"
            yield _told(reading, mention, message)
        return
    rate = _RATE.search(words[-30:]) or _indicator(reading, mention, words)
    if rate is None or _MAY.search(rate["noun"][-_NAME:]) or _SHARE_OF.search(words):
        return
    message = f"“{rate['noun']}”是部分占总体的比，一般不超过100%，此处写{mention.text}，请核对。"
    yield _told(reading, mention, message)


def _indicator(reading: Reading, mention: Mention, words: str) -> re.Match[str] | None:
    """指标“参与率”目标值95%，…，实际完成值为108%: the one rate in quotes before, in the same sentence."""
    if not _VALUE.search(words):
        return None
    start = reading.layout.sentence(mention.start)[0]
    named = list(_INDICATOR.finditer(reading.text, start, mention.start))
    return named[0] if len(named) == 1 else None


def _told(reading: Reading, mention: Mention, message: str) -> Finding:
    return finding("rate", message, reading.text, mention.start, mention.end, severity=Severity.WARNING)
