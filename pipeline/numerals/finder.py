"""One pass over a text: every numeric expression, in order, never overlapping."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from pipeline.numerals import chinese, codes, dates, fractions, numbers, quantity, sequence
from pipeline.numerals.lexicon import NUMERALS, Phrase, phrase_at, unit_at
from schemas.figures import Approx, Kind
from schemas.findings import Mention

_WIDE = {ord("０") + i: str(i) for i in range(10)} | {
    ord(w): n for w, n in zip("％．／＋", "%./+", strict=True)
}
_WIDE |= {ord("Ａ") + i: chr(ord("A") + i) for i in range(26)} | {
    ord("ａ") + i: chr(ord("a") + i) for i in range(26)
}
_WIDE |= {ord("\u00a0"): " ", ord("\u3000"): " ", ord("○"): "〇"}
_ANY_WIDE = re.compile(f"[{''.join(map(chr, _WIDE))}]")
_START = re.compile(rf"[0-9A-Za-z{NUMERALS}数几第（(〔\[【{sequence.CIRCLED}壹贰叁肆伍陆柒捌玖]")
# The greater part of all figures; nothing else begins like them.
_COMMON = re.compile(r"\d{1,4}[余多]?[人个名家次项件户条场]|\d{1,4}(?:\.\d{1,4})?[余多]?[万亿]?[元%]")
_MONTHS = re.compile(r"(\d{1,2})、(\d{1,2})月")
# 单位：万元 and 金额（万元） say in what the figures are; they are none.
_UNIT_LABEL = re.compile(r"[百千]?[万亿][元人]")
_LABELS = re.compile(r"(?:[(（\[/]|单位[:： ]{0,3}|[:：])\s*$")
_OPENING = frozenset('“"‘「『')
_NAME = re.compile(r"(?=.{2,14}?[”\"’」』])([一-鿿]{2,13})(?=[”\"’」』])")
_NUMERAL_RUN = re.compile(rf"[{NUMERALS}]+")
_FORMAL = re.compile(r"[壹贰叁肆伍陆柒捌玖拾佰仟万亿零]{2,30}(?=[元圆])")
_INDEFINITE = re.compile(r"[数几][十百千万亿]{1,3}|[十百千]几")
_NOT_INDEFINITE = frozenset("人总户次件分指系基倍参岁票个页字笔批岗天")
_MONEY_WORD = re.compile(
    r"(?:资金|经费|投资|投入|支出|收入|补助|奖补|奖励|资助|预算|拨款|费用|费|款|金额|资产|捐赠|筹集|补贴|工资)[一-鿿]{0,6}$"
)
_NOT_MONEY = re.compile(
    r"(?:人口|人数|群众|人次|数量|面积|产量|户数|阅读|点击|浏览|播放|转发|访问|关注|粉丝|用户|流量|参与)[^，。；、]{0,6}$"
)

Found = tuple[Mention | None, int]
"""What stands at a place, and where to go on (at least one character further)."""


def find(text: str) -> list[Mention]:
    """Every numeric expression of *text* with exact offsets, sorted, never overlapping."""
    plain = fold(text)
    mentions: list[Mention] = []
    start = _START.search(plain)
    while start is not None:
        at = start.start()
        mention, end = _handler(plain[at])(text, plain, at)
        if mention is not None and (not mentions or mention.start >= mentions[-1].end):
            mentions.append(mention)
        start = _START.search(plain, max(end, at + 1))
    return _with_context(plain, mentions)


def fold(text: str) -> str:
    """Full-width digits and signs as ASCII; every offset stays."""
    return text.translate(_WIDE) if _ANY_WIDE.search(text) else text


def _handler(char: str) -> Callable[[str, str, int], Found]:
    if char.isdecimal():
        return _digits
    if char.isascii() and char.isalpha():
        return _letters
    return _SPECIAL.get(char, _han)


def _found(mention: Mention | None, at: int) -> Found:
    return mention, mention.end if mention else at


def _letters(text: str, plain: str, at: int) -> Found:
    found = codes.WORD.match(plain, at)
    return None, found.end() if found else at


def _digits(text: str, plain: str, at: int) -> Found:
    if _COMMON.match(plain, at):
        return _found(quantity.find(text, plain, at), at)
    looks = (sequence.heading, dates.find) if _heads_a_month(plain, at) else (dates.find, sequence.heading)
    for look in (*looks, sequence.labelled, codes.find, sequence.rank):
        mention = look(text, plain, at)
        if mention is not None:
            return mention, mention.end
    mention = dates.bare_year(text, plain, at, _in_brackets(plain, at)) if _bare(plain, at) else None
    mention = mention or fractions.find(text, plain, at) or quantity.find(text, plain, at)
    if mention is None or _is_code(plain, mention):
        return None, _end_of_code(plain, at)
    if mention.value is None:
        mention = replace(mention, kind=Kind.OTHER, unit=None)
    return mention, mention.end


def _heads_a_month(plain: str, at: int) -> bool:
    """10、2月底前 is a heading before a month; 7、8月份 are two months."""
    found = _MONTHS.match(plain, at)
    return bool(found and int(found[2]) != int(found[1]) + 1 and sequence.line_start(plain, at))


def _bare(plain: str, at: int) -> bool:
    """Whether four digits stand without a unit of their own."""
    end = at + 4
    return unit_at(plain, end) is None and plain[end : end + 1] not in tuple("余多万亿千个")


def _in_brackets(plain: str, at: int) -> bool:
    return plain[at - 1 : at] in tuple("（(〔[《") and plain[at + 4 : at + 5] in tuple("）)〕]")


def _is_code(plain: str, mention: Mention) -> bool:
    """5G, 4K, 3D: digits with letters that are no unit."""
    after = plain[mention.end : mention.end + 1]
    return mention.unit is None and after.isascii() and after.isalpha() and mention.kind is Kind.COUNT


def _end_of_code(plain: str, at: int) -> int:
    found = codes.TAILED.match(plain, at)
    return found.end() if found else at


def _bracket(text: str, plain: str, at: int) -> Found:
    return _found(codes.area_code(text, plain, at) or sequence.bracket(text, plain, at), at)


def _circled(text: str, plain: str, at: int) -> Found:
    return _found(sequence.circled(text, plain, at), at)


def _ordinal(text: str, plain: str, at: int) -> Found:
    phrase = phrase_at(plain, at)
    if phrase is not None:
        return _phrase(text, plain, at, phrase)
    return _found(sequence.numbered(text, plain, at), at)


def _formal(text: str, plain: str, at: int) -> Found:
    """叁万贰仟元整."""
    found = _FORMAL.match(plain, at)
    value = chinese.parse(numbers.formal(found[0])) if found else None
    if found is None or value is None:
        return None, at
    end = found.end() + 1
    return Mention(at, end, text[at:end], Kind.MONEY, value, "元", num_start=at, num_end=end - 1), end


def _indefinite(text: str, plain: str, at: int) -> Found:
    """数十家, 几百人: a unit but no value."""
    found = _INDEFINITE.match(plain, at)
    if found is None or (plain[at] == "数" and at and plain[at - 1] in _NOT_INDEFINITE):
        return None, at
    end = found.end() + (plain[found.end() : found.end() + 1] in ("余", "多"))
    unit = unit_at(plain, end)
    if unit is None:
        return None, found.end()
    stop = end + len(unit.word)
    return Mention(at, stop, text[at:stop], unit.kind, None, unit.label, Approx.ABOUT, num_start=at,
                   num_end=found.end(), hedge=plain[at]), stop  # fmt: skip


def _han(text: str, plain: str, at: int) -> Found:
    label = _UNIT_LABEL.match(plain, at)
    if label and _LABELS.search(plain, max(0, at - 6), at):
        return None, label.end()
    run = _NUMERAL_RUN.match(plain, at)
    run_end = run.end() if run else at
    if run_end - at > chinese.MAX_RUN:
        return None, run_end
    quoted = _quoted(text, plain, at)
    if quoted is not None:
        return quoted
    doubled = quantity.doubled(text, plain, at)
    if doubled is not None:
        return doubled, doubled.end
    phrase = phrase_at(plain, at)
    if phrase is not None:
        return _phrase(text, plain, at, phrase)
    for look in (dates.find, sequence.han_sequence, sequence.rank, fractions.find, quantity.find):
        mention = look(text, plain, at)
        if mention is not None:
            return mention, mention.end
    for mention in sequence.listed(text, plain, at):
        return mention, mention.end
    return None, run_end


def _phrase(text: str, plain: str, at: int, phrase: Phrase) -> Found:
    start = at - phrase.anchor
    end = start + len(phrase.word)
    if phrase.kind is None:
        return None, end
    return _fixed(text, plain, start, end), end


def _quoted(text: str, plain: str, at: int) -> Found | None:
    """“三长”, “三个助力”: whatever is quoted and begins with a Chinese numeral is a name."""
    if not at or plain[at - 1] not in _OPENING:
        return None
    phrase = phrase_at(plain, at)
    found = _NAME.match(plain, at)
    if found is None or phrase is not None:
        return None
    if sequence.rank(text, plain, at) is not None:
        return None
    return _fixed(text, plain, at, found.end()), found.end()


def _fixed(text: str, plain: str, start: int, end: int) -> Mention:
    """A phrase; its number and what it counts are given when it holds exactly one, in front."""
    word = plain[start:end]
    runs = list(_NUMERAL_RUN.finditer(word))
    first = runs[0]
    value = chinese.parse(first[0]) if len(runs) == 1 and first.start() <= 1 else None
    rest = word[first.end() :]
    if (
        value is None
        or not rest
        or word[0] == "一"
        or rest[0] == "甲"
        or not word.startswith(("第", first[0]))
    ):
        value, unit = None, None
    else:
        unit = rest[0] if rest[0] in "个项条种类年大" and len(rest) > 1 else rest
    return Mention(start, end, text[start:end], Kind.FIXED, value, unit, num_start=start + first.start(),
                   num_end=start + first.end())  # fmt: skip


def _with_context(plain: str, mentions: list[Mention]) -> list[Mention]:
    """万 alone counts money among amounts (15万、15万60万元)."""
    for index, mention in enumerate(mentions):
        bare = mention.kind is Kind.COUNT and mention.unit is None and mention.step >= 10**3
        if bare and _among_money(plain, mentions, index):
            mentions[index] = replace(mention, kind=Kind.MONEY, unit="元")
    return mentions


def _among_money(plain: str, mentions: list[Mention], index: int) -> bool:
    mention = mentions[index]
    if (
        "\u4e00" <= plain[mention.end : mention.end + 1] <= "\u9fff"
        and plain[mention.end] not in "用的以左，"
    ):
        return False
    if _NOT_MONEY.search(plain, max(0, mention.start - 10), mention.start):
        return False
    if _MONEY_WORD.search(plain, max(0, mention.start - 12), mention.start):
        return True
    for other in mentions[index - 1 : index] + mentions[index + 1 : index + 2]:
        low, high = sorted((mention, other), key=lambda m: m.start)
        between = plain[low.end : min(high.start, low.end + 60)]
        if other.kind is Kind.MONEY and not re.search(r"[。\n]", between):
            return True
    return False


_SPECIAL: dict[str, Callable[[str, str, int], Found]] = {
    **dict.fromkeys("（(〔[【", _bracket),
    **dict.fromkeys(sequence.CIRCLED, _circled),
    **dict.fromkeys("数几", _indefinite),
    **dict.fromkeys("壹贰叁肆伍陆柒捌玖", _formal),
    "第": _ordinal,
}


QUANTITIES = frozenset({Kind.MONEY, Kind.COUNT, Kind.PERCENT, Kind.DURATION})
"""The kinds of number that a ledger holds; dates, ordinals and fixed phrases are typed."""


def quantities(text: str) -> list[Mention]:
    """The definite quantities in *text*: what a ledger can hold; ranges and vague numbers are left out."""
    return [m for m in find(text) if m.kind in QUANTITIES and m.value is not None and m.high is None]
