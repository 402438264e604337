"""Characters evened out for comparing, with the way back to the text they came from.

Word, WPS and LibreOffice turn quotation marks, blanks and widths into one another: none of that is an edit.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

_SAME = str.maketrans(
    dict.fromkeys("“”„‟＂「」『』‘’‚‛＇'`", '"') | dict.fromkeys("—–―‐‑‒−﹣－─", "-") | {"〜": "~", "․": "."}
)
_NOTHING = re.compile("[^\\S\n]|[\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u2064\ufe00-\ufe0f\ufeff]")


@lru_cache(maxsize=4096)
def _fold(char: str) -> str:
    if _NOTHING.fullmatch(char):
        return ""
    folded = unicodedata.normalize("NFKC", char.translate(_SAME)).translate(_SAME)
    return "".join(c for c in folded if c == char or not (c.isspace() or _NOTHING.fullmatch(c)))


@dataclass(frozen=True, slots=True)
class Folded:
    """``text`` is *source* evened out; ``origins[i]`` is where its i-th character came from."""

    source: str
    text: str
    origins: tuple[int, ...]

    def back(self, start: int, end: int) -> tuple[int, int]:
        """The bounds in the source of a part of ``text``."""
        if start >= end:
            at = self.origins[start] if start < len(self.origins) else len(self.source)
            return at, at
        return self.origins[start], self.origins[end - 1] + 1

    def there(self, start: int, end: int) -> tuple[int, int]:
        """The bounds in ``text`` of a part of the source."""
        return bisect_left(self.origins, start), bisect_left(self.origins, end)


def fold(source: str) -> Folded:
    """*source* with widths, quotation marks and dashes evened out, blanks dropped, lines kept."""
    out: list[str] = []
    origins: list[int] = []
    for at, char in enumerate(source):
        if folded := _fold(char):
            out.append(folded)
            origins.extend([at] * len(folded))
    return Folded(source, "".join(out), tuple(origins))


def plain_lines(text: str) -> list[str]:
    """The lines of *text*, evened out, without empty ones: what two texts are called the same by."""
    return [line for line in fold(text).text.split("\n") if line]
