"""Words of basis, year and change: which 口径 and which year a number's own words speak of."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.crosscheck.vocabulary import either
from schemas.figures import Basis

# Strong words name a basis and nothing else; weak ones only tip the scales between candidates.
STRONG: tuple[tuple[Basis, re.Pattern[str]], ...] = (
    (Basis.ADJUSTED_BUDGET, re.compile(r"调整后?的?(?:年度)?预算|预算调整数|全年预算|年中调整")),
    (Basis.INITIAL_BUDGET, re.compile(r"年初(?:部门)?预算|年初安排|年初下达|年初批复|年初批准|预算安排")),
    (Basis.RECEIVED, re.compile(r"到位")),
    (Basis.FINAL, re.compile(r"决算|实际(?:支出|开支|完成|执行|发生|使用)|全年执行|累计支出")),
)
WEAK: tuple[tuple[Basis, re.Pattern[str]], ...] = (
    (Basis.INITIAL_BUDGET, re.compile(r"年初|预算|指标")),
    (Basis.FINAL, re.compile(r"支出|开支|完成|执行|使用|发生")),
    (Basis.RECEIVED, re.compile(r"拨付|下达|收到")),
)

_LAST = r"(?:上一?年度?|去年|前一年)(?!结转|结余|末|财政拨款结转)"
_COMPARED = re.compile(rf"(?:比|较|与|同|和|超|对比)(?:\d{{4}}年度?|{_LAST})|{_LAST}(?:相比|比较|同期)")
_THIS = re.compile(r"本年度?|今年|当年|本年")
_YEARS = re.compile(r"(\d{4})年")

UP, DOWN, LEVEL = (re.compile(either(name)) for name in ("up", "down", "level"))


def strong_bases(words: str) -> list[Basis]:
    """Bases that *words* name beyond doubt, in the order in which they stand."""
    return _ordered(words, STRONG)


def weak_bases(words: str) -> list[Basis]:
    """Bases that *words* hint at, in the order in which they stand."""
    return _ordered(words, WEAK)


_ANY = re.compile("|".join(pattern.pattern for _, pattern in (*STRONG, *WEAK)))
"""Most words name no basis at all: one search tells."""


def _ordered(words: str, table: Iterable[tuple[Basis, re.Pattern[str]]]) -> list[Basis]:
    if not _ANY.search(words):
        return []
    found = [(m.start(), basis) for basis, pattern in table for m in pattern.finditer(words)]
    return [basis for _, basis in sorted(found, key=lambda pair: pair[0])]


def years(words: str, year: int | None) -> set[int]:
    """Years that *words* speak of, those merely compared with left out (比上年 is not the number's year)."""
    if year is None:
        return set()
    plain = _COMPARED.sub("", words)
    found = {int(y) for y in _YEARS.findall(plain)}
    if re.search(_LAST, plain):
        found.add(year - 1)
    if _THIS.search(plain):
        found.add(year)
    return found


def years_named(words: str, year: int | None) -> set[int]:
    """Every year that *words* name in any way, also those only compared with."""
    found = {int(y) for y in _YEARS.findall(words)}
    if year is not None and re.search(r"上一?年|去年|前一年", words):
        found.add(year - 1)
    if year is not None and _THIS.search(words):
        found.add(year)
    return found


_THAN_BASIS = re.compile(
    r"(?:比|较|与|同|和|超过?|低于|高于|大于|小于|为|占)(?:调整后?|年初)?(?:预算|决算)数?(?:相比)?(?!$|的)"
)


def compared(words: str) -> str:
    """*words* without the basis that the number is only compared with: 决算较年初预算减少 speaks of 决算."""
    return _THAN_BASIS.sub("", words)


def direction(words: str) -> int | None:
    """+1 for words of increase, -1 for words of decrease, None for neither or both (增减)."""
    last_up = max((m.start() for m in UP.finditer(words)), default=-1)
    last_down = max((m.start() for m in DOWN.finditer(words)), default=-1)
    if last_up == last_down or "增减" in words:
        return None
    return 1 if last_up > last_down else -1
