"""The ledger's nouns: under which names a figure's item may stand in prose, and where they stand."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, compress, pairwise

from schemas.figures import Figure, Ledger, LineRef

DERIVED = re.compile(
    r"(?:比上年|决算较年初预算|决算较调整预算)增减[额率]|执行率|完成率|控制率|占比|承担单位数"
)
FIELDS = frozenset({"目标值", "完成值", "分值", "得分"})

# Too general to name one item: a number beside them proves nothing.
STOP = frozenset(
    """合计 小计 总计 共计 其他 金额 项目 经费 支出 收入 预算 决算 资产 资金 专项 人员 单位 数量 数 情况
    工作 活动 培训 会议 宣传 总额 上年 本年 科普 建设 服务 管理 其中 完成 到位 补助 费用 结余 结转""".split()  # noqa: SIM905
)
_BRACKET = re.compile(r"[（(][^（）()]*[）)]")
_TAIL = re.compile(r"(?:支出|经费|费用|费|总额|合计|数|批次|人次|人数)$")
_DROPPED = frozenset("“”‘’\"'「」『』〈〉·• \t　")
_WIDE = {0xFF10 + d: str(d) for d in range(10)} | {ord("（"): "(", ord("）"): ")"}
_FOLDED: dict[int, str | None] = _WIDE | dict.fromkeys(map(ord, _DROPPED), None)


@dataclass(frozen=True, slots=True)
class Facet:
    """A figure's key taken apart: what it measures (``subject``) and which derived measure it is.

    ``words`` are a note's words around the number, ``pairs`` each two of their characters running;
    ``order`` is the figure's place in the ledger.
    """

    figure: Figure
    subject: str
    derived: str
    note: bool
    words: str
    pairs: frozenset[str]
    order: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A name of one or more subjects, standing in the text."""

    start: int
    end: int
    term: str
    subjects: frozenset[str]


def facet(figure: Figure, order: int = 0) -> Facet:
    """What the figure measures, and which derived measure or column of an indicator it is."""
    last = figure.key.rsplit(".", 1)[-1]
    derived = last if DERIVED.fullmatch(last) or last in FIELDS else ""
    note = isinstance(figure.source, LineRef) or figure.key.startswith("记录.")
    words = fold(last + figure.label) if note else ""
    return Facet(figure, figure.item, derived, note, words, pairs_of(words), order)


def pairs_of(words: str) -> frozenset[str]:
    """Each two characters of *words* that stand side by side."""
    return frozenset(map("".join, pairwise(words)))


def fold(text: str) -> str:
    """Quotation marks and blanks out, brackets and digits half-width: “三公” 经费 → 三公经费."""
    return text.translate(_FOLDED)


class Folded:
    """A text folded once, with the way from its offsets to those of the folded form and back."""

    def __init__(self, text: str) -> None:
        kept = [c not in _DROPPED for c in text]
        self.plain = fold(text)
        self._plain_at = [0, *accumulate(kept)]
        self.offsets = list(compress(range(len(text)), kept))

    def __call__(self, start: int, end: int) -> str:
        """``fold(text[start:end])``."""
        return self.plain[self._plain_at[max(start, 0)] : self._plain_at[min(end, len(self._plain_at) - 1)]]


def variants(name: str) -> set[str]:
    """The name, also without its bracket and its last generic word: 因公出国费, 因公出国."""
    whole = fold(name)
    forms = {whole, _BRACKET.sub("", whole)}
    forms |= {_TAIL.sub("", form) for form in forms}
    return {form for form in forms if len(form) >= 2 and form not in STOP}


class Terms:
    """An index of every name in the ledger, searched in one pass over a text."""

    def __init__(self, ledger: Ledger) -> None:
        self.facets = {figure.key: facet(figure, order) for order, figure in enumerate(ledger)}
        self.by_subject: dict[str, list[Facet]] = defaultdict(list)
        names: dict[str, set[str]] = defaultdict(set)
        self.notes_by_pair: dict[str, list[Facet]] = defaultdict(list)
        for one in self.facets.values():
            for pair in one.pairs:
                self.notes_by_pair[pair].append(one)
            self.by_subject[one.subject].append(one)
            if not one.note:
                for name in _names(one):
                    names[name].add(one.subject)
        for alias, figure in ledger.aliases.items():
            for name in variants(alias):
                names[name].add(figure.item)
        self._names = {name: frozenset(subjects) for name, subjects in names.items()}
        self._heads: dict[str, list[str]] = {}
        for name in sorted(self._names, key=len, reverse=True):
            self._heads.setdefault(name[:2], []).append(name)
        self._head = re.compile("|".join(map(re.escape, self._heads)) or r"(?!)")

    def find(self, text: Folded) -> list[Hit]:
        """Every name in *text*, longest first, none overlapping, in order."""
        plain, offsets = text.plain, text.offsets
        hits, at = [], 0
        while (head := self._head.search(plain, at)) is not None:
            start = head.start()
            name = next((n for n in self._heads[head[0]] if plain.startswith(n, start)), None)
            if name is None:
                at = start + 1
                continue
            at = start + len(name)
            hits.append(Hit(offsets[start], offsets[at - 1] + 1, name, self._names[name]))
        return hits


def _names(one: Facet) -> Iterable[str]:
    last = one.subject.rsplit(".", 1)[-1]
    spoken = [last, *one.figure.aliases]
    if not one.derived:
        spoken.append(one.figure.label)
    for name in spoken:
        yield from variants(name)


@lru_cache(maxsize=8)
def _terms(ledger: Ledger) -> Terms:
    return Terms(ledger)


def terms_of(ledger: Ledger) -> Terms:
    """The index of a ledger, built once (ledgers are immutable and compared by identity)."""
    return _terms(ledger)
