"""The words of ``words.yaml``, compiled once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml


@dataclass(frozen=True, slots=True)
class Words:
    """Patterns for the words right before (or behind) a score, and for phrases without a number."""

    got: re.Pattern[str]
    full: re.Pattern[str]
    full_behind: re.Pattern[str]
    off: re.Pattern[str]
    add: re.Pattern[str]
    whole: re.Pattern[str]
    mean: re.Pattern[str]
    bound: re.Pattern[str]
    links: re.Pattern[str]
    rest_full: re.Pattern[str]
    full_marks: re.Pattern[str]
    open: re.Pattern[str]


def _either(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w)))


@cache
def words() -> Words:
    """The data file, read and compiled."""
    text = (resources.files("pipeline.crosscheck.arithmetic.scores") / "words.yaml").read_text("utf-8")
    data = yaml.safe_load(text)
    links = f"(?:{_either(data['links'])})*$"
    before = {name: re.compile(f"(?:{_either(data[name])}){links}") for name in ("got", "full", "off", "add")}
    return Words(
        **before,
        full_behind=re.compile(_either(data["full_behind"])),
        whole=re.compile(_either(data["whole"])),
        mean=re.compile(_either(data["mean"])),
        bound=re.compile(f"(?:{_either(data['bound'])}){links}"),
        links=re.compile(links),
        rest_full=re.compile(data["rest_full"]),
        full_marks=re.compile(data["full_marks"]),
        open=re.compile(data["open"]),
    )
