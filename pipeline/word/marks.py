"""Names by which an edited file is known again: bookmarks at section starts, custom properties."""

from __future__ import annotations

import hashlib

OPENING, CLOSING, END = "opening", "closing", "zpb.end"
PREFIX = "zpb_"
REVISION = "revision_"
_LONGEST = 40  # Word cuts off longer bookmark names


def bookmark_name(id: str) -> str:
    """The bookmark of section *id*; a name too long for Word keeps its start and a digest of the rest."""
    name = PREFIX + id.replace("zpb.", "_")
    if len(name) <= _LONGEST:
        return name
    return f"{name[:30]}_{hashlib.sha256(id.encode()).hexdigest()[:8]}"


def property_name(name: str) -> str:
    """The custom property called *name*."""
    return PREFIX + name
