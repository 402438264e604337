"""Taking an edited file apart: paragraphs, comments, tracked changes, and what a report cannot carry.

The file comes from Word, WPS, LibreOffice or a stranger. It is read as XML, never through python-docx,
which drops what it does not know.
"""

from __future__ import annotations

from pathlib import Path

from pipeline.package import Package, child, damaged, local, opened, too_deep
from pipeline.word.edited.body import Body
from pipeline.word.edited.comments import read_comments
from pipeline.word.edited.names import Names
from pipeline.word.edited.notes import Notes
from pipeline.word.edited.numbering import Numbering
from pipeline.word.edited.origin import modified_by, properties, saved_by
from pipeline.word.edited.styles import Styles
from pipeline.word.edited.surroundings import surroundings
from schemas.editing import EditedFile, Tracked

__all__ = ["read_edited"]


def read_edited(path: Path, *, tracked: Tracked = Tracked.ACCEPT) -> EditedFile:
    """The file *path* taken apart; *tracked* says what is made of changes that nobody has settled.

    Raises DocumentError for what is no Word file, or none that can be read within bounds.
    """
    with opened(path) as package:
        try:
            return _read(package, tracked)
        except RecursionError as error:
            raise too_deep(path.name) from error


def _read(package: Package, tracked: Tracked) -> EditedFile:
    root = package.root(package.main)
    content = child(root, "body") if root is not None else None
    if root is None or local(root) != "document" or content is None:
        raise damaged(package.name)
    custom = properties(package)
    numbering = Numbering(package.first("numbering"))
    body = Body(Styles(package.first("styles")), numbering, Notes(package, tracked), tracked)
    body.read(content)
    paragraphs = Names(custom).paragraphs(body.lines)
    return EditedFile(
        paragraphs=paragraphs,
        properties=custom,
        comments=read_comments(package, body.anchors, tracked),
        extras=(*surroundings(package, tracked), *body.extras()),
        tracked=body.changes.count,
        saved_by=saved_by(package),
        modified_by=modified_by(package),
    )
