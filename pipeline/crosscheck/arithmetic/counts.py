"""Declared counts against what is listed: 8个二级单位，分别是…; 4站（…）."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.reading import Reading
from schemas.figures import Approx, Kind
from schemas.findings import Finding, Mention

_LISTED = re.compile(
    r"[^，。；：、（）()\d]{0,12}[，,]?(?:分别(?:是|为)[：:]?(?P<plain>[^，。；（）()\d\n]{4,300})(?=[，。；\n]|$)"
    r"|[（(](?P<bracket>[^（）()\d，。；：\n]{4,300})[）)])"
)


def check_counts(reading: Reading) -> Iterator[Finding]:
    """Counts of things that are then named one by one."""
    for at, mention in enumerate(reading.figures):
        if mention.kind is not Kind.COUNT or mention.approx is not Approx.EXACT or mention.high is not None:
            continue
        listed = _LISTED.match(reading.text, mention.end)
        if listed is None or _adjoins(reading.figures, at):
            continue
        names = listed["plain"] or listed["bracket"]
        yield from _compare(reading, mention, names)


def _adjoins(figures: list[Mention], at: int) -> bool:
    """2部1室1站（…）: several counts share one list."""
    return at > 0 and figures[at].start - figures[at - 1].end <= 6


def _compare(reading: Reading, mention: Mention, names: str) -> Iterator[Finding]:
    if "、" not in names or re.search(r"等|其他|若干|各", names):
        return
    items = [item for item in names.split("、") if item]
    most = len(items) + len(re.findall(r"[和及与]", items[-1]))
    if mention.value is None or len(items) <= mention.value <= most or max(map(len, items)) > 20:
        return
    message = f"此处说{mention.text}，实际列出{len(items)}个：{'、'.join(items)}。"
    yield finding("count", message, reading.text, mention.start, mention.end, expected=str(len(items)))
