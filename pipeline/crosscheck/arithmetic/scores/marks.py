"""Scores with what the words make of each: a full score, one that was earned, one that was lost."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum, auto

from pipeline.crosscheck.arithmetic.numbers import moves, window
from pipeline.crosscheck.arithmetic.scores.words import words
from pipeline.crosscheck.reading import Reading
from schemas.figures import Approx, Kind
from schemas.findings import Mention

_EARLIER = re.compile(
    r"上年|去年|上一年|上季|上月|目标值|目标为|要求|标准为|计划得|第[\d一二三四五]+[位名]|笔试|面试"
)
_RULE = re.compile(
    r"每[^，。；]{0,18}[，,]?[^，。；每]{0,6}$"
    r"|(?:以上|以下|以内|之间|的|[至到—～\-]\d+(?:\.\d+)?[%％])(?:[（(]不?含[）)])?的?[，,]?(?:不?得|扣|计|赋)$"
)
_IN_FULL = re.compile(
    r"(?:[、，和及与]{1,2}[^，。；、\d]{1,14}\d[\d.]*分){0,6}[，,]?(?:[两三四五六]项)?(?:均|都|全部|各|也|皆)*"
    r"(?:得|获|为|拿|评|计)(?:了|得)?满分(?!值)"
)
"""效益30分、满意度10分均得满分: all that they could earn."""
_FOLLOWS = re.compile(
    r"[）)]?[，,]?[^，。；\d]{0,12}(?:\d[\d.]*[%％][^，。；\d]{0,4})?(?:得|评|扣|失分)(?:分|了|到|为)?(?:为|是|[:：])?(?=\d|满分)"
)
_HEADER = re.compile(
    r"(?P<got>得分|自评|实得|依次得|分别得|评分结果|得到|获得|评分)|(?P<full>满分|分值|权重|百分制|构成|组成|下设|包括|占)"
)
_AROUND = re.compile(r"^(?:其中|另外?|自评|以及|和|与|及|而|由|[”“\s])+|(?:指标|方面|一项|项|类)?[”“\s]*$")
_OPENER = re.compile(r"[，,。；]?(?:其中|分别|包括|具体|各)|[：:（(]")
_SUMMED = re.compile(r"(?:合计|共计|总计|小计|累计)(?:为|是|[:：])*$")
_MADE = re.compile(r"(?:乘以?|[×*])[^，。；\d]{0,6}(?:权重|分值|满分)(?:计|得|折)[算分]?(?:为)?$")
"""按合格率乘以权重计9.5分."""
_OWN = re.compile(r"该项|该指标|此项|本项指标")
_SPAN = re.compile(r"(?:（不?含）)?[至到—～\-]{1,2}\d")
_BREAK = re.compile(r"[。！？；\n]")


class Role(Enum):
    """What a score is in its clause."""

    FULL = auto()  # 满分20分
    GOT = auto()  # 得18分
    OFF = auto()  # 扣2分
    ADD = auto()  # 加2分
    RULE = auto()  # 每处扣0.5分
    MEAN = auto()  # 平均得分91分
    BARE = auto()  # 投入15分、过程25分
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class Mark:
    """A score, its role, its noun; ``whole`` when it is told of all indicators together."""

    mention: Mention
    role: Role
    whole: bool
    words: str
    label: str
    bracket: bool

    @property
    def value(self) -> Decimal:
        """The printed value."""
        return self.mention.value or Decimal(0)

    @property
    def start(self) -> int:
        """Where the score begins."""
        return self.mention.start

    @property
    def end(self) -> int:
        """Where the score ends."""
        return self.mention.end


def read_marks(reading: Reading) -> list[Mark]:
    """Every single score of the text in its order."""
    scores = [m for m in reading.figures if m.unit == "分" and m.kind is Kind.COUNT and m.high is None]
    scores = [m for m in scores if m.approx is Approx.EXACT]
    ends = [0, *(m.end for m in scores)]
    return _resolved(reading, [_mark(reading, m, since) for m, since in zip(scores, ends, strict=False)])


def _mark(reading: Reading, mention: Mention, since: int) -> Mark:
    before = window(reading, mention)
    bracket = before == "" and reading.text[mention.start - 1 : mention.start] in ("（", "(")
    if bracket:
        before = reading.text[reading.layout.clause(mention.start - 1)[0] : mention.start - 1]
    role = Role.BARE if bracket else _role(reading, mention, before, since)
    own = _OWN.search(reading.text, reading.layout.sentence(mention.start)[0], mention.start)
    whole = bool(words().whole.search(before)) and role not in (Role.OTHER, Role.RULE) and not own
    return Mark(mention, role, whole, before, _label(before), bracket)


def _role(reading: Reading, mention: Mention, before: str, since: int) -> Role:
    known, text = words(), reading.text
    lead = text[max(reading.layout.sentence(mention.start)[0], since, mention.start - 40) : mention.start]
    if before == "" and lead.endswith("得"):  # 得 follows the number before: 权重20%得9分
        before = "得"
    if _RULE.search(lead):
        return Role.RULE
    if _SPAN.match(text, mention.end) or re.search(r"分[至到—～\-]$", lead + before[-3:]):
        return Role.OTHER  # 75分至90分为良
    if known.off.search(before):
        return Role.OFF
    if known.add.search(before):
        return Role.ADD
    full = known.full_behind.match(text, mention.end) or known.full.search(before)
    if full and not _MADE.search(before):
        return Role.FULL
    if known.bound.search(before) or moves(reading, mention) or _EARLIER.search(before):
        return Role.OTHER
    if known.mean.search(before):
        return Role.MEAN
    if _SUMMED.search(before):
        return Role.BARE  # of the sort of the scores before it
    return Role.GOT if known.got.search(before) else Role.BARE


def _label(before: str) -> str:
    """The noun of a score, without the words that tell its role."""
    known = words()
    for pattern in (known.links, known.off, known.add, known.full, known.got):
        before = pattern.sub("", before, count=1)
    return _AROUND.sub("", before)


# -- scores without a word of their own ---------------------------------------------------------------


def _resolved(reading: Reading, marks: list[Mark]) -> list[Mark]:
    """Bare scores take their role from what follows, from the run they stand in, or from its header."""
    out: list[Mark] = []
    at = 0
    while at < len(marks):
        size = _run(reading, marks, at)
        run = marks[at : at + size]
        role = _run_role(reading, marks, at, size) if run[0].role is Role.BARE else run[0].role
        for mark in run:
            own = role if mark.role is Role.BARE else mark.role
            out.append(replace(mark, role=own, whole=mark.whole and size == 1))
        at += size
    return out


def _run(reading: Reading, marks: Sequence[Mark], at: int) -> int:
    """How many scores run on from one without a word of role: 得14分、10分、9分."""
    size = 1
    while at + size < len(marks) and marks[at + size].role is Role.BARE:
        one, other = marks[at + size - 1], marks[at + size]
        gap = reading.text[one.end : other.start]
        joined = re.match(r"[、，,和与及；]", gap) or marks[at].bracket
        apart = _BREAK.search(gap.replace("；", "", 1)) or _OPENER.search(gap)
        if not joined or len(gap) > 24 or apart or other.whole:
            break
        if gap[0] in "，,；）)" and _own(reading, other) > _own(reading, marks[at]):
            break  # 投入得15分，过程20分得18分
        size += 1
    return size


def _own(reading: Reading, mark: Mark) -> bool:
    """Whether what the indicator earned or lost follows at once: 产出50分，得48分."""
    if _IN_FULL.match(reading.text, mark.end):
        return True
    match = _FOLLOWS.match(reading.text, mark.end)
    return bool(match) and not words().whole.search(match[0] if match else "")


def _run_role(reading: Reading, marks: Sequence[Mark], at: int, size: int) -> Role:
    text, run = reading.text, marks[at : at + size]
    if run[0].whole:
        return _of_total(marks, at)
    if all(_own(reading, m) for m in run):
        return Role.FULL
    if sum(m.value for m in run) == 100 and size >= 2:
        return Role.FULL
    if at and marks[at - 1].whole and _OPENER.match(text, marks[at - 1].end):
        return Role.FULL if marks[at - 1].value == 100 else Role.GOT
    start = max(reading.layout.paragraph(run[0].start)[0], run[0].start - 40)
    headers = list(_HEADER.finditer(text, start, run[0].start))
    if headers and (size >= 2 or run[0].bracket):
        return Role.GOT if headers[-1]["got"] else Role.FULL
    if run[0].bracket or (size == 1 and run[0].words.endswith(("指标", "”"))):
        return Role.FULL
    after = marks[at + size : at + size + 1]
    if size >= 2 and after and after[0].role is Role.FULL and after[0].value > max(m.value for m in run):
        return Role.FULL
    if size >= 2 and after and after[0].role in (Role.GOT, Role.BARE):
        return Role.GOT if after[0].whole and after[0].value != 100 else Role.FULL
    return Role.OTHER


def _of_total(marks: Sequence[Mark], at: int) -> Role:
    """合计46分 is of the sort of the scores before it; 总分100分 that opens is the full score."""
    before = [m.role for m in marks[:at] if m.role in (Role.GOT, Role.FULL, Role.OFF)]
    behind = marks[at + 1 : at + 2]
    got = behind and behind[0].whole and behind[0].role is Role.GOT  # 总分100分，自评总得分94.5分
    if not before or (got and marks[at].value == 100):
        return Role.FULL if marks[at].value == 100 else Role.GOT
    if before[-1] is Role.OFF and not _SUMMED.search(marks[at].words):
        return Role.GOT  # …扣1分，自评结果为96分
    return Role.GOT if Role.GOT in before[-2:] else before[-1]


def full_marks(reading: Reading, start: int, end: int) -> Iterator[re.Match[str]]:
    """The places where an indicator is told to have earned all it could."""
    return words().full_marks.finditer(reading.text, start, end)
