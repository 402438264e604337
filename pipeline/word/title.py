"""The title in lines: whole words, of like length, none too long for the page (7.3.1)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from pipeline.word import style as S
from pipeline.word.text import width

LONGEST = S.TEXT_WIDTH // (S.SIZE_2 * 10) - 1  # one to spare: programs add room around digits
_SHORTEST = 4
_GOOD = re.compile(
    r"(?<=年度)|(?<=关于)|(?=部门整体)|(?<!部门)(?=整体支出)|(?<!支出)(?=绩效)|(?=自评)|(?=专项资金)"
)
_ANY = re.compile(r"(?<![0-9A-Za-z])(?=.)|(?=[^0-9A-Za-z年度])")


def title_lines(title: str) -> list[str]:
    """*title* as it is set; line breaks in it are kept, and lines too long are broken further."""
    parts = [part.strip().rstrip("。") for part in title.split("\n")]
    return [line for part in parts if part for line in _broken(part)]


def _broken(text: str) -> list[str]:
    for pattern in (_GOOD, _ANY):
        places = [m.start() for m in pattern.finditer(text) if 0 < m.start() < len(text)]
        if best := _balanced(text, (*places, len(text))):
            return best
    return [text]


def _balanced(text: str, places: Sequence[int]) -> list[str] | None:
    """The fewest lines, and of these the most even, that break at *places* only."""

    @cache
    def best(start: int) -> tuple[int, float, tuple[str, ...]] | None:
        if start == len(text):
            return 0, 0.0, ()
        choices = []
        for end in places:
            line = text[start:end]
            fits = end > start and width(line) <= LONGEST and len(line) >= min(_SHORTEST, len(text))
            if fits and (rest := best(end)) is not None:
                choices.append((rest[0] + 1, rest[1] + width(line) ** 2, (line, *rest[2])))
        return min(choices, default=None)

    found = best(0)
    return None if found is None else list(found[2])
