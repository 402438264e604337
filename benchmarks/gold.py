"""Precision and recall of the number finder against hand-made annotations.

    python -m benchmarks.gold GOLD.jsonl [TEXT_DIR] [--traps TRAPS.json] [--show]

A mention is right when span, value, unit and kind all agree. Rows marked optional count neither way.
TEXT_DIR holds the files that the rows name; without it, it is ``seeds`` beside the gold's folder.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from pipeline.numerals import find, value_text

Item = tuple[str, int, int, str, str | None, str | None]


def plain(value: str | None) -> str | None:
    """Values compare as numbers where they are numbers: 13.0 and 13 are the same."""
    try:
        return None if value is None else f"{Decimal(value).normalize():f}"
    except InvalidOperation:
        return value


def found_in(name: str, text: str) -> set[Item]:
    return {(name, m.start, m.end, str(m.kind), plain(value_text(m)), m.unit or None) for m in find(text)}


def wanted(rows: list[dict[str, Any]]) -> set[Item]:
    return {(r["file"], r["start"], r["end"], r["kind"], plain(r["value"]), r["unit"] or None) for r in rows}


def drop_optional(found: set[Item], optional: list[dict[str, Any]]) -> set[Item]:
    spans = [(r["file"], r["start"], r["end"]) for r in optional]
    return {f for f in found if not any(f[0] == n and f[1] < e and f[2] > s for n, s, e in spans)}


def report(found: set[Item], gold: set[Item]) -> None:
    hits = found & gold
    print(f"{'kind':10}{'gold':>6}{'found':>7}{'right':>7}{'precision':>11}{'recall':>9}")
    counts = [Counter(i[3] for i in group) for group in (gold, found, hits)]
    for kind in [*sorted(counts[0] | counts[1]), "all"]:
        g, f, h = (c.total() if kind == "all" else c[kind] for c in counts)
        print(f"{kind:10}{g:>6}{f:>7}{h:>7}{h / f if f else 1:>11.4f}{h / g if g else 1:>9.4f}")


def show(title: str, items: set[Item], texts: dict[str, str]) -> None:
    for item in sorted(items):
        text, start, end = texts[item[0]], item[1], item[2]
        shown = f"{text[max(0, start - 6) : start]}[{text[start:end]}]{text[end : end + 6]}"
        print(title, shown.replace("\n", "⏎"), item[1:])


def trapped(found: set[Item], traps: list[dict[str, Any]]) -> list[str]:
    return [
        t["text"]
        for t in traps
        if any(f[0] == t["file"] and f[1] < t["end"] and f[2] > t["start"] for f in found)
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("texts", type=Path, nargs="?")
    parser.add_argument("--traps", type=Path)
    parser.add_argument("--show", action="store_true")
    args = parser.parse_args()
    rows = [json.loads(line) for line in args.gold.read_text(encoding="utf-8").splitlines() if line.strip()]
    folder = args.texts or args.gold.parent.parent / "seeds"
    texts = {n: (folder / n).read_bytes().decode("utf-8-sig") for n in {r["file"] for r in rows}}
    started = time.perf_counter()
    found = {item for name, text in texts.items() for item in found_in(name, text)}
    seconds = time.perf_counter() - started
    gold = wanted([r for r in rows if not r["optional"]])
    kept = drop_optional(found, [r for r in rows if r["optional"]])
    report(kept, gold)
    if args.show:
        show("missed", gold - kept, texts)
        show("wrong ", kept - gold, texts)
    if args.traps:
        print(
            "traps fallen into:", trapped(found, json.loads(args.traps.read_text(encoding="utf-8"))) or "none"
        )
    print(f"{sum(map(len, texts.values())) / seconds:,.0f} characters a second (first run, cold)")


if __name__ == "__main__":
    main()
