"""Whether a list divides its whole: labels of one row, of one sort, or a division that a rule lays down."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import takewhile

from pipeline.crosscheck.arithmetic.sums.vocabulary import Partition, vocabulary
from schemas.figures import Kind
from schemas.findings import Mention

_CLEAN = re.compile(
    r"^(?:其中|包括|含|即|另有|和|及|与|以及|有|为|[一二三四五六七八九十]是|[:：，,、；\s“”])+"
)
_TAIL = re.compile(r"(?:合计|总额|总计|共计|共|为|达到?|是|约|有|的|支出|资金|金额|经费|数|\s|[“”：:])+$")
_LINK = re.compile(r"(?:合计|总额|总计|共计|共|为|达到?|是|约|有|[“”：:\s])+$")
_TIME = re.compile(r"\d{4}年|\d{1,2}月|[一二三四]季度|[上下]半年|第[一二三四五六七八九十\d]+|[上中下]旬")
_YEAR = re.compile(r"(?:19|20)\d\d(?=年)")
_SUFFIX = re.compile(
    r"(?:决算|预算|总额|合计|总计|共计|共|为|达|是|数|总|支出|约|[：:“”‘’\"'（）()境]|实际|发生|完成|执行)*$"
)
_PLACES = tuple(
    map(re.compile, ("[一-鿿]{1,5}[县区]", "[一-鿿]{1,5}(?:[镇乡]|街道)", "[一-鿿]{1,5}(?:村|社区)"))
)
_EVENTS = frozenset("场次期批届轮班")
_NOT = ("非", "不", "未", "无", "不予", "未予", "未能", "不能", "暂未", "暂不", "尚未", "没有")


@lru_cache(maxsize=4096)
def noun(label: str) -> str:
    """A label without its generic words: 其中人员经费为 → 人员."""
    return _TAIL.sub("", _CLEAN.sub("", label))


@lru_cache(maxsize=4096)
def _rows(label: str) -> frozenset[tuple[int, str]]:
    plain = _CLEAN.sub("", label)
    hits = set()
    for number, row in enumerate(vocabulary().series):
        held = [t for t in row if (t in plain if len(t) > 1 else plain.startswith(t))]
        if held:
            hits.add((number, max(held, key=len)))
    return frozenset(hits)


def in_series(label: str) -> set[int]:
    """The rows of the data file that a label belongs to."""
    return {row for row, _ in _rows(label)}


def series(labels: Sequence[str], *, scales: bool = True) -> bool:
    """Whether all labels are of one row, each another term of it."""
    hits = [_rows(label) for label in labels]
    for row in set.intersection(*({r for r, _ in h} for h in hits)) if hits else ():
        terms = [next(t for r, t in h if r == row) for h in hits]
        if len(set(terms)) == len(terms) and (scales or row < vocabulary().scales):
            return True
    return False


@lru_cache(maxsize=4096)
def _kinds(label: str) -> frozenset[tuple[int, str]]:
    hits = set()
    for number, row in enumerate(vocabulary().kinds):
        if held := [t for t in row if t in label]:
            hits.add((number, max(held, key=len)))
    return frozenset(hits)


def kinds(labels: Sequence[str]) -> bool:
    """Whether all labels are of one row without an end, each another kind: 土建, 安装, 签证."""
    hits = [_kinds(label) for label in labels]
    rows = set.intersection(*({r for r, _ in h} for h in hits)) if all(hits) else set()
    return any(len({t for h in hits for r, t in h if r == row}) == len(labels) for row in rows)


def name(label: str) -> str:
    """A label without what opens and links it: 其中人员经费为 → 人员经费."""
    return _LINK.sub("", _CLEAN.sub("", label))


def _common(labels: Sequence[str]) -> int:
    """How many characters all labels begin with."""
    return sum(1 for _ in takewhile(lambda chars: len(set(chars)) == 1, zip(*labels, strict=False)))


def parallel(labels: Sequence[str]) -> bool:
    """适用简易程序的, 适用普通程序的: alike before and behind, as long, and different between."""
    head, tail = _common(labels), _common([label[::-1] for label in labels])
    alike = len({len(label) for label in labels}) == 1 and len(set(labels)) == len(labels)
    return alike and head >= 2 and tail >= 1 and 0 < len(labels[0]) - head - tail <= 4


def places(labels: Sequence[str]) -> bool:
    """桃坪县, 龙塘县; 双溪镇, 白鹤乡: districts of one rank do not overlap."""
    nouns = [noun(label) for label in labels]
    return len(set(nouns)) == len(nouns) and any(all(map(p.fullmatch, nouns)) for p in _PLACES)


def opposite(labels: Sequence[str]) -> bool:
    """有效问卷, 无效问卷; 合格, 不合格; 国内, 涉外: one denies the other."""
    if len(labels) != 2:
        return False
    short, long = sorted((noun(label) for label in labels), key=len)
    denied = any(long == prefix + short for prefix in _NOT)
    return bool(short) and (denied or (short[:1] + long[:1] in ("有无", "无有") and short[1:] == long[1:]))


def exclusive(labels: Sequence[str], *, scales: bool = True) -> bool:
    """Whether the labels cannot overlap: one row, each another time, or parallel in wording."""
    if len(labels) < 2:
        return False
    if opposite(labels) or series(labels, scales=scales) or parallel([noun(label) for label in labels]):
        return True
    if places(labels):
        return True
    times = ["".join(_TIME.findall(label)) for label in labels]
    return all(times) and len(set(times)) == len(times)


def mixed(labels: Sequence[str], whole: Mention) -> bool:
    """Whether the labels are attributes that one thing can have at once: 党员, 女性, 本科. Money and events
    have none of them."""
    if whole.kind is Kind.MONEY or (whole.unit or "")[:1] in _EVENTS:
        return False
    if {noun(label)[-1:] for label in labels} in map(set, "户村校家类型组科班"):
        return False
    rows = [in_series(label) for label in labels]
    if any(rows) and len(set.union(*rows)) < sum(map(len, rows)):
        return False  # two of them are of one row: 优秀, 称职
    return crossing(labels) or (any(hits := _traits(labels)) and not set.intersection(*hits))


def crossing(labels: Sequence[str]) -> bool:
    """Whether two of the labels are of different traits; 女党员, 35岁以下党员: the noun of all is none."""
    hits = _traits(labels)
    shared = set.intersection(*hits)
    return len({frozenset(hit - shared) for hit in hits if hit - shared}) > 1


def _traits(labels: Sequence[str]) -> list[set[int]]:
    return [{n for n, trait in enumerate(vocabulary().traits) if trait.search(label)} for label in labels]


def timed_apart(whole: str, parts: Sequence[str]) -> bool:
    """Whether the parts are told of one year and the whole of another."""
    own, others = set(_YEAR.findall(whole)), {year for part in parts for year in _YEAR.findall(part)}
    return bool(own) and len(others) == 1 and not own & others


def one_sort(labels: Sequence[str]) -> bool:
    """Whether all labels end alike and differ before: 道路硬化, 沟渠硬化."""
    nouns = [noun(label) for label in labels]
    return len({n[-1:] for n in nouns}) == 1 and all(nouns) and len(set(nouns)) == len(nouns)


def kind_of(labels: Sequence[str]) -> str:
    """技术专家, 财务专家: 专家, of which each is another kind."""
    nouns = [noun(label) for label in labels]
    shared = _common([n[::-1] for n in nouns])
    kind = nouns[0][len(nouns[0]) - shared :] if shared >= 2 else ""
    return kind if len(set(nouns)) == len(nouns) and kind not in nouns else ""


def kinds_of(whole: str, labels: Sequence[str]) -> bool:
    """评审专家共7人，技术专家4人，财务专家2人: each another kind of what all of them are."""
    kind = kind_of(labels)
    return bool(kind) and kind in whole


def rules_for(whole: str) -> list[Partition]:
    """The rules that lay down the parts of what the label names."""
    if not vocabulary().ruled.search(whole):
        return []
    stem = _SUFFIX.sub("", whole)
    return [rule for rule in vocabulary().regulated if _ends(rule.whole, whole, stem)]


def regulated(whole: str, labels: Sequence[str]) -> Partition | None:
    """The rule by which the first of these parts, in any order, make up the whole."""
    for rule in rules_for(whole):
        heads = [name(label) for label in labels[: len(rule.parts)]]
        if len(heads) == len(rule.parts) and all(
            sum(bool(p.search(h)) for h in heads) == 1 for p in rule.parts
        ):
            return rule
    return None


def _ends(pattern: re.Pattern[str], whole: str, stem: str) -> bool:
    found = list(pattern.finditer(whole))
    return bool(found) and found[-1].end() >= len(stem)


def happened(labels: Sequence[str]) -> bool:
    """Whether labels tell what was done, or to whom, and not of what something is made up."""
    return bool(vocabulary().labels["happened"].search("".join(labels)))
