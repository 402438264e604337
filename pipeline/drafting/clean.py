"""A model's answer becomes plain paragraphs, or it is said why it cannot.

Only the wrapping is taken off: thoughts, fences, a repeated heading, Markdown marks. No word of the text
itself and no number is changed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from pipeline.drafting.hints import take_excuse
from schemas.calls import Completion
from schemas.findings import Finding, Severity

_THOUGHT = re.compile(r"<(think|thinking|thought|reasoning)>.*?(</\1>|\Z)", re.DOTALL | re.IGNORECASE)
_THOUGHT_END = re.compile(r"\A.*</(?:think|thinking|thought|reasoning)>", re.DOTALL | re.IGNORECASE)
_FENCED = re.compile(r"```[^\n`]*\n(.*?)(?:\n```|\Z)", re.DOTALL)
_LEAD = re.compile(r"(好的|以下|下面|根据(您|你|以上|上述)|这是|当然|Sure|Here is)[^\n]{0,60}[：:]")
_TAIL = re.compile(
    r"[（(]?(全文|正文|本节)?(共|约|字数)[^\n]{0,12}字[)）]?[。]?|[（(](注|说明)[：:][^\n]*[)）]"
)
_MARKS = re.compile(r"^\s*(?:#{1,6}\s*|>\s*|[-*+•·●]\s+)")
_EMPHASIS = re.compile(r"(\*\*\*|\*\*|___|__)(?=\S)(.+?)(?<=\S)\1")
_NUMBERING = re.compile(
    r"^(第?[一二三四五六七八九十]+[、章节]|[（(][一二三四五六七八九十\d]+[)）]|\d+(\.\d+)*[.、．]?)\s*"
)
_REFERENCE = re.compile(r"\[\[[^\[\]\n]*\]\]")
_REFUSAL = re.compile(
    r"(非常|很|十分)?(抱歉|对不起|遗憾)|作为(一个|一名|一款)?\s*(AI|人工智能|大?语言模型)"
    r"|我(无法|不能)(协助|完成|提供|帮助|满足|回答)|I'?m sorry|I (cannot|can't|am unable)|As an AI",
    re.IGNORECASE,
)
REFUSED = frozenset({"content_filter", "refusal", "safety", "sensitive"})


@dataclass(frozen=True, slots=True)
class Answer:
    """A cleaned answer. ``unusable`` says (in Chinese) why nothing can be made of it; ``findings`` what is
    wrong with its form; ``excuse`` is the line in which it says what it could not do."""

    text: str
    unusable: str = ""
    findings: tuple[Finding, ...] = ()
    excuse: str = ""


def clean(completion: Completion, heading: str, *, figures_required: bool = False, least: int = 0) -> Answer:
    """The plain text of *completion*; *heading* is the one it must not repeat."""
    lines, excuse = take_excuse(_lines(completion.text))
    text = "\n".join(_trimmed(lines, heading))
    unusable = _unusable(text, completion.finish, figures_required, least)
    if unusable:
        return Answer(text, unusable, excuse=excuse)
    return Answer(text, findings=tuple(_form(text, completion.finish)), excuse=excuse)


def plain(text: str, heading: str) -> str:
    """*text* without thoughts, fences, lead-in, heading and marks; one paragraph a line."""
    return "\n".join(_trimmed(_lines(text), heading))


def _lines(text: str) -> list[str]:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _THOUGHT_END.sub("", _THOUGHT.sub("", text))
    if fenced := _FENCED.search(text):
        text = fenced[1]
    text = re.sub(r"<br\s*/?>", "\n", re.sub("[\ufeff\u200b\u200c\u200d\u2060]", "", text))
    lines = [_line(line) for line in text.split("\n")]
    return [line for line in lines if line and not re.fullmatch(r"[-*_=—]{3,}", line)]


def _line(line: str) -> str:
    line = _MARKS.sub("", line).strip().strip("　")
    line = re.sub(r"`(\[\[[^`\n]*?\]\])`", r"\1", line)
    # Emphasis must not eat the inside of a reference, whose key may hold any character.
    kept = _REFERENCE.findall(line)
    bare = _EMPHASIS.sub(r"\2", _REFERENCE.sub("\x00", line))
    for reference in kept:
        bare = bare.replace("\x00", reference, 1)
    return bare.strip()


def _trimmed(lines: list[str], heading: str) -> list[str]:
    if lines and _LEAD.fullmatch(lines[0]):
        lines = lines[1:]
    while lines and _bare(lines[0]) == _bare(heading):
        lines = lines[1:]
    if lines and _TAIL.fullmatch(lines[-1]):
        lines = lines[:-1]
    return lines


def _bare(line: str) -> str:
    folded = _NUMBERING.sub("", unicodedata.normalize("NFKC", line).strip('　 “”"《》【】'))
    return re.sub(r"[\s。.：:“”\"]", "", folded)


def _unusable(text: str, finish: str, figures_required: bool, least: int) -> str:
    words = _REFERENCE.sub("", text)
    chinese = len(re.findall(r"[\u4e00-\u9fff]", words))
    if finish in REFUSED or (len(words) < 200 and _REFUSAL.match(text) and words == text):
        return "模型拒绝写这一节"
    if not text.strip():
        return "模型交了空白"
    if text.lstrip().startswith(("{", "<!", "<html")) or chinese < 0.4 * len(words) or chinese < 6:
        return "模型交来的不是中文正文"
    if figures_required and words == text and not re.search(r"\d", text):
        return "模型交来的文字里一个数据也没有"
    if chinese * 4 < least:
        return f"模型只写了{chinese}个字，远不够本节的篇幅"
    return ""


def _form(text: str, finish: str) -> list[Finding]:
    """What is wrong with the form; the checker sees left-over marks by itself, but not a missing end."""
    if finish not in ("length", "max_tokens"):
        return []
    message = "回答写到长度上限被截断，末句不完整，请写得短些并写完。"
    return [Finding(code="answer-truncated", severity=Severity.ERROR, message=message, quote=text[-20:])]
