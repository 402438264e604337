"""What a number can be told per one of, and the measure words that count it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

THING = "件物"
"""单价: per one of whatever is bought."""


@dataclass(frozen=True, slots=True)
class Per:
    """What a price can be per."""

    name: str
    units: tuple[str, ...]
    noun: re.Pattern[str] | None
    time: bool


@cache
def known() -> Mapping[str, Per]:
    """The rows of the data file by name."""
    text = (resources.files("pipeline.crosscheck.arithmetic") / "pers.yaml").read_text("utf-8")
    out = {}
    for row in yaml.safe_load(text):
        noun = re.compile(row["noun"]) if "noun" in row else None
        for name in row["per"]:
            out[name] = Per(name, tuple(row["units"]), noun, bool(row.get("time")))
    return out
