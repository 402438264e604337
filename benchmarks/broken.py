"""Relations that hold, broken one by one: ``python -m benchmarks.broken [--seed S] [--most N] FILE|FOLDER…``.

A FILE is a list of passages (.jsonl with ``text`` and ``faults``; only those without faults are taken) or a
text. In each text the numbers are searched, without a look at the words, for sums, differences and quotients
that come out to the last printed digit; then one digit of one of them is changed, and the checker has to tell
something at one of its numbers that it did not tell before. What comes out by chance, or what no sentence
claims, cannot be told from what a sentence claims, so that some misses are none: the figure is for comparing
one state of the rules with another, and the list of misses (``--show``) is where they sleep.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from pipeline.crosscheck import check
from pipeline.numerals import find
from schemas.figures import Approx, Kind
from schemas.findings import Mention, Severity

_REACH = 220
_MOST = 8


@dataclass(frozen=True, slots=True)
class Relation:
    """What holds: its kind, the numbers in it, and the one that is claimed of the others."""

    kind: str
    claim: Mention
    terms: tuple[Mention, ...]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--most", type=int, default=3, help="relations of one kind that are broken in one text"
    )
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    chance = random.Random(options.seed)
    tried: Counter[str] = Counter()
    told: Counter[str] = Counter()
    for text in texts(options.paths):
        for relation in chosen(text, options.most, chance):
            broken, spots, said = broke(text, relation, chance)
            tried[relation.kind] += 1
            if noticed(text, broken, spots):
                told[relation.kind] += 1
            elif options.show:
                print(f"{relation.kind:10} {said}  {around(broken, spots)}")
    for kind in sorted(tried):
        print(f"{kind:12} {told[kind]}/{tried[kind]}  {told[kind] / tried[kind]:.1%}")
    print(f"all          {told.total()}/{tried.total()}  {told.total() / max(tried.total(), 1):.1%}")


def texts(paths: Sequence[Path]) -> Iterator[str]:
    """The passages without faults, and the texts."""
    for path in paths:
        files = sorted(path.glob("*.txt")) if path.is_dir() else [path]
        for file in files:
            words = file.read_text(encoding="utf-8")
            rows = map(json.loads, words.splitlines()) if file.suffix == ".jsonl" else [{"text": words}]
            yield from (row["text"] for row in rows if not row.get("faults"))


# -- what holds ---------------------------------------------------------------------------------------


def chosen(text: str, most: int, chance: random.Random) -> list[Relation]:
    """A few relations of each kind, none of two for one claim."""
    numbers = [m for m in find(text) if plain(m)]
    found: dict[str, dict[int, Relation]] = {}
    for relation in (*sums(text, numbers), *quotients(numbers), *differences(numbers)):
        found.setdefault(relation.kind, {}).setdefault(relation.claim.start, relation)
    taken: set[int] = set()
    out = []
    for group in found.values():
        free = [r for r in group.values() if r.claim.start not in taken]
        some = chance.sample(free, min(most, len(free)))
        taken |= {r.claim.start for r in some}
        out += some
    return out


def plain(mention: Mention) -> bool:
    """An exact number with two digits at least."""
    if mention.approx is not Approx.EXACT or mention.high is not None or mention.value is None:
        return False
    kinds = (Kind.MONEY, Kind.COUNT, Kind.PERCENT)
    return (
        mention.kind in kinds and len(digits(mention)) >= 2 and re.search("[0-9]", mention.text) is not None
    )


def digits(mention: Mention) -> str:
    """The digits without leading zeros."""
    return re.sub(r"\D", "", mention.text).lstrip("0")


def alike(one: Mention, other: Mention) -> bool:
    """Of one kind and unit."""
    return one.kind is other.kind and (one.kind is Kind.MONEY or one.unit == other.unit)


def value(mention: Mention) -> Decimal:
    return mention.value or Decimal(0)


def sums(text: str, numbers: list[Mention]) -> Iterator[Relation]:
    """A run of amounts in one sentence that is exactly the amount before it or behind it."""
    amounts = [m for m in numbers if m.kind is not Kind.PERCENT]
    for at, first in enumerate(amounts):
        run, total = [first], value(first)
        for other in amounts[at + 1 : at + _MOST]:
            if not alike(first, other) or "\n" in text[run[-1].end : other.start]:
                break
            run.append(other)
            total += value(other)
            beside = [
                m for m in amounts[max(0, at - 2) : at] + amounts[at + len(run) :][:1] if alike(first, m)
            ]
            for whole in beside:
                if value(whole) == total and (len(run) > 2 or len(digits(whole)) > 2):
                    yield Relation("sum", whole, tuple(run))


def quotients(numbers: Sequence[Mention]) -> Iterator[Relation]:
    """A percentage with three digits that is one amount over another, or their difference over one."""
    for at, claim in enumerate(numbers):
        if claim.kind is not Kind.PERCENT or claim.unit != "%" or len(digits(claim)) < 3:
            continue
        near = [m for m in numbers[max(0, at - 6) : at] if m.kind is not Kind.PERCENT]
        near = [m for m in near if claim.start - m.end <= _REACH]
        for i, one in enumerate(near):
            for other in near[i + 1 :]:
                if not alike(one, other) or not value(one) or not value(other):
                    continue
                for kind, ratio in ratios(value(one), value(other)):
                    if ratio.quantize(claim.step, ROUND_HALF_UP) == value(claim):
                        yield Relation(kind, claim, (one, other))


def ratios(one: Decimal, other: Decimal) -> Iterator[tuple[str, Decimal]]:
    less, more = sorted((one, other))
    yield "share", 100 * less / more
    yield "share", 100 * more / less
    yield "growth", 100 * (more - less) / less
    yield "growth", 100 * (more - less) / more
    yield "of-change", 100 * other / (one - other) if one != other else Decimal(0)
    yield "of-change", 100 * other / (one + other)


def differences(numbers: Sequence[Mention]) -> Iterator[Relation]:
    """A number with four digits that is the difference of two near it."""
    for at, claim in enumerate(numbers):
        if len(digits(claim)) < 4:
            continue
        near = [m for m in (*numbers[max(0, at - 3) : at], *numbers[at + 1 : at + 2]) if alike(m, claim)]
        for i, one in enumerate(near):
            for other in near[i + 1 :]:
                if abs(value(one) - value(other)) == value(claim):
                    yield Relation("difference", claim, (one, other))


# -- what is broken -------------------------------------------------------------------------------------


def broke(text: str, relation: Relation, chance: random.Random) -> tuple[str, list[tuple[int, int]], str]:
    """The text with one digit changed, the places of the numbers, and what was done."""
    numbers = [relation.claim, *relation.terms]
    number = relation.claim if relation.kind != "sum" or chance.random() < 0.5 else chance.choice(numbers[1:])
    places = [m.start() for m in re.finditer(r"[0-9]", number.text)]
    at = chance.choice(places[:3] if len(places) > 3 else places)
    fresh = chance.choice([d for d in "123456789" if d != number.text[at]])
    said = number.text[:at] + fresh + number.text[at + 1 :]
    broken = text[: number.start] + said + text[number.end :]
    return broken, [(m.start, m.end) for m in numbers], f"{number.text} → {said}"


def noticed(text: str, broken: str, spots: Sequence[tuple[int, int]]) -> bool:
    """Whether something is told at the numbers that was not told before."""
    before = {(f.code, f.start, f.message) for f in check(text).findings}
    for found in check(broken).findings:
        places = [(found.start, found.end), *found.others]
        if found.severity is Severity.INFO or (found.code, found.start, found.message) in before:
            continue
        if any(a < d and c < b for a, b in places for c, d in spots):
            return True
    return False


def around(text: str, spots: Sequence[tuple[int, int]]) -> str:
    start, end = min(a for a, _ in spots), max(b for _, b in spots)
    return text[max(0, start - 50) : end + 40].replace("\n", "/")


if __name__ == "__main__":
    main()
