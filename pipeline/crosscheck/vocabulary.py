"""The words of change, time and stage, from one data file, as pieces of regular expressions."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

import yaml


@cache
def _lists() -> dict[str, tuple[str, ...]]:
    text = (resources.files("pipeline.crosscheck") / "vocabulary.yaml").read_text(encoding="utf-8")
    return {name: tuple(map(str, words)) for name, words in yaml.safe_load(text).items()}


@cache
def words(*names: str) -> tuple[str, ...]:
    """The words of the named lists, the longest first."""
    return tuple(sorted({w for name in names for w in _lists()[name]}, key=lambda w: (-len(w), w)))


@cache
def initials(*names: str) -> str:
    """A look ahead at the first letter of a word of the named lists: far cheaper than to try them all."""
    return f"(?=[{''.join(sorted({word[0] for word in words(*names)}))}])"


@cache
def either(*names: str, without: str = "") -> str:
    """An alternation of the named lists (less the words of another), without group."""
    left_out = words(without) if without else ()
    return "|".join(re.escape(word) for word in words(*names) if word not in left_out)
