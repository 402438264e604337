"""Words against words: one comparison told both ways, and reasons that pull the other way."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.reading import Reading
from pipeline.crosscheck.vocabulary import either, initials
from schemas.findings import Finding, Severity

_UP, _DOWN = either("up"), either("down")
_CLAIM = re.compile(
    r"(?:较|比|与|同)(?P<base>上年|去年|上一年|年初预算|年初|调整预算|预算|计划)(?:度|数|同期)*(?:相比|比)?[，,]?"
    rf"(?:有所|略有|大幅度?|明显|均|总体|呈|小幅|继续|持续)*(?P<word>{_UP}|{_DOWN})(?!了?约?[\d０-９-])"
)
_HEADING = re.compile(r"^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)])", re.M)
_EMPTY = re.compile(
    r"实际|全年|本年度?|决算|数|总体|整体|年度|部门|单位|我|总额|共|发生|其中|\d{4}年度?|万?元|[\d.,，、：:；;（()）\s]|的|为"
)
_FAR = 800

_CHANGE = re.compile(
    rf"{initials('up', 'down')}(?:(?P<up>{_UP})|(?P<down>{_DOWN}))"
    r"(?:了|约)?(?:[\d０-９][^。；\n]{0,40}?|[，,])"
    r"(?:主要)?(?:原因|是因为|系|由于|主要是)(?:是|为|在于|[:：])*(?P<reason>[^。；\n]{4,80})"
)
_BECAUSE = re.compile(r"原因|因为|系|由于|主要是")
_BEFORE, _BEHIND = 64, 100
"""How far before the word of a reason the change may begin, and the reason end behind it."""
_MORE = re.compile(
    r"新招|新增|增人|增资|调增|上调|增加|提高|上涨|扩大|增多|增长|补发|新录用|招录|晋升|调入|追加|加大|上升|提标|新聘|添置|购置|扩容|加强|新建|开展|启动|恢复"
)
_LESS = re.compile(
    r"压减|退休(?!人员|干部|教师|职工|费|金)|调出|下降|厉行节约|取消|调减|压缩|节约|缩减|减免|停办|未开展|结束|减少|降低|下调|核减|辞职|离职|控制|过紧日子|精简|暂停|推迟|延期|尚未|未|不再|线上|已完成|完工|收回|划转|撤销|合并|疫情|降|减|退(?!休(?:人员|干部|教师|职工|费|金))|停|缓"
)
_TIGHTER = re.compile(
    r"(?:加强|强化|加大|提高|提升|增强|开展|启动|新建)[^，。；、]{0,12}?(?:管理|管控|监管|控制|监督|审核|审批|把关|约束|节约|意识|水平"
    r"|效率|效益|统筹|绩效|规范|纪律|压减|压缩|清理|整治|核减|统一|集中|共享|力度|制度|建设)"
)
"""加强公车管理: more control, not more money."""
_NOTHING = re.compile(r"(?<![\d.０-９．])[0０](?:[.．][0０]+)?(?![\d.０-９．])")
_SHORT = re.compile(r"没有?达到?|未[达能完]|没有完成|低于|少于|不及|不足|小于|慢于|高于|超过|大于|多于")
"""The reason explains the distance from a target or a plan, not the change before it."""
_ELSEWHERE = re.compile(r"上年|去年|同期|以前年度|往年|基数|一次性|转为|改为|由")


def check_contradictions(reading: Reading) -> Iterator[Finding]:
    """Every pair of like comparisons, and every change with its reason."""
    yield from _pairs(reading)
    yield from _reasons(reading)


def _pairs(reading: Reading) -> Iterator[Finding]:
    before: list[tuple[re.Match[str], str]] = []
    for match in _CLAIM.finditer(reading.text):
        subject = reading.text[reading.layout.sentence(match.start())[0] : match.start()]
        for other, whose in reversed(before[-3:]):
            if match.start() - other.end() > _FAR or not _same(reading, other, match, whose, subject):
                continue
            message = f"前文说“{other[0]}”，此处说“{match[0]}”，方向相反。"
            yield finding(
                "contradiction", message, reading.text, *match.span(), others=((other.start(), other.end()),)
            )
            break
        before.append((match, subject))


def _same(reading: Reading, one: re.Match[str], other: re.Match[str], whose: str, subject: str) -> bool:
    """Opposite words on one comparison of one thing, with no heading between."""
    up = [bool(re.fullmatch(_UP, m["word"])) for m in (one, other)]
    if up[0] == up[1] or one["base"][:2] != other["base"][:2]:
        return False
    if _HEADING.search(reading.text, one.end(), other.start()):
        return False
    core, first = _EMPTY.sub("", subject)[-8:], _EMPTY.sub("", whose)
    if not core:
        return reading.text[one.end() : other.start()].count("\n") <= 6
    return (
        core in first or (core == "支出" and "支出" in first)
        if len(core) <= 4
        else core == first[-len(core) :]
    )


def _changes(text: str) -> Iterator[re.Match[str]]:
    """Every change with its reason: looked for where a reason is told, which is cheaper than everywhere."""
    done = 0
    for because in _BECAUSE.finditer(text):
        if because.start() >= done:
            for match in _CHANGE.finditer(
                text, max(done, because.start() - _BEFORE), because.end() + _BEHIND
            ):
                done = match.end()
                yield match


def _reasons(reading: Reading) -> Iterator[Finding]:
    for match in _changes(reading.text):
        reason = match["reason"]
        between = reading.text[match.start() : match.start("reason")]
        if _ELSEWHERE.search(reason) or _SHORT.search(between):
            continue
        if _NOTHING.search(between) or "百分点" in between or ("追加" in between and "追减" in between):
            continue  # what grows may lower a rate
        more, less = _MORE.search(_TIGHTER.sub("", reason)), _LESS.search(reason)
        word = match["up"] or match["down"]
        against = (less and not more) if match["up"] else (more and not less)
        # 人员减少而平均工资提高: only a reason that knows one direction speaks against the figure.
        if against:
            because = (less or more)[0]  # type: ignore[index]
            message = (
                f"此处写“{word}”，所说原因“{because}”却是{'减少' if match['up'] else '增加'}的原因，请核对。"
            )
            yield finding(
                "contradiction", message, reading.text, match.start(), match.end(), severity=Severity.WARNING
            )
