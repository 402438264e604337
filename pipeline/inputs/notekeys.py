"""Names for the numbers of a note, from the words around each in its own clause.

A name must survive: lines moved, other clauses rewritten, the number itself changed. So it is made from
its own clause alone. Only where two clauses of a note yield the same name are both made longer, step by
step, until they differ; a counter is the last resort.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from schemas.figures import Kind, normalise_key

MOST = 12
LONGEST = 20
_BREAK = re.compile(r"[，,。；;：:！!？?、（）()《》〈〉“”\"‘’'「」\[\]［］【】\n…|/—]")
_WORD = re.compile(r"[\u3400-\u9fffA-Za-z]+")
_TRAILING = re.compile(
    r"(?:共计|合计|总计|累计|共有|现有|达到|其中|[达共计有为了的约近超等是在到至及和与并各])+$"
)
_LEADING = re.compile(r"^(?:其中|以及|共计|累计|先后|全年|[共并和及与的了]|其(?![他次余中]))+")
_WORDY = frozenset({Kind.ORDINAL, Kind.FIXED})
"""一等奖 and 三农 are words: they tell numbers apart and do not change with them."""
_NAMELESS = {Kind.MONEY: "金额", Kind.PERCENT: "比例", Kind.DURATION: "时长"}


@dataclass(frozen=True, slots=True)
class Spot:
    """A number in a line: its offsets with hedges, its kind and measure word; dates are spots unnamed."""

    line: str
    start: int
    end: int
    kind: Kind
    unit: str
    named: bool = True


def clause(spot: Spot, others: Sequence[Spot]) -> tuple[int, int]:
    """Where the clause around *spot* begins and ends; a comma inside a number breaks nothing."""
    start, end = 0, len(spot.line)
    for mark in _BREAK.finditer(spot.line):
        if any(o.start <= mark.start() < o.end for o in others):
            continue
        if mark.start() < spot.start:
            start = mark.end()
        elif mark.start() >= spot.end:
            return start, mark.start()
    return start, end


def names(lines: Sequence[Sequence[Spot]]) -> list[list[str]]:
    """A name for each spot that wants one, line by line; no two alike."""
    choices: list[tuple[int, list[str]]] = []
    for number, spots in enumerate(lines):
        choices += [(number, _candidates(s, spots)) for s in spots if s.named]
    chosen = _separate([c for _, c in choices])
    result: list[list[str]] = [[] for _ in lines]
    for (number, _), name in zip(choices, chosen, strict=True):
        result[number].append(name)
    return result


def _separate(choices: list[list[str]]) -> list[str]:
    levels = [0] * len(choices)
    chosen = [c[0] for c in choices]
    for _ in range(max((len(c) for c in choices), default=1) - 1):
        counts = Counter(map(normalise_key, chosen))
        for i, name in enumerate(chosen):
            if counts[normalise_key(name)] > 1 and levels[i] + 1 < len(choices[i]):
                levels[i] += 1
        chosen = [c[level] for c, level in zip(choices, levels, strict=True)]
    return _number(chosen)


def _number(chosen: list[str]) -> list[str]:
    """The last resort for clauses that are word for word the same."""
    taken = set(map(normalise_key, chosen))
    seen: set[str] = set()
    result = []
    for name in chosen:
        candidate, turn = name, 1
        while normalise_key(candidate) in seen or (turn > 1 and normalise_key(candidate) in taken):
            turn += 1
            candidate = f"{name}第{turn}处"
        seen.add(normalise_key(candidate))
        result.append(candidate)
    return result


def _candidates(spot: Spot, others: Sequence[Spot]) -> list[str]:
    """Names from short to long; each longer one holds the shortest, so that it stays readable."""
    start, end = clause(spot, others)
    numbers = [o for o in others if o.kind not in _WORDY]
    since = max((o.end for o in numbers if start <= o.end <= spot.start), default=start)
    until = min((o.start for o in numbers if spot.end <= o.start < end), default=end)
    near = words(spot.line, since, spot.start, numbers)
    before = words(spot.line, start, spot.start, numbers)
    behind = words(spot.line, spot.end, until, numbers)
    measure = "".join(_WORD.findall(spot.unit))
    trimmed = (_tail(near), _tail(before), _head(behind))
    first = next((w for w in (*trimmed, near[-MOST:], before[-MOST:]) if len(w) >= 2), "")
    first = first or _NAMELESS.get(spot.kind, f"{measure}数")
    after = _head(behind)
    after = "" if after == first else after
    earlier = words(spot.line, 0, start, numbers)
    sentence = words(spot.line, max(spot.line.rfind(m, 0, start) for m in "。！？") + 1, start, numbers)
    return [
        first,
        first + measure,
        f"{first}{measure}{after}",
        f"{sentence[-8:]}{first}{measure}{after}",
        f"{earlier[-LONGEST:]}{first}{measure}{after}",
    ]


def words(line: str, start: int, end: int, numbers: Sequence[Spot]) -> str:
    """The Han characters and letters between two offsets, every number left out."""
    kept = [c for i, c in enumerate(line[start:end], start) if not any(o.start <= i < o.end for o in numbers)]
    return "".join(_WORD.findall("".join(kept)))


def _tail(text: str) -> str:
    """The end of *text*, without 共计, 达 and the like; cut behind a 的 rather than inside a word."""
    plain = _LEADING.sub("", _TRAILING.sub("", text))
    if len(plain) <= MOST:
        return plain
    cut = plain[-MOST:]
    after = max(cut.find(mark) for mark in "的了将对为在")
    return cut[after + 1 :] if 0 <= after <= MOST - 5 else cut


def _head(text: str) -> str:
    """The beginning of *text*, the same way."""
    return _TRAILING.sub("", _LEADING.sub("", text)[: MOST - 2])
