"""Drafting without a model: the outline's own wording, filled from ledger and notes.

The wording is a Jinja2 template that *emits references*; the values come in when the text is rendered.
Templates belong to the outline and run in a sandbox; notes and figures are only ever data in it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

import prompts
from pipeline.errors import OutlineError
from pipeline.numerals import quantities
from schemas.figures import CellRef, Figure, Kind, Ledger, normalise_key
from schemas.inputs import ActivityNote, Indicator, NoteKind, ProjectRow, ReportInput
from schemas.outline import chinese_ordinal

SHARED = Path(prompts.__file__).parent / "wording"
"""Wording that several outlines include."""

DEFAULT_WORDING = "{{ told(notes) if notes else year ~ '年度的工作记录没有写到这方面的情况。' }}"
"""For a section whose outline gives no wording: its notes as they are."""


def sentence(text: str) -> str:
    """*text* on one line, without its final punctuation, so that a template can go on."""
    return re.sub(r"[。；;，,、\s]+$", "", " ".join(text.split()))


def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,
        loader=FileSystemLoader(SHARED),  # nothing else can be included
    )
    environment.filters["sentence"] = sentence
    environment.filters["chinese"] = chinese_ordinal
    return environment


ENVIRONMENT = _environment()


@dataclass(frozen=True, slots=True)
class Wording:
    """The words a template may use. ``data`` and ``ledger`` are those of the whole report."""

    data: ReportInput
    ledger: Ledger
    notes: Sequence[ActivityNote] = ()

    def fill(self, source: str, name: str) -> str:
        """*source* filled in: one paragraph a line, references left as they are.

        Raises OutlineError when the template itself is at fault.
        """
        try:
            text = ENVIRONMENT.from_string(source).render(self.variables(), heading=name)
        except (TemplateError, KeyError, TypeError, ValueError, ArithmeticError) as error:
            raise OutlineError(f"提纲中“{name}”的范文有误：{error}", "请检查该节的 .md.j2 文件。") from error
        return "\n".join(line.strip() for line in text.splitlines() if line.strip())

    def variables(self) -> Mapping[str, Any]:
        """Everything a template sees; documented in prompts/README.md."""
        settings = self.data.settings
        return {
            "settings": settings,
            "year": settings.year,
            "unit": settings.unit,
            "short": settings.short_name,
            "we": settings.self_name,
            "score": self.data.score,
            "data": self.data,
            "notes": [n for n in self.notes if n.kind is NoteKind.ACTIVITY],
            "told": told,
            "listed": listed,
            "has": self.has,
            "value": self.value,
            "ref": ref,
            "figure": self.ledger.get,
            "parts": self.ledger.parts,
            "members": self.ledger.members,
            "reasons": self.reasons,
            "because": self.because,
            "named": self.named,
            "contained": self.contained,
            "shortfalls": self.shortfalls,
            "said": self.said,
            "explained": self.explained,
            "content": self.content,
        }

    def has(self, *keys: str) -> bool:
        """Whether the ledger holds every one of *keys*."""
        return all(key in self.ledger for key in keys)

    def value(self, key: str) -> Decimal:
        """The value under *key* in base units; a missing key is a fault of the template."""
        return self.ledger[key].value

    def reasons(self, key: str) -> str:
        """What the clerk wrote to explain the figure *key* (or its item); '' when nothing."""
        wanted = names_of(key, self.ledger.get(key))
        texts = [
            "。".join(sentence(line.tagged) for line in note.lines)
            for note in self.data.notes
            if note.kind is NoteKind.REASON and wanted & {normalise_key(a) for a in note.about}
        ]
        return "；".join(texts)

    def because(self, key: str) -> str:
        """`reasons` as it can go on after “主要原因是”: without the change told again and its own 是因为."""
        return "；".join(cause(text) for text in self.reasons(key).split("；"))

    def named(self, words: str) -> list[Figure]:
        """Amounts of this year, given and not zero, whose name holds *words*."""
        year = self.data.settings.year
        return [
            f
            for f in self.ledger
            if f.kind is Kind.MONEY and f.year == year and f.value and words in f.item
            and isinstance(f.source, CellRef)
        ]  # fmt: skip

    def contained(self, part: str, whole: str) -> bool:
        """Whether 单位情况 says in a remark that the people of *part* are among those of *whole*."""
        said = {row.name: row.remark for row in self.data.unit_facts}
        words = re.sub(r"人数$|数$", "", part)
        inside = re.search(rf"(?<!不)含.*{re.escape(whole)}|其中", said.get(part, ""))
        return bool(inside or re.search(rf"(?<!不)[含有括].*{re.escape(words)}", said.get(whole, "")))

    @property
    def shortfalls(self) -> list[Indicator]:
        """The indicators that lost points, or whose deviation the clerk explains."""
        return [
            row
            for row in self.data.indicators
            if row.reason or (row.weight is not None and row.score is not None and row.score < row.weight)
        ]

    def said(self, row: Indicator, column: str) -> str:
        """目标值 or 完成值 as it can stand in a sentence, its number a reference: ≥95% → 不低于[[…]]."""
        text = sentence(row.target if column == "目标值" else row.actual)
        key = f"绩效指标.{row.name}.{column}"
        mention = next(iter(quantities(text)), None)
        if mention is None or key not in self.ledger:
            return f"为“{text}”"
        text = f"{text[: mention.start]}{ref(key)}{text[mention.end :]}"
        for sign, word in SIGNS.items():
            text = text.replace(sign, word)
        return text

    def explained(self, row: Indicator) -> str:
        """偏差原因及改进措施 of *row* as the clerk wrote it."""
        return self.cited(row.reason, f"绩效指标.{row.name}.偏差原因")

    def content(self, row: ProjectRow) -> str:
        """主要内容 of *row* as the clerk wrote it."""
        return self.cited(row.content, project_stem(row) + ".主要内容")

    def cited(self, text: str, stem: str) -> str:
        """The words of a cell, their numbers references to the figures that the ledger has of them."""
        result, last = "", 0
        for number, mention in enumerate(quantities(text), 1):
            key = f"{stem}.第{number}处"
            if key in self.ledger:
                result, last = result + text[last : mention.start] + ref(key), mention.end
        return sentence(result + text[last:])


SIGNS = {
    "≥": "不低于",
    "≤": "不高于",
    ">": "高于",
    "＞": "高于",
    "<": "低于",
    "＜": "低于",
    "＝": "",
    "=": "",
}
"""What a sign of comparison in a target is in a sentence."""

_CAUSE = re.compile(
    r"(?:[^。；]{0,40}?(?:增加|减少|增长|下降|上升|提高|降低|增大|持平|变化|变动|差额|差异|偏高|偏低)[^。；]{0,12}?[，,]?)?"
    r"(?:其?(?:主要)?(?:的)?原因(?:是|为|在于)[：:]?|(?:主要)?(?:是|系)?(?:因为|由于)|(?:主要)?系因|(?<=[，,])系|(?:主要)?是因)[，,：:]?"
)


def cause(text: str) -> str:
    """*text* from its cause on: “公用经费增加，是因为新增设备” → “新增设备”."""
    found = _CAUSE.match(text)
    return text[found.end() :] if found and len(text) > found.end() else text


def told(notes: Sequence[ActivityNote]) -> str:
    """A paragraph a note, its sentences as the clerk wrote them; 一是, 二是 when there are several."""
    several = len(notes) > 1 and not any(_numbered(line.tagged) for note in notes for line in note.lines)
    return "\n".join(_told(note, i if several else 0) for i, note in enumerate(notes, 1))


_NUMBERED = re.compile(r"(?:^|[：:，。；])\s*(?:[一1]是|首先|第一[，、]|[（(][一1][）)]|1[.．、](?!\d))")


def _numbered(line: str) -> bool:
    """Whether the clerk has numbered already: 一是 within 一是 is no order."""
    return bool(_NUMBERED.search(line))


def _told(note: ActivityNote, number: int) -> str:
    title = f"{sentence(note.title)}。" if note.title else ""
    head = f"{chinese_ordinal(number)}是{title}" if number else ""
    return head + "".join(f"{sentence(line.tagged)}。" for line in note.lines)


def listed(notes: Sequence[ActivityNote]) -> str:
    """Every line of *notes* as an item of one paragraph: 一是…；二是…。"""
    lines = [sentence(line.tagged) for note in notes for line in note.lines]
    if len(lines) < 2 or any(map(_numbered, lines)):
        return "".join(f"{line}。" for line in lines)
    return "；".join(f"{chinese_ordinal(i)}是{line}" for i, line in enumerate(lines, 1)) + "。"


def project_stem(row: ProjectRow) -> str:
    """The item under which the ledger holds a row of 项目支出."""
    return ".".join(filter(None, ("项目", row.name, row.recipient, row.funding)))


def names_of(key: str, figure: Figure | None) -> set[str]:
    """Every name under which a note may say that it explains the figure *key*."""
    names = {normalise_key(key)}
    return names | {normalise_key(figure.item), normalise_key(figure.label)} if figure else names


def ref(key: str, *formats: str) -> str:
    """The reference to *key*, as a draft writes it."""
    return f"[[{'|'.join((key, *formats))}]]"
