"""A sentence that closes: what there was, what went, what is left, however it is worded.

应收412.7，实收398.2，挂账15.4: where a sentence tells just three amounts of one sort, one of them nearly the
sum of the others and one with a word of what is left, missing or saved, nobody reads them but as an account.
Longer accounts (年初, 新收, 审结, 年末) want a word of what came or went, and a slip of the pen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import combinations, pairwise, product

from pipeline.crosscheck.arithmetic.misprints import ONE, TURNED, misprint
from pipeline.crosscheck.arithmetic.numbers import is_amount, window
from pipeline.crosscheck.arithmetic.signed import Term, rounded, signed, value_of, wrong
from pipeline.crosscheck.arithmetic.sums.rows import sort_of
from pipeline.crosscheck.intervals import disjoint, meant
from pipeline.crosscheck.reading import Reading
from schemas.figures import Approx, Kind
from schemas.findings import Finding, Mention, Severity

_LEFT = re.compile(
    "[余剩缺欠未尚仍没撂弃趴隔漏亏盈死损砍挤另]|其他|[只仅]有|多[出花支收完超]|因此|由此|[落降减压]到|最后|请假|折合|节[约下支]|结转"
    "|提前(?![下批拨])|推迟|延长|耗(?!材)|闲(?!聊)|(?<!出)差(?!旅)|(?<![全本该各外我两])省(?![级内市外直])|少(?![儿年先数])|超(?![市声高])|退(?!休)"
    "|空(?![气调间军管])|挂(?![牌职])|短(?![信期视])|净(?![水化])|不(?![同断仅])|(?<![接招期优])待(?!遇)|停(?!车)|废(?!弃)|荒(?!山)|还(?!款)"
    "|[比较](?![例赛重])"
)
"""Words of what is left, missing or saved, of a result, of a difference."""
_AIM = re.compile("标准|每|均|不[超低高多少]|以[上下内]|控制|目标值")
_EACH = re.compile("每|均|单价")
_CLOSES = re.compile(
    "[余剩空缺欠差未尚仍还省净]|[年期月季]末|年底|现|目前|得$|应为|[降减增升变][至到为]|回落|后$|[结库实留]存|实有|滚存"
)
_CAME = re.compile(
    "[入进添增加购补捐赠招产盈赚新来收返]|拨款|下达|到账|[收找追]回|翻出|认定|发展|交纳|投放|考录|受理"
)
_WENT = re.compile(
    "[掉走销支用退故死亡扣耗废剔损还缴领毁亏减]|出(?![生现])|结(?![转存余])|核[减销]|取消|接种|交回|下拨|发[放给]|拨付|放水|蒸发|渗"
    "|兑付|毕业|流失|办|消|转走"
)
_FROM = re.compile("[由从][^，。；：]{0,8}$")
_NET = re.compile("净|[比较]")
_OPENED = re.compile(
    "[年期月季]初|[上去][年月期季]|清理前|调整前|[原旧]|开年|(?:19|20)\\d{2}年[末底]|结转|[账结库留]存|在[册编库]"
)
_STANDS = re.compile(
    "[年期月季]末|年底|现|目前|得$|应为|[降减增升变][至到为]|回落|(?:清理|调整|增减|相抵)后|[结库实留]存|实有|滚存"
)
_SINCE = re.compile(r"同比|环比|追加|[比较与同].{0,12}(?:[上去]年|上[届期轮次月季]|同期|年初|(?:19|20)\d{2}年)")
"""比上年增加: the base is told as a change, and need not be told itself."""
_PARTLY = re.compile("主要|其中|等")
_TOTAL = re.compile("共|合计|总|两|累计")
_PENDING = re.compile(r"[^，。；、\d]{0,6}(?:尚未|暂未|还未|未|待)(?:入|到|办|登|列|纳|计)")
_STRICT = re.compile("剩|余|空|缺|欠|差|净|未|没|省")
_NEAR, _CLOSE = Decimal("0.12"), Decimal("0.05")
_LEAST, _GREATEST = Decimal("0.7"), Decimal("1.4")
_MOST, _AROUND, _FAR = 6, 4, 200
_SOME, _MANY = 3, 4
"""Digits that a slip must have, across two sentences and without a word of what is left."""
_SLIPS = (ONE, TURNED)


def check_closing(reading: Reading, told: Iterable[Finding]) -> Iterator[Finding]:
    """Every account of a sentence, or of two, that does not close, where nothing is *told* of it yet."""
    spots = [place for f in told for place in ((f.start, f.end), *f.others)]
    for row in _rows(reading):
        sentences = _sentences(reading, row)
        for first, last in (*sentences, *_pairs(reading, row, sentences)):
            own = row[first:last]
            own = _once(own) if len(_once(own)) == 3 else own
            if any(a < m.end and m.start < b for m in own for a, b in spots):
                continue
            around = row[max(0, first - _AROUND) : last + _AROUND]
            apart = (first, last) not in sentences
            if len(own) == 3:
                yield from _three(reading, own, around, apart=apart)
            elif len(own) > 3 and not apart:
                yield from _account(reading, own, around)


def _rows(reading: Reading) -> list[list[Mention]]:
    """The exact amounts of the text by sort, days too."""
    sorts: dict[str, list[Mention]] = {}
    for mention in reading.figures:
        exact = mention.approx is Approx.EXACT and mention.high is None and mention.unit != "分"
        counted = is_amount(mention) or mention.kind is Kind.DURATION
        if exact and counted and (mention.value or 0) > 0:
            sorts.setdefault(sort_of(mention), []).append(mention)
    return [row for row in sorts.values() if len(row) >= 3]


def _sentences(reading: Reading, row: Sequence[Mention]) -> list[tuple[int, int]]:
    """From which to which of them stand in one sentence."""
    ends = [reading.layout.period(m.start)[1] for m in row]
    firsts = [at for at in range(len(row)) if not at or row[at].start >= ends[at - 1]]
    return list(pairwise((*firsts, len(row))))


def _pairs(
    reading: Reading, row: Sequence[Mention], sentences: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Each two sentences that follow one another in a paragraph."""
    for (first, middle), (_, last) in pairwise(sentences):
        end = reading.layout.paragraph(row[first].start)[1]
        if (
            reading.layout.period(row[middle].start)[0]
            == reading.layout.period(row[first].start)[1] + 1
            <= end
        ):
            yield first, last


def _once(own: Sequence[Mention]) -> list[Mention]:
    """The amounts, one that is said again only once."""
    return [m for at, m in enumerate(own) if m.value not in [n.value for n in own[:at]]]


# -- three amounts ----------------------------------------------------------------------------------


def _three(
    reading: Reading, own: Sequence[Mention], around: Sequence[Mention], *, apart: bool
) -> Iterator[Finding]:
    """One is nearly the sum of the two others, and one has a word of what is left, or many digits tell it."""
    if _PARTLY.search(reading.text, own[0].end, own[2].start):
        return
    great = max(own, key=_size)
    gap = 2 * _size(great) - sum(map(_size, own))
    if not gap and great is own[2] and not apart:
        yield from _added(reading, own)
    if not gap or abs(gap) > _NEAR * _size(great) or own[2].end - own[0].start > _FAR:
        return
    claim = _told_as_left(reading, own[2:] if apart else (own[2], own[0], own[1]))
    digits = _digits(own, great, gap)
    if digits < (_MANY if claim is None else _SOME if apart else 0):
        return
    claim = claim or own[2]
    words = window(reading, claim)
    if _AIM.search(words) or _SINCE.search(words) or any(_explained(reading, m, around) for m in own):
        return
    starts = [(reading.layout.clause(m.start)[0], m.start) for m in own if m is not great]
    if any(_EACH.search(reading.text, *bounds) for bounds in starts):
        return
    others = [m for m in own if m is not claim]
    terms: list[Term] = [(m, 1 if claim is great or m is great else -1) for m in others]
    yield from _told(reading, claim, sorted(terms, key=lambda t: -t[1]))


def _added(reading: Reading, own: Sequence[Mention]) -> Iterator[Finding]:
    """资产320万元，负债46万元，净资产366万元: what is left of the first is told as the sum of both."""
    words = [_words(reading, m) for m in own]
    if _STRICT.search(words[2]) and not _TOTAL.search(words[2]) and not any(map(_STRICT.search, words[:2])):
        yield from _told(reading, own[2], [(own[0], 1), (own[1], -1)], "疑将应减的加了上去。")


def _digits(own: Sequence[Mention], great: Mention, gap: Decimal) -> int:
    """How many digits the slip has that explains the gap; 0 where none does."""
    slips = (misprint(m, _size(m) + (-gap if m is great else gap), own) for m in own)
    return max((slip.digits for slip in slips if slip and slip.why in _SLIPS), default=0)


def _told_as_left(reading: Reading, own: Sequence[Mention]) -> Mention | None:
    """The first of them with a word of what is left."""
    return next((m for m in own if _LEFT.search(_words(reading, m))), None)


_BEHIND = re.compile(r"[^，。；、：\d]{0,6}")


def _words(reading: Reading, mention: Mention) -> str:
    """The words before a number and the first behind it: 尚有6户没有签约."""
    behind = _BEHIND.match(reading.text, mention.end)
    return window(reading, mention) + "#" + (behind[0] if behind else "")


# -- longer accounts --------------------------------------------------------------------------------


def _account(reading: Reading, own: Sequence[Mention], around: Sequence[Mention]) -> Iterator[Finding]:
    """What was there, what came and went, and what is told to be there: most often the last, or the first."""
    if len(own) > _MOST or own[-1].end - own[0].start > _FAR:
        return
    for at, claim in enumerate(own):
        words = window(reading, claim)
        if not _CLOSES.search(words[-12:]) or _AIM.search(words) or _NET.search(words):
            continue
        run = _run(reading, own, at)
        ways = [1, *(_way(window(reading, m)[-10:]) for m in run[1:])]
        if len(run) < 3:
            continue
        if _all_told(reading, claim, run, ways):
            yield from _told(reading, claim, list(zip(run, ways, strict=True)))
            return
        if len(run) < len(own) - 1 or not any(ways[1:]) or _explained(reading, claim, around):
            continue
        if terms := _slipped(claim, run, ways):
            yield from _told(reading, claim, terms)
            return


def _run(reading: Reading, own: Sequence[Mention], at: int) -> list[Mention]:
    """What the claim at a place comes of, what was there at first in front: all that was told before it, or
    behind (年末8.6万册（年初8万册，…）, 由38万元变为28万元：…)."""
    words = [window(reading, m) for m in own]
    behind = reading.text[own[at].end : own[at].end + 1] in ("（", "(", "：", ":") and (
        at == 0 or (at == 1 and _FROM.search(words[0]) is not None)
    )
    told = [n for n in range(len(own)) if n != at and (n < at or behind) and not _NET.search(words[n])]
    told = [n for n in told if not _PENDING.match(reading.text, own[n].end)]
    opened = next((n for n in told if _FROM.search(words[n]) or _OPENED.search(words[n])), None)
    if opened is None or (at == 0 and opened != told[0]):
        return [own[n] for n in told]
    return [own[n] for n in (opened, *(n for n in told if n != opened))]


def _all_told(reading: Reading, claim: Mention, run: Sequence[Mention], ways: Sequence[int]) -> bool:
    """Whether what was there, what is there, and the way of every flow between are told by words."""
    opened, stands = window(reading, run[0]), window(reading, claim)[-12:]
    known = all(ways) and _OPENED.search(opened) and _STANDS.search(stands)
    value = sum((s * _size(m) for s, m in zip(ways, run, strict=True)), Decimal(0))
    return bool(known) and _LEAST < value / _size(claim) < _GREATEST


def _way(words: str) -> int:
    """1 for what came, -1 for what went, 0 where the words say neither: the last decides."""
    came = max((m.end() for m in _CAME.finditer(words)), default=0)
    went = max((m.end() for m in _WENT.finditer(words)), default=0)
    return (came > went) - (went > came)


def _slipped(claim: Mention, run: Sequence[Mention], ways: Sequence[int]) -> list[Term]:
    """The signs, none against its words, by which a slip in one number keeps the account from closing."""
    free = [(way,) if way else (1, -1) for way in ways]
    for signs in product(*free):
        terms: list[Term] = list(zip(run, signs, strict=True))
        gap = value_of(terms) - _size(claim)
        if all(s > 0 for s in signs) or abs(gap) > _CLOSE * max(map(_size, run)):
            continue
        if _slip(claim, value_of(terms), run) or any(_slip(m, _size(m) - s * gap, run) for m, s in terms):
            return terms
    return []


def _slip(mention: Mention, right: Decimal, others: Sequence[Mention]) -> bool:
    found = misprint(mention, right, others)
    return found is not None and found.why in _SLIPS


# -- both -------------------------------------------------------------------------------------------


def _told(reading: Reading, claim: Mention, terms: Sequence[Term], note: str = "") -> Iterator[Finding]:
    last = abs(value_of(terms) - _size(claim)) <= claim.step and claim.step != int(claim.step)
    if not disjoint(signed(terms), meant(claim)) or rounded(terms, claim) or last:
        return
    slip = misprint(claim, value_of(terms), [m for m, _ in terms])
    note = note or (f"{slip.why}，疑为笔误。" if slip else "")
    yield wrong(reading, claim, terms, Severity.WARNING, note)


def _explained(reading: Reading, claim: Mention, around: Sequence[Mention]) -> bool:
    """Whether up to four of the amounts near it, with any signs, come to it; what is left is no sum of what
    was told before: 资产2316万元，刨去负债187万元，净资产2503万元."""
    others, value = [m for m in around if m is not claim], _size(claim)
    left = _STRICT.search(window(reading, claim))
    for size in (1, 2, 3, 4):
        for chosen in combinations(others, size):
            values = [_size(m) for m in chosen]
            if sum(values) == value and not (left and size > 1 and chosen[-1].start < claim.start):
                return True
            if sum(values) > value and _reached(values, value):
                return True
    return False


def _reached(values: Sequence[Decimal], value: Decimal) -> bool:
    ways = product((1, -1), repeat=len(values))
    return any(sum(s * v for s, v in zip(signs, values, strict=True)) == value for signs in ways)


def _size(mention: Mention) -> Decimal:
    return mention.value or Decimal(0)
