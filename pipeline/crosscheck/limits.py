"""What a number cannot be, by its own word: a rate over 100%, kilometres of 面积, a few 元 a year."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources

import yaml

from pipeline.crosscheck.arithmetic.numbers import between, factor, window
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.impossible import check_impossible
from pipeline.crosscheck.reading import Reading
from pipeline.crosscheck.vocabulary import either
from schemas.figures import Kind
from schemas.findings import Finding, Mention, Severity

_REACH = 60
_YEARLY = "全年|本年|当年|共|合计|总计|支出|开支|决算|预算|执行|完成|实际|安排"
_BE = r"(?:总?共|合计|总计|约?为|是|达到?|有|约|近|仅|超过?|[:：])*"
_ROW = re.compile(
    rf"(?:[\d０-９.．%％、，,和及与由从自至到]|(?:19|20)\d\d年|上年|去年|本年|今年|目前|现在|[一二三四]季度|分别|依次|各|均|都|已|将|[的为是约近超]"
    rf"|达到?|高达|稳定在|保持在|维持在|(?:{either('up', 'down')})[到至为](?:了)?|[升增降]至|[:：])*"
)
_PER = re.compile(r"每|均|单价|标准|单次|价|/|／|票|餐|补助|补贴|限额|定额|利率|费率")
_FALL = re.compile(
    r"(?:下降|减少|降低|压减|缩减|压缩|缩短|削减|下滑|回落|节约|降幅|减幅)(?:了|为|达|约|比例|幅度|率)*$"
)
_MAY_TURN = re.compile(r"利润|盈|亏|差额|净|余额|贡献|结余|收益")
_CENTS = re.compile(r"\d{1,3}\.\d{1,2}元")
_FEWEST = 1000


@dataclass(frozen=True, slots=True)
class Limits:
    """The data file as patterns."""

    capped: re.Pattern[str]
    sorts: dict[str, str]
    nouns: re.Pattern[str]
    allowed: dict[str, str]
    yearly: re.Pattern[str]


@cache
def limits() -> Limits:
    """The data file ``limits.yaml``."""
    text = (resources.files("pipeline.crosscheck") / "limits.yaml").read_text(encoding="utf-8")
    rows = yaml.safe_load(text)
    allowed = {noun: sort for sort, nouns in rows["nouns"].items() for noun in nouns}
    allowed.update(dict.fromkeys(rows["capped"], "percent"))
    return Limits(
        re.compile(f"(?:{_any(rows['uncapped'])})|(?P<capped>{_any(rows['capped'])})|率|度|比[例重]|占"),
        {unit: sort for sort, units in rows["dimensions"].items() for unit in units},
        re.compile(f"(?P<noun>{_any(allowed)}){_BE}$"),
        allowed,
        re.compile(f"(?P<noun>{_any(rows['yearly'])})(?:数|额|金额)?(?:{_YEARLY}|{_BE})*$"),
    )


def _any(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


def check_limits(reading: Reading) -> Iterator[Finding]:
    """Every number that its own word does not allow."""
    for mention in reading.figures:
        if mention.kind is Kind.PERCENT:
            yield from _beyond(reading, mention)
        elif mention.kind in (Kind.COUNT, Kind.MONEY):
            yield from _unlike(reading, mention)
        if reading.terms is None and mention.kind is Kind.MONEY and (mention.value or Decimal(0)) < _FEWEST:
            yield from _few(reading, mention)
    yield from check_impossible(reading)


def _beyond(reading: Reading, mention: Mention) -> Iterator[Finding]:
    """接种率由92%提升至103%; 支出下降120%."""
    most = mention.high if mention.high is not None else mention.value
    if mention.unit != "%" or most is None or most <= 100:
        return
    start = max(reading.layout.sentence(mention.start)[0], mention.start - _REACH)
    words = reading.text[start : mention.start]
    if fall := _FALL.search(words):
        if not _MAY_TURN.search(words):
            message = f"“{fall[0]}{mention.text}”不成立：减少不会超过原有的数（100%）。"
            yield finding("growth", message, reading.text, mention.start, mention.end)
        return
    named = list(limits().capped.finditer(words))
    if named and named[-1]["capped"] and _ROW.fullmatch(words, named[-1].end()):
        message = f"{named[-1]['capped']}不可能超过100%，此处写{mention.text}。"
        yield finding("rate", message, reading.text, mention.start, mention.end)


def _unlike(reading: Reading, mention: Mention) -> Iterator[Finding]:
    """改造里程32平方公里: the unit is of another sort than the noun."""
    sort = limits().sorts.get(mention.unit or "元" if mention.kind is Kind.MONEY else mention.unit or "")
    if sort is None:
        return
    noun = limits().nouns.search(window(reading, mention)[-14:])
    people = noun and noun["noun"].endswith("长") and sort == "people"
    if noun and not people and sort not in limits().allowed[noun["noun"]].split(" or "):
        message = f"“{noun['noun']}”的单位不会是“{mention.unit or '元'}”，此处写{mention.text}，请核对。"
        yield finding("unit", message, reading.text, mention.start, mention.end)


def _unit_before(reading: Reading, mention: Mention) -> str:
    """The unit that the paragraph counts its money in: 万元 or 亿元."""
    start = reading.layout.paragraph(mention.start)[0]
    money = [
        m for m in between(reading, max(start, mention.start - 200), mention.start) if m.kind is Kind.MONEY
    ]
    return next((factor(m)[1] for m in reversed(money) if factor(m)[1] != "元"), "万元")


def _few(reading: Reading, mention: Mention) -> Iterator[Finding]:
    """公务接待费全年0.86元: 万 was left out."""
    words = window(reading, mention)
    behind = reading.text[mention.end : mention.end + 1]
    if factor(mention)[1] != "元" or not _CENTS.fullmatch(mention.text) or behind in ("/", "／", "每"):
        return
    start = reading.layout.sentence(mention.start)[0]
    noun = limits().yearly.search(words[-24:])
    if noun and not _PER.search(reading.text, start, mention.start):
        right = mention.text.replace("元", _unit_before(reading, mention))
        message = f"“{noun['noun']}”写作{mention.text}，不合常理，请核对是否应为{right}。"
        yield finding(
            "unit", message, reading.text, mention.start, mention.end, severity=Severity.WARNING,
            expected=right,
        )  # fmt: skip
