"""The form of the whole: numbers of headings and items that skip or repeat, lines said twice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.reading import Reading
from schemas.findings import Finding

_HAN = "一二三四五六七八九十"
_RINGS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_LINE = re.compile(
    r"^[ 　\t]*(?:#+ )?(?:(?P<l0>[一二三四五六七八九十]{1,3})、|[（(](?P<l1>[一二三四五六七八九十]{1,3})[）)]"
    r"|(?P<l2>\d{1,2})(?:[、．]|\.(?!\d)|\.(?=\d{4}年))|[（(](?P<l3>\d{1,2})[）)])",
    re.M,
)
_INLINE = re.compile(
    r"(?:(?<=[。；：:;，,\n])|^)(?:(?P<shi>[一二三四五六七八九十]{1,2})是|第(?P<di>[一二三四五六七八九十]{1,2})(?:[，,]|、(?!第))"
    r"|[（(](?P<paren>\d{1,2})[）)]|(?P<ring>[①-⑳])|(?<=[：:；;。])(?P<dot>\d{1,2})[.．、](?!\d))",
    re.M,
)
_LEAD = re.compile(r"^(?:[一二三四五六七八九十]是|\s)*")
_SIX = re.compile(r"[一-鿿]{6}")
_LEAST = 15
_LONG = 20
_NEAR = 800


@dataclass(frozen=True, slots=True)
class Mark:
    """A number at the head of a line or item."""

    start: int
    end: int
    form: str
    number: int


def check_structure(reading: Reading) -> Iterator[Finding]:
    """Numbers of lines, of items inside a paragraph, and repeated lines."""
    yield from _headings(reading)
    yield from _items(reading)
    yield from _twice(reading)


def _value(text: str) -> int:
    if text in _RINGS:
        return _RINGS.find(text) + 1
    if text.isdigit():
        return int(text)
    tens, _, ones = text.rpartition("十")
    if "十" not in text:
        return _HAN.find(text) + 1
    return (_HAN.find(tens) + 1 if tens else 1) * 10 + (_HAN.find(ones) + 1 if ones else 0)


def _mark(match: re.Match[str]) -> Mark:
    form = match.lastgroup or ""
    return Mark(match.start(), match.end(), form, _value(match[form]))


def _headings(reading: Reading) -> Iterator[Finding]:
    last: dict[str, Mark] = {}
    for match in _LINE.finditer(reading.text):
        mark = _mark(match)
        before = last.get(mark.form)
        if before is not None:
            yield from _step(reading, before, mark)
        last[mark.form] = mark
        for form in ("l0", "l1", "l2", "l3"):
            if form > mark.form:
                last.pop(form, None)


def _items(reading: Reading) -> Iterator[Finding]:
    """一是…三是… inside one paragraph; a list that goes on from an earlier paragraph may begin anywhere."""
    last: dict[str, Mark] = {}
    line = -1
    for match in _INLINE.finditer(reading.text):
        mark = _mark(match)
        here = reading.layout.paragraph(mark.start)[0]
        # Items that open their own lines go on over lines; others end with the paragraph.
        if here != line and mark.start != here:
            last.clear()
        line = here
        before = last.get(mark.form)
        if before is not None and not (mark.form == "paren" and mark.start == here):
            yield from _step(reading, before, mark)
        last[mark.form] = mark


def _step(reading: Reading, before: Mark, mark: Mark) -> Iterator[Finding]:
    if mark.number == before.number + 1 or (mark.number == 1 and before.number > 1):
        return
    if mark.number == before.number == 1 and not _adjacent(reading, before, mark):
        return
    quote = reading.text[mark.start : mark.end].strip()
    other = reading.text[before.start : before.end].strip()
    what = "重复" if mark.number == before.number else "不连续"
    end = min(reading.layout.paragraph(mark.end)[1], mark.end + 12)
    yield finding(
        "numbering",
        f"序号{what}：“{other}”之后是“{quote}”。",
        reading.text,
        mark.start,
        max(end, mark.end),
        expected=f"第{before.number + 1}项",
        others=((before.start, before.end),),
    )


def _adjacent(reading: Reading, before: Mark, mark: Mark) -> bool:
    """Two 1. in lines running, the first a heading without a body."""
    between = reading.text[before.end : mark.start].strip()
    return "\n" not in between and len(between) <= 30 and not between.endswith("。")


def _twice(reading: Reading) -> Iterator[Finding]:
    seen: dict[str, tuple[int, int]] = {}
    at = 0
    for line in reading.text.split("\n"):
        body = _LINE.sub("", line).strip()
        start = at + len(line) - len(line.lstrip())
        at += len(line) + 1
        # Rows of tables repeat rightly; a line told twice is a sentence or a heading.
        if len(body) < _LEAST or not _SIX.search(body) or "\t" in body or "|" in body:
            continue
        if body in seen:
            message = "这一行与前文某一行完全相同，请核对是否重复。"
            yield finding(
                "duplicate", message, reading.text, start, start + len(line.strip()), others=(seen[body],)
            )
        else:
            seen[body] = (start, start + len(line.strip()))
    yield from _sentences(reading)


def _sentences(reading: Reading) -> Iterator[Finding]:
    """The same sentence twice in one paragraph or in two that follow each other."""
    seen: dict[str, int] = {}
    at = 0
    for end in (*reading.layout.periods, len(reading.text)):
        start, at = at, end + 1
        body = _LEAD.sub("", reading.text[start:end])
        if len(body) < _LONG:
            continue
        line = reading.layout.paragraph(start)
        if start == line[0] and end + 1 >= line[1]:
            continue  # a line that is one sentence was looked at as a line
        before = seen.get(body)
        if before is not None and start - before < _NEAR:
            message = "这一句与前文某一句完全相同，请核对是否重复。"
            others = ((before, before + end - start),)
            yield finding("duplicate", message, reading.text, start, end, others=others)
        seen[body] = start


def ordinals(text: str, start: int, end: int) -> Sequence[tuple[str, int, int]]:
    """Form, number and place of every 一是, 第一， and （1） between the bounds."""
    return [
        (m.lastgroup or "", _value(m[m.lastgroup or 0]), m.start())
        for m in _INLINE.finditer(text, start, end)
    ]
