"""All of them beside some that are not: 214件均已办结，尚有6件正在办理; 全部到货 beside 4台未到货.

So too beside a rate of the same deed that is not full (全部整改，整改率91.67%), and all spent beside a rest.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from pipeline.crosscheck.arithmetic.facts import Fact, Facts, level
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.things import pairs
from schemas.figures import Kind
from schemas.findings import Finding, Severity

_REACH = 160
_CLOSE, _BEHIND = 3, 12
# Verbs by family; within a family the later stands for more: what is 验收 is 完工, but not the other way.
DONE: tuple[tuple[str, str], ...] = (
    ("办1", "办结|办理完毕|审结|结案|处理完毕|办复|答复|回复"),
    ("建1", "开工|动工|启动"),
    ("建2", "完工|竣工|建成|完成|改造|升级|迁移|施工完毕|改造完毕|安装到位|安装完毕|达到"),
    ("建3", "验收|通过验收|验收合格"),
    ("建4", "投入使用|投用|投入运行|交付|移交|运行|启用"),
    ("改1", "整改|销号|整改到位|完成整改|整改完成"),
    (
        "给1",
        "到货|到位|拨付|发放|兑付|支付|兑现|下达|入库|缴纳|缴清|到账|付清|结清|补缴|还清|清偿|领取|领到|拿到|收到|发到",
    ),
    ("合1", "合格|达标|及格|通过|优良|达到|实现"),
    ("档1", "建档|建立健康档案|建立档案|建立台账|登记|纳入"),
    ("通1", "通水|通电|通路|通车|通网|供水|接入|入户|连通|贯通"),
    ("签1", "签约|签订|签收|签字"),
    ("来1", "参加|参训|到会|出席|参会|到岗|上岗|参保|参检|报到|录用|就业|入住|搬迁|入学|返校"),
)
_NOT: tuple[tuple[str, str], ...] = (
    (
        "办1",
        r"[未没]有?能?(?:按期|按时|如期)?(?:办结|办理|审结|结案|答复|回复)|在(?:办理|处理|审理|办)|待办|延期办理|办理中",
    ),
    ("建1", r"未(?:能|按期|如期)?(?:开工|动工|启动)"),
    (
        "建2",
        r"未(?:能|按期|如期|按时)?(?:完工|竣工|建成|完成|安装|达到)|在(?:施工|建设|实施|推进|收尾|安装|调试|改造)"
        r"|在建|施工中|建设中",
    ),
    ("建3", r"[未待](?:能|通过|按期|组织)?验收|在验收"),
    ("建4", r"[未待](?:能|按期)?(?:投入使用|投用|交付|移交|投入运行|运行|启用)"),
    ("改1", r"未(?:能|按期)?(?:完成|整改|销号)|在整改|整改中|待整改"),
    (
        "给1",
        r"[未待](?:能|按期|及时|全部)?(?:到货|到位|拨付|发放|兑付|支付|兑现|下达|入库|缴纳|到账)|在途|拖欠",
    ),
    ("合1", r"不合格|不达标|不及格|未(?:能)?(?:达标|通过|达到|实现|合格)"),
    ("档1", r"未(?:能)?(?:建档|建立|登记|纳入)"),
    ("通1", r"未(?:能)?(?:通水|通电|通路|通车|通网|供水|接入|入户|连通|贯通)"),
    ("签1", r"未(?:能)?(?:签约|签订|签收|签字)"),
    (
        "来1",
        r"缺席|请假|缺勤|未能?(?:参加|参训|到会|出席|参会|到岗|上岗|参保|参检|报到|就业|入住|搬迁|入学)",
    ),
)
_ALL = re.compile(
    r"(?=[全均都悉无一])(?<!未)(?<!没有)(?<!不)(?<!非)(?:全部|均|都|悉数|全数|无一例外地?|一律|无一遗漏)"
    r"(?:已经?|如期|按期|按时|按要求|得到|顺利|一次性?|予以|及时|圆满)*"
    rf"(?P<verb>{'|'.join(words for _, words in DONE)}|建立[一-鿿]{{0,4}}档案)"
)
_REST = re.compile("其余|剩余|余下")
_SOME = re.compile("|".join(f"(?P<{key}>{words})" for key, words in _NOT))
HOPED = re.compile(r"力争|确保|目标|要求|计划|预计|除|基本|将|需|争取|如|若|应|下一步|拟|部分|已?有$")
_APART = re.compile(r"上年|去年|二期|第二批|二批|次年|新增|另一|以前年度|往年|其他|首批|一期|第一批|前期")


_ENTIRE = re.compile(
    r"(?=[全均都悉一足])(?<![未没平])(?<!没有)(?:全部|(?<![平人户年月])均|都|悉数|全数|一律|全面|足额)(?:已经?|如期|按期|按时|按要求|得到"
    r"|顺利|予以|及时|圆满|完成|实现|落实|通过)*(?P<verb>[一-鿿]{2})(?![^，。；]{0,6}[的率])"
)
_RATE = re.compile(
    r"(?P<lead>[一-鿿]*?)(?P<of>[一-鿿]{2,6})(?P<rate>率|进度|比例)(?:达到?|为|是|仅|只有|[:：])?$"
)
_SPENT, _BUILT = "支付|支出|使用|执行|兑付|列支|用完|付清", "完工|竣工|建成"
_SAME = (
    (re.compile(_SPENT), re.compile(rf"{_SPENT}|用款")),
    (re.compile(_BUILT), re.compile(rf"{_BUILT}|形象|工程|建设|施工")),
)
_LEFT = re.compile(r"(?:^|[一-鿿]{2})(?:结余|剩余|结存|尚余|未支付|未使用)(?:资金|金额)?(?:为|达|共|共计)?$")
_PARTLY = re.compile(
    r"主体|土建|基础|已[一-鿿]{1,6}的|上年|去年|以前|年初|结转|目标|计划|上半年|季度|[一二三四]期|首|初[次检测验查]|其[中余他它]|余下|剩余|另"
    r"|此前|复[检查测核]|重新|到期|涉及|涉密|中央|[省市县区乡镇]级|具备|符合"
)
_LATER = re.compile(r"年底|年末|目前|现已|至此|截[至止]|随后|[之最]后|已")
_HUNDRED = 100


def check_totality(facts: Facts) -> Iterator[Finding]:
    """Every word of totality beside a number of those left out, or beside a rate that is not full."""
    yield from _some_left(facts)
    for match in _ENTIRE.finditer(facts.reading.text):
        if (told := _less(facts, match)) is not None:
            start = told.mention.start - len(told.words)
            words = facts.reading.text[start : told.mention.end].strip()
            message = f"此处说“{match[0]}”，而文中又有“{words}”，前后矛盾，请核对。"
            yield finding(
                "contradiction", message, facts.reading.text, match.start(), match.end(),
                severity=Severity.WARNING, others=((start, told.mention.end),),
            )  # fmt: skip


def _less(facts: Facts, match: re.Match[str]) -> Fact | None:
    """The rate of the same deed, or the rest of what was spent, in the sentences around; of nothing else."""
    text, layout = facts.reading.text, facts.reading.layout
    start, end = layout.sentence(match.start())[0], layout.paragraph(match.start())[1]
    claim = text[start : match.end()]
    if HOPED.search(claim[-24:]) or _PARTLY.search(claim) or not _all_of(facts, start, match.start()):
        return None
    for fact in facts.within(start, min(end, match.end() + _REACH)):
        words = facts.words(fact)
        if not level(fact) or _PARTLY.search(words) or fact.compared:
            continue
        behind = fact.mention.start > match.end()
        if not behind and _LATER.search(text, fact.mention.end, match.start()):
            continue
        if not _APART.search(text, *sorted((match.end(), fact.mention.start))) and _short(
            fact, words, match["verb"], claim
        ):
            return fact
    return None


def _short(fact: Fact, words: str, verb: str, claim: str) -> bool:
    """Whether the number says that not all is done: a rate below 100%, an amount left."""
    if fact.mention.kind is Kind.MONEY:
        left = _LEFT.search(words)
        return bool(
            left
            and re.match(_SPENT, verb)
            and fact.value > 0
            and pairs(words[: left.end()]) <= pairs(claim + "结余剩余")
        )
    rate = _RATE.search(words) if fact.mention.kind is Kind.PERCENT and 0 < fact.value < _HUNDRED else None
    if rate is None or fact.mention.unit != "%":
        return False
    same = verb in rate["of"] or any(one.match(verb) and other.search(rate["of"]) for one, other in _SAME)
    return same and pairs(rate["lead"] + rate["of"].replace(verb, "，")) <= pairs(claim) | pairs(
        "形象工程预算执行资金建设"
    )


def _all_of(facts: Facts, start: int, end: int) -> bool:
    """Whether the last number before the words of totality is the greatest of its kind in the paragraph."""
    first = facts.reading.layout.paragraph(start)[0]
    near = [
        f
        for f in facts.within(max(first, start - _REACH), end)
        if level(f) and f.mention.kind is not Kind.PERCENT
    ]
    last = near[-1] if near else None
    return last is None or all(f.value <= last.value for f in near if f.mention.unit == last.mention.unit)


def _some_left(facts: Facts) -> Iterator[Finding]:
    for match in _ALL.finditer(facts.reading.text):
        whole = _whole(facts, match)
        if whole is not None and (some := _left_out(facts, match, whole)) is not None:
            words = facts.reading.text[slice(*some)]
            message = f"此处说“{match[0]}”，而文中又有“{words}”，前后矛盾，请核对。"
            yield finding(
                "contradiction", message, facts.reading.text, match.start(), match.end(),
                severity=Severity.ERROR, others=(some,),
            )  # fmt: skip


def _whole(facts: Facts, match: re.Match[str]) -> Fact | None:
    """The number of things that the words of totality speak of: the last count, if none before is larger."""
    layout = facts.reading.layout
    start = layout.sentence(match.start())[0]
    if HOPED.search(facts.reading.text, max(start, match.start() - 24), match.start()):
        return None
    first = max(layout.paragraph(match.start())[0], match.start() - _REACH)
    near = [f for f in facts.within(first, match.start()) if f.mention.kind is Kind.COUNT and level(f)]
    if not near:
        return None
    like = [f for f in near if f.mention.unit == near[-1].mention.unit]
    largest = max(like, key=lambda f: f.value)
    return largest if near[-1].value == largest.value else None


def _left_out(facts: Facts, match: re.Match[str], whole: Fact) -> tuple[int, int] | None:
    """A smaller number of the same unit that is said not to be so, in the sentences around."""
    reading = facts.reading
    line = reading.layout.paragraph(match.start())
    first = bisect_left([f.mention.start for f in facts.all], max(line[0], match.start() - _REACH))
    for fact in facts.all[first:]:
        if fact.mention.start > min(line[1], match.end() + _REACH):
            return None
        if fact.mention.unit != whole.mention.unit or not 0 < fact.value < whole.value:
            continue
        if fact.index < whole.index or _REST.search(fact.words):
            continue  # 2件正在办理；受理咨询480件，全部办结, 已完工的22个均通过验收，其余4个未通过
        end = reading.layout.clause(fact.mention.end)[1]
        said = _said(facts, fact, end)
        if said is None:
            continue
        span = sorted((match.end(), fact.mention.start))
        claimed = reading.text[match.start("verb") : reading.layout.clause(match.end())[1]]
        if _against(claimed, said.lastgroup or "") and not _APART.search(reading.text, *span):
            return min(said.start(), fact.mention.start), max(said.end(), fact.mention.end)
    return None


def _said(facts: Facts, fact: Fact, end: int) -> re.Match[str] | None:
    """What is said of the number right behind it, or right before: 4台未到货, 不合格8批次."""
    text, at = facts.reading.text, fact.mention.start
    before = [m for m in _SOME.finditer(text, at - len(fact.words), at) if at - m.end() <= _CLOSE]
    if before:
        return before[-1]
    behind = _SOME.search(text, fact.mention.end, end)
    return behind if behind and behind.start() - fact.mention.end <= _BEHIND else None


def _against(claimed: str, said: str) -> bool:
    """未完工 speaks against 全部完工 and 全部验收, not against 全部开工."""
    families = {key for key, words in DONE if any(word in claimed for word in words.split("|"))}
    return any(key[0] == said[0] and key[1] >= said[1] for key in families) or (
        said == "改1" and "完成" in claimed
    )
