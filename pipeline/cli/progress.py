"""Live progress of a draft: a line a section in a terminal, a line an event elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from pipeline.cli import console

if TYPE_CHECKING:
    from pipeline.drafting import Event

STATES = {
    "started": "排队",
    "asking": "等待回答",
    "text": "正在写",
    "waiting": "稍候",
    "rejected": "核对未过，改写",
    "reused": "取用已存的回答",
    "finished": "完成",
}


class Progress:
    """A context manager; call it with every event."""

    def __init__(self, headings: Mapping[str, str]) -> None:
        self.headings = headings
        self.states: dict[str, str] = {}
        self.done: set[str] = set()
        self.live: Any = None

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.live import Live

            self.live = Live(console=Console(stderr=True), refresh_per_second=8, get_renderable=self.view)
            self.live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.live is not None:
            self.live.stop()

    def __call__(self, event: Event) -> None:
        """Take note of *event*; without a terminal only what a log should hold is printed."""
        words = event.message or STATES.get(event.kind, event.kind)
        if event.kind == "text":
            words = f"正在写（{event.chars}字）"
        if event.kind == "finished":
            self.done.add(event.section)
        self.states[event.section] = f"第{event.attempt}稿　{words}" if event.attempt > 1 else words
        if self.live is None and event.kind in ("waiting", "rejected", "finished"):
            total = len(self.headings)
            console.say(
                f"[{len(self.done)}/{total}] {self.headings.get(event.section, event.section)}：{words}"
            )

    def view(self) -> Any:
        """The table that rich shows."""
        from rich.table import Table
        from rich.text import Text

        view = Table(box=None, show_header=False, pad_edge=False)
        for id, heading in self.headings.items():
            mark = "✓" if id in self.done else "…" if id in self.states else " "
            state = console.plain(self.states.get(id, ""))
            view.add_row(mark, Text(heading), Text(state, style="dim", overflow="ellipsis", no_wrap=True))
        return view
