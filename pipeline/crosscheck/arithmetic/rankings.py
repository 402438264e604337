"""The largest of a list, and rows that are said to rise or fall: 占比最大, 逐年增长."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.crosscheck.arithmetic.facts import Fact, Facts, level, same_sort
from pipeline.crosscheck.arithmetic.named import meant_by
from pipeline.crosscheck.codes import finding
from schemas.figures import Approx
from schemas.findings import Finding

_RANK = (
    r"(?:(?P<first>最大|最多|最高|居首位?|之首|首位|榜首|第一[位名]?|头名)|(?P<least>最小|最少|最低|末位|垫底|之末|倒数第一)"
    r"|(?P<second>次之|居次|第二[位名]?)|(?P<third>第三[位名]?))(?=[，。；、（(]|$)"
)
_AT = r"(?:为|是|则|均?位?[居列]|排名?在?|排在|名列|稳居|高居|荣?获得?|取得)"
_OF = r"(?:占比|所占比[例重]|比重|数量|金额|支出|规模|得分|成绩|投入|人数)?"
_AMONG = r"(?:在[一-鿿“”]{0,10}?(?:之中|当中|中|里|内))?"
_NAMED = re.compile(
    rf"(?:其中|以)?(?P<name>[一-鿿“”（）]{{2,14}}?){_AMONG}的?{_OF}{_AT}?(?:[一二三四五六七八九十]{{1,2}}[项类者家个])?{_RANK}"
)
_NAMING = re.compile(
    r"(?:(?P<first>最[高大多]|(?:排名?|位[居列]|列)(?:在)?第一(?:位|名)?|居首位?|排名?首位)|(?P<least>最[低小少]|排名?末位|居末位?)"
    r"|(?P<second>(?:排名?|位[居列]|列)第二(?:位|名)?)|(?P<third>(?:排名?|位[居列]|列)第三(?:位|名)?))"
    r"的?(?:一?[项类个]|类别|部门|单位|乡镇|方面|领域|地区|行业)?(?:分别)?[是为]"
    r"(?P<name>[一-鿿“”（）A-Za-z]{2,14}?)(?=[，,。；;（(]|$)"
)
_CHOSEN = re.compile(
    r"(?:(?P<first>最[高大多长快优])|(?P<least>最[低小少短慢])|(?P<second>(?!))|(?P<third>(?!)))的(?P<name>[一-鿿“”（）A-Za-z]{2,14}?)"
    r"(?=中标|成交|中选|当选|入选|胜出|承[接建担包办]|获|作为|为|列|实施|负责|[，,。；;（(]|$)"
)
"""由报价最低的甲公司承接."""
_BEHIND = re.compile(rf"[，,）)]?{_OF}{_AT}?{_RANK}")
_TOP = re.compile(
    r"(?=最)(?:(?P<most>最[高大多](?!人民|限|额|工作))|(?P<least>最[低小少](?!生活|工资|标准|限|缴费|收购|档)))的?(?:一?[项期个次年月镇村所校家]|值|单位|部门|乡镇)?(?:为|是|的)?[^，。；、\d]{0,12}$"
)
_PARTED = re.compile("[，,][按分]|其中|分布|分别|分[在布设]")
_MARK = re.compile(r"最[大多高小少低]|居首|之首|首位|榜首|第[一二三]|垫底|末位|之末|次之|居次|头名")
_PLACE = {"first": 0, "second": 1, "third": 2}
_SAID = re.compile(
    rf"[，,]?{_OF}{_AT}{{0,2}}(?:最[大多高小少低]|居首位?|首位|榜首|第[一二三][位名]?|次之|居次)"
)
_JOINT = re.compile(r"次?(?:[，,（(]占[^，。；]{0,24})?[、，,；;和](?P<label>[^，,。；、：:\d]{0,16})")
_ODD = re.compile(r"其中|均|都|共|合计|总|平均|比|较|上年|目标|计划|标准|相差|以上|以下")
_ROW = re.compile(
    r"(?:(?:逐年|连年|年年|一[年期次届批轮月季]比一[年期次届批轮月季]|连续(?:[两二三四五六七八九十\d]{1,2}[年季月个届期]度?)?|持续|每年均?|逐[季月期批届场次轮周日旬]|稳步|一路|节节|[三四五六七八九]年?连?(?=[增升涨降跌]))"
    r"(?:保持|实现|呈现?|均|都|在|稳步|持续|向|趋|逐步){0,3}"
    r"(?:(?P<up>增长|增加|上升|提高|攀升|递增|提升|上涨|扩大|走高|上扬|回升|抬升|上行|增多|变多|推高|增高|[增升涨多高](?=[，。；：（]|$))"
    r"|(?P<down>下降|减少|降低|递减|回落|缩短|压减|走低|下滑|下行|收窄|萎缩|缩减|缩小|减低|走弱|变少|[降减跌少低](?=[，。；：（]|$))))"
)


_HAN_COUNT = re.compile("[两二三四五六七八九十][一-鿿]{1,2}")
_OTHERWISE = re.compile("按|人均|平均|增[幅速]|从|率")
"""按人均计算，甲镇最多: by another measure than the one told before."""


_SHORT = re.compile(r"单[日月次场天周季]|[当每][日月天次]|一[天日周]")
"""单日最高推送4条: the most of a shorter time is no member of the row."""


def check_rankings(facts: Facts) -> Iterator[Finding]:
    """Places in a list, superlatives over it, and rows that do not go the way they are said to."""
    text = facts.reading.text
    if _MARK.search(text):
        for pattern in (_NAMED, _NAMING, _CHOSEN):
            for match in facts.matches(pattern, _MARK):
                yield from _named(facts, match)
        for fact in facts.all:
            yield from _beside(facts, fact)
    for match in _ROW.finditer(text):
        yield from _row(facts, match)


def _named(facts: Facts, match: re.Match[str]) -> Iterator[Finding]:
    """…其中甲最大; 道路养护居三项之首: the name has one number in the sentence."""
    start = facts.reading.layout.period(match.start())[0]
    near = [f for f in facts.within(start, match.start()) if level(f)]
    bare = all(_HAN_COUNT.fullmatch(f.mention.text) for f in near)
    if bare and start > facts.reading.layout.paragraph(start)[0]:  # …。其中甲最多，乙居第二位
        if _OTHERWISE.search(facts.reading.text, start, match.start()):
            return
        before = facts.reading.layout.period(start - 1)[0]
        near = [f for f in facts.within(before, match.start()) if level(f)]
    mine = meant_by(facts, match["name"], near)
    if len(mine) == 1:
        yield from _place(facts, mine[0], list(_members(facts, near, mine[0])), match)


def _beside(facts: Facts, fact: Fact) -> Iterator[Finding]:
    """甲212万元居首位; 最高的甲镇62万元: the word of rank stands at the number."""
    if not level(fact) or fact.compared:
        return
    text = facts.reading.text
    start, end = facts.reading.layout.period(fact.mention.start)
    behind = _BEHIND.match(text, fact.mention.end, min(end, fact.mention.end + 16))
    top = _TOP.search(fact.words)
    if not behind and (not top or _SHORT.search(fact.words)):
        return
    row = list(_members(facts, [f for f in facts.within(start, end) if level(f)], fact))
    if behind and len(row) < 2 and (twin := _told_before(facts, start, fact)):
        fact, row = twin, list(_members(facts, facts.within(start, fact.mention.start), twin))
    if behind:
        yield from _place(facts, fact, row, behind)
    elif top and not _divided(facts, fact, row):
        yield from _extreme(facts, fact, row, top)


def _told_before(facts: Facts, start: int, fact: Fact) -> Fact | None:
    """91.2%、88.6%、93.5%，一中考点（91.2%）最高: the same number in the row before it."""
    if facts.reading.text[fact.mention.start - 1] not in "（(":
        return None
    near = facts.within(start, fact.mention.start)
    alike = [f for f in near if same_sort(f.mention, fact.mention) and f.value == fact.value]
    return alike[0] if len(alike) == 1 and level(alike[0]) else None


def _divided(facts: Facts, mine: Fact, row: Sequence[Fact]) -> bool:
    """巡护人员52名，按片区配备，最多的片区16名: what is divided is none of its parts."""
    others = [f for f in row if f is not mine]
    return len(others) == 1 and bool(_PARTED.search(facts.between(others[0], mine)))


def _place(facts: Facts, mine: Fact, row: list[Fact], match: re.Match[str]) -> Iterator[Finding]:
    """The place that *mine* is said to have among its row."""
    total, ends = sum(f.value for f in row), {min(f.index for f in row), max(f.index for f in row)}
    row = [f for f in row if f is mine or f.value * 2 != total or f.index not in ends]
    if match["least"]:
        ahead = [f for f in row if f.value < mine.value]
        wrong = bool(ahead)
    else:
        ahead = [f for f in row if f.value > mine.value]
        wanted = next(place for word, place in _PLACE.items() if match[word])
        equal = sum(f.value == mine.value for f in row) - 1
        wrong = not len(ahead) <= wanted <= len(ahead) + equal
    if not wrong or len(row) < (2 if ahead and not (match["second"] or match["third"]) else 3):
        return
    if ahead:
        sign = "＜" if match["least"] else "＞"
        message = f"{ahead[0].mention.text}{sign}{mine.mention.text}，与“{match[0]}”不符。"
    else:
        message = f"{mine.mention.text}是所列各数中最大的，与“{match[0]}”不符。"
    start = match.start() + match[0].startswith(("）", ")"))
    yield finding(
        "comparison", message, facts.reading.text, start, match.end(),
        others=tuple((f.mention.start, f.mention.end) for f in (*ahead[:1], mine)),
    )  # fmt: skip


def _extreme(facts: Facts, mine: Fact, row: Sequence[Fact], match: re.Match[str]) -> Iterator[Finding]:
    """最高的甲镇62万元，最低的乙镇78万元."""
    most = bool(match["most"])
    beyond = [f for f in row if (f.value > mine.value if most else f.value < mine.value)]
    if beyond:
        sign = "＞" if most else "＜"
        message = f"{beyond[0].mention.text}{sign}{mine.mention.text}，与“{match[0].strip()}”不符。"
        start = mine.mention.start - len(match[0])
        yield finding(
            "comparison", message, facts.reading.text, start, mine.mention.end,
            others=((beyond[0].mention.start, beyond[0].mention.end),),
        )  # fmt: skip


def _members(facts: Facts, near: Sequence[Fact], mine: Fact) -> Iterator[Fact]:
    """The numbers listed beside *mine*: of its sort, nothing but a mark and a noun before each."""
    like = [f for f in near if same_sort(f.mention, mine.mention)]
    at = like.index(mine)
    yield mine
    for step in (-1, 1):
        here = at
        while 0 <= here + step < len(like):
            one, other = sorted((like[here], like[here + step]), key=lambda f: f.index)
            joint = _JOINT.fullmatch(_SAID.sub("", facts.between(one, other), count=1))
            new = like[here + step]
            if re.search(r"标准|合格线|及格|满分|限|目标|计划", new.words):
                break  # 合格标准80分，最低分82分: no member of the row
            if joint is None or _ODD.search(joint["label"]) or new.mention.approx is not Approx.EXACT:
                break
            here += step
            yield like[here]


def _row(facts: Facts, match: re.Match[str]) -> Iterator[Finding]:
    """分别为1260人、1385人、1342人，连续三年增长."""
    start = facts.reading.layout.period(match.start())[0]
    near = [f for f in facts.within(start, match.start()) if level(f)]
    row = row_before(facts, near)
    if not near:
        row = _row_behind(facts, match.end())
    elif match.start() - row[-1].mention.end > 24:
        return
    if len(row) < 3:
        return
    sign = 1 if match["up"] else -1
    for one, other in pairwise(row):
        if (other.value - one.value) * sign < 0:
            word = "＞" if other.value > one.value else "＜"
            message = f"{other.mention.text}{word}{one.mention.text}，与“{match[0]}”不符。"
            yield finding(
                "comparison", message, facts.reading.text, match.start(), match.end(),
                others=tuple((f.mention.start, f.mention.end) for f in (one, other)),
            )  # fmt: skip
            return


def _row_behind(facts: Facts, at: int) -> list[Fact]:
    """逐年递增，2020年360万元，2021年420万元，…，三年共1,185万元: the longest row that begins behind."""
    end = min(facts.reading.layout.period(at)[1], at + 80)
    near = [f for f in facts.within(at, end) if level(f)]
    rows = (row_before(facts, near[:last]) for last in range(len(near), 2, -1))
    return next((row for row in rows if len(row) > 2 and row[0] is near[0]), [])


_YEAR = r"(?:19|20)\d{2}年度?"
_OF_YEAR = re.compile(rf"{_YEAR}[^，。；：、\d]*$")
_NEXT_YEAR = re.compile(rf"[、，,；]{_YEAR}(?P<noun>[^，。；：、\d]{{1,10}})")


def _next_year(one: Fact, words: str) -> bool:
    """2019年签约1.82万人，2020年签约1.65万人: the same words of another year."""
    match = _NEXT_YEAR.fullmatch(words)
    dated = _OF_YEAR.search(one.words)
    return bool(match and dated and one.words.endswith(match["noun"]))


def row_before(facts: Facts, near: Sequence[Fact]) -> list[Fact]:
    """The last numbers of one sort that stand in a row: with nothing, or only their years, between."""
    row: list[Fact] = []
    for fact in reversed(near):
        if row and not same_sort(fact.mention, row[0].mention):
            break
        words = facts.between(fact, row[0]) if row else ""
        if (
            row
            and not _next_year(fact, words)
            and not re.fullmatch(
                r"(?:[、，,和及与；]|以及)(?:(?:19|20)\d{2}年(?:的|为)?|第?[一二三四五六](?:季度|[期次批轮届])(?:为)?|\d{1,2}月份?(?:为)?)?",
                words,
            )
        ):
            break
        row.insert(0, fact)
    return row
