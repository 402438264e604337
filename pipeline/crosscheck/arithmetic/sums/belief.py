"""Whether parts that do not come to their whole are a mistake to tell, by what the words say of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from pipeline.crosscheck.arithmetic.sums.listing import Listing
from pipeline.crosscheck.arithmetic.sums.partition import (
    exclusive,
    happened,
    kinds_of,
    mixed,
    one_sort,
    regulated,
)
from pipeline.crosscheck.arithmetic.sums.report import Slip, slipped
from pipeline.crosscheck.arithmetic.sums.vocabulary import vocabulary
from pipeline.crosscheck.intervals import Interval
from pipeline.crosscheck.reading import Reading
from schemas.figures import Kind
from schemas.findings import Mention, Severity

_OTHERS = re.compile("(?:其他|其它|其余)")


def verdict(
    reading: Reading, listing: Listing, total: Interval, whole: Interval, gravest: Severity
) -> tuple[Severity, Slip | None] | None:
    """How grave a difference is, with the slip that explains it; None where nothing was claimed."""
    mentions = [p.mention for p in listing.parts]
    if _level(listing) or _run_on(reading, listing):
        return None
    if listing.opener.bare:
        beyond = total[0] > whole[1]
        believed = _bare(listing) or _plain(reading, listing)
        return (gravest if beyond else Severity.WARNING, None) if believed else None
    if listing.opener.plain:
        return (Severity.WARNING, None) if _plain(reading, listing) else None
    slip = slipped(listing.whole.mention, mentions)
    if mixed(listing.labels, listing.whole.mention) and not listing.sure:
        return None
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


def _run_on(reading: Reading, listing: Listing) -> bool:
    """移动电话2081万户，其中5G 1482万户；宽带869万户；…: clauses of their own behind the only part."""
    gaps = [reading.text[a.end : b.start] for a, b in zip(listing.parts, listing.parts[1:], strict=False)]
    return not listing.opener.wide and listing.ratio > Decimal("1.5") and all("；" in gap for gap in gaps)


def _rounded(listing: Listing) -> bool:
    """60193万吨 for 60194万吨: rounded one by one to a large unit, they need not agree to the last digit."""
    mentions = [listing.whole.mention, *(p.mention for p in listing.parts)]
    steps = {m.step for m in mentions}
    if listing.whole.mention.kind is Kind.MONEY or len(steps) > 1 or min(steps) < 1000:
        return False
    gap = abs(listing.ratio - 1) * (mentions[0].value or 0)
    return 2 * gap <= len(listing.parts) * min(steps)


def _of_an_earlier(reading: Reading, listing: Listing, total: Interval) -> bool:
    """…秋粮4亿吨。其中，主要品种中，稻谷…: a sentence that opens with 其中 may go back to a greater whole."""
    opens = reading.text.startswith("。其中", listing.opener.at - 1)
    mentions = [p.mention for p in listing.parts]
    if (
        len(mentions) >= 3
        and _size(listing.whole.mention) >= 4
        and slip_in_digits(listing.whole.mention, mentions)
    ):
        return False
    return opens and any((o.mention.value or 0) >= total[0] for o in listing.others)


def _cannot_exceed(listing: Listing) -> bool:
    """Parts told as parts, or of kinds that cannot overlap."""
    labels, whole = listing.labels, listing.whole.mention
    if exclusive(labels) or regulated(listing.whole.label, labels) or whole.unit == "分" or listing.sure:
        return True
    if listing.opener.bound:
        return True
    if mixed(labels, listing.whole.mention):
        return False
    if (whole.unit or " ")[0] in "场期届" and len(labels) > 2 and not happened(labels):
        return True
    if whole.kind is Kind.MONEY:
        later = re.search(r"收入|支出", "".join(labels[1:]))
        return not later or bool(re.search(r"收入|支出", labels[0]))
    people = (whole.unit or "")[:1] in "人名位"
    return not people and one_sort(labels) and not happened(labels)


def _told_as_all(listing: Listing) -> bool:
    """Whether parts that fall short were told as all there are."""
    labels, opener = listing.labels, listing.opener
    if listing.sure:
        return True
    if regulated(listing.whole.label, labels) and not listing.open:
        return True
    ratio = listing.ratio
    if opener.promise and listing.ended and not listing.open and not mixed(labels, listing.whole.mention):
        return True
    if opener.promise and not listing.open and ratio > Decimal("0.9"):
        return True
    if len(labels) >= 4 and _OTHERS.match(labels[-1]) and listing.ended and not listing.open:
        return ratio > Decimal("0.8")  # …、其他用车0辆 closes the list
    least = Decimal("0.9") if listing.whole.mention.kind is Kind.MONEY else Decimal("0.85")
    return exclusive(labels, scales=False) and not listing.open and ratio > least


def _bare(listing: Listing) -> bool:
    """Labels of one row behind their whole, without a word between: believed when the sum is near."""
    labels = listing.labels
    slip = slip_in_digits(listing.whole.mention, [p.mention for p in listing.parts])
    ended = listing.ended or (slip and len(listing.parts) >= 3)
    if listing.open or not ended or abs(listing.ratio - 1) > Decimal("0.2"):
        return False
    return exclusive(labels, scales=False) or bool(regulated(listing.whole.label, labels))


def _plain(reading: Reading, listing: Listing) -> bool:
    """企业170家，大型企业6家、中型企业28家、小微企业136家: a list right behind an amount, all smaller."""
    labels, values = listing.labels, [p.mention.value or Decimal(0) for p in listing.parts]
    if listing.open or not all(labels) or len(set(labels)) < len(labels):
        return False
    if mixed(labels, listing.whole.mention):
        return False
    if max(values) >= (listing.whole.mention.value or 0) or happened(labels):
        return False
    pairs = zip(listing.parts, listing.parts[1:], strict=False)
    joined = all("、" in reading.text[a.end : b.start] for a, b in pairs)
    several = len(values) >= 3
    kinds = kinds_of(listing.whole.label, labels)
    if not (joined or several or kinds or exclusive(labels)) or not (
        listing.ended or listing.sure or several
    ):
        return False
    gap = abs(listing.ratio - 1)
    mentions = [p.mention for p in listing.parts]
    slip = slip_in_digits(listing.whole.mention, mentions)
    if listing.ratio < 1 and exclusive(labels) and not exclusive(labels, scales=False):
        return False  # 满意203份、基本满意158份: the rest was not satisfied
    certain = listing.sure or kinds or exclusive(labels)
    return gap <= (Decimal("0.2") if certain else Decimal("0.1") if slip else Decimal("0.03"))


def _totalled(listing: Listing) -> bool:
    return bool(vocabulary().sure_total.search(listing.whole.label))


def _near(listing: Listing) -> bool:
    """A list that misses its whole by a hair: kinds that overlap, or a mere choice, do not."""
    if listing.open or not listing.ended or mixed(listing.labels, listing.whole.mention):
        return False
    ratio = listing.ratio
    slip = slip_in_digits(listing.whole.mention, [p.mention for p in listing.parts])
    if ratio < 1 and not (listing.opener.bound or slip or _totalled(listing)):
        return False  # 肉类8536万吨，其中猪肉、牛肉…: a choice of the greatest parts comes near
    many = len(listing.parts) >= 3
    return ratio != 1 and abs(ratio - 1) <= Decimal("0.05" if slip and many else "0.03")


def _misprint(listing: Listing) -> bool:
    """Whether one digit changed or two exchanged in one printed number would make a long sum right."""
    mentions = [listing.whole.mention, *(p.mention for p in listing.parts)]
    if listing.open or _size(mentions[0]) < 4 or max(map(_size, mentions[1:])) < 4:
        return False
    if listing.whole.mention.kind is Kind.COUNT and listing.ratio < Decimal("0.9"):
        return False
    gap = abs(listing.ratio - 1) * (mentions[0].value or 0) / min(m.step for m in mentions)
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
