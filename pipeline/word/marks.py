"""Names by which an edited file is known again: bookmarks at section starts, custom properties."""

from __future__ import annotations

import hashlib
import re

OPENING, CLOSING, END = "opening", "closing", "zpb.end"
PREFIX = "zpb_"
REVISION = "revision_"
_LONGEST = 40  # Word cuts off longer bookmark names


def bookmark_name(id: str) -> str:
    """The bookmark of section *id*. What Word would cut off or refuse gives way to a digest."""
    name = PREFIX + re.sub("[^0-9A-Za-z_]", "_", id)
    if len(name) <= _LONGEST and name == PREFIX + id:
        return name
    return f"{name[:30]}_{hashlib.sha256(id.encode()).hexdigest()[:8]}"


def property_name(name: str) -> str:
    """The custom property called *name*."""
    return PREFIX + name
