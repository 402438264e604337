"""The words of stocks and flows: what was there, what came, what went, what is there."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.crosscheck.vocabulary import either

_TAIL = r"[^，。；\d]{0,12}$"
OPENING = re.compile(
    rf"(?:{either('stock_opening')}){_TAIL}|^[^，。；\d]{{0,12}}预算(?:数|安排|批复|下达|指标|核定|总额)?(?:数|为|是|共)*$"
)
CLOSING = re.compile(rf"(?:{either('stock_closing')}|截[至止][^，。；]{{0,12}}[末底日]){_TAIL}")
_IN = re.compile(
    rf"(?:{either('flow_in')})[^，。；\d]{{0,12}}$|(?:^|[年内间又并])新(?![型兴能时闻])[一-鿿]{{1,3}}$"
)
_OUT = re.compile(rf"(?:{either('flow_out')})[^，。；\d]{{0,12}}$")
_TURNED = re.compile(
    r"(?:增|减|变|升|降|扩|缩|转|调整|发展|精简|压减)(?:加|少|大|减|动|更|化)?了?(?:至|到|为|成)[^，。；\d]{0,8}$"
)


_BEGUN = re.compile("^(?:其中)?[年期月]初")


def direction(words: str) -> int:
    """1 for what comes in, -1 for what goes out, 0 where the words say neither, or both."""
    return bool(_IN.search(words)) - bool(_OUT.search(words))


def turned(words: str) -> bool:
    """Whether the words lead to what came of a change: 由64人变为67人."""
    return bool(_TURNED.search(words))


def flowing(labels: Sequence[str], *, result: bool) -> bool:
    """Whether labels tell what came and went, and not of what something is made up."""
    signs = {direction(label) for label in labels}
    return signs == {1, -1} or (result and 0 not in signs) or any(map(_BEGUN.search, labels))
