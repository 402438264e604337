"""Comments in the file: findings of the check, signed by this project, and remarks of persons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from docx.document import Document
from docx.oxml.ns import qn
from docx.text.run import Run

from pipeline.word.text import clean
from schemas.editing import Remark
from schemas.findings import Finding

COMMENT_AUTHOR = "自评报核对"
"""Who our findings are signed by."""


@dataclass(frozen=True, slots=True)
class WrittenComment:
    """A comment that tells a finding: its section (empty for none), its words, and the finding."""

    section: str
    text: str
    finding: Finding


def add_finding(document: Document, runs: Sequence[Run], finding: Finding) -> WrittenComment:
    """Tell *finding* on the words of *runs*."""
    lines = [f"【{finding.severity.chinese}】{finding.message}"]
    lines += [f"应为：{finding.expected}"] if finding.expected else []
    lines += [f"依据：{finding.evidence}"] if finding.evidence else []
    # Blanks at the edges would not come back.
    text = "\n".join(line.strip() for line in clean("\n".join(lines)).split("\n") if line.strip())
    document.add_comment(runs, text, COMMENT_AUTHOR, "核")
    return WrittenComment(finding.section or "", text, finding)


def add_remark(document: Document, runs: Sequence[Run], remark: Remark) -> None:
    """Give a person's comment back, with its author and its date."""
    author = clean(remark.author) or "未署名"
    comment = document.add_comment(runs, clean(remark.text), author, author[:1])
    if remark.created is not None:
        comment._comment_elm.set(qn("w:date"), remark.created.strftime("%Y-%m-%dT%H:%M:%SZ"))


def quoted(text: str, quote: str) -> tuple[int, int]:
    """Where *quote* stands in *text*; an empty range when it does not (any more)."""
    start = text.find(quote) if quote else -1
    return (start, start + len(quote)) if start >= 0 else (0, 0)
