"""Texts that tell surviving mutants from the original: ``python -m benchmarks.distinguish MODULE…``.

To be run after ``benchmarks.mutants`` on the same modules. For each mutant that survived, the passages of the
test tables, of ``benchmarks/*.jsonl`` and the sentences of the examples, and seeded variations of all of
them, are read by the mutant in a copy of this process, the shortest first, until one gives another result
than the original. Printed is that text with both results: a person judges which of them is right. A text
that reads naturally then becomes a row of ``tests/crosscheck/ties.tsv`` (``--rows`` prints it as one).
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import json
import os
import pickle
import random
import re
import signal
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import pairwise
from typing import TypeVar

from mutmut.mutation import trampoline
from mutmut.utils.format_utils import mangled_name_from_mutant_name

from benchmarks.mutantloop import watched
from benchmarks.mutants import ROOT, sources, verdicts

Text = tuple[str, str]
"""How it is read (see tests.crosscheck.modes), and the passage."""
Results = dict[Text, list[str]]
T = TypeVar("T")

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


# -- texts ------------------------------------------------------------------------------------------------


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


# -- runs -------------------------------------------------------------------------------------------------


def in_copy(action: Callable[[], T], seconds: float) -> T | None:
    """What *action* returns in a copy of this process; None when it takes longer."""
    reader, writer = os.pipe()
    if (pid := os.fork()) == 0:
        signal.setitimer(signal.ITIMER_PROF, seconds)
        with contextlib.suppress(BaseException), os.fdopen(writer, "wb") as out:
            pickle.dump(action(), out)
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as back:
        kept = back.read()
    os.waitpid(pid, 0)
    return pickle.loads(kept) if kept else None


def result(text: Text) -> list[str]:
    from tests.crosscheck.modes import told

    try:
        return told(*text)
    except Exception as error:
        return [f"{type(error).__name__}: {error}"]


def reached(chosen: Iterable[Text]) -> tuple[dict[str, list[Text]], Results]:
    """Which texts call which function, and what the original says of each."""
    called = watched()
    of: dict[str, list[Text]] = defaultdict(list)
    originals = {}
    for text in chosen:
        called.clear()
        originals[text] = result(text)
        for name in called:
            of[name].append(text)
    return of, originals


def forget(module: str) -> None:
    """Empty the caches that a mutant of *module* may fill with other things."""
    for name in {module, "pipeline.crosscheck.terms", "pipeline.crosscheck.candidates"}:
        for held in vars(sys.modules[name]).values():
            if hasattr(held, "cache_clear"):
                held.cache_clear()


def distinguished(
    mutant: str, candidates: Sequence[Text], originals: Results, seconds: float
) -> tuple[Text, list[str]] | None:
    """The first text that the mutant reads otherwise, and what it says of it."""
    trampoline.get_mutant_under_test = lambda: mutant
    forget(mutant.rpartition(".")[0])
    end = time.process_time() + seconds
    for text in candidates:
        if (said := result(text)) != originals[text]:
            return text, said
        if time.process_time() > end:
            break
    return None


def shown(mutant: str, tried: int, found: tuple[Text, list[str]] | None, originals: Results) -> Iterator[str]:
    """The row for ties.tsv, and below it what the mutant says otherwise."""
    if found is None:
        yield f"{mutant}: none of {tried} texts"
        return
    text, said = found
    yield f"{mutant}:"
    yield "\t".join((*text, *originals[text]))
    yield from (f"    lacks {line}" for line in originals[text] if line not in said)
    yield from (f"    tells {line}" for line in said if line not in originals[text])


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("modules", nargs="+", metavar="MODULE")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--count", type=int, default=6000, help="how many variations")
    parser.add_argument("--seconds", type=float, default=4, help="for each mutant")
    args = parser.parse_args()
    for package, files in sources(args.modules).items():
        folder = ROOT / "mutants" / package
        known = {name: v for file in files for name, v in verdicts(folder, file).items()}
        alive = [name for name, v in known.items() if v in ("survived", "no tests")]
        os.chdir(folder / "mutants")
        sys.path.insert(0, os.getcwd())
        of, originals = reached(texts(args.seed, args.count))
        for name in alive:
            tried = of.get(mangled_name_from_mutant_name(name), [])
            found = in_copy(partial(distinguished, name, tried, originals, args.seconds), 60)
            print(*shown(name, len(tried), found, originals), sep="\n", flush=True)


if __name__ == "__main__":
    main()
