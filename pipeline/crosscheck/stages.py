"""Stages in the life of a project, of money, of a case, of a report: what must come before what.

Each chain is in order, equal ranks may stand either way. The deed of a date is the first stage word of its
clause; what names a party or a paper (中标单位, 施工合同) is no deed. 第一次 comes before 第二次 as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.dated import UNKNOWN, Dated, comparable
from pipeline.crosscheck.reading import Reading
from schemas.findings import Finding

_NEXT_YEAR = 4  # months

_CHAINS: tuple[tuple[tuple[int, str], ...], ...] = (
    (
        (1, r"立项|可研(?:报告)?批复|可行性研究|项目建议书|初步设计(?:批复|评审)|概算批复|列入计划"),
        (
            2,
            r"(?:发布|刊登|挂出)?(?:采购|招标|磋商|谈判|询价|比选|竞价)(?:公告|文件)|招标(?!代理|控制)|公开招投标|挂网|发标",
        ),
        (3, r"开标|评标|定标|完成(?:公开|施工)?招标|招标完成|(?:竞争性)?(?:磋商|谈判)(?!公告|文件)"),
        (4, r"中标|成交|中选"),
        (
            5,
            r"签订(?:了)?[^，。；]{0,6}合同|合同签订|签约|签署[^，。；]{0,6}(?:合同|协议)|签订[^，。；]{0,4}协议",
        ),
        (
            6,
            r"(?:正式|全面|动工)?开工(?!报告|令)|动工|破土|进场施工|进场|启动(?:建设|施工)|开始施工|奠基|破土动工|开挖",
        ),
        (
            7,
            r"完工|竣工(?!财务|图|结算|验收|决算)|建成|主体封顶|施工完成|完成(?:施工|建设|安装|改造)(?!招标|合同|图|许可|监理)|安装调试完毕",
        ),
        (
            8,
            r"(?:竣工|通过|完成|组织)[^，。；]{0,6}验收|验收(?:合格|通过|日期|时间|会)|初验|终验|验收(?=$|，)",
        ),
        (9, r"移交|投入使用|投入运营|正式(?:运行|运营|开放)|交付使用|投产|启用|投用"),
    ),
    (
        (5, r"签订(?:了)?[^，。；]{0,6}合同|合同签订|签约|(?:正式)?开工|动工|进场施工"),
        (
            8,
            r"竣工结算|结算审[计核]|(?:付清|结清|支付|拨付)[^，。；]{0,6}(?:尾款|质保金|余款)|(?:尾款|质保金)[^，。；]{0,6}(?:付清|结清|支付|拨付)",
        ),
    ),
    (
        (1, r"印发|下达(?!到位|至|到)|下发|批复|发文|出台"),
        (2, r"资金[^，。；]{0,4}下达|下达[至到]|转下|分解下达|分配"),
        (3, r"拨付|到位|到账|支付|兑付|发放|使用完毕|打卡"),
    ),
    (
        (1, r"申请|申报|报名|接诉|来访|投诉|举报|报案"),
        (2, r"受理|立案|收到(?=[^，。；]{0,8}(?:申请|诉|举报|来信|材料))"),
        (3, r"开庭|庭审|听证"),
        (
            4,
            r"办结|审结|结案|评审通过|录取|获批|答复|回复|发证|核发|颁发|发放(?:证书|执照|许可证)|准予|作出[^，。；]{0,8}决定|宣判|破案|收到办结",
        ),
    ),
    (
        (1, r"数据(?:统计|采集)?截[至止]|统计(?:数据)?截[至止]|统计时点|基准日|截止时点"),
        (
            2,
            r"(?:进场|开展)[^，。；]{0,4}(?:评价|核查|审计)?|报送|上报|(?:形成|出具|提交|印发|公开)[^，。；]{0,4}报告|出具|报备",
        ),
    ),
    (
        (1, r"布置|部署|启动"),
        (2, r"收齐|收集|摸底|自查"),
        (3, r"汇总|初审|审核汇总"),
        (4, r"上报|报送|提交|批复|印发"),
    ),
    (
        (
            1,
            r"施工许可[^，。；]{0,4}(?:核发|颁发|取得|办[理结]|领取)|(?:核发|颁发|取得|办[理结]|领取)[^，。；]{0,8}施工许可",
        ),
        (2, r"开工|动工|进场施工|破土"),
    ),
    (
        (1, r"建成|完工|竣工(?!财务|图|结算|验收|决算)|安装(?:完成|完毕|到位)"),
        (2, r"试运[行营转]|试生产"),
    ),
    ((1, r"出生"), (2, r"入学|参加工作|入党|入职|毕业|入伍|退休")),
    ((1, r"参加工作|入职|入伍|参军"), (2, r"退休|退役|离职|辞职|离休")),
    ((1, r"入学|报到入学"), (2, r"毕业|结业")),
    ((1, r"成立|设立|组建|注册|挂牌"), (2, r"注销|撤销|解散|摘牌")),
    (
        (1, r"(?:签订|签署)(?!补充|变更)|下单|订购"),
        (
            2,
            r"交付|交货|到货|供货|送达|送货|完工|竣工|验收|履行完毕|安装|调试|试机|试车|联调|进驻|入驻|结清|支付尾款",
        ),
    ),
    ((1, r"到货|交货|交付|送达"), (2, r"安装调试|验收|投入使用|支付尾款")),
    ((1, r"发布|公告|通知(?!书|单)|公示开始"), (2, r"截止|开标|召开|公示期满|公示结束|开班|开考")),
    (
        (1, r"开始|启动|开班|开幕|开展|组织实施|着手|进驻|进场审计"),
        (
            2,
            r"结束|结业|闭幕|完成|(?:形成|出具)[^，。；]{0,8}(?:报告|初稿)|报送|提交|上报|收官|撤离|反馈意见",
        ),
    ),
    ((1, r"借款|借入|贷款发放|放款"), (2, r"归还|还清|偿还|结清")),
    ((1, r"购入|购置|采购|购买"), (2, r"报废|处置|投入使用|验收|拍卖")),
    ((1, r"任职|到任|入职|聘用|录用|任命|当选"), (2, r"离任|离职|免职|退休|解聘|辞职")),
    ((1, r"发现|排查出|查出|交办|检查发现"), (2, r"整改完成|完成整改|整改到位|销号|复查合格")),
    ((1, r"编制完成|初稿|征求意见|起草"), (2, r"审议通过|印发|正式发布|批准实施")),
    ((1, r"案发|接报|接警|报警|起火|发病|确诊"), (2, r"抓获|破案|扑灭|出院|治愈|处置完毕")),
    ((1, r"调[入来]|借调"), (2, r"调[离出走]|调回")),
)
_PARTIES = re.compile(
    r"(?:中标|成交|招标|采购|开工|竣工|施工)(?:单位|人(?!员)|公司|企业|方(?!式)|供应商|代理[机构公司]{0,2}|候选人)"
)
"""与中标单位签订合同 tells of the contract."""
_FROM_BELOW = re.compile(r"(?:各|^[之以]?前)[^，。；、\d]{0,8}?(?:上报|报送|提交)")
"""各股室报送资料, or by a day that was set, comes before they are put together."""
_COMPILED = tuple(tuple((rank, re.compile(words)) for rank, words in chain) for chain in _CHAINS)
_ANY = re.compile("|".join(words for chain in _CHAINS for _, words in chain))

_ORDINAL = re.compile(
    r"第(?P<n>[一二三四五六七八九])(?P<u>次|批|期|轮|阶段|场|学期|站|步)(?P<noun>[一-鿿]{0,8}?)[于在为是]?$|(?P<first>首)(?P<v>次|批|期|轮|场|站)(?P<noun2>[一-鿿]{0,8}?)[于在为是]?$"
)


def check_stages_of_life(reading: Reading, dates: list[Dated]) -> Iterator[Finding]:
    """Two dates of one sentence whose deeds, or whose ordinals, stand the other way round."""
    for at, one in enumerate(dates):
        period = reading.layout.period(one.start)
        for other in dates[at + 1 : at + 4]:
            if reading.layout.period(other.start) != period:
                break
            if pair := _wrong_order(one, other) or _wrong_ordinals(reading, one, other):
                earlier, later = pair
                message = (
                    f"“{earlier[1]}”应在“{later[1]}”之前，而前者写{earlier[0].text}，后者写{later[0].text}。"
                )
                yield finding(
                    "date-order", message, reading.text, other.start, other.end,
                    others=((one.start, one.end),),
                )  # fmt: skip
                break


_Deed = tuple[Dated, str]


def _wrong_order(one: Dated, other: Dated) -> tuple[_Deed, _Deed] | None:
    if one.planned or other.planned or not comparable(one, other):
        return None
    if not (_ANY.search(one.words) and _ANY.search(other.words)):
        return None
    for chain in _COMPILED:
        a, b = _rank(chain, one.words), _rank(chain, other.words)
        if a is None or b is None or a[0] == b[0]:
            continue
        first, second = ((one, a[1]), (other, b[1])) if a[0] < b[0] else ((other, b[1]), (one, a[1]))
        return (first, second) if _reversed(first[0], second[0]) else None
    return None


def _reversed(first: Dated, second: Dated) -> bool:
    apart = first.first[1] - second.last[1]
    if first.first[0] == UNKNOWN and apart > _NEXT_YEAR:
        return False  # 11月完工，2月验收: of the next year
    return second.last < first.first


def _rank(chain: tuple[tuple[int, re.Pattern[str]], ...], words: str) -> tuple[int, str] | None:
    words = _PARTIES.sub("〇", _FROM_BELOW.sub("〇", words))
    found = [
        (m.start(), -len(m[0]), rank, m[0])
        for rank, pattern in chain
        if (m := pattern.search(words)) and words[max(0, m.start() - 1) : m.start()] not in ("未", "没", "无")
    ]
    if not found:
        return None
    _, _, rank, word = min(found)
    return rank, word


def _wrong_ordinals(reading: Reading, one: Dated, other: Dated) -> tuple[_Deed, _Deed] | None:
    """第一次理事会于9月召开，第二次理事会于2月召开."""
    if not comparable(one, other):
        return None
    a, b = _ordinal(reading, one), _ordinal(reading, other)
    if a is None or b is None or a[1:3] != b[1:3] or a[0] == b[0]:
        return None
    first, second = ((one, a[3]), (other, b[3])) if a[0] < b[0] else ((other, b[3]), (one, a[3]))
    return (first, second) if _reversed(first[0], second[0]) else None


def _ordinal(reading: Reading, date: Dated) -> tuple[int, str, str, str] | None:
    """Number, measure word and noun of what the words right before the date count."""
    start = reading.layout.clause(date.start)[0]
    match = _ORDINAL.search(reading.text, start, date.start)
    if match is None:
        return None
    number = 1 if match["first"] else "一二三四五六七八九".index(match["n"]) + 1
    return (
        number,
        match["u"] or match["v"],
        match["noun"] or match["noun2"] or "",
        match[0].rstrip("于在为是"),
    )
