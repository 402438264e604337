"""Well-formed nonsense: whatever stands where it should not, reading ends with a file or with one message."""

from __future__ import annotations

import random
import zipfile
from copy import deepcopy
from pathlib import Path

import pytest
from lxml import etree

from pipeline.errors import DocumentError
from pipeline.word import read_edited
from schemas.editing import Tracked
from tests.word.foreign import comment, docx
from tests.word.test_libreoffice import EDITED, NOTES, NUMBERED

PARTS = (
    "word/document.xml",
    "word/comments.xml",
    "word/styles.xml",
    "word/numbering.xml",
    "word/footnotes.xml",
)


def mangle(xml: bytes, chance: random.Random) -> bytes:
    """*xml* with elements moved, copied, removed and renamed, and attributes emptied or made odd."""
    root = etree.fromstring(xml)
    for _ in range(chance.randint(1, 12)):
        elements = list(root.iter())[1:]
        if not elements:
            break
        one, other = chance.choice(elements), chance.choice(elements)
        parent = one.getparent()
        what = chance.randrange(5)
        if what == 0 and parent is not None:
            parent.remove(one)
        elif what == 1:
            other.append(deepcopy(one))
        elif what == 2:
            one.tag = other.tag
        elif what == 3 and one.attrib:
            one.attrib[chance.choice(list(one.attrib))] = chance.choice(["", "-1", "９", "x" * 300, "0"])
        else:
            one.attrib.clear()
    return etree.tostring(root)


@pytest.mark.parametrize("seed", range(120))
def test_mangled_files_never_raise_anything_else(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    path = docx(
        tmp_path / "a.docx", EDITED, comments=comment(0, "甲", "问"), footnotes=NOTES, numbering=NUMBERED
    )
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    for name in chance.sample(PARTS, chance.randint(1, len(PARTS))):
        parts[name] = mangle(parts[name], chance)
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    for tracked in Tracked:
        try:
            file = read_edited(path, tracked=tracked)
        except DocumentError:
            continue
        for one in file.comments:
            assert -1 <= one.paragraph < len(file.paragraphs)
            length = len(file.paragraphs[one.paragraph].text) if one.paragraph >= 0 else 0
            assert 0 <= one.start <= one.end <= length
        assert all(-1 <= extra.paragraph < len(file.paragraphs) for extra in file.extras)
