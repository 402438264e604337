"""A list against its whole: silent where the sum fits, or where the text does not promise that it does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import accumulate

from pipeline.crosscheck.arithmetic.flows import flowing, turned
from pipeline.crosscheck.arithmetic.numbers import Of, alike, between, is_amount, window
from pipeline.crosscheck.arithmetic.sums.items import Item
from pipeline.crosscheck.arithmetic.sums.lists import Listing
from pipeline.crosscheck.arithmetic.sums.partition import (
    exclusive,
    happened,
    mixed,
    noun,
    one_sort,
    regulated,
    timed_apart,
)
from pipeline.crosscheck.arithmetic.sums.report import Slip, admitted, exceeds, mismatch, slipped
from pipeline.crosscheck.arithmetic.sums.vocabulary import vocabulary
from pipeline.crosscheck.intervals import Interval, disjoint, exactly, meant, plus
from pipeline.crosscheck.reading import Reading
from schemas.figures import Kind
from schemas.findings import Finding, Mention, Severity


def judge(reading: Reading, listing: Listing) -> Iterator[Finding]:
    """One finding at most: the sum beyond the whole, short of it, or one part greater than it."""
    if _no_partition(reading, listing):
        return
    if len(listing.parts) < 2:
        yield from _single(reading, listing)
        return
    if any(_fits(reading, listing, other) for other in listing.others) or _with_another(reading, listing):
        return
    if _of_one_before(reading, listing):
        return
    for of, gravest in ((meant, Severity.ERROR), (exactly, Severity.WARNING)):
        low, high = meant(listing.whole.mention)
        sums = _sums(reading, listing, of)
        if any(low <= b and a <= high for a, b in sums):
            continue
        if found := _verdict(reading, listing, sums[-1], (low, high), gravest):
            severity, slip = found
            rule = regulated(listing.whole.label, [p.label for p in listing.parts])
            yield mismatch(
                reading, listing.whole.mention, [p.mention for p in listing.parts], severity, slip,
                rule.source if rule else "",
            )  # fmt: skip
        return


_ROW_GOES_ON = re.compile(r"[、和及与][\d.]+[^\d.\s、，。；]")
"""94、84和81微克: values in a row, of which only the last has its unit."""


def _no_partition(reading: Reading, listing: Listing) -> bool:
    """Whether the words say that the parts overlap, come and go, or do not make up the whole."""
    text, whole, last = reading.text, listing.whole, listing.parts[-1]
    _, end = reading.layout.period(whole.start)
    tail = reading.layout.period(last.end - 1)[1]
    if vocabulary().overlap.search(text, whole.end, max(end, tail)):
        return True
    if flowing(_labels(listing), result=turned(whole.label)) or timed_apart(whole.label, _labels(listing)):
        return True
    if listing.opener.plain and _followed_by_total(reading, listing):
        return True
    if admitted(reading, last) or _of_another_clause(reading, listing):
        return True
    if not last.mention.unit and _ROW_GOES_ON.match(text, last.end):
        return True
    if whole.mention.unit == "分" or "/" in (whole.mention.unit or ""):
        return True  # scores have a check of their own; 55微克/立方米 adds up to nothing
    # 工业投资…、技改投资…，工业技改投资占工业投资的61%
    nouns = [re.escape(noun(p.label)) for p in listing.parts if len(noun(p.label)) >= 2]
    return bool(nouns) and bool(re.search(f"占(?:{'|'.join(nouns)})", text[last.end : tail]))


def _verdict(
    reading: Reading, listing: Listing, total: Interval, whole: Interval, gravest: Severity
) -> tuple[Severity, Slip | None] | None:
    mentions = [p.mention for p in listing.parts]
    if _level(listing):
        return None
    if listing.opener.bare:
        beyond = total[0] > whole[1]
        believed = _bare(listing) or _plain(reading, listing)
        return (gravest if beyond else Severity.WARNING, None) if believed else None
    if listing.opener.plain:
        return (Severity.WARNING, None) if _plain(reading, listing) else None
    slip = slipped(listing.whole.mention, mentions)
    if _rounded(listing) or (total[0] > whole[1] and _of_an_earlier(reading, listing, total)):
        return None
    if total[0] > whole[1] and (slip or _cannot_exceed(listing) or _near(listing)):
        return gravest, slip
    if total[1] < whole[0] and (slip or _told_as_all(listing) or _near(listing) or _misprint(listing)):
        return gravest if slip else Severity.WARNING, slip
    return None


def _level(listing: Listing) -> bool:
    """15个指标，其中一级3个、二级7个、三级15个: a part as great as the whole leaves the others no room."""
    values = [p.mention.value for p in listing.parts]
    return listing.whole.mention.kind is Kind.COUNT and listing.whole.mention.value in values and all(values)


def _rounded(listing: Listing) -> bool:
    """60193万吨 for 60194万吨: rounded one by one to a large unit, they need not agree to the last digit."""
    mentions = [listing.whole.mention, *(p.mention for p in listing.parts)]
    steps = {m.step for m in mentions}
    if listing.whole.mention.kind is Kind.MONEY or len(steps) > 1 or min(steps) < 1000:
        return False
    gap = abs(_ratio(listing) - 1) * (mentions[0].value or 0)
    return 2 * gap <= len(listing.parts) * min(steps)


def _of_an_earlier(reading: Reading, listing: Listing, total: Interval) -> bool:
    """…秋粮4亿吨。其中，主要品种中，稻谷…: a sentence that opens with 其中 may go back to a greater whole."""
    opens = reading.text.startswith("。其中", listing.opener.at - 1)
    return opens and any((o.mention.value or 0) >= total[0] for o in listing.others)


def _single(reading: Reading, listing: Listing) -> Iterator[Finding]:
    """其中 one part that is greater than every amount it could be a part of."""
    part = listing.parts[0]
    if "其中" not in reading.text[listing.opener.at : part.start]:
        return
    wholes = (listing.whole, *listing.others)
    if all(exactly(part.mention)[0] > meant(w.mention)[1] for w in wholes) and listing.whole.role:
        yield exceeds(reading, listing.whole.mention, part.mention)


def _followed_by_total(reading: Reading, listing: Listing) -> bool:
    """保留46件，修改17件，废止23件，共96件: the first of a list that a total follows is no whole."""
    last = listing.parts[-1].mention
    end = reading.layout.period(last.end - 1)[1]
    after = [m for m in between(reading, last.end, end) if is_amount(m) and alike(m, last)][:1]
    return bool(after) and bool(vocabulary().any_total.search(window(reading, after[0])))


def _of_one_before(reading: Reading, listing: Listing) -> bool:
    """按性质分，甲72个、乙124个。按层级分，丙129个、丁67个: a second division of the same whole."""
    start, _ = reading.layout.paragraph(listing.whole.start)
    before = between(reading, start, listing.whole.start)[-12:]
    alikes = [m for m in before if is_amount(m) and alike(m, listing.whole.mention)]
    total = _sums(reading, listing, meant)[-1]
    return any(not disjoint(total, meant(m)) for m in alikes)


def _with_another(reading: Reading, listing: Listing) -> bool:
    """其中行政22人、工勤3人，另2人为专项编制: with what is told apart the parts make up the whole."""
    last = listing.parts[-1].mention
    end = reading.layout.period(last.end - 1)[1]
    rest = [m for m in between(reading, last.end, end) if is_amount(m) and alike(m, last)][:1]
    if not rest or not re.search("另|此外|还有|以及", reading.text[last.end : rest[0].start]):
        return False
    total = _sums(reading, listing, meant)[-1]
    return not disjoint(plus(total, meant(rest[0])), meant(listing.whole.mention))


def _fits(reading: Reading, listing: Listing, whole: Item) -> bool:
    low, high = meant(whole.mention)
    return any(low <= b and a <= high for a, b in _sums(reading, listing, meant))


def _sums(reading: Reading, listing: Listing, of: Of) -> list[Interval]:
    """The sums after which the list may end: at any mark that is no 、 (…乙2万元，折旧…), and at its last."""
    running = list(accumulate((of(p.mention) for p in listing.parts), plus))
    marks = [reading.text[p.end : p.end + 1] for p in listing.parts[:-1]]
    ends = [n for n in range(2, len(listing.parts)) if marks[n - 1] != "、"]
    return [running[n - 1] for n in (*ends, len(listing.parts))]


def _labels(listing: Listing) -> list[str]:
    return [part.label for part in listing.parts]


def _cannot_exceed(listing: Listing) -> bool:
    """Parts told as parts, or of kinds that cannot overlap."""
    labels, whole = _labels(listing), listing.whole.mention
    if exclusive(labels) or regulated(listing.whole.label, labels) or whole.unit == "分" or listing.sure:
        return True
    if listing.opener.bound:
        return True
    if mixed(labels, listing.whole.mention):
        return False
    if whole.kind is Kind.MONEY:
        later = re.search(r"收入|支出", "".join(labels[1:]))
        return not later or bool(re.search(r"收入|支出", labels[0]))
    people = (whole.unit or "")[:1] in "人名位"
    return not people and one_sort(labels) and not happened(labels)


def _told_as_all(listing: Listing) -> bool:
    """Whether parts that fall short were told as all there are."""
    labels, opener = _labels(listing), listing.opener
    if listing.sure:
        return True
    if regulated(listing.whole.label, labels) and not listing.open:
        return True
    ratio = _ratio(listing)
    if opener.promise and listing.ended and not listing.open and not mixed(labels, listing.whole.mention):
        return True
    if opener.promise and not listing.open and ratio > Decimal("0.9"):
        return True
    if len(labels) >= 4 and _OTHERS.match(labels[-1]) and listing.ended and not listing.open:
        return ratio > Decimal("0.8")  # …、其他用车0辆 closes the list
    least = Decimal("0.9") if listing.whole.mention.kind is Kind.MONEY else Decimal("0.85")
    return exclusive(labels, scales=False) and not listing.open and ratio > least


_OTHERS = re.compile("(?:其他|其它|其余)")


def _bare(listing: Listing) -> bool:
    """Labels of one row behind their whole, without a word between: believed when the sum is near."""
    labels = _labels(listing)
    if listing.open or not listing.ended or abs(_ratio(listing) - 1) > Decimal("0.2"):
        return False
    return exclusive(labels, scales=False) or bool(regulated(listing.whole.label, labels))


def _plain(reading: Reading, listing: Listing) -> bool:
    """企业170家，大型企业6家、中型企业28家、小微企业136家: a list right behind an amount, all smaller."""
    labels, values = _labels(listing), [p.mention.value or Decimal(0) for p in listing.parts]
    if listing.open or not all(labels) or len(set(labels)) < len(labels):
        return False
    if mixed(labels, listing.whole.mention) or _other_units(listing):
        return False
    if max(values) >= (listing.whole.mention.value or 0) or happened(labels):
        return False
    pairs = zip(listing.parts, listing.parts[1:], strict=False)
    joined = all("、" in reading.text[a.end : b.start] for a, b in pairs)
    several = len(values) >= 3
    if not (joined or several or exclusive(labels)) or not (listing.ended or listing.sure or several):
        return False
    gap = abs(_ratio(listing) - 1)
    mentions = [p.mention for p in listing.parts]
    slip = slip_in_digits(listing.whole.mention, mentions)
    if _ratio(listing) < 1 and exclusive(labels) and not exclusive(labels, scales=False):
        return False  # 满意203份、基本满意158份: the rest was not satisfied
    certain = listing.sure or exclusive(labels)
    return gap <= (Decimal("0.2") if certain else Decimal("0.1") if slip else Decimal("0.03"))


def _totalled(listing: Listing) -> bool:
    return bool(vocabulary().sure_total.search(listing.whole.label))


def _other_units(listing: Listing) -> bool:
    """来电19668个，接通18851个；微信受理210件: told apart by their units."""
    return {p.mention.unit for p in listing.parts} - {listing.whole.mention.unit} != set()


def _near(listing: Listing) -> bool:
    """A list that misses its whole by a hair: kinds that overlap, or a mere choice, do not."""
    if listing.open or not listing.ended or mixed(_labels(listing), listing.whole.mention):
        return False
    ratio = _ratio(listing)
    slip = slip_in_digits(listing.whole.mention, [p.mention for p in listing.parts])
    if ratio < 1 and not (listing.opener.bound or slip or _totalled(listing)):
        return False  # 肉类8536万吨，其中猪肉、牛肉…: a choice of the greatest parts comes near
    many = len(listing.parts) >= 4
    return ratio != 1 and abs(ratio - 1) <= Decimal("0.05" if slip and many else "0.03")


def _of_another_clause(reading: Reading, listing: Listing) -> bool:
    """7人获评先进，报送人选，分别为甲8人、乙3人: a clause of its own between, and a sum far away."""
    between = reading.text[listing.whole.end : listing.opener.at].strip("，,")
    clauses = [c for c in re.split("[，,]", between)[1:] if len(c) >= 6]
    return bool(clauses) and abs(_ratio(listing) - 1) > Decimal("0.5") and not listing.sure


def _ratio(listing: Listing) -> Decimal:
    total = sum((p.mention.value or Decimal(0) for p in listing.parts), Decimal(0))
    whole = listing.whole.mention.value
    return total / whole if whole else Decimal(0)


def _misprint(listing: Listing) -> bool:
    """Whether one digit changed or two exchanged in one printed number would make a long sum right."""
    mentions = [listing.whole.mention, *(p.mention for p in listing.parts)]
    if listing.open or _size(mentions[0]) < 4 or max(map(_size, mentions[1:])) < 4:
        return False
    if listing.whole.mention.kind is Kind.COUNT and _ratio(listing) < Decimal("0.9"):
        return False
    gap = abs(_ratio(listing) - 1) * (mentions[0].value or 0) / min(m.step for m in mentions)
    return gap >= 10 and slip_in_digits(mentions[0], mentions[1:])


def slip_in_digits(whole: Mention, parts: Sequence[Mention]) -> bool:
    """Whether the sum misses the whole by one digit, or by two neighbours exchanged."""
    step = min(m.step for m in (whole, *parts))
    total = sum((p.value or Decimal(0) for p in parts), Decimal(0))
    gap = abs(total - (whole.value or Decimal(0))) / step
    digits = str(int(gap)).rstrip("0")
    if not digits or gap != int(gap):
        return False
    # One digit: d·10^k, d ≤ 9; two neighbours exchanged: 9·d·10^k.
    return len(digits) == 1 or (int(digits) % 9 == 0 and int(digits) <= 81)


def _size(mention: Mention) -> int:
    return len(re.sub(r"\D", "", mention.text).strip("0"))
