"""Three alike amounts of which one is nearly the sum of the others: 核减942.3万元，核定1717.7万元.

What is left, what is less, what is in all: no list of words tells every way to say it. Where a number stands
one digit away from what its two neighbours give, and nothing else near it gives it, the numbers speak for
themselves; the fewer digits they have, the more the words must say.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations, product
from math import gcd

from pipeline.crosscheck.arithmetic.misprints import Misprint, misprint
from pipeline.crosscheck.arithmetic.numbers import agrees, between, clean_noun, is_amount, percent, window
from pipeline.crosscheck.arithmetic.signed import Term, signed, wrong
from pipeline.crosscheck.arithmetic.sums.report import overlapping
from pipeline.crosscheck.arithmetic.sums.rows import sort_of
from pipeline.crosscheck.intervals import disjoint, exactly, meant, minus, place
from pipeline.crosscheck.reading import Reading
from schemas.figures import Approx, Kind
from schemas.findings import Finding, Mention, Severity

_SCALE = 10**6
_SLIGHT = frozenset(
    sign * digits * 10**zeros
    for sign in (1, -1)
    for digits in (*range(1, 10), *range(18, 100, 9))
    for zeros in range(24)
)
"""What one digit, or two exchanged, make amiss."""
_AFTER = (1, 2), (1, 3), (2, 3)
_NEAR, _FAR = 4, 160
_SLIPS = ("只差一个数字", "两个相邻数字颠倒")
_SHARE = re.compile(r"的\s?[\d０-９]")
"""为年初预算10亿元的86%: what a share is taken of."""
_PRICE = re.compile("每|单价")
_APART = re.compile(
    "[余剩未尚仍欠缺减免降差超抵增追扣]|折旧|净|节[约余省支]|停发|报废|清退|退[回还出库]|[大小高低多少]于|高出|[多少]出?$|剔除"
    "|突破|留用|结转|同口径|加上|新加|[提上]升|另|[后除]$|仅"
)
_REST = re.compile("[余剩未尚仍欠缺差扣]|超出|突破|[大小高低多少]于|结转|净|剔除")
_REMAINS = re.compile("[余剩欠缺未尚差]|超出|突破|[大小高低多少]于|结转")
_TOTAL = re.compile("共|合计|总|累计|两项")
_PARTED = re.compile("其中|包括|含|分|由|[：:（(]")
_UNTOLD = re.compile("其余|主要|等|另|重点|[。；]")
_FROM = re.compile(r"[比较]((?:19|20)\d{2})年")
_FEW, _SOLE, _SEVERAL = 4, 4, 6
_SOME = re.compile("其中|包括|内含")
_NEVER = 99
_YEAR = re.compile("(?:19|20)\\d{2}年|[上去本今当]年")


@dataclass(frozen=True, slots=True)
class Miss:
    """A claim that misses what the two others give."""

    claim: Mention
    terms: tuple[Term, Term]
    slip: Misprint
    great: Mention
    """The one of the three that is the sum of the others, if the slip is mended."""


def check_threes(reading: Reading, told: Iterable[Finding]) -> Iterator[Finding]:
    """Every three amounts running that miss by a slip of the pen, where nothing is *told* of them yet."""
    spots = sorted(place for f in told for place in ((f.start, f.end), *f.others))
    for found in _all_threes(reading):
        places = [(found.start, found.end), *found.others]
        if not any(a < d and c < b for a, b in places for c, d in spots):
            yield found


def _all_threes(reading: Reading) -> Iterator[Finding]:
    for row in _rows(reading):
        values = [int(_size(m) * _SCALE) for m in row]
        for at in range(len(row) - 2):
            for second, third in _AFTER:
                three = at, at + second, at + third
                if three[2] < len(row) and _near(*(values[k] for k in three)):
                    yield from _judge(reading, row, three)


def _rows(reading: Reading) -> list[list[Mention]]:
    """The amounts by sort that are taken at their word; one that is said twice running, once."""
    sorts: dict[str, list[Mention]] = {}
    for mention in reading.figures:
        exact = mention.approx is Approx.EXACT and mention.value and mention.unit != "分"
        told = exact and is_amount(mention) and not _SHARE.match(reading.text, mention.end)
        if told and not _PRICE.search(window(reading, mention)):
            row = sorts.setdefault(sort_of(mention), [])
            if not row or _size(row[-1]) != _size(mention):
                below = (mention.value or 0) < 0
                row.append(replace(mention, value=_size(mention)) if below else mention)
    return list(sorts.values())


def _near(one: int, two: int, three: int) -> bool:
    """Whether one of them misses the sum or the difference of the others by a digit or by two exchanged,
    and three digits at least tell so."""
    if one + two - three in _SLIGHT or one - two + three in _SLIGHT or one - two - three in _SLIGHT:
        least = gcd(one, two, three)
        return max(one, two, three) >= 100 * least
    return False


_MADE_UP = re.compile(r"[^。；\n\d]{0,6}[，,](?:其余|剩余|余下|剩下|不足部分)[^，。；\d]{2,}[，。；]")
"""其余由社会捐赠解决: what no number tells makes up for the rest."""


def _judge(reading: Reading, row: Sequence[Mention], three: Sequence[int]) -> Iterator[Finding]:
    mentions = [row[at] for at in three]
    start, end = mentions[0].start, mentions[-1].end
    if end - start > _FAR:
        return
    if _MADE_UP.match(reading.text, end):
        return
    around = range(max(0, three[0] - _NEAR), min(len(row), three[-1] + _NEAR + 1))
    near, beside = [row[at] for at in around], [row[at] for at in around if at not in three]
    misses = list(_misses(mentions))
    if not misses or (_bound(mentions, beside) and not _written_off([_words(reading, m) for m in mentions])):
        return
    for miss in misses:
        told = _told(reading, row, three, miss)
        if (
            miss.slip.digits >= told
            and not _given(miss.claim, near)
            and not _rated(reading, miss.claim, near)
        ):
            note = f"{miss.slip.why}，疑为笔误。"
            yield wrong(reading, miss.claim, miss.terms, Severity.WARNING, note)
            return


def _misses(three: Sequence[Mention]) -> Iterator[Miss]:
    """Which of the three a slip of the pen explains; the last told first."""
    for claim in reversed(three):
        less, more = sorted((m for m in three if m is not claim), key=_size)
        for sign, great in ((-1, more), (1, claim)):
            terms: tuple[Term, Term] = ((more, 1), (less, sign))
            right = _size(more) + sign * _size(less)
            slip = misprint(claim, right, [less, more])
            if slip and slip.why in _SLIPS and _apart(terms, claim, right):
                yield Miss(claim, terms, slip, great)


def _apart(terms: Sequence[Term], claim: Mention, right: Decimal) -> bool:
    """Whether more than rounding parts the claim from what is due: 1.2亿元 is round, not rounded."""
    if disjoint(signed(terms), meant(claim)):
        return True
    mentions = [claim, *(m for m, _ in terms)]
    return abs(_size(claim) - right) >= 10 * min(m.step for m in mentions)


def _told(reading: Reading, row: Sequence[Mention], three: Sequence[int], miss: Miss) -> int:
    """How many digits the slip must have, by what the words say; 99 where they say nothing of the sort."""
    mentions = [row[at] for at in three]
    words = [_words(reading, m) for m in mentions]
    great = mentions.index(miss.great)
    if _elsewhere(words):
        return _NEVER
    if _written_off(words):
        return 3
    total = great == 2 and _TOTAL.search(words[great])
    rest = _REST.search(words[2])
    if three[-1] - three[0] > 2:
        return 5 if rest or total else _NEVER
    together = reading.layout.period(mentions[0].start)[1] > mentions[2].end
    if rest and great == 0 and together:
        return 3
    least = _alone(reading, row, mentions, _SEVERAL)
    if rest or (total and together):
        return min(least - 1, 4) if total or _REMAINS.search(words[2]) else 4
    least = _alone(reading, row, mentions, _SOLE) if _together(reading, mentions) else _NEVER
    if reading.layout.paragraph(mentions[0].start)[1] < mentions[-1].end:
        return least
    if total or _APART.search(words[1]) or _APART.search(words[2]):
        return 4
    if great == 0 and _all(reading, row, three):
        return 4
    return least


_OF_VALUE = tuple(map(re.compile, ("原值|原价|账面余额", "折旧|摊销|减值|跌价", "净[值额]|账面价值")))


def _alone(reading: Reading, row: Sequence[Mention], three: Sequence[Mention], several: int) -> int:
    """With no word at all, the numbers alone: the more there are, the sooner three of them fit by chance."""
    unit = min(place(_size(m)) for m in three)
    sizes = set(map(_size, three))
    if min(sizes) < 100 * unit or len(sizes) < 3:
        return _NEVER
    start, end = reading.layout.period(three[0].start)[0], reading.layout.period(three[2].start)[1]
    many = sum(start <= m.start < end for m in row)
    if overlapping(reading, three[0].start, end):
        return _NEVER
    return _FEW if many <= several else 5


def _together(reading: Reading, three: Sequence[Mention]) -> bool:
    """Of one sentence; or of one thing by their words and of one year: 资产210亿元，负债135亿元。工业资产
    81亿元，负债55亿元 are two accounts, 受理案件1204件。收到锦旗338件 two things."""
    if _SOME.search(reading.text, three[1].end, three[2].start):
        return False
    start, end = reading.layout.period(three[0].start)
    if end > three[2].end:
        return True
    words = [clean_noun(window(reading, m)) for m in three]
    years = set(_YEAR.findall(reading.text, start, three[2].start))
    if len(years) > 1 or len({w[-3:] for w in words}) == 2:
        return False
    pairs = [{w[at : at + 2] for at in range(len(w) - 1)} for w in words]
    return any(one & other for one, other in combinations(pairs, 2))


def _written_off(words: Sequence[str]) -> bool:
    """净值4930.5万元。原值7215.4万元，累计折旧2284.9万元: in any order one is what is left of another."""
    return all(sum(bool(sort.search(w)) for w in words) == 1 for sort in _OF_VALUE)


_CHOSEN = re.compile("选择|反映|认为|填写")
"""选择“停车难”的252份，选择“物业差”的208份: of answers one may give several."""


def _elsewhere(words: Sequence[str]) -> bool:
    """Whether changes have signs of their own (甲减少1万元，乙增加14万元), or are measured from a year
    that is not told: 上年120.5万元，2023年150.5万元，比2021年增加40万元."""
    if any("增" in w for w in words) and any("减" in w for w in words):
        return True
    if sum(bool(_CHOSEN.search(w)) for w in words) > 1:
        return True
    years = ((at, match[1]) for at, w in enumerate(words) if (match := _FROM.search(w)))
    return any(year not in "".join(words[:at]) for at, year in years)


def _words(reading: Reading, mention: Mention) -> str:
    """All words of the clause before a number: 减少4户10人."""
    return reading.text[reading.layout.clause(mention.start)[0] : mention.start]


def _all(reading: Reading, row: Sequence[Mention], three: Sequence[int]) -> bool:
    """Whether the two behind a whole are all that is told of it."""
    whole, second = row[three[0]], row[three[-1]]
    end = reading.layout.sentence(second.start)[1]
    inside = reading.text[whole.end : second.start]
    if not _PARTED.search(inside) or _UNTOLD.search(inside + reading.text[second.end : end - 1]):
        return False
    following = three[-1] + 1
    return following == len(row) or row[following].start > end


def _bound(three: Sequence[Mention], beside: Sequence[Mention]) -> bool:
    """Whether two of the three stand in a sum or difference with another near them."""
    others = {_size(m) for m in beside} - {_size(m) for m in three}
    return any(a + b in others or abs(a - b) in others for a, b in combinations(map(_size, three), 2))


def _rated(reading: Reading, claim: Mention, near: Sequence[Mention]) -> bool:
    """Whether a percentage of the sentence comes out with the claim: 18.46万元，比上年20.60万元下降10.39%."""
    start, end = reading.layout.period(claim.start)
    rates = [m for m in between(reading, start, end) if m.kind is Kind.PERCENT and m.step < 1]
    mine = exactly(claim)
    for other in (exactly(m) for m in near if m is not claim):
        less, more = sorted((mine, other))
        ways = ((less, more), (minus(more, less), more), (minus(more, less), less))
        if any(agrees(rate, percent(*way)) for rate in rates for way in ways):
            return True
    return False


def _given(claim: Mention, near: Sequence[Mention]) -> bool:
    """Whether up to three of the amounts near it, with any signs, come to the claim, or a run that it is in
    to one of them: 救助资金1260万元，住院986万元，门诊152万元，参保86万元，余36万元."""
    others = [_size(m) for m in near if m is not claim]
    at, sizes = near.index(claim), [_size(m) for m in near]
    if any(sum(sizes[i:j]) in others for i in range(at + 1) for j in range(at + 1, len(sizes) + 1)):
        return True
    return any(
        sum(map(operator.mul, signs, chosen)) == _size(claim)
        for size in (1, 2, 3, 4)
        for chosen in combinations(others, size)
        for signs in product((1, -1), repeat=size)
    )


def _size(mention: Mention) -> Decimal:
    return abs(mention.value or Decimal(0))
