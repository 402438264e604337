"""References: how a draft names a figure instead of typing it, and how a reader gets to see it.

``[[基本支出.决算]]`` is rendered as ``301.81万元``, ``[[基本支出.决算|比上年]]`` as the phrase of change.
A reference is data, not code: only the exact form ``[[key]]`` or ``[[key|format|…]]`` is substituted, by
the parser below. What does not fit stays as it was written and is reported.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from pipeline.numerals import read, write
from schemas.figures import MONEY_FACTORS, Derivation, Figure, Kind, Ledger, LineRef
from schemas.inputs import ReportSettings

REFERENCE = re.compile(r"\[\[([^\[\]|\n]{1,120})((?:\|[^\[\]|\n]{1,30}){0,4})\]\]")
_LEFTOVER = re.compile(
    r"\[\[[^\]\n]{0,120}\]{0,2}|\]\]|［［[^］\n]{0,120}(?:］］)?|【【[^】\n]{0,120}(?:】】)?"
)

COMPARISONS = {"比上年": "上年", "较年初预算": "年初预算", "较调整预算": "调整预算"}
"""Formats that print a phrase of change, and what each compares with."""


LIST = "清单"
"""The format that prints every member of a group."""

OVERRIDE = "作"
"""The format that prints what a person wrote in a figure's place: ``[[三公经费.决算|作3.20万元]]``."""


DOUBT = "待核"
"""The format beside an override that says: the words around it became others, a person must look.

Such a figure does not follow the ledger; without both formats it would."""


@dataclass(frozen=True, slots=True)
class Style:
    """How this report prints figures: money unit, decimals of money, most decimals of a percentage."""

    money_unit: str = "万元"
    money_decimals: int = 2
    percent_decimals: int = 2

    @classmethod
    def of(cls, settings: ReportSettings) -> Style:
        """The style that ``report.yaml`` asks for."""
        return cls(settings.money_unit, settings.money_decimals, settings.percent_decimals)


@dataclass(frozen=True, slots=True)
class Reference:
    """A well-formed reference, with its offsets in the text that holds it."""

    start: int
    end: int
    key: str
    formats: tuple[str, ...]
    raw: str


@dataclass(frozen=True, slots=True)
class Span:
    """What a reference became, with offsets in the rendered text.

    ``numbers`` has (start, end, key) of each figure printed inside: a phrase of change prints two, a
    list one for each member.
    """

    start: int
    end: int
    reference: Reference
    numbers: tuple[tuple[int, int, str], ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of all figures printed inside."""
        return tuple(key for _, _, key in self.numbers)


@dataclass(frozen=True, slots=True)
class Problem:
    """A reference that could not be rendered; it stands in the text at these offsets as written."""

    start: int
    end: int
    raw: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """A text as the reader sees it, and where its figures came from."""

    text: str
    spans: tuple[Span, ...] = ()
    problems: tuple[Problem, ...] = ()


class BadFormat(ValueError):
    """A format that does not exist or does not fit this figure; the message is Chinese."""


@dataclass(slots=True)
class _Piece:
    """Rendered text under construction, with the numbers in it."""

    text: str = ""
    numbers: list[tuple[int, int, str]] = field(default_factory=list)

    def add(self, words: str) -> _Piece:
        self.text += words
        return self

    def number(self, words: str, key: str) -> _Piece:
        self.numbers.append((len(self.text), len(self.text) + len(words), key))
        return self.add(words)


def parse(text: str) -> list[Reference]:
    """All well-formed references of *text*, in order."""
    return list(_references(text))


def _references(text: str) -> Iterator[Reference]:
    for match in REFERENCE.finditer(text):
        formats = tuple(part.strip() for part in match[2].split("|")[1:])
        yield Reference(match.start(), match.end(), match[1].strip(), formats, match[0])


def render(text: str, ledger: Ledger, style: Style) -> Rendered:
    """*text* with every reference replaced by its figure; never raises for what stands in *text*."""
    out: list[str] = []
    spans: list[Span] = []
    problems: list[Problem] = []
    done, length = 0, 0
    for reference in _references(text):
        plain = text[done : reference.start]
        problems += _leftovers(plain, length)
        length += len(plain)
        out.append(plain)
        try:
            piece = print_reference(reference, ledger, style)
        except (KeyError, BadFormat) as error:
            piece = _Piece(reference.raw)
            problems.append(_problem(reference, error, length, ledger))
        else:
            numbers = tuple((length + a, length + b, key) for a, b, key in piece.numbers)
            spans.append(Span(length, length + len(piece.text), reference, numbers))
        out.append(piece.text)
        length += len(piece.text)
        done = reference.end
    problems += _leftovers(text[done:], length)
    return Rendered("".join(out) + text[done:], tuple(spans), tuple(problems))


def overridden(reference: Reference) -> str | None:
    """What a person wrote in place of the figure; None for a reference that prints the ledger's value."""
    written = [f.removeprefix(OVERRIDE) for f in reference.formats if f.startswith(OVERRIDE)]
    return written[-1] if written else None


def without_override(reference: Reference) -> Reference:
    """The same reference, printing the ledger's value without a doubt."""
    formats = tuple(f for f in reference.formats if not f.startswith(OVERRIDE) and f != DOUBT)
    return replace(reference, formats=formats, raw=f"[[{'|'.join((reference.key, *formats))}]]")


def drop_overrides(text: str) -> str:
    """*text* with every figure printed from the ledger again."""
    return _rewritten(text, lambda reference: True)


def settle_overrides(text: str, ledger: Ledger, style: Style) -> str:
    """*text* without the overrides that say what the ledger says by now."""
    return _rewritten(text, lambda r: DOUBT not in r.formats and agrees(r, ledger, style))


def _rewritten(text: str, drop: Callable[[Reference], bool]) -> str:
    out, done = [], 0
    for reference in _references(text):
        if overridden(reference) is not None and drop(reference):
            out += [text[done : reference.start], without_override(reference).raw]
            done = reference.end
    return "".join(out) + text[done:]


def agrees(reference: Reference, ledger: Ledger, style: Style) -> bool:
    """Whether an override writes the very value that the ledger would print."""
    written = overridden(reference)
    try:
        printed = print_reference(without_override(reference), ledger, style).text
    except (KeyError, BadFormat):
        return False
    if written is None or written == printed:
        return True
    one, other = read(written), read(printed)
    return (
        one is not None
        and other is not None
        and one.value is not None
        and (one.value, one.high, one.kind, one.unit, one.approx)
        == (other.value, other.high, other.kind, other.unit, other.approx)
    )


def _problem(reference: Reference, error: Exception, start: int, ledger: Ledger) -> Problem:
    end = start + len(reference.raw)
    if isinstance(error, BadFormat):
        return Problem(start, end, reference.raw, "bad-format", str(error))
    near = nearest_keys(reference.key, ledger)
    hint = f"最接近的是：{'、'.join(near)}。" if near else "请从台账中选用已有的键。"
    message = f"台账中没有“{reference.key}”这一项。{hint}"
    return Problem(start, end, reference.raw, "unknown-reference", message)


def _leftovers(plain: str, offset: int) -> Iterator[Problem]:
    for match in _LEFTOVER.finditer(plain):
        yield Problem(
            offset + match.start(),
            offset + match.end(),
            match[0],
            "malformed-reference",
            f"“{match[0]}”不是完整的引用。引用的写法是 [[键]] 或 [[键|格式]]，括号须成对、用半角。",
        )


def nearest_keys(key: str, ledger: Ledger, count: int = 3) -> list[str]:
    """Keys of the ledger that look most like *key*."""
    return difflib.get_close_matches(key, [f.key for f in ledger], n=count, cutoff=0.5)


def print_reference(reference: Reference, ledger: Ledger, style: Style) -> _Piece:
    """What *reference* prints; KeyError for an unknown key, BadFormat for a format that does not fit."""
    if (written := overridden(reference)) is not None:
        return _Piece().number(written, ledger[reference.key].key)
    if LIST in reference.formats:
        return _print_list(reference, ledger, style)
    figure = ledger[reference.key]
    for name in reference.formats:
        if name in COMPARISONS:
            return print_change(figure, name, ledger, style)
    return _Piece().number(print_figure(figure, style, reference.formats), figure.key)


def print_figure(figure: Figure, style: Style, formats: tuple[str, ...] = ()) -> str:
    """One figure in words and digits, hedge and unit included: ``301.81万元``, ``300余人次``, ``23.25%``.

    A difference is printed without its sign: the words around it say the direction.
    """
    if isinstance(figure.source, LineRef) and figure.source.quote and not formats:
        return figure.source.quote  # 2万余份 stays 2万余份: notes are told as the clerk wrote them
    unit, decimals, bare, chinese = figure.printed_unit, None, False, False
    if figure.kind is Kind.MONEY and not figure.verbatim:
        unit = style.money_unit
    for name in formats:
        if name == "数":
            bare = True
        elif name == "汉字":
            chinese = True
        elif figure.kind is Kind.MONEY and name in MONEY_FACTORS:
            unit = name
        elif match := re.fullmatch(r"([0-6])位", name):
            decimals = int(match[1])
        else:
            raise BadFormat(f"“{figure.key}”没有“{name}”这种写法。")
    value = abs(figure.value) if is_change(figure) else figure.value
    if decimals is None:
        decimals = default_decimals(figure, value, unit, style)
    printed = write(value, figure.kind, unit, decimals=decimals, hedge=figure.hedge, chinese=chinese)
    return printed.removesuffix(unit.removeprefix(figure.scale)) if bare else printed


def default_decimals(figure: Figure, value: Decimal, unit: str, style: Style) -> int | None:
    """How many decimals the report gives this figure; None prints as many as it has.

    Verbatim figures stay as the clerk wrote them. Computed percentages have the report's decimals,
    except exactly 0 and 100, which nobody writes 100.00%.
    """
    if figure.verbatim:
        return own_decimals(figure) if unit == figure.printed_unit else None
    if figure.kind is Kind.MONEY:
        return None if value == 0 else money_decimals(unit, style)
    if figure.kind is Kind.PERCENT and isinstance(figure.source, Derivation):
        return None if value in (0, 100) else style.percent_decimals
    return None


def own_decimals(figure: Figure) -> int:
    """The decimals of a verbatim figure in its own unit, trailing zeros included (95.0% stays 95.0%)."""
    exponent = (figure.value / figure.factor).as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def money_decimals(unit: str, style: Style) -> int:
    """Decimals of an amount printed in *unit*; none finer than 分."""
    places = style.money_decimals
    if unit != style.money_unit:
        places = {"元": 2, "亿元": 4}.get(unit, style.money_decimals)
    return places


def printed_value(figure: Figure, style: Style) -> Decimal:
    """The value that a reader sees: *figure* rounded as the report prints it, in base units."""
    if figure.kind is not Kind.MONEY or figure.verbatim:
        return figure.value
    factor = MONEY_FACTORS[style.money_unit]
    return quantize(figure.value / factor, style.money_decimals) * factor


def quantize(value: Decimal, places: int) -> Decimal:
    """Half-up rounding, the rule of accounts (四舍五入)."""
    return value.quantize(Decimal(1).scaleb(-places), rounding="ROUND_HALF_UP")


def is_change(figure: Figure) -> bool:
    """Whether the figure is a difference or a growth rate, whose sign the words must tell."""
    return figure.key.endswith(("增减额", "增减率", "增减"))


def change_keys(figure: Figure, comparison: str) -> tuple[str, str]:
    """Keys of the difference and of the rate that *comparison* speaks of."""
    stem = f"{figure.key}.比上年" if comparison == "比上年" else f"{figure.key}{comparison}"
    return f"{stem}增减额", f"{stem}增减率"


def print_change(figure: Figure, comparison: str, ledger: Ledger, style: Style) -> _Piece:
    """``比上年增加31.01万元，增长23.25%``; 持平 when equal, no percentage on a zero base."""
    amount_key, rate_key = change_keys(figure, comparison)
    amount, rate = ledger.get(amount_key), ledger.get(rate_key)
    if amount is None:
        raise BadFormat(f"“{figure.key}”缺少{COMPARISONS[comparison]}的数，不能写“{comparison}”。")
    if amount.value == 0:
        return _Piece(f"与{COMPARISONS[comparison]}持平")
    rises = amount.value > 0
    verb = ("提高" if rises else "降低") if amount.kind is Kind.PERCENT else ("增加" if rises else "减少")
    piece = _Piece(comparison + verb).number(print_figure(amount, style), amount.key)
    if rate is not None:
        piece.add("，增长" if rises else "，下降").number(print_figure(rate, style), rate.key)
    return piece


def _print_list(reference: Reference, ledger: Ledger, style: Style) -> _Piece:
    members = ledger.members(reference.key) or _parts(reference.key, ledger)
    if not members:
        ledger[reference.key]  # an unknown key is reported as such
        raise BadFormat(f"“{reference.key}”没有分项，不能写成清单。")
    formats = tuple(f for f in reference.formats if f != LIST)
    piece = _Piece()
    for i, member in enumerate(members):
        piece.add("、" if i else "").add(member.label)
        piece.number(print_figure(member, style, formats), member.key)
    return piece


def _parts(key: str, ledger: Ledger) -> tuple[Figure, ...]:
    figure = ledger.get(key)
    parts = ledger.parts(figure.key) if figure else ()
    groups = {p.group for p in parts}
    # A project may be split by funding and, again, by recipient: one list shows one of the splits.
    return tuple(p for p in parts if p.group == parts[0].group) if len(groups) > 1 else parts
