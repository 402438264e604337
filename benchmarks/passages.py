"""Passages for ``benchmarks.distinguish``: what has been written for the checker to read, and variations."""

from __future__ import annotations

import ast
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise

from benchmarks.mutants import ROOT

Text = tuple[str, str]
"""How it is read (see tests.crosscheck.modes), and the passage."""

LEDGERS = ("ledger", "draft", "section", "material", "former")
SMALL_WORDS = re.findall(
    r"\w+", "其中 合计 共 约 近 余 比上年 分别 占 年初预算 决算 上年 本年 实际 调整预算 到位 人均 不足 超过"
)
EXCHANGED = re.findall(
    r"(\S+)/(\S+)",
    "增加/减少 增长/下降 万元/元 万元/亿元 %/个百分点 人/名 个/项 上年/本年 年初预算/决算 2023年/2022年 "
    "2020年/2019年 执行率/完成率 ，/。 、/， 。/； 其中：/其中 比上年/较年初预算 是/为",
)
_NAMES = re.compile(r"\[\[[^\]|]+|[一-鿿（）]{2,14}(?=支出|费|经费)(?:支出|费|经费)|\d[\d.]*")


def corpus() -> Iterator[Text]:
    """Everything that has been written for the checker to read."""
    tables = ROOT / "tests" / "crosscheck"
    for path in sorted(tables.glob("*.tsv")):
        for row in (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()):
            if len(row) > 1 and not row[0].startswith("#"):
                yield (row[0] if path.stem in ("findings", "boundaries", "ties") else "text", row[1])
    for path in sorted((ROOT / "benchmarks").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield "text", json.loads(line)["text"].replace("\n", "\\n")
    for path in sorted(tables.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and "。" in node.value:
                passage = node.value.replace("\n", "\\n").replace("\t", " ")
                yield from ((mode, passage) for mode in (*LEDGERS, "indicators", "text"))
    for mode in ("huaihua", "changning", "chenzhou"):
        yield from sentences(mode)


def sentences(mode: str) -> Iterator[Text]:
    """The sections of an example as they are printed: their sentences, and each two that follow."""
    from pipeline.references import render
    from tests.crosscheck.modes import EXAMPLE_OF, example

    case = example(EXAMPLE_OF[mode])
    for spec in case.bodies:
        text = render(case.wording(spec), case.ledger, case.style).text
        for line in text.splitlines():
            cut = [s + "。" for s in line.split("。") if s.strip()]
            yield from ((mode, s) for s in cut)
            yield from ((mode, "".join(pair)) for pair in pairwise(cut))


def varied(text: str, names: Sequence[str], chance: random.Random) -> str:
    """The text with one thing changed as a hurried person might change it."""
    kind = chance.randrange(8)
    numbers = list(re.finditer(r"\d", text))
    if kind == 0 and numbers:
        at = chance.choice(numbers).start()
        return text[:at] + chance.choice("0123456789") + text[at + 1 :]
    if kind <= 2:
        one, other = chance.sample(chance.choice(EXCHANGED), 2)
        return exchanged(text, one, other, chance)
    if kind == 3:
        word = chance.choice(SMALL_WORDS)
        return text.replace(word, "", 1) if word in text else put_in(text, word, chance)
    if kind == 4:
        return reordered(text, chance.choice("，。、；"), chance)
    known = _NAMES.findall(text)
    return exchanged(text, chance.choice(known), chance.choice(names), chance) if known else text


def exchanged(text: str, one: str, other: str, chance: random.Random) -> str:
    places = [m.start() for m in re.finditer(re.escape(one), text)]
    if not places:
        return text
    at = chance.choice(places)
    return text[:at] + other + text[at + len(one) :]


def put_in(text: str, word: str, chance: random.Random) -> str:
    at = chance.choice([0, *(m.end() for m in re.finditer(r"[，。、；：]|(?=\d)(?<!\d)", text))])
    return text[:at] + word + text[at:]


def reordered(text: str, mark: str, chance: random.Random) -> str:
    parts = text.split(mark)
    i, j = chance.randrange(len(parts)), chance.randrange(len(parts))
    action = chance.randrange(3)
    if action == 0:
        parts[i], parts[j] = parts[j], parts[i]
    elif action == 1:
        parts.insert(i, parts[j])
    else:
        del parts[i]
    return mark.join(parts)


def texts(seed: int, count: int) -> list[Text]:
    """The corpus and then *count* variations of it, each once, the shortest first."""
    known = [t for t in dict.fromkeys(corpus()) if len(t[1]) < 400]
    chance = random.Random(seed)
    names: dict[str, list[str]] = defaultdict(list)
    for mode, passage in known:
        names["ledger" if mode in LEDGERS else mode] += _NAMES.findall(passage)
    more: list[Text] = []
    for _ in range(count):
        mode, passage = chance.choice(known)
        words = names["ledger" if mode in LEDGERS else mode] or ["1"]
        for _ in range(chance.choice((1, 1, 2))):
            passage = varied(passage, words, chance)
        more.append((mode, passage))
    short = partial(sorted, key=lambda t: (len(t[1]), t))
    return list(dict.fromkeys([*short(known), *short(more)]))
