"""The words of ``parts.yaml``, compiled once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml


@dataclass(frozen=True, slots=True)
class Partition:
    """A whole and the parts that a rule divides it into."""

    whole: re.Pattern[str]
    parts: tuple[re.Pattern[str], ...]
    source: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Patterns and rows of the data file; the rows from number ``scales`` on are scales."""

    opener: re.Pattern[str]
    sure_total: re.Pattern[str]
    loose_total: re.Pattern[str]
    any_total: re.Pattern[str]
    paid: re.Pattern[str]
    besides: re.Pattern[str]
    stop: re.Pattern[str]
    open_end: re.Pattern[str]
    overlap: re.Pattern[str]
    admitted: re.Pattern[str]
    all_told: re.Pattern[str]
    used_up: re.Pattern[str]
    traits: tuple[re.Pattern[str], ...]
    series: tuple[tuple[str, ...], ...]
    scales: int
    kinds: tuple[tuple[str, ...], ...]
    labels: Mapping[str, re.Pattern[str]]
    regulated: tuple[Partition, ...]
    ruled: re.Pattern[str]  # any whole that a rule divides


def _openers(rows: Mapping[str, Sequence[str]]) -> str:
    """The opening words as one pattern that looks ahead at their first letters: most places need no more."""
    heads = [row.partition(")")[0].removeprefix("(?:") for group in rows.values() for row in group]
    first = {word[0] for head in heads for word in head.split("|")}
    groups = (f"(?P<{name}>{'|'.join(rows[name])})" for name in ("promise", "bound", "loose"))
    return f"(?=[{''.join(sorted(first))}])(?:{'|'.join(groups)})"


@cache
def vocabulary() -> Vocabulary:
    """The data file, read and compiled."""
    text = (resources.files("pipeline.crosscheck.arithmetic.sums") / "parts.yaml").read_text("utf-8")
    data = yaml.safe_load(text)
    totals = data["totals"]
    tail = rf"(?:{''.join(totals['tail'].split())})?(?:为|达|约|[:：])*$"
    return Vocabulary(
        opener=re.compile(_openers(data["openers"])),
        sure_total=re.compile(totals["sure"] + tail),
        loose_total=re.compile(totals["loose"] + tail),
        any_total=re.compile(f"{totals['sure']}|{totals['loose']}|{totals['all']}"),
        paid=re.compile(f"(?:{totals['paid']})(?:为|达|约|共)*$"),
        besides=re.compile(totals["besides"]),
        stop=re.compile(data["stop"]),
        open_end=re.compile(data["open_end"]),
        overlap=re.compile("".join(data["overlap"].split())),
        admitted=re.compile("".join(data["admitted"].split())),
        all_told=re.compile("".join(data["all_told"].split())),
        used_up=re.compile(data["used_up"]),
        traits=tuple(re.compile("|".join(row)) for row in data["traits"]),
        series=tuple(tuple(str(term) for term in row) for row in data["series"] + data["scales"]),
        scales=len(data["series"]),
        kinds=tuple(tuple(map(str, row)) for row in data["kinds"]),
        labels={name: re.compile(words) for name, words in data["labels"].items()},
        regulated=tuple(
            Partition(re.compile(row["whole"]), tuple(map(re.compile, row["parts"])), row["source"])
            for row in data["regulated"]
        ),
        ruled=re.compile("|".join(row["whole"] for row in data["regulated"])),
    )
