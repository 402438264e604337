"""Parts and wholes: 其中, brackets, 分为, numbered lines, 合计."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from pipeline.crosscheck.arithmetic.numbers import alike, between, factor, is_amount, window, written
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.intervals import Interval, meant, plus
from pipeline.crosscheck.reading import Reading
from pipeline.crosscheck.show import plain
from schemas.figures import Kind
from schemas.findings import Finding, Mention, Severity

_ZERO: Interval = (Decimal(0), Decimal(0))
_OPENS = re.compile(
    r"(?P<bracket>[（(])|(?P<colon>[：:])"
    r"|[，,。；;]?(?P<other>其中[：:，,]?|[^，。；：、（）()\d]{0,10}?(?P<closed>分为|分别(?:是|为)|包括|包含))"
)
_STOP = re.compile(r"另|此外|同时|合计|总计|小计|共|其中|分为|包括|含|结转|结余|。|！|？|\n|比|较|占")
_OPEN_END = re.compile(r"等|主要|其余|部分|不含|除|注")
_TOTAL = re.compile(r"(?:合计|总计|小计|共计|合共)(?:为|达|约|[:：])*$")
_LINE = re.compile(
    r"^[ 　]*(?:(?P<bracket>[（(](?:\d+|[一二三四五六七八九十]+)[)）])|(?P<dot>\d+[.、．])|(?P<han>[一二三四五六七八九十]+、))", re.M
)
_FALL = re.compile(r"(?:增加|减少|增长|下降|多|少|超|降低|提高|压减)(?:了|约)*$")


@dataclass(frozen=True, slots=True)
class Listing:
    """A whole with its parts. ``closed``: the text says, or the form shows, that these are all."""

    whole: Mention
    parts: tuple[Mention, ...]
    closed: bool
    firm: bool


def check_sums(reading: Reading) -> Iterator[Finding]:
    """Lists in sentences, lists of numbered lines, and totals behind their parts."""
    for listing in _listings(reading):
        yield from _judge(reading, listing)
    yield from _numbered_lines(reading)
    yield from _totals(reading)


def _listings(reading: Reading) -> Iterator[Listing]:
    for whole in reading.figures:
        if not is_amount(whole) or _FALL.search(window(reading, whole)):
            continue
        opens = _OPENS.match(reading.text, whole.end)
        if opens is None or (opens["other"] is None and opens["bracket"] is None and opens["colon"] is None):
            continue
        end = _scope(reading, opens)
        parts = _parts(reading, whole, opens.end(), end, bool(opens["bracket"]))
        if len(parts) >= 2:
            tail = reading.text[parts[-1].end : end + 1]
            inside = reading.text[opens.start() : end]
            complete = not _OPEN_END.search(inside) and len(tail.strip("。；;）)，,")) == 0
            closed = complete and not (opens["other"] or "").startswith(("其中", "，其中"))
            yield Listing(whole, tuple(parts), closed, bool(opens["bracket"] or opens["closed"]))


def _scope(reading: Reading, opens: re.Match[str]) -> int:
    """Where the list must end: at its closing bracket, or with the sentence."""
    text, at = reading.text, opens.end()
    if not opens["bracket"]:
        stop = re.compile(r"[。！？\n]" if opens["colon"] else r"[。！？；;\n]").search(text, at)
        return stop.start() if stop else len(text)
    depth = 1
    while at < len(text) and text[at] != "\n":
        depth += (text[at] in "（(") - (text[at] in "）)")
        if depth == 0:
            return at
        at += 1
    return opens.end()


def _parts(reading: Reading, whole: Mention, start: int, end: int, bracket: bool) -> list[Mention]:
    """Amounts of the whole's kind that follow one another; a change, a share or a new head ends the list."""
    parts: list[Mention] = []
    at, text = start, reading.text
    for mention in between(reading, start, end):
        words = text[at : mention.start]
        if _depth(text, start, mention.start):
            at = mention.end
            continue
        if mention.kind is Kind.PERCENT and re.search(r"占[^，。；]{0,12}$", words):
            at = mention.end
            continue
        if (parts and _STOP.search(words.replace("其他", ""))) or not is_amount(mention):
            break
        if not alike(mention, whole) or _FALL.search(words) or (not parts and _STOP.search(words[-4:])):
            break
        parts.append(mention)
        at = mention.end
    return parts


def _depth(text: str, start: int, end: int) -> int:
    between_ = text[start:end]
    opened = sum(between_.count(c) for c in "（(")
    return max(opened - sum(between_.count(c) for c in "）)"), 0)


def _sum(parts: Sequence[Mention]) -> Interval:
    total = _ZERO
    for part in parts:
        total = plus(total, meant(part))
    return total


def _judge(reading: Reading, listing: Listing) -> Iterator[Finding]:
    low, high = meant(listing.whole)
    prefixes = [_sum(listing.parts[:n]) for n in range(2, len(listing.parts) + 1)]
    if any(low <= b and a <= high for a, b in prefixes):
        return
    total = prefixes[-1]
    beyond, short = total[0] > high, total[1] < low
    slip = _slipped(listing)
    if beyond and (listing.firm or slip or _one_sort(reading, listing)):
        yield _mismatch(reading, listing.whole, listing.parts, Severity.ERROR, slip)
    elif short and (slip or (listing.closed and listing.whole.kind is Kind.MONEY)):
        yield _mismatch(
            reading, listing.whole, listing.parts, Severity.ERROR if slip else Severity.WARNING, slip
        )


def _one_sort(reading: Reading, listing: Listing) -> bool:
    """Counts may overlap (党员30人、女性40人); those of one sort (一等奖、二等奖) do not."""
    if listing.whole.kind is Kind.MONEY:
        return not re.search(r"收入|支出", "".join(_noun(reading, p) for p in listing.parts[1:])) or bool(
            re.search(r"收入|支出", _noun(reading, listing.parts[0]))
        )
    ends = {_noun(reading, part)[-1:] for part in listing.parts}
    return len(ends) == 1 and ends != {""}


def _noun(reading: Reading, part: Mention) -> str:
    return re.sub(r"[\s、，,；;和及]|为|共|有", "", window(reading, part))


def _slipped(listing: Listing) -> Mention | None:
    """The part (or the whole) that makes the sum right when its 元 is read as 万元."""
    if listing.whole.kind is not Kind.MONEY:
        return None
    ten_thousand = Decimal(10_000)
    total, whole = _sum(listing.parts), meant(listing.whole)
    if listing.whole.unit == "元" and total[0] <= whole[1] * ten_thousand and whole[0] * ten_thousand <= total[1]:
        return listing.whole
    for part in listing.parts:
        low, high = meant(part)
        if part.unit == "元" and total[0] + low * (ten_thousand - 1) <= whole[1] and (
            whole[0] <= total[1] + high * (ten_thousand - 1)
        ):  # fmt: skip
            return part
    return None


def _mismatch(
    reading: Reading,
    whole: Mention,
    parts: Sequence[Mention],
    severity: Severity,
    slip: Mention | None = None,
) -> Finding:
    unit, name = factor([whole if slip is not whole else parts[0]])
    total = sum((p.value or Decimal(0) for p in parts), Decimal(0)) / unit
    terms = "＋".join(written(p, unit) for p in parts)
    message = f"{terms}＝{plain(total)}{name}，与{whole.text}不符。"
    if slip is not None:
        message += f"若{slip.text}应为{slip.text.replace('元', '万元')}则相符。"
    places = tuple((m.start, m.end) for m in (*parts, whole) if m is not (slip or whole))
    at = slip or whole
    return finding("sum", message, reading.text, at.start, at.end, severity=severity, others=places)


# -- numbered lines ---------------------------------------------------------------------------------


def _numbered_lines(reading: Reading) -> Iterator[Finding]:
    """A line with an amount, then lines （1）…（n） each opening with its own part of it."""
    marks = list(_LINE.finditer(reading.text))
    at = 0
    while at < len(marks):
        run = _run(marks, at)
        if len(run) >= 2 and (listing := _line_listing(reading, run)):
            yield from _judge_lines(reading, listing)
        at += max(len(run), 1)


def _run(marks: Sequence[re.Match[str]], at: int) -> list[re.Match[str]]:
    """Marks of one form, counted on from 1."""
    form, run = marks[at].lastgroup, []
    for mark in marks[at:]:
        if mark.lastgroup != form or _number(mark[0]) != len(run) + 1:
            break
        run.append(mark)
    return run


def _number(mark: str) -> int:
    inner = re.sub(r"[\s（）()、.．]", "", mark)
    return int(inner) if inner.isdigit() else "一二三四五六七八九十".find(inner) + 1


def _line_listing(reading: Reading, run: Sequence[re.Match[str]]) -> Listing | None:
    text = reading.text
    above = reading.layout.paragraph(max(run[0].start() - 1, 0))
    heads = [m for m in between(reading, *above) if m.kind is Kind.MONEY and not _depth(text, above[0], m.start)]
    heads = [m for m in heads if not _FALL.search(window(reading, m))]
    if len(heads) != 1 or run[0].start() == 0:
        return None
    parts = []
    for mark in run:
        line = reading.layout.paragraph(mark.end())
        first = re.search(r"[，,；;。（(：:]", text[mark.end() : line[1]])
        end = mark.end() + first.start() if first else line[1]
        found = [m for m in between(reading, mark.end(), end) if m.kind is Kind.MONEY]
        if len(found) != 1:
            return None
        parts += found
    return Listing(heads[0], tuple(parts), True, True)


def _judge_lines(reading: Reading, listing: Listing) -> Iterator[Finding]:
    low, high = meant(listing.whole)
    total = _sum(listing.parts)
    if low <= total[1] and total[0] <= high:
        return
    slip = _slipped(listing)
    severity = Severity.ERROR if slip or total[0] > high else Severity.WARNING
    yield _mismatch(reading, listing.whole, listing.parts, severity, slip)


# -- totals behind ----------------------------------------------------------------------------------


def _totals(reading: Reading) -> Iterator[Finding]:
    """…合计T: wrong only when no choice of the amounts before it in the sentence gives T."""
    for whole in reading.figures:
        if not is_amount(whole) or not _TOTAL.search(window(reading, whole)):
            continue
        start = re.compile(r"[。！？\n]")
        sentence = max((m.end() for m in start.finditer(reading.text, max(0, whole.start - 300), whole.start)), default=-1)
        if sentence < 0:
            sentence = reading.layout.paragraph(whole.start)[0]
        before = [m for m in between(reading, sentence, whole.start) if is_amount(m) and alike(m, whole)]
        tail = reading.text[before[-1].end : whole.start] if before else ""
        if not 2 <= len(before) <= 10 or len(tail) > 8 or _fits_some(whole, before):
            continue
        if _OPENS.match(reading.text, whole.end) and "其中" in reading.text[whole.end : whole.end + 4]:
            continue
        yield _mismatch(reading, whole, before, Severity.WARNING)


def _fits_some(whole: Mention, parts: Sequence[Mention]) -> bool:
    low, high = meant(whole)
    for size in range(1, len(parts) + 1):
        for chosen in combinations(parts, size):
            total = _sum(chosen)
            if low <= total[1] and total[0] <= high:
                return True
    return False
