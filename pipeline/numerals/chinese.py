"""Chinese numerals and decimals: 一千二百零三点五 ⇄ 1203.5."""

from __future__ import annotations

from decimal import Decimal

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
SMALL = {"十": 10, "百": 100, "千": 1000}
LIMIT = Decimal(10**18)
"""Nobody writes larger numbers in words."""
MAX_RUN = 64
"""Longer runs of numerals are not numbers that anybody writes."""


def parse(run: str) -> Decimal | None:
    """The value of a Chinese numeral, or None when *run* is not one (三八, 百, 一一)."""
    if not run or len(run) > MAX_RUN:
        return None
    whole, dot, rest = run.partition("点")
    value = _positional(whole) if _is_positional(whole) else _whole(whole)
    if value is None or value >= LIMIT:
        return None
    if not dot:
        return value
    if not rest or any(c not in DIGITS for c in rest):
        return None
    return value + Decimal("0." + "".join(str(DIGITS[c]) for c in rest))


def _is_positional(run: str) -> bool:
    """二〇二〇, 一〇三: only digits. Fewer without a zero (三八, 一二三) are a name or a list."""
    return (len(run) > 3 or (len(run) == 3 and ("〇" in run or "零" in run))) and all(
        c in DIGITS and c != "两" for c in run
    )


def _positional(run: str) -> Decimal:
    return Decimal("".join(str(DIGITS[c]) for c in run))


def _whole(run: str) -> Decimal | None:
    """亿 and 万 split the number into groups; each group is read by itself."""
    for char, size in (("亿", 10**8), ("万", 10**4)):
        head, found, tail = run.rpartition(char)
        if not found:
            continue
        high = _whole(head) if head else Decimal(1)
        if (not head and tail) or (high is not None and char == "万" and high >= 10**4):
            return None
        low = _tail(tail, size)
        return None if high is None or low is None else high * size + low
    section = _section(run)
    return None if section is None else Decimal(section)


def _tail(tail: str, size: int) -> Decimal | None:
    """What follows 万 or 亿; a lone digit counts thousands there (三万五 is 35000)."""
    if not tail:
        return Decimal(0)
    if len(tail) == 1 and tail in DIGITS:
        return Decimal(DIGITS[tail] * size // 10)
    return _whole(tail)


def _section(run: str) -> int | None:
    """A number below 10000, strictly: places fall, no two digits meet."""
    total, last, digit, zero = 0, 10**4, None, False
    for char in run:
        if char in SMALL:
            place = SMALL[char]
            if place >= last or (digit is None and (place != 10 or total)) or digit == 0:
                return None
            total += (1 if digit is None else digit) * place
            last, digit, zero = place, None, False
        elif char in DIGITS:
            if digit not in (None, 0):
                return None
            digit = DIGITS[char]
            zero = zero or digit == 0
        else:
            return None
    if digit is None:
        return total if run else None
    # 一百二 is 120, 一百零二 is 102.
    step = 1 if zero or last == 10**4 else last // 10
    return total + digit * step


def write(value: Decimal) -> str:
    """The Chinese numeral of *value*: 十二, 一百零三, 一万二千, 三点五."""
    sign = "负" if value < 0 else ""
    plain = f"{abs(value):f}"
    whole, _, rest = plain.partition(".")
    tail = "点" + "".join("零一二三四五六七八九"[int(c)] for c in rest) if rest else ""
    return sign + _write_whole(int(whole)) + tail


def _write_whole(number: int) -> str:
    if number < 10**4:
        return _write_section(number)
    size, char = (10**8, "亿") if number >= 10**8 else (10**4, "万")
    high, low = divmod(number, size)
    gap = "零" if 0 < low < size // 10 else ""
    text = _write_whole(high) + char + gap
    return text + (_write_inner(low) if low else "")


def _write_inner(number: int) -> str:
    """Inside a larger number 12 is 一十二."""
    text = _write_whole(number)
    return "一" + text if text.startswith("十") else text


def _write_section(number: int) -> str:
    if number < 10:
        return "零一二三四五六七八九"[number]
    text, gap = "", False
    for place, char in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            text += ("零" if gap and text else "") + "零一二三四五六七八九"[digit] + char
        gap = digit == 0
    return text[1:] if text.startswith("一十") else text
