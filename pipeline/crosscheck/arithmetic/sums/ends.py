"""Where a list begins and where it ends: what opens it, what closes it, what total stands behind it."""

from __future__ import annotations

import re

from pipeline.crosscheck.arithmetic.closing.words import LEFT
from pipeline.crosscheck.arithmetic.misprints import ONE, Misprint
from pipeline.crosscheck.arithmetic.sums.items import Item
from pipeline.crosscheck.arithmetic.sums.openers import Openers
from pipeline.crosscheck.arithmetic.sums.partition import noun
from pipeline.crosscheck.arithmetic.sums.runs import REST, SURE_REST, Candidate, said_number
from pipeline.crosscheck.reading import Reading

TOTAL = re.compile(
    r"合起来|合在一起|加起来|加在一起|相加|加总|累加|汇总|总盘子?|盘子|拢共|统共|总起来|全部|总[计共额数量和体需规投面]|合计|共计|一共"
    r"|小计|之和|共|累计(?!到位|下拨|筹集|筹措|征收|上缴|收缴)|全[年市县区省州镇乡村校院局馆部]|[两三四五六七八九]者|[两三四五六七八九][项类块批期年级笔档处地]|(?:^|[，。])计$"
)
_LISTING = re.compile(
    r"分布|构成|组成|划分|分别|依次|逐[年月季次批]|分[年月季次批]|各[为是有占]|具体|明细|去向|流向|投向|用途|来源|归类|区分|拆分|细分"
    r"|^[里内中]|[里内中]头?(?:[，,：:]|$)|分配|分解|下达|下拨|拨付|拨给|切块|落到|落实到|投入到|之中|当中|里面|来自|用于|[按从以][^，。；\d]{2,14}[分看计]|追溯|究其|原因|梳理|分析|统计|涉及|涵盖|设有?|下设|即|包括|包含"
)
_COLON = re.compile("[：:—]")
_MARK = re.compile(r"[。；;，,、\n]")
BRACKETS = re.compile(r"[（(〔][^（(）)〔〕]*[）)〕]")
_ADDED = re.compile(r"(?:^|[入出额金资，、。；])(?:再|外)?加(?![强快大工班])上?")


def closing(reading: Reading, c: Candidate) -> float:
    """Whether the list ends with its sentence, or with what is left over; whether it begins with one."""
    text, row, last = reading.text, c.row, c.others[-1]
    tail = text[row.items[c.parts[-1] - 1].end : last.start]
    if c.behind:
        return _begins(reading, c)
    rests = [i for i in c.others if REST.match(i.label)]
    score = 2.0 if SURE_REST.search(tail[-30:]) else 1.0 if REST.match(last.label) else 0.0
    if len(rests) > 1:
        score = -2.0
    elif c.whole + 1 != c.parts[0]:
        score = 0.0
    after = c.parts[-1] + 1
    if after >= len(row) or score >= 2:
        return score
    gap = text[last.end : row.items[after].start]
    if gap[:1] in ("、", "和"):
        return score - 8.0  # the list goes on
    if SURE_REST.match(row.items[after].label) and row.items[after].depth == last.depth:
        above = any(row.total(at, (c.whole, after)) for at in range(c.whole))
        return score if above else score - 2.0  # 上级886万元，其中甲712万元、乙174万元，其余516万元为本级
    if re.search(r"[。）)〕\n]", gap):
        return score
    inner = text[c.others[0].end : last.start]
    if "；" in gap and "；" not in inner:
        return score - 0.2
    return score - (0.3 if "，" in gap and "，" not in inner and "；" not in inner else 2.0)


def _begins(reading: Reading, c: Candidate) -> float:
    """Whether nothing stands before the first part that could be one too: 资金430万元，2022年支出258万元，
    2023年支出172万元，两年合计430万元."""
    row, first = c.row, c.parts[0]
    if not first or said_number(reading, c.one) == len(c.parts):
        return 0.0
    before = reading.text[row.items[first - 1].end : c.others[0].start]
    if re.search(r"[。；\n：:]", before):
        return -1.0 if c.ratio < 1 and "；" in before else 0.0  # 支出5亿元；补助下级1亿元、…，支出总计8亿元
    return -3.0 if row.values[first - 1] >= row.values[c.whole] else -5.0


def totalled(reading: Reading, c: Candidate) -> float:
    """Whether the amount behind the list is called a total."""
    if not TOTAL.search(c.one.label):
        return -2.5 if "。" not in reading.text[c.others[-1].end : c.one.start] else -4.0
    first = c.others[0]
    said = said_number(reading, c.one)
    if said and said != len(c.parts):
        return -2.5  # of three items 两项合计
    added = _ADDED.search(reading.text, max(0, first.start - len(first.label) - 1), c.one.start)
    return -1.5 if added else 2.0


def announced(reading: Reading, c: Candidate, openers: Openers, slip: Misprint | None) -> float:
    """What stands between the whole and the first part."""
    first = c.others[0]
    if "\n" in reading.text[c.one.end : first.start]:
        return 2.0  # a paragraph of its own, of which the words say that it is all
    gap = BRACKETS.sub("", reading.text[c.one.end : first.start])
    groups = {m.lastgroup for m in openers.within(c.one.end, first.start) if m[0] in gap}
    score = 0.0
    if "promise" in groups or _COLON.search(gap):
        score = 2.0
    elif "bound" in groups:
        score = 1.2
    elif "loose" in groups:
        score = 0.6 if c.ratio >= 1 or one_digit(slip) else -0.8
    elif first.depth > c.one.depth:
        score = 1.0
    elif _LISTING.search(gap):
        score = 1.2
    nearer = any(i.depth <= first.depth for i in c.row.items[c.whole + 1 : c.parts[0]])
    if one_digit(slip) and not nearer:
        score += 2.0 if groups or score > 0 else _alone(c)
    score -= 1.5 if nearer else 0.0
    if "。" in gap and not _takes_up(gap, c.one):
        score -= 1.0
    return score - 0.25 * max(0, min(len(_MARK.findall(gap)) - 1, 4))


def _alone(c: Candidate) -> float:
    """Numbers that no word opens: 收到1,465张，能辨认的1,128张，认不出的327张 is told as what is left of it;
    概算1,860万元，上年拨款942万元，本年拨款1,718万元 is far from a sum."""
    far = abs(c.ratio - 1)
    left = len(c.parts) == 2 and far <= 0.12 and LEFT.search(c.others[1].label)
    return -2.0 if left else -1.0 if far > 0.35 else 0.0


def _takes_up(gap: str, whole: Item) -> bool:
    """Whether the sentence of the list speaks of the whole: 实际开放286张。实际开放的床位分布在…."""
    subject, name = gap.rpartition("。")[2], noun(whole.label)
    return any(len(name) >= k and name[-k:] in subject for k in (2, 3, 4))


def taken_up(reading: Reading, c: Candidate) -> bool:
    """人员经费4387.65万元。人员经费由…和…构成: a sentence of its own for what one of a row is made up of."""
    gap = reading.text[c.one.end : c.others[0].start]
    return "。" in gap and _takes_up(gap, c.one)


def one_digit(slip: Misprint | None) -> bool:
    """Whether three digits at least agree but one."""
    return slip is not None and slip.why == ONE and slip.digits > 2
