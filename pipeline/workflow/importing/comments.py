"""Comments that come back: what they say of findings, and persons' own remarks.

Comments are known again by their words, because programs renumber them. An answer dismisses the finding,
with the answer as the reason; so does a person's comment on exactly the same words, which is what an answer
becomes in programs that lose its link (LibreOffice before 7.5). A comment ticked off or deleted says that
the matter is done: of a warning that dismisses it; an error proves itself by its arithmetic, so it is
marked as put right and comes up again when it is not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.word import COMMENT_AUTHOR, Divided
from schemas.editing import EditedComment, EditedFile, Remark
from schemas.findings import Disposition, Finding, Severity, Status
from schemas.report import Export


def dispositions(edited: EditedFile, export: Export) -> Iterator[tuple[Finding, Disposition]]:
    """What the comments of the file say of the findings that the export told."""
    here: dict[str, list[EditedComment]] = {}
    for comment in linked(edited.comments):
        if comment.author == COMMENT_AUTHOR:
            here.setdefault(_plain(comment.text), []).append(comment)
    for text, finding in export.comments:
        same = here.get(_plain(text))
        left = same.pop(0) if same else None
        if made := _made_of(left, finding, edited.modified_by):
            yield finding, made


def linked(comments: Sequence[EditedComment]) -> list[EditedComment]:
    """The comments, with answers that had lost their link given back to ours."""
    ours = {_place(c) for c in comments if c.author == COMMENT_AUTHOR and c.start < c.end}
    answers = {_place(c): c for c in comments if c.author != COMMENT_AUTHOR and _place(c) in ours}
    kept = [c for c in comments if c.author == COMMENT_AUTHOR or answers.get(_place(c)) != c]
    return [_answered(c, answers.get(_place(c))) if c.author == COMMENT_AUTHOR else c for c in kept]


def _answered(comment: EditedComment, answer: EditedComment | None) -> EditedComment:
    if answer is None or comment.replies:
        return comment
    return comment.model_copy(update={"replies": ((answer.author, answer.text), *answer.replies)})


def _place(comment: EditedComment) -> tuple[int, int, int]:
    return comment.paragraph, comment.start, comment.end


def _made_of(comment: EditedComment | None, finding: Finding, person: str) -> Disposition | None:
    if comment is not None and comment.replies:
        author, answer = comment.replies[-1]
        return Disposition(status=Status.DISMISSED, reason=answer.strip() or "（空白答复）", by=author)
    if comment is not None and not comment.resolved:
        return None
    how = "批注已删去" if comment is None else "批注已标为解决"
    status = Status.FIXED if finding.severity is Severity.ERROR else Status.DISMISSED
    return Disposition(status=status, reason=how, by=person)


def remarks(edited: EditedFile, divided: Divided) -> Iterator[Remark]:
    """Persons' comments that are not ticked off, with the words they stand on."""
    for comment in linked(edited.comments):
        if comment.author == COMMENT_AUTHOR or comment.resolved:
            continue
        spot = divided.section_at(comment.paragraph)
        section = spot[0].id if spot else ""
        quote = ""
        if 0 <= comment.paragraph < len(edited.paragraphs):
            quote = edited.paragraphs[comment.paragraph].text[comment.start : comment.end].strip()
        answers = "".join(f"\n{author}：{text}" for author, text in comment.replies)
        yield Remark(
            section=section,
            quote=quote[:200],
            author=comment.author,
            text=comment.text + answers,
            created=comment.date,
        )


def _plain(text: str) -> str:
    """Programs change blanks and breaks inside a comment."""
    return "".join(text.split())
