"""执行率, 完成率, 办结率, 回收率 …: a part over a whole that stand near, both known by the words before them."""  # noqa: E501

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, reduce
from importlib import resources

import yaml

from pipeline.crosscheck.arithmetic.numbers import (
    alike,
    between,
    claimed,
    clean_noun,
    factor,
    grade,
    is_amount,
    moves,
    percent,
    quotient,
    window,
    written,
)
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.intervals import meant, minus, plus
from pipeline.crosscheck.reading import Reading
from pipeline.crosscheck.vocabulary import words as words_of
from schemas.figures import Kind
from schemas.findings import Finding, Mention, Severity

_REACH = 400
_MOST = 10
_BE = r"(?:均|已|均已)?(?:为|达到?|是|约|仅|高达|[:：]|了)*$"
_PARTIAL = re.compile(
    r"上半年|下半年|上年|去年|同期|季度|月|其中|分别|平均|全[省国]|同类|目标|应达|不低于|不少于|要求|确保|力争"
)
_GENERIC = re.compile(
    r"资金|项目|经费|预算|支出|总体|整体|全年|年度|年末|本年|当年|年底|该项|该|其|部门|我单位|实际|指标|收入|任务|总|工作|专项|截至|\d{4}年|在职|人员|在编|问题|问卷|服务对象|群众|按时|按期|及时|公用|年|的|“|”"
)
_SUMMED = re.compile(r"合计|总计|共计|累计")
_NOT = r"(?<!不)(?<!未)(?<!无)(?<!尚未)(?<!非)"

# No rate of these can pass 100: they count a part of the things that there are.
_CAPPED = re.compile(
    r"(?<!毛)(?:合格|办结|结案|满意|覆盖|出勤|参与|知晓|及格|优良|优秀|回收|普及|巩固|入学|录取|整改|达标|成功|破案|到会|参训"
    r"|就业|入住|通过|参保|接种|签约|升学|毕业|成活|存活|及时|准确|公开|上线|有效|答复|回复|体检|报到|验收|落实|规范管理"
    r"|在岗|持证|开课|开园|建档|建卡|发放|兑付|消化|化解|处置|转化|抽检|检验|好评|识别|绿化|森林覆盖|综合利用|资源化利用"
    r"|无害化处理|处理|收集|净化|安全|守约|履约|续保|电子化|网办|开通|通车|通电|通水|入户|建成|竣工|出席|参评|申领|完好|开机|畅通|见面|调解|签收|回访|投保|清洁|可用|正确|准点|合规|销号|反馈|治愈)率"
    r"(?P<be>均|已|均已)?(?:为|达到?|是|约|高达|[:：])*$"
    r"|(?:满意度|安全感|幸福感|公众知晓度|优良天数(?:比例|比率)|天数比例)(?:为|达到?|是|约|高达|[:：])*$"
)


@dataclass(frozen=True, slots=True)
class Rate:
    """A row of ``rates.yaml``."""

    part: re.Pattern[str]
    whole: re.Pattern[str]
    rest: re.Pattern[str] | None = None


@cache
def rates() -> dict[str, Rate]:
    """The table by the rate's name."""
    text = (resources.files("pipeline.crosscheck.arithmetic") / "rates.yaml").read_text(encoding="utf-8")
    return {
        row["rate"]: Rate(
            re.compile(f"{_NOT}(?:{row['part']})"),
            re.compile(row["whole"]),
            re.compile(row["rest"]) if "rest" in row else None,
        )
        for row in yaml.safe_load(text)
    }


@cache
def _named() -> re.Pattern[str]:
    return re.compile(f"{_NOT}(?P<rate>{'|'.join(rates())}){_BE}")


def check_rates(reading: Reading) -> Iterator[Finding]:
    """Every rate beside the numbers it is computed from, and rates over 100 that cannot be."""
    for claim in reading.figures:
        if claim.kind is not Kind.PERCENT or claim.unit == "个百分点" or claim.value is None:
            continue
        words = window(reading, claim)
        if "率" not in words and "度" not in words and "感" not in words and "比例" not in words:
            continue
        if claim.value > 100 and _CAPPED.search(words):
            message = f"{clean_noun(words)}不可能超过100%，此处写{claim.text}。"
            yield finding("rate", message, reading.text, claim.start, claim.end)
        elif (match := _named().search(words)) and not _PARTIAL.search(words):
            rate = rates()[match["rate"]]
            done = list(_check(reading, claim, rate, words[: match.start()]))
            yield from done or list(_by_verb(reading, claim, words)) or _due(reading, claim, words, rate)
        else:
            yield from list(_by_verb(reading, claim, words)) or _due(reading, claim, words, None)


def _check(reading: Reading, claim: Mention, rate: Rate, subject: str) -> Iterator[Finding]:
    for near in _scopes(reading, claim, subject):
        wholes = [m for m in near if rate.whole.search(_own(reading, m)) and not moves(reading, m)]
        parts = [m for m in near if m not in wholes and rate.part.search(_own(reading, m))]
        parts = [m for m in parts if not moves(reading, m)]
        # 调解1850件，调解成功1295件: both name the whole, the later adds the word of the part.
        wholes.sort(key=lambda m: m.start)
        if not parts and len(wholes) == 2 and rate.part.search(_own(reading, wholes[1])):
            parts, wholes = wholes[1:], wholes[:1]
        pairs = [(p, w) for p in parts for w in wholes if alike(p, w) and w.value]
        if not pairs:
            yield from _rest(reading, claim, rate, near)
            continue
        others = [(a, b) for a in near for b in near if a is not b and alike(a, b) and b.value]
        if len(near) > 6:
            pairs = others
        pairs = _distinct(pairs + _nearest_two(reading, claim))
        wrong = grade(lambda of, p=pairs: any(claimed(claim, percent(of(a), of(b))) for a, b in p))  # type: ignore[misc]
        if (
            wrong is not None
            and not _together(reading, claim, rate)
            and not _overall(reading, claim, rate, subject)
            and not _of_own(reading, claim, subject, parts)
        ):
            yield unlike(reading, claim, *_nearest(pairs, claim), "rate", wrong)
        return


def _rest(reading: Reading, claim: Mention, rate: Rate, near: Sequence[Mention]) -> Iterator[Finding]:
    """采购预算600万元，中标570万元，节约率5%: what is left of the whole, over the whole."""
    if rate.rest is None:
        return
    wholes = [m for m in near if rate.whole.search(_own(reading, m))]
    spent = [m for m in near if m not in wholes and rate.rest.search(_own(reading, m))]
    pairs = [(p, w) for p in spent for w in wholes if alike(p, w) and w.value]
    wrong = grade(lambda of: any(claimed(claim, percent(minus(of(w), of(p)), of(w))) for p, w in pairs))
    if pairs and wrong is not None:
        part, whole = _nearest(pairs, claim)
        unit, _ = factor(whole)
        right = quotient((whole.value or Decimal(0)) - (part.value or Decimal(0)), whole.value or Decimal(1))
        shown = written(whole, unit)
        sum_ = f"（{shown}－{written(part, unit)}）÷{shown}＝{right}"
        yield finding(
            "rate", f"{sum_}，与“{claim.text}”不符。", reading.text, claim.start, claim.end, severity=wrong,
            expected=right, evidence=sum_, others=((part.start, part.end), (whole.start, whole.end)),
        )  # fmt: skip


def _distinct(pairs: Sequence[tuple[Mention, Mention]]) -> list[tuple[Mention, Mention]]:
    """Pairs of unlike values: equal ones give the same quotient."""
    return list({(p.value, p.step, w.value, w.step): (p, w) for p, w in reversed(pairs)}.values())[::-1]


def _nearest_two(reading: Reading, claim: Mention) -> list[tuple[Mention, Mention]]:
    """上年结转60万元，支出42.56万元，执行率70.93%: the last two amounts are a reading."""
    start = max(reading.layout.sentence(claim.start)[0], claim.start - 160)
    last = [m for m in between(reading, start, claim.start) if is_amount(m) and not moves(reading, m)][-2:]
    if len(last) < 2 or not alike(*last) or not (last[0].value and last[1].value):
        return []
    return [(last[1], last[0])]


def _together(reading: Reading, claim: Mention, rate: Rate) -> bool:
    """满意203份、基本满意158份，满意度95%: several parts together make the rate."""
    before = between(reading, max(0, claim.start - _REACH), claim.start)
    before = [m for m in before if is_amount(m) and not moves(reading, m)][-12:]
    parts = [m for m in before if rate.part.search(window(reading, m))][-5:]
    wholes = [m for m in before if rate.whole.search(window(reading, m))][-4:]
    for first in range(len(parts)):
        for last in range(first + 2, len(parts) + 1):
            run = parts[first:last]
            if all(alike(part, run[0]) for part in run):
                total = reduce(plus, (meant(part) for part in run))
                if any(alike(w, run[0]) and claimed(claim, percent(total, meant(w))) for w in wholes):
                    return True
    return False


def _overall(reading: Reading, claim: Mention, rate: Rate, subject: str) -> bool:
    """总体满意率: all parts so far over all wholes so far."""
    start = max(reading.layout.paragraph(claim.start)[0], claim.start - _REACH)
    before = [m for m in between(reading, start, claim.start) if is_amount(m) and not moves(reading, m)]
    wholes = [m for m in before if rate.whole.search(window(reading, m))]
    parts = [m for m in before if m not in wholes and rate.part.search(window(reading, m))]
    summed = bool(before) and before[-1] in parts[2:] and _SUMMED.search(window(reading, before[-1]))
    if summed and len(parts) == len(wholes) + 1 and all(alike(m, parts[0]) for m in (*parts, *wholes)):
        # 甲安排1.5亿元…乙安排2.5亿元…合计支出3.5亿元，支出进度87.5%: only the sum of the parts is told.
        return claimed(claim, percent(meant(parts[-1]), reduce(plus, (meant(m) for m in wholes))))
    if not re.search(r"总|综合|整体|合计|两", subject):
        return False
    if len(parts) < 2 or len(wholes) != len(parts) or not all(alike(m, parts[0]) for m in (*parts, *wholes)):
        return False
    total = reduce(plus, (meant(m) for m in wholes))
    return claimed(claim, percent(reduce(plus, (meant(m) for m in parts)), total))


def _of_own(reading: Reading, claim: Mention, subject: str, parts: Sequence[Mention]) -> bool:
    """县级到位72万元，县级到位率45%: the whole stood further up under the same name (县级配套160万元)."""
    own = _GENERIC.sub("", clean_noun(subject))
    pairs = {own[i : i + 2] for i in range(len(own) - 1)}
    before = between(reading, max(0, claim.start - _REACH), claim.start)
    wholes = [m for m in before if is_amount(m) and m.value and any(p in window(reading, m) for p in pairs)]
    return any(
        alike(p, w) and p is not w and claimed(claim, percent(meant(p), meant(w)))
        for p in parts
        for w in wholes
    )


_CHANGES = frozenset(words_of("up", "down"))
_ANY = re.compile(r"(?P<verb>[一-鿿]{2})(?:率|比例)(?:为|达到?|是|约|[:：])*$")


def _by_verb(reading: Reading, claim: Mention, words: str) -> Iterator[Finding]:
    """开放218个，开放比例75.2%: a rate of any name, its part told by the same verb, its whole before."""
    match = _ANY.search(words)
    if match is None or _PARTIAL.search(words) or match["verb"] in _CHANGES or claim.unit == "‰":
        return  # 出生率8.1‰，死亡率6.7‰: of the people, who are not told
    start, _ = reading.layout.sentence(claim.start)
    near = [m for m in between(reading, start, claim.start) if m.kind is Kind.COUNT and is_amount(m)]
    near = [m for m in near if not moves(reading, m)][-4:]
    verb = match["verb"]
    said = re.compile(f"{_NOT}{verb}|[实已]{verb[0]}|已经{verb[0]}")
    parts = [m for m in near if said.search(window(reading, m))]
    if not parts or len(near) < 2:
        return
    part = parts[-1]
    wholes = [
        m for m in near if m.start < part.start and alike(m, part) and (m.value or 0) >= (part.value or 0)
    ]
    if len(wholes) != 1 or sum(alike(m, part) for m in near) != 2 or not part.value:
        return
    wrong = grade(lambda of: any(claimed(claim, percent(of(part), of(w))) for w in wholes))
    if wrong is not None:
        yield unlike(reading, claim, part, wholes[-1], "rate", Severity.WARNING)


def _due(reading: Reading, claim: Mention, words: str, rate: Rate | None) -> Iterator[Finding]:
    """应拨1600万元，实拨1520万元，拨付率95%: what was due and what was done, whatever the rate is called."""
    start = max(reading.layout.sentence(claim.start)[0], claim.start - 160)
    near = [m for m in between(reading, start, claim.start) if is_amount(m)][-2:]
    if len(near) < 2 or not alike(*near) or _PARTIAL.search(words) or not near[0].value:
        return
    due, done = near
    if not _IS_DUE.search(window(reading, due)) or not _IS_DONE.search(window(reading, done)):
        return
    if "率" not in words or (rate and rate.part.search(window(reading, done))):
        return
    wrong = grade(lambda of: claimed(claim, percent(of(done), of(due))))
    if wrong is not None:
        yield unlike(reading, claim, done, due, "rate", wrong)


_IS_DUE = re.compile(r"应(?![用急对收届])|应收")
_IS_DONE = re.compile(r"(?<![不未])(?:实际|实|已)(?![施现验行])")


def _own(reading: Reading, mention: Mention) -> str:
    """The words before a number and the noun right behind it: 1286件办结."""
    return window(reading, mention)


def _scopes(reading: Reading, claim: Mention, subject: str) -> Iterator[list[Mention]]:
    """The sentence first; then what stands before it, when the rate has no subject of its own."""
    text = reading.text
    own = _GENERIC.sub("", clean_noun(subject))
    pairs = {own[i : i + 2] for i in range(len(own) - 1)}
    for start, end in (
        reading.layout.sentence(claim.start),
        (reading.layout.period(claim.start)[0], claim.start),
        (max(0, claim.start - _REACH), claim.start),
    ):
        near = [m for m in between(reading, start, end) if is_amount(m)]
        if not near or (pairs and not any(pair in text[start : near[-1].start] for pair in pairs)):
            continue
        if text.count("\n", near[0].end, claim.start) > 3:
            near = [m for m in near if text.count("\n", m.end, claim.start) <= 3]
        yield sorted(near, key=lambda m: abs(m.start - claim.start))[:_MOST]


def _nearest(pairs: list[tuple[Mention, Mention]], claim: Mention) -> tuple[Mention, Mention]:
    return min(pairs, key=lambda p: abs(p[0].start - claim.start) + abs(p[1].start - claim.start))


def unlike(
    reading: Reading, claim: Mention, part: Mention, whole: Mention, code: str, severity: Severity
) -> Finding:
    """The finding that part ÷ whole is not what is claimed."""
    unit, _ = factor(whole)
    right = quotient(part.value or whole.step * 0, whole.value or whole.step * 0)
    sum_ = f"{written(part, unit)}÷{written(whole, unit)}＝{right}"
    places = ((part.start, part.end), (whole.start, whole.end))
    return finding(
        code,
        f"{sum_}，与“{claim.text}”不符。",
        reading.text,
        claim.start,
        claim.end,
        severity=severity,
        expected=right,
        evidence=sum_,
        others=places,
    )
