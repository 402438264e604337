"""占…的P%, 完成…的P%, 占比过半, and the sum of shares."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from pipeline.crosscheck.arithmetic.numbers import (
    Of,
    alike,
    around,
    between,
    claimed,
    clean_noun,
    grade,
    is_amount,
    moves,
    percent,
    quotient,
    window,
)
from pipeline.crosscheck.arithmetic.rates import unlike
from pipeline.crosscheck.arithmetic.sums import series
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.intervals import Interval, meant
from pipeline.crosscheck.reading import Reading
from schemas.figures import Kind
from schemas.findings import Finding, Mention, Severity

_REACH = 400
_EACH = re.compile(
    r"(?:各自?|均|分别|依次)占[^，。；]{0,16}$|占[^，。；\d]{0,14}(?:分别|依次)(?:为|是|达到?)?$"
)
_CLOSED = re.compile(r"其他|其余|[两三四五六](?:者|项|类)|合计|全部")
_SHARE = re.compile(
    r"占(?:了|到|比)?(?P<whole>[^，。；：、占]{0,20}?)(?:的?(?:比例|比重|比))?(?:的|为|达到?|约|高达|仅|均|超过|超|不足|不到|接近|将近|近|已)*$"
)
_OF = re.compile(
    r"(?:完成|达到?|相当于|为|是|实现)了?(?P<whole>[^，。；：、占]{0,14}?(?:预算|计划|目标|任务|总额|总数|总量|概算|安排数?|指标)[^，。；：、占]{0,4}?)数?的$"
)
_BY = re.compile(r"(?:占比|比例|比重)(?:分别)?(?:为|达到?|约|高达|仅)*$")
_GENERIC = frozenset(
    "总额 总数 支出 收入 经费 合计 全部 总量 预算 算数 数的 总支 总收 资金 部的 额的 全年 年度 本年 当年 总人 人数".split()  # noqa: E501, SIM905
)
_HALF = re.compile(
    r"(?P<lead>前者|后者)?(?:所)?占(?:比|到|了)?(?P<whole>[^，。；：、占\d]{0,10}?)(?:的|比例|比重|为)*"
    r"(?P<word>不足|不到|未达到?|低于|接近|近|超过|超|过|大于|达到?|恰好为|正好为?)?(?:了)?(?:一半|半数|半(?![年数])|二分之一)(?P<more>以上)?"
)
_MEAN = re.compile(r"(?:[日月年人户]均|平均[^，。；\d]{0,4})(?:约|为|达|[^，。；\d]{0,4})$")
_TOLD = re.compile(r"(?:以上|左右)?[，,（(](?:为|达到?|共计?|计|即)?")
_SUMMED = re.compile(r"累计|合计|共计|两项|三项")
_UNDER = frozenset({"不足", "不到", "未达", "未达到", "低于"})
_NEAR = frozenset({"接近", "近"})


def check_shares(reading: Reading) -> Iterator[Finding]:
    """Every share whose part and whole stand near it."""
    for claim in reading.figures:
        if claim.kind is not Kind.PERCENT or claim.unit == "个百分点":
            continue
        words = window(reading, claim)
        if _EACH.search(words):
            continue  # 三家各占33.33%: each of several, no pair stands beside it
        if named := _named_whole(reading, claim, words):
            yield from _of_named(reading, claim, *named)
        elif match := _SHARE.search(words):
            yield from _share(reading, claim, match["whole"], words[: match.start()], capped=True)
        elif match := _OF.search(words):
            yield from _share(reading, claim, match["whole"], "")
        elif match := _PREDICATE.match(reading.text, claim.end):
            yield from _predicated(reading, claim, match["what"])
    yield from _halves(reading)
    yield from _totals(reading)
    yield from _rows(reading)


# -- 近八成群众评价为“很满意” --------------------------------------------------------------------------


_PREDICATE = re.compile(
    r"的?[一-鿿]{1,8}?(?:评价|认为|表示|选择|反映|属于|获评|达到)(?:为|是|了)?[“\"]?(?P<what>[一-鿿]{2,6}?)[”\"]?(?=[，。；、]|$)"
)


def _predicated(reading: Reading, claim: Mention, what: str) -> Iterator[Finding]:
    """The share of those that are told by the same word before: “很满意”的312人."""
    start = reading.layout.period(claim.start)[0]
    before = [m for m in between(reading, start, claim.start) if is_amount(m)]
    parts = [m for m in before if re.sub(r"[“”\"的]", "", window(reading, m)).endswith(what)]
    wholes = [m for m in before if parts and m.start < parts[0].start and alike(m, parts[0])]
    wholes = [m for m in wholes if (m.value or 0) >= (parts[0].value or 0)]
    if len(parts) == 1 and wholes:
        yield from _of_named(reading, claim, parts[0], max(wholes, key=lambda m: m.value or 0))


# -- 占…一半 ----------------------------------------------------------------------------------------


def _halves(reading: Reading) -> Iterator[Finding]:
    """前者占比不足一半, 占比过半: the amounts before it against each other."""
    if "半" not in reading.text and "二分之一" not in reading.text:
        return
    for match in _HALF.finditer(reading.text):
        if match["lead"]:
            pair = _two_before(reading, match)
        else:
            part, wholes = _operands(reading, match.start(), match["whole"] or "", "")
            pair = (part, wholes[-1:]) if part and wholes else None
        if pair is None:
            continue
        part, of = pair
        holds = _half_holds(match["word"] or "", bool(match["more"]))
        total = sum((m.value or Decimal(0) for m in of), Decimal(0))
        spread = _spread(of, meant)
        if spread[0] <= 0 or holds(percent(meant(part), spread) or (Decimal(50), Decimal(50))):
            continue
        right = quotient(part.value or Decimal(0), total)
        message = f"{part.text}÷{'＋'.join(m.text for m in of)}＝{right}，与“{match[0]}”不符。"
        places = tuple((m.start, m.end) for m in (part, *of))
        yield finding("share", message, reading.text, *match.span(), expected=right, others=places)


def _two_before(reading: Reading, match: re.Match[str]) -> tuple[Mention, list[Mention]] | None:
    start, _ = reading.layout.sentence(match.start())
    before = [m for m in between(reading, start, match.start()) if is_amount(m)][-2:]
    if len(before) < 2 or not alike(*before):
        return None
    return (before[0] if match["lead"] == "前者" else before[1]), before


def _spread(mentions: Sequence[Mention], of: Of) -> Interval:
    lows, highs = zip(*(of(m) for m in mentions), strict=True)
    return sum(lows, Decimal(0)), sum(highs, Decimal(0))


def _half_holds(word: str, more: bool) -> Callable[[Interval], bool]:
    half = Decimal(50)
    if word in _UNDER:
        return lambda v: v[0] < half
    if word in _NEAR:
        return lambda v: v[0] <= half and v[1] > 40
    if word or more:
        return lambda v: v[1] >= half
    return lambda v: v[0] <= 52 and v[1] >= 48


# -- 占…的P% ----------------------------------------------------------------------------------------


def _share(
    reading: Reading, claim: Mention, whole: str, subject: str, *, capped: bool = False
) -> Iterator[Finding]:
    part, wholes = _operands(reading, claim.start, whole, subject)
    if part is not None and (told := _TOLD.match(reading.text, claim.end)):
        behind = between(reading, told.end(), told.end() + 24)[:1]
        if behind and behind[0].start == told.end() and is_amount(behind[0]) and alike(behind[0], part):
            wholes, part = [*wholes, part], behind[0]
    if part is not None and capped and (claim.value or 0) <= 100:
        wholes = [m for m in wholes if (m.value or 0) >= (part.value or 0)]
    if part is None or not wholes:
        return
    if all(not m.value for m in wholes):
        message = f"“{whole}”为{wholes[-1].text}，基数为零，不能计算百分率，此处写{claim.text}。"
        places = ((wholes[-1].start, wholes[-1].end),)
        yield finding("zero-base", message, reading.text, claim.start, claim.end, others=places)
        return
    wrong = grade(lambda of: any(claimed(claim, percent(of(part), of(m))) for m in wholes))
    if wrong is not None and not _so_far(reading, claim, part, wholes):
        yield unlike(reading, claim, part, wholes[-1], "share", wrong)


def _so_far(reading: Reading, claim: Mention, part: Mention, wholes: Sequence[Mention]) -> bool:
    """2021年2400万元，2022年3600万元，累计占总投资的62.5%: the last amounts together are the part."""
    if not _SUMMED.search(reading.text, part.end, claim.start):
        return False
    start = reading.layout.period(claim.start)[0]
    row = [m for m in between(reading, start, part.end) if is_amount(m) and alike(m, part)]
    sums = [_spread(row[first:], meant) for first in range(len(row) - 1)]
    return any(claimed(claim, percent(total, meant(whole))) for total in sums for whole in wholes)


def _operands(reading: Reading, at: int, whole: str, subject: str) -> tuple[Mention | None, list[Mention]]:
    """What the share is of: the amount before it (or the one that the subject names), and its wholes."""
    start, _ = reading.layout.sentence(at)
    mine = [m for m in between(reading, start, at) if is_amount(m) and not moves(reading, m)]
    mine = [m for m in mine if not _MEAN.search(window(reading, m))]
    part = _subject(reading, mine, subject) or _taken_up(reading, mine, at) or (mine[-1] if mine else None)
    if part is None or (not subject and len(reading.text[part.end : at]) > 24):
        return None, []
    reach = max(reading.layout.paragraph(start)[0], at - _REACH)
    before = [m for m in between(reading, reach, at) if is_amount(m) and alike(m, part) and m is not part]
    before = [m for m in before if not moves(reading, m)]
    bare = re.sub(r"的|数$|额$|当年|本年|同期|“|”", "", whole)
    exact = [m for m in before if len(bare) >= 3 and bare in around(reading, m).replace("的", "")]
    named = exact or _best_named(reading, whole, before)
    if _specific(whole):
        return part, named or _after(reading, at, part, bare)
    wholes = [m for m in before if not _is_part(reading, m) and m.start < part.start]
    wholes = [m for m in wholes if (m.value or 0) >= (part.value or 0) and m.value]
    return part, wholes


def _taken_up(reading: Reading, mine: Sequence[Mention], at: int) -> Mention | None:
    """管理岗20人、专技岗70人、工勤岗10人，专技岗最多，占七成: the noun taken up again names the part."""
    gap = reading.text[mine[-1].end : reading.layout.clause(at)[0]] if mine else ""
    for mention in reversed(mine[:-1]):
        noun = clean_noun(window(reading, mention))
        if len(noun) >= 2 and noun in gap:
            return mention
    return None


def _after(reading: Reading, at: int, part: Mention, bare: str) -> list[Mention]:
    """完成年初预算的108.5%，年初预算为412.6万元: the whole told behind."""
    _, end = reading.layout.period(at)
    behind = [m for m in between(reading, at, end) if is_amount(m) and alike(m, part)]
    return [m for m in behind if len(bare) >= 3 and bare in window(reading, m)]


def _subject(reading: Reading, mine: Sequence[Mention], subject: str) -> Mention | None:
    """基本支出占比68%: the amount that was called 基本支出."""
    name = re.sub(r"[\s，,、；;：:其中“”]", "", subject)
    if len(name) < 2:
        return None
    return next((m for m in reversed(mine) if name in window(reading, m)), None)


def _specific(whole: str) -> bool:
    return any(whole[i : i + 2] not in _GENERIC for i in range(len(whole) - 1))


def _best_named(reading: Reading, whole: str, before: Sequence[Mention]) -> list[Mention]:
    """The amounts around which most of the named whole stands: 回收问卷 is 回收564份, not 发放问卷600份."""
    pairs = {whole[i : i + 2] for i in range(len(whole) - 1)} - _GENERIC
    # What comes first in the name tells one from another: 回收 in 回收问卷.
    scores = [
        2 * sum(pair in around(reading, m) for pair in pairs) + (whole[:2] in around(reading, m))
        for m in before
    ]
    best = max(scores, default=0)
    return [m for m, score in zip(before, scores, strict=True) if score == best] if best else []


def _is_part(reading: Reading, mention: Mention) -> bool:
    """Whether a share is given of this amount itself: then it is a sibling, not the whole."""
    return bool(re.match(r"[，,（(]?(?:约)?占", reading.text[mention.end : mention.end + 4]))


def _named_whole(reading: Reading, claim: Mention, words: str) -> tuple[Mention, Mention] | None:
    """占全部支出500万元的65%: the whole stands between 占 and the share, the part before 占."""
    if not re.fullmatch(r"[^，。；：、\d]{0,6}的(?:比例|比重)?(?:为|达|约)*", words):
        return None
    before = between(reading, reading.layout.sentence(claim.start)[0], claim.start)[-2:]
    if len(before) < 2 or not all(map(is_amount, before)) or not alike(*before):
        return None
    part, whole = before
    joined = re.fullmatch(
        r"[，,（(]?(?P<noun>[^，。；：、\d]{0,10}?)(?:占|完成|为)[^，。；、]{0,14}",
        reading.text[part.end : whole.start],
    )
    noun = joined["noun"] if joined else ""
    shared = any(noun[i : i + 2] in window(reading, part) for i in range(max(len(noun) - 1, 1)))
    if joined is None or not shared:
        return None
    return part, whole


def _of_named(reading: Reading, claim: Mention, part: Mention, whole: Mention) -> Iterator[Finding]:
    wrong = grade(lambda of: claimed(claim, percent(of(part), of(whole))))
    if wrong is not None:
        yield unlike(reading, claim, part, whole, "share", wrong)


# -- the sum of shares ------------------------------------------------------------------------------


def _rows(reading: Reading) -> Iterator[Finding]:
    """甲占72.5%，乙占18.6%，其他占12.4%: a closed row of shares without amounts."""
    row: list[Mention] = []
    for claim in [*reading.figures, None]:
        running = (
            claim is not None
            and claim.kind is Kind.PERCENT
            and claim.unit == "%"
            and re.search(r"占(?:比|了)?(?:为|达)?$", window(reading, claim))
            and (
                not row
                or (claim.start - row[-1].end <= 24 and "。" not in reading.text[row[-1].end : claim.start])
            )
        )
        if running and claim is not None:
            row.append(claim)
            continue
        if len(row) >= 3 or (len(row) == 2 and series(reading, row)):
            total = _spread(row, meant)
            value = sum((m.value or Decimal(0) for m in row), Decimal(0))
            start, end = reading.layout.period(row[0].start)
            closed = len(row) == 2 or _CLOSED.search(reading.text, start, end)
            if closed and total[0] > 100 and value < 200:
                message = f"各占比之和{'＋'.join(m.text for m in row)}＝{value}%，超过100%。"
                yield finding(
                    "share", message, reading.text, row[0].start, row[-1].end, severity=Severity.WARNING
                )
        row = []


def _totals(reading: Reading) -> Iterator[Finding]:
    """甲、乙、丙占比分别为45%、38%、27%: shares of one thing told in one row cannot pass 100."""
    figures = reading.figures
    for at, first in enumerate(figures):
        if first.kind is not Kind.PERCENT or not re.search(
            r"(?:占|分担|出资|承担|构成)[^，。；]{0,16}(?:分别|依次)(?:为|是|达到?)?$|(?:分别|依次)占[^，。；]{0,12}$",
            window(reading, first),
        ):
            continue
        row = [first]
        for other in figures[at + 1 : at + 12]:
            if other.kind is not Kind.PERCENT or reading.text[row[-1].end : other.start] not in "、，和及与":
                break
            row.append(other)
        total = _spread(row, meant)
        if len(row) >= 3 and total[0] > 100 and sum(m.value or Decimal(0) for m in row) < 150:
            value = sum((m.value or Decimal(0) for m in row), Decimal(0))
            message = f"各占比之和{'＋'.join(m.text for m in row)}＝{value}%，超过100%。"
            yield finding("share", message, reading.text, first.start, row[-1].end, severity=Severity.WARNING)
