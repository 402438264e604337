"""Dates in their order: a thing before its cause, a period that ends before it begins, a year far ahead."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from pipeline.crosscheck.carried import check_carried
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.dated import RANGE, UNKNOWN, Dated, comparable, narrow, read_dates
from pipeline.crosscheck.durations import check_durations
from pipeline.crosscheck.lasting import check_terms
from pipeline.crosscheck.reading import Reading
from pipeline.crosscheck.spans import check_spans
from schemas.findings import Finding, Severity

_AHEAD = re.compile(
    r"预计|计划|拟|将|规划|目标|到$|至$|底前|前|以前|力争|届时|期限|有效期|止|下一步|今后|纲要|“|《|之后"
)

_NEXT_YEAR = 4  # months
_SLIP = 20  # years: two years further apart are both meant, a birth and a retirement

# What comes first in the life of a project, of money, of a case. Words (regex) in order; equal ranks may
# stand either way.
_CHAINS: tuple[tuple[tuple[int, str], ...], ...] = (
    (
        (1, r"立项|可研(?:报告)?批复|获批立项|批准立项|列入计划"),
        (2, r"招标|发布(?:采购|招标)公告|公开招投标|挂网|发标"),
        (3, r"中标|定标|开标|完成(?:公开)?招标|招标完成|成交"),
        (4, r"签订(?:了)?[^，。；]{0,6}合同|合同签订|签约|签署[^，。；]{0,6}(?:合同|协议)"),
        (5, r"(?:正式|全面|动工)?开工|动工|破土|进场施工|进场|启动(?:建设|施工)|开始施工|奠基"),
        (6, r"完工|竣工(?!财务)|建成|主体封顶|施工完成|完成(?:施工|建设|安装|改造)|安装调试完毕"),
        (7, r"(?:竣工|通过|完成|组织)[^，。；]{0,6}验收|验收合格|初验|终验"),
        (8, r"移交|投入使用|投入运营|正式(?:运行|运营|开放)|交付使用|投产|启用|投用"),
    ),
    (
        (1, r"印发|下达(?!到位)|下发|批复|发文|出台"),
        (2, r"拨付|到位|到账|支付|兑付|发放|使用完毕|分配"),
    ),
    (
        (1, r"申请|申报|受理|立案|报名|接诉|来访|收到"),
        (2, r"办结|审结|结案|评审通过|录取|获批|答复|回复|发证|核发|颁发|发放(?:证书|执照|许可证)|准予"),
    ),
    ((1, r"出生"), (2, r"入学|参加工作|入党|入职|毕业")),
    ((1, r"入学"), (2, r"毕业")),
    ((1, r"成立|设立|组建|注册|挂牌"), (2, r"注销|撤销|解散|摘牌")),
    (
        (1, r"签订|签署|下单|订购"),
        (2, r"交付|交货|到货|供货|送达|送货|完工|竣工|验收|履行完毕|安装|结清|支付尾款"),
    ),
    ((1, r"到货|交货|交付|送达"), (2, r"安装调试|验收|投入使用|支付尾款")),
    ((1, r"发布|公告|通知|公示开始"), (2, r"截止|开标|召开|公示期满|公示结束")),
    (
        (1, r"开始|启动|开班|开幕|开展|组织实施|着手|进驻|进场审计"),
        (2, r"结束|结业|闭幕|完成|形成报告|出具报告|报送|提交|上报|收官|撤离|反馈意见"),
    ),
    ((1, r"借款|借入|贷款发放|放款"), (2, r"归还|还清|偿还|结清")),
    ((1, r"购入|购置|采购|购买"), (2, r"报废|处置|投入使用|验收|拍卖")),
    ((1, r"任职|到任|入职|聘用|录用|任命"), (2, r"离任|离职|免职|退休|解聘|辞职")),
    ((1, r"发现|排查出|查出|交办|检查发现"), (2, r"整改完成|完成整改|整改到位|销号|复查合格")),
    ((1, r"编制完成|初稿|征求意见|起草"), (2, r"审议通过|印发|正式发布|批准实施")),
)
_PARTIES = re.compile(
    r"(?:中标|成交|招标|采购)(?:单位|人(?!员)|公司|企业|方(?!式)|供应商|代理[机构公司]{0,2})"
)
"""与中标单位签订合同 tells of the contract."""
_COMPILED = tuple(tuple((rank, re.compile(words)) for rank, words in chain) for chain in _CHAINS)


def check_timeline(reading: Reading) -> Iterator[Finding]:
    """Order of events and ends of periods, sentence by sentence; years ahead of all others."""
    plain = narrow(reading.text)
    if "年" not in plain and "月" not in plain:
        return
    dates = list(read_dates(reading, plain))
    yield from check_durations(reading, dates)
    yield from check_terms(reading, dates)
    yield from check_spans(reading)
    yield from check_carried(reading)
    yield from _periods(reading, plain, dates)
    yield from _orders(reading, dates)
    yield from _ahead(reading, plain, dates)


def _periods(reading: Reading, plain: str, dates: list[Dated]) -> Iterator[Finding]:
    """2022年11月至2022年3月: both ends with their own year."""
    for one, other in itertools.pairwise(dates):
        if not RANGE.fullmatch(plain, one.end, other.start) or not re.match(r"(?:19|20)\d{2}年", other.text):
            continue
        if other.last < one.first:
            message = f"起止日期颠倒：{one.text}在{other.text}之后。"
            yield finding("date-order", message, reading.text, one.start, other.end)


def _orders(reading: Reading, dates: list[Dated]) -> Iterator[Finding]:
    for at, one in enumerate(dates):
        period = reading.layout.period(one.start)
        for other in dates[at + 1 : at + 4]:
            if reading.layout.period(other.start) != period:
                break
            if pair := _wrong_order(one, other):
                earlier, later = pair
                message = (
                    f"“{earlier[1]}”应在“{later[1]}”之前，而前者写{earlier[0].text}，后者写{later[0].text}。"
                )
                yield finding(
                    "date-order", message, reading.text, other.start, other.end,
                    others=((one.start, one.end),),
                )  # fmt: skip
                break


def _wrong_order(one: Dated, other: Dated) -> tuple[tuple[Dated, str], tuple[Dated, str]] | None:
    if one.planned or other.planned or not comparable(one, other):
        return None
    for chain in _COMPILED:
        a, b = _rank(chain, one.words), _rank(chain, other.words)
        if a is None or b is None or a[0] == b[0]:
            continue
        first, second = ((one, a[1]), (other, b[1])) if a[0] < b[0] else ((other, b[1]), (one, a[1]))
        apart = first[0].first[1] - second[0].last[1]
        if one.first[0] == UNKNOWN and apart > _NEXT_YEAR:
            return None  # 11月完工，2月验收: of the next year
        return (first, second) if second[0].last < first[0].first else None
    return None


def _rank(chain: tuple[tuple[int, re.Pattern[str]], ...], words: str) -> tuple[int, str] | None:
    words = _PARTIES.sub("〇", words)
    found = [
        (m.start(), rank, m[0])
        for rank, pattern in chain
        if (m := pattern.search(words)) and words[max(0, m.start() - 1) : m.start()] not in ("未", "没", "无")
    ]
    if not found:
        return None
    _, rank, word = min(found)
    return rank, word


def _ahead(reading: Reading, plain: str, dates: list[Dated]) -> Iterator[Finding]:
    """A day in a year well after every other year of the text (or the report's), told as done."""
    years = [d.first[0] for d in dates]
    for one in dates:
        if "月" not in one.text or "年" not in one.text:
            continue
        others = [y for y in years if y != one.first[0]]
        newest = reading.year or max(others, default=one.first[0])
        if not newest + (1 if reading.year else 2) < one.first[0] <= newest + _SLIP:
            continue
        start, _ = reading.layout.period(one.start)
        if _AHEAD.search(plain, start, one.start) or _AHEAD.search(one.words):
            continue
        message = f"此处写{one.text}，而文中所述是{newest}年前后的事，请核对年份。"
        yield finding("year-off", message, reading.text, one.start, one.end, severity=Severity.WARNING)
