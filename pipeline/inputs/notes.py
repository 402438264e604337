"""Notes: what the unit did, and the clerk's reasons, as plain files. Their content is data, never orders.

Every quantity becomes a figure, and the line is kept a second time with references in place of numbers.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from lxml import etree

from pipeline.inputs import yamls
from pipeline.inputs.faults import Faults, clip, suggest
from pipeline.inputs.guard import NOTE_LIMIT, TEXT_LIMIT, unpackable, usable
from pipeline.inputs.notekeys import Spot, clause, names
from pipeline.inputs.settings_file import parse_date
from pipeline.inputs.texts import clean, decode
from pipeline.numerals import QUANTITIES, find, written_unit
from schemas.figures import Approx, Figure, Hedge, LineRef, split_unit
from schemas.findings import Fault, Mention, Severity
from schemas.inputs import ActivityNote, NoteKind, NoteLine

SUFFIXES = (".md", ".txt", ".docx")
FIELDS = ("日期", "主题", "章节", "标题", "说明")
LINE_LIMIT = 5000
FRONT_LIMIT = 40
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OPEN, _CLOSE = re.compile(r"[\[［【]{2,}"), re.compile(r"[\]］】]{2,}")
_MARKUP = re.compile(r"^\s*(?:#{1,6}\s+|[-*+]\s+|>\s?)+")
_TITLE = re.compile(r"[^。；：，！？;:,!?]{2,25}")
_SPLIT_NUMBER = re.compile(r"(?<![\d.．])\d{1,3}(?:(?:[ \u3000\u00a0]\d{3}(?!\d))+|(?:，\d{3}(?!\d))+)")
_SINGLE = str.maketrans("[]", "［］")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A non-blank line (or Word paragraph) with its number."""

    number: int
    text: str
    heading: bool = False


def read_note(path: Path, year: int) -> tuple[ActivityNote | None, list[Fault]]:
    """A note by itself; None when nothing of it can be used."""
    faults = Faults()
    return load_note(path, path.parent, year, faults), faults.items


def load_note(path: Path, root: Path, year: int, faults: Faults) -> ActivityNote | None:
    """The note in *path*, which must lie in *root*."""
    file = path.relative_to(root).as_posix() if root != path.parent else f"notes/{path.name}"
    limit = NOTE_LIMIT if path.suffix.lower() == ".docx" else TEXT_LIMIT
    if not usable(path, root, limit, faults):
        return None
    lines = (
        _word_lines(path, file, faults) if path.suffix.lower() == ".docx" else _text_lines(path, file, faults)
    )
    if lines is None:
        return None
    front, rest = _front_matter(lines, file, faults)
    paragraphs = _paragraphs(rest, file, faults)
    if not any(not p.heading for p in paragraphs):
        faults.add(
            "empty-note",
            f"“{file}”中没有内容，没有读取。",
            file=file,
            found="只有空白或标题" if lines else "空白",
            expected="活动记录的文字",
            advice="请写上内容，或删去这个文件。",
            severity=Severity.WARNING,
        )
        return None
    return _note(path, file, front, paragraphs, year)


# -- reading the file ----------------------------------------------------------------------------------


def _text_lines(path: Path, file: str, faults: Faults) -> list[str] | None:
    data = path.read_bytes()
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")):
        faults.add(
            "wrong-type",
            f"“{file}”不是文本文件，只是扩展名写成了 {path.suffix}。",
            file=file,
            found="Word、PDF 或压缩文件",
            expected="文本",
            advice="请在原来的程序里打开，另存为 .docx 或 .txt。",
        )
        return None
    text = decode(data, file, faults)
    return None if text is None else clean(text, file, faults).split("\n")


def _word_lines(path: Path, file: str, faults: Faults) -> list[str] | None:
    """The visible paragraphs of a Word file, insertions included; deleted text and tables are not read."""
    head = path.read_bytes()[:8]
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        faults.add(
            "encrypted",
            f"“{file}”有打开密码，或是旧版 Word 文件（.doc），读不了。",
            file=file,
            found="加密或旧版的文档",
            expected="没有密码的 .docx",
            advice="请去掉密码，另存为 .docx。",
        )
        return None
    try:
        with zipfile.ZipFile(path) as archive:
            if not unpackable(archive, file, faults):
                return None
            xml = archive.read("word/document.xml")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        body = etree.fromstring(xml, parser)
    except (
        zipfile.BadZipFile,
        zlib.error,
        KeyError,
        OSError,
        EOFError,
        ValueError,
        NotImplementedError,
        etree.XMLSyntaxError,
    ):
        faults.add(
            "damaged",
            f"“{file}”已损坏，或不是 Word 文档，读不了。",
            file=file,
            found="不完整或无法识别的内容",
            expected="完整的 .docx",
            advice="请在 Word 或 WPS 中打开并另存为 .docx。",
        )
        return None
    _warn_of_tables(body, file, faults)
    outside = (p for p in body.iter(f"{_W}p") if next(p.iterancestors(f"{_W}tbl"), None) is None)
    text = "\n".join(_paragraph_text(p) for p in outside)
    return clean(text, file, faults).split("\n")


def _warn_of_tables(body: Any, file: str, faults: Faults) -> None:
    """Cells of a table are not sentences: read one after another they would mean something else."""
    count = sum(1 for _ in body.iter(f"{_W}tbl"))
    if count:
        faults.add(
            "note-table",
            f"“{file}”中有{count}个表格，表格里的内容没有读取。",
            file=file,
            found=f"{count}个表格",
            expected="写成句子的文字",
            advice="请把要写进报告的内容写成句子，或填进 data.xlsx；不用的不必管。",
            severity=Severity.WARNING,
        )


def _paragraph_text(paragraph: Any) -> str:
    parts = []
    for node in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br"):
        own = next((a for a in node.iterancestors(f"{_W}p")), None)
        if own is paragraph:
            parts.append(node.text or "" if node.tag == f"{_W}t" else " ")
    return "".join(parts)


# -- front matter --------------------------------------------------------------------------------------


def _front_matter(
    lines: Sequence[str], file: str, faults: Faults
) -> tuple[dict[str, Any], list[tuple[int, str]]]:
    """The fields between two ``---`` lines at the top, and the numbered lines after them."""
    numbered = list(enumerate(lines, start=1))
    start = next((i for i, line in enumerate(lines) if line.strip()), len(lines))
    if start == len(lines) or lines[start].strip() != "---":
        return {}, numbered
    end = next(
        (i for i in range(start + 1, min(len(lines), start + FRONT_LIMIT)) if lines[i].strip() == "---"), None
    )
    if end is None:
        faults.add(
            "bad-front-matter",
            f"“{file}”开头的说明栏没有用“---”结束，当作正文读取。",
            file=file,
            line=start + 1,
            found="---",
            expected="--- … ---",
            advice="请在说明栏后另起一行写 ---。",
            severity=Severity.WARNING,
        )
        return {}, numbered[start + 1 :]
    text = unicodedata.normalize("NFC", "\n".join(lines[start + 1 : end]))
    data = yamls.load(text, file, faults, first_line=start + 2, code="bad-front-matter", fields=FIELDS)
    return _fields(data, file, start + 2, faults), numbered[end + 1 :]


def _fields(data: Any, file: str, line: int, faults: Faults) -> dict[str, Any]:
    if data is None:
        return {}
    if not isinstance(data, Mapping):
        faults.add(
            "bad-front-matter",
            f"“{file}”开头的说明栏应是“字段: 内容”。",
            file=file,
            line=line,
            found=clip(data),
            expected="、".join(FIELDS),
            advice="请改正，或删去说明栏。",
        )
        return {}
    found: dict[str, Any] = {}
    for key, raw in data.items():
        if str(key) not in FIELDS:
            faults.add(
                "bad-front-matter",
                f"说明栏不认识字段“{clip(key)}”，已略去。",
                file=file,
                line=line,
                found=str(key),
                expected="、".join(FIELDS),
                advice=suggest(str(key), FIELDS) + "请改正或删去。",
                severity=Severity.WARNING,
            )
        elif key == "日期":
            _date(raw, file, line, found, faults)
        elif raw is not None:
            found[str(key)] = _whole(raw) if key in ("章节", "标题") else _words(raw)
    return found


def _date(raw: Any, file: str, line: int, found: dict[str, Any], faults: Faults) -> None:
    try:
        if raw is not None:
            found["日期"] = parse_date(raw)
    except ValueError:
        faults.add(
            "bad-front-matter",
            f"说明栏的日期“{clip(raw)}”不对。",
            file=file,
            line=line,
            found=str(raw),
            expected="日期，如 2023-05-25",
            advice="请改正日期。",
        )


def _words(raw: Any) -> tuple[str, ...]:
    """One word or a list of them; in one line, 、，, and ； separate."""
    items = raw if isinstance(raw, list) else re.split(r"[、，,；;]", str(raw))
    return tuple(w for w in (clip(i, 100) for i in items if not isinstance(i, dict | list)) if w)


def _whole(raw: Any) -> tuple[str, ...]:
    """A heading may hold commas itself: one line is kept as it is (`Outline.named` takes it apart)."""
    return _words(raw if isinstance(raw, list) else [raw])


# -- paragraphs ----------------------------------------------------------------------------------------


def _paragraphs(lines: Sequence[tuple[int, str]], file: str, faults: Faults) -> list[Paragraph]:
    found = []
    for number, raw in lines[:LINE_LIMIT]:
        text = _unbracket(raw, number, file, faults)
        plain = _MARKUP.sub("", text).strip()
        _warn_of_split_numbers(plain, number, file, faults)
        if plain and plain != "---":
            found.append(Paragraph(number, plain, raw.lstrip().startswith("#")))
    if len(lines) > LINE_LIMIT:
        faults.add(
            "oversized",
            f"“{file}”有{len(lines)}行，只读了前{LINE_LIMIT}行。",
            file=file,
            found=f"{len(lines)}行",
            expected=f"不超过{LINE_LIMIT}行",
            advice="请拆成几个记录。",
        )
    return found


def _warn_of_split_numbers(text: str, number: int, file: str, faults: Faults) -> None:
    """“2 300亩” and “1，850亩” read as two numbers: only the clerk knows whether they are one."""
    for match in _SPLIT_NUMBER.finditer(text):
        joined = re.sub(r"\D", "", match[0])
        faults.add(
            "split-number",
            f"“{file}”第{number}行的“{clip(match[0])}”中间有空格或全角逗号，会读成几个数。",
            file=file,
            line=number,
            found=match[0],
            expected=joined,
            advice=f"是一个数的，请连着写成{joined}；是几个数的，请用顿号隔开。",
            severity=Severity.WARNING,
        )


def _unbracket(text: str, number: int, file: str, faults: Faults) -> str:
    """``[[`` means a reference in drafts; in a note it is somebody's typing, and becomes a plain ［."""
    plain = _CLOSE.sub("］", _OPEN.sub("［", text))
    if plain != text:
        faults.add(
            "brackets-in-note",
            f"“{file}”第{number}行有双方括号，已改成单个全角方括号“［］”。",
            file=file,
            line=number,
            found=text,
            expected="不含 [[ 和 ]]",
            advice="双方括号在报告中表示引用数据，请在记录中换一种括号。",
            severity=Severity.WARNING,
        )
    return plain


# -- figures -------------------------------------------------------------------------------------------


def note_name(stem: str) -> str:
    """The file name as a part of keys: no dots, brackets or bars."""
    plain = re.sub(r"[\[\]|.\s·\x00-\x1f]+", "-", unicodedata.normalize("NFC", stem)).strip("-")
    return plain[:60] or "记录"


def _note(
    path: Path, file: str, front: dict[str, Any], paragraphs: list[Paragraph], year: int
) -> ActivityNote:
    name = note_name(path.stem)
    paragraphs = _with_title(paragraphs)
    body = [p for p in paragraphs if not p.heading]
    heading = next((p.text for p in paragraphs if p.heading), "")
    title = "、".join(front.get("标题", ())) or heading
    date: dt.date | None = front.get("日期")
    lines, figures = tag(name, file, body, year)
    about = front.get("说明", ())
    return ActivityNote(
        name=name,
        file=file,
        kind=NoteKind.REASON if about else NoteKind.ACTIVITY,
        title=title,
        date=date,
        topics=front.get("主题", ()),
        sections=front.get("章节", ()),
        about=about,
        lines=tuple(lines),
        figures=tuple(figures),
    )


def _with_title(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """A short first line without stop or number is a title when whole sentences follow it."""
    first, rest = paragraphs[0], paragraphs[1:]
    if not rest or any(p.heading for p in paragraphs) or not rest[0].text.endswith(("。", "！", "；")):
        return paragraphs
    if not _TITLE.fullmatch(first.text) or find(first.text):
        return paragraphs
    return [replace(first, heading=True), *rest]


@dataclass(frozen=True, slots=True)
class Found:
    """A mention with its hedges: the whole span that a reference replaces."""

    mention: Mention
    start: int
    end: int
    hedge: Hedge | None

    @property
    def named(self) -> bool:
        """A definite quantity; ranges and vague numbers (数十家) stay as they are typed."""
        return (
            self.mention.kind in QUANTITIES and self.mention.value is not None and self.mention.high is None
        )


def tag(name: str, file: str, body: Sequence[Paragraph], year: int) -> tuple[list[NoteLine], list[Figure]]:
    """Each paragraph with its tagged twin, and the figures in them."""
    found = [[span(m, p.text) for m in find(p.text)] for p in body]
    spots = [
        [Spot(p.text, f.start, f.end, f.mention.kind, f.mention.unit or "", f.named) for f in line]
        for p, line in zip(body, found, strict=True)
    ]
    lines, figures = [], []
    for paragraph, line, places, words in zip(body, found, spots, names(spots), strict=True):
        wanted = [(f, s) for f, s in zip(line, places, strict=True) if f.named]
        made = [
            _figure(
                f,
                f"记录.{name}.{w}",
                w,
                LineRef(file=file, line=paragraph.number, quote=paragraph.text[f.start : f.end]),
                paragraph.text[slice(*clause(s, places))],
                year,
            )
            for (f, s), w in zip(wanted, words, strict=True)
        ]
        figures += made
        tagged = _tagged(
            paragraph.text, [(f.start, f.end, m.key) for (f, _), m in zip(wanted, made, strict=True)]
        )
        lines.append(NoteLine(line=paragraph.number, text=paragraph.text, tagged=tagged))
    return lines, figures


def _tagged(text: str, spans: Sequence[tuple[int, int, str]]) -> str:
    parts, last = [], 0
    for start, end, key in spans:
        parts += [text[last:start].translate(_SINGLE), f"[[{key}]]"]
        last = end
    return "".join([*parts, text[last:].translate(_SINGLE)])


def _figure(found: Found, key: str, label: str, source: LineRef, context: str, year: int) -> Figure:
    mention = found.mention
    assert mention.value is not None
    # The unit as it was written, 1.2万元, so that the figure is printed like that again.
    scale, unit, _ = split_unit(written_unit(mention))
    return Figure(
        key=key,
        item=key,
        label=label,
        kind=mention.kind,
        value=mention.value,
        unit=unit,
        source=source,
        year=year,
        hedge=found.hedge,
        verbatim=True,
        scale=scale,
        context=context.strip(),
    )


def span(mention: Mention, text: str) -> Found:
    """The mention's offsets widened by the hedge words in front and behind, and the hedge they form."""
    start, end = mention.start, mention.end
    if mention.approx is Approx.EXACT or not mention.hedge:
        return Found(mention, start, end, None)
    said = mention.hedge.split("…")
    prefix = suffix = after = ""
    front = text[:start].rstrip(" ")
    if front.endswith(said[0]):
        prefix, start = said[0], len(front) - len(said[0])
    inner = text[mention.num_end : end]
    suffix = next((w for w in said if len(w) == 1 and w in inner), "")
    at = text.find(said[-1], end, end + 8)
    if at >= 0 and said[-1] != suffix and (len(said) > 1 or not prefix):
        after, end = text[end : at + len(said[-1])], at + len(said[-1])
    return Found(mention, start, end, Hedge(approx=mention.approx, prefix=prefix, suffix=suffix, after=after))
