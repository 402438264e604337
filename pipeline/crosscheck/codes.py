"""The one table of codes: severity, Chinese title, what it means. The README's table is this one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from schemas.findings import Finding, Severity

E, W, I = Severity.ERROR, Severity.WARNING, Severity.INFO  # noqa: E741


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of finding. ``severity`` is the usual one; a single finding may be milder."""

    severity: Severity
    title: str
    meaning: str


CODES: Mapping[str, Code] = {
    # references
    "unknown-reference": Code(E, "引用不存在", "引用的键在台账中没有。"),
    "malformed-reference": Code(E, "引用不完整", "引用写法不对，不能换成数。"),
    "bad-format": Code(E, "引用格式不合", "引用的数没有所写的那种格式。"),
    "changed-figure": Code(E, "引用的数被改写", "人工改动了引用处的数，与台账不一致。"),
    "doubtful-figure": Code(W, "数的出处待核", "改稿改动了这个数周围的词句，是否还是原来那一项须由人核对。"),
    "reference-value": Code(E, "引用值不符", "引用处印出的数与台账不一致。"),
    # binding
    "typed-figure": Code(E, "数无出处", "手写的数在台账中找不到。"),
    "typed-bound": Code(I, "手写的数", "草稿中的数是手写的，虽与台账一致，应改为引用。"),
    "stale-figure": Code(E, "数已过时", "数是数据更新以前的，台账中这一项已改。"),
    "unit-slip": Code(E, "单位或位数错", "与台账的数相差正好是单位（元、万元）或一位数字。"),
    "wrong-item": Code(E, "数与项目不符", "数是真的，却写在另一个项目后面。"),
    "wrong-basis": Code(E, "数与口径不符", "数是真的，却是另一口径（年初预算、调整预算、到位、决算）的。"),
    "wrong-year": Code(E, "数与年度不符", "数是真的，却是另一年度的。"),
    "ambiguous-figure": Code(I, "数的归属不明", "台账中有几个数都与它相符，上下文分不清是哪一个。"),
    "rounded-figure": Code(I, "少写了小数", "数比台账所印的位数少，又没有“约”字。"),
    "hedge-misfit": Code(W, "约数词不合", "“近”“余”“多”等词与台账的数不合。"),
    # coverage
    "required-missing": Code(E, "必写的数缺少", "提纲要求本节写明的数没有出现。"),
    "claim-without-figure": Code(
        W, "笼统结论与台账不符", "“全部完成”“均达标”等没有写数，而台账中有指标未完成。"
    ),
    "two-values": Code(E, "同一项目两个数", "同一项目在两处写了不同的数。"),
    "table-mismatch": Code(E, "文表不一致", "正文写的数与同一文件里表格同名行的数不同。"),
    "length": Code(W, "篇幅不合", "本节字数超出提纲要求。"),
    "asked-length": Code(W, "篇幅不合要求", "重写时要求的字数（--hint）没有做到。"),
    "told-twice": Code(W, "一事两写", "同一件活动的同一句话写进了两节。"),
    # claims
    "direction": Code(E, "增减方向不符", "增加、减少、持平等词与数的实际变化相反。"),
    "sum": Code(E, "分项与合计不符", "列出的分项加起来不等于（或超过）合计。"),
    "growth": Code(E, "增减额或增减率不符", "增减额、增减率与前后两数推不出来。"),
    "share": Code(E, "占比不符", "占比与分子、分母推不出来，或各占比之和超过百分之百。"),
    "rate": Code(E, "比率不符", "执行率、完成率等与所依据的数不符，或不可能超过百分之百。"),
    "multiple": Code(E, "倍数不符", "“增长几倍”与前后两数不符，或“下降几倍”。"),
    "percent-points": Code(E, "应为百分点", "两个百分率之差应以百分点计。"),
    "count": Code(E, "列举个数不符", "所列个数与声明的个数不一致。"),
    "score": Code(E, "得分不符", "得分与权重、比率推不出来，或超过分值。"),
    "balance": Code(E, "收支或余额不平", "年初、增减与年末，预算、支出与结余，收入与支出对不上。"),
    "comparison": Code(E, "比较词不符", "大于、小于、超过、不足、持平等词与两数不符。"),
    "zero-base": Code(E, "基数为零或负", "上年为零、没有或为负数，不能计算增减率。"),
    "unit": Code(E, "单位有误", "单价、数量与金额推不出来，或同一金额两种单位不一致。"),
    "contradiction": Code(E, "前后矛盾", "同一比较前后方向相反，或原因与增减方向相反。"),
    # wording
    "hedge": Code(W, "约数词重复或矛盾", "约…左右、近…多、超过…以上等。"),
    "growth-word": Code(W, "增加与增长混用", "绝对数用“增加、减少”，百分率用“增长、下降”。"),
    "negative-change": Code(W, "方向词与负号重复", "“增长-5%”应写“下降5%”。"),
    "tautology": Code(W, "语义重复", "同比上年、涉及到、原因是由于等。"),
    "typo": Code(W, "常见错别字", "其它、截止2025年、拔款、布署等。"),
    "range-unit": Code(W, "范围缺单位", "范围的前一个数没有单位或百分号。"),
    "doubled-word": Code(W, "重字重词", "同一个词连写了两遍。"),
    "residue": Code(E, "模板残留", "XX、“增加（减少）”、“主要原因是。”等没有填写或删去的文字。"),
    "punctuation": Code(W, "标点重复", "连续的句号、逗号等。"),
    "answer-truncated": Code(E, "回答被截断", "模型写到长度上限，末句不完整。"),
    "markdown": Code(W, "标记残留", "星号、井号、代码框等不属于公文的标记。"),
    "vague-time": Code(I, "时间不确切", "今年、去年、近期应写具体年份。"),
    "numbering": Code(W, "序号不连续", "标题或条目的序号跳号、重号。"),
    "duplicate": Code(W, "内容重复", "同一标题或段落出现两次。"),
    "phrase": Code(W, "固定表述有误", "政治表述与规范说法有出入，或在报告年度尚未提出。"),
    "personal-data": Code(W, "个人信息", "公开的报告不应有身份证号、手机号等个人信息。"),
    # dates
    "date-order": Code(E, "日期先后不合", "事情的先后与日期不符，或起止日期颠倒。"),
    "invalid-date": Code(E, "日期不存在", "不存在的日期，如2月30日。"),
    "year-off": Code(W, "年份可疑", "年份与报告年度相差过远或在其后。"),
    # invented
    "invented-document": Code(W, "文件无出处", "书名号中的文件名在材料中没有。"),
    "invented-docnumber": Code(E, "文号无出处", "文号在材料中没有。"),
    "invented-date": Code(E, "日期无出处", "具体日期在材料中没有。"),
    "invented-place": Code(W, "地名无出处", "地名在材料中没有。"),
    "invented-person": Code(W, "人名无出处", "人名在材料中没有。"),
    "invented-organisation": Code(W, "单位名无出处", "单位、团体的名称在材料中没有。"),
    # what a model pointed at
    "second-reader": Code(E, "模型复读", "模型指出、经按引文重算属实的矛盾；无法重算的只作提示。"),
}


def finding(
    code: str,
    message: str,
    text: str,
    start: int,
    end: int,
    *,
    severity: Severity | None = None,
    expected: str | None = None,
    evidence: str | None = None,
    others: tuple[tuple[int, int], ...] = (),
) -> Finding:
    """A finding on ``text[start:end]``, as severe as its code says unless told otherwise."""
    return Finding(
        code=code,
        severity=severity or CODES[code].severity,
        message=message,
        start=start,
        end=end,
        quote=text[start:end],
        expected=expected,
        evidence=evidence,
        others=others,
    )
