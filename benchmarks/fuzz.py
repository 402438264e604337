"""Texts nobody would write: ``python -m benchmarks.fuzz [--texts 200000] [--seed 1] [--seconds 0]``.

Random and mutated texts go through ``find`` and ``check``, every third with a ledger. None may raise, none
may take longer than a bound that is generous for its length. Then every pattern of ``ADVERSE`` is repeated to
two sizes: time must grow no faster than the text.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.crosscheck import Context, check
from pipeline.numerals import find
from pipeline.references import render
from pipeline.workflow import Case, open_case

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"

PIECES = (
    "0", "1", "9", "12", "301.81", "1,234", "２０２３", "一", "两", "十二", "百", "千", "万", "亿", "元",
    "万元", "亿元", "人", "人次", "个", "%", "％", "个百分点", "倍", "成", "，", "。", "、", "；", "：",
    "（", "）", "(", ")", "《", "》", "“", "”", "〔", "〕", "[[", "]]", "|", "\n", "\t", "\u3000",
    "其中", "合计", "共", "占", "的", "比上年", "增加", "减少", "增长", "下降", "分别", "由", "到", "约",
    "近", "余", "多", "左右", "以上", "年", "月", "日", "号", "第", "一是", "二是", "年初预算", "决算",
    "执行率", "基本支出", "项目支出", "三公经费", "公务接待费", "在职人数", "全部完成", "指标", "主任",
    "王", "同志", "在", "县", "市", "协会", "-", "—", "～", "/", ".", "…", "×", "XX", "0.00", "-5",
    "１", "〇", "壹", "廿", "½", "①", "é", "𝟙", "\u200b", "\ufeff",
)  # fmt: skip

ADVERSE = (
    "（", "1（", "1万元（", "100万元，其中：", "1", "一", "万", "1.", "1,", "2020年", "比上年", "[[",
    "[[1", "《", "的", "近", "其中", "1-", "1～", "占", "三分之", "百分之", "共计1万元", "1万元、",
    "3个：", "比上年增加1万元，增长1%；", "王主任", "在县", "“", "2020年1月", "〔2020〕1号", "同志",
    "协会", "增长1倍", "由1万元到", "，", "合计1万元，", "一是", "0", "-", "1/", "1:", "（1万元）",
    "（1万元", "第", "千", "点", "1亿", "个百分点", "均", "全部完成", "XX", "增加", "）",
    "全年未购置公务用车。购置费1万元。", "3项全部完成，1项未完成。",
)  # fmt: skip
"""Each is a way in which a careless pattern would cost a square of the text's length."""


@dataclass(frozen=True)
class Failure:
    """A text that raised or took too long."""

    text: str
    what: str


def load() -> tuple[Case, str]:
    """A case with its own pages, to mutate and to check against."""
    case = open_case(EXAMPLES / "changning2023")
    text = "\n".join(render(case.wording(s), case.ledger, case.style).text for s in case.bodies)
    return case, text


def texts(page: str, count: int, seed: int) -> Iterator[str]:
    """Half of pieces strung together, half passages of a page with edits in them."""
    rng = random.Random(seed)
    for _ in range(count):
        yield rubbish(rng) if rng.random() < 0.5 else mutated(page, rng)


def rubbish(rng: random.Random) -> str:
    """Pieces in any order, now and then a character from anywhere in Unicode."""
    pieces = rng.choices(PIECES, k=rng.randint(0, 60))
    if rng.random() < 0.2:
        pieces.insert(rng.randint(0, len(pieces)), chr(rng.randrange(1, 0xD800)) * rng.randint(1, 40))
    return "".join(pieces)


def mutated(page: str, rng: random.Random) -> str:
    """A passage with characters dropped, doubled, exchanged or replaced."""
    start = rng.randrange(len(page))
    text = list(page[start : start + rng.randint(1, 300)])
    for _ in range(rng.randint(1, 12)):
        at = rng.randrange(len(text))
        text[at] = rng.choice(("", text[at] * rng.randint(2, 40), rng.choice(PIECES), text[-at]))
    return "".join(text)


def trouble(text: str, case: Case | None, slack: float = 1.0) -> str:
    """What is wrong with checking *text*: the exception or the time; '' when all is well."""
    bound = slack * (0.5 + len(text) / 1000)
    began = time.perf_counter()
    try:
        mentions = find(text)
        ledger = case.ledger if case else None
        context = Context(year=2023, source_text=case.source_text if case else "")
        findings = check(text, ledger, context=context).findings
    except Exception as error:  # whatever it is, it is the failure looked for
        return f"{type(error).__name__}: {error}"
    if any(text[m.start : m.end] != m.text for m in mentions):
        return "a mention whose offsets do not hold its text"
    if any(f.quote != text[f.start : f.end] for f in findings if f.quote):
        return "a finding whose offsets do not hold its quote"
    seconds = time.perf_counter() - began
    return f"{seconds:.2f} s for {len(text)} characters" if seconds > bound else ""


def failures(case: Case, page: str, count: int, seed: int, seconds: float = 0) -> Iterator[Failure]:
    """Every text that the checker did not survive."""
    until = time.perf_counter() + seconds if seconds else float("inf")
    for number, text in enumerate(texts(page, count, seed)):
        if time.perf_counter() > until:
            print(f"stopped after {number:,} texts")
            return
        if what := trouble(text, None if number % 3 else case):
            yield Failure(text, what)


def growth(pattern: str, case: Case | None, sizes: tuple[int, int] = (4_000, 16_000)) -> float:
    """How much faster than the text the time grows: 1 is linear, 4 a square."""
    times = [min(_seconds((pattern * size)[:size], case) for _ in range(2)) for size in sizes]
    # Below a hundredth of a second only noise is measured.
    return times[1] / max(times[0], 0.01) * sizes[0] / sizes[1]


def _seconds(text: str, case: Case | None) -> float:
    began = time.perf_counter()
    find(text)
    check(text, case.ledger if case else None, context=Context(year=2023))
    return time.perf_counter() - began


def main() -> None:
    """Run both parts and print what failed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--texts", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=0, help="stop after this time; 0 is no bound")
    options = parser.parse_args()
    case, page = load()
    began = time.perf_counter()
    failed = list(failures(case, page, options.texts, options.seed, options.seconds))
    print(f"{options.texts:,} texts asked for, {len(failed)} failures, {time.perf_counter() - began:.0f} s")
    for failure in failed[:10]:
        print(f"  {failure.what}: {failure.text[:120]!r}")
    rates = sorted(((growth(p, c), p, c is not None) for p in ADVERSE for c in (None, case)), reverse=True)
    print(f"{len(rates)} repeated patterns, growth against the text (1 is linear, 4 a square):")
    for rate, pattern, ledger in rates[:8]:
        print(f"  {rate:5.2f}  {pattern!r}{' with a ledger' if ledger else ''}")


if __name__ == "__main__":
    main()
