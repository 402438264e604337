"""``check --model``: the second reading, its consent and its bill."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline import workflow
from pipeline.cli import console
from pipeline.cli.consent import agree
from pipeline.errors import ZipingbaoError
from pipeline.settings import DraftSettings, draft_settings

if TYPE_CHECKING:
    from pipeline.crosscheck.report import Checked
    from pipeline.store import Store
    from schemas.inputs import ModelSettings


class SecondReader:
    """Reads texts with the configured model; ``incomplete`` when it could not read them all."""

    def __init__(self, yes: bool) -> None:
        self.yes = yes
        self.incomplete = False

    def read(
        self, texts: Mapping[str, str], store: Store | None, model: ModelSettings | None = None
    ) -> workflow.Reread:
        """Ask about every text; say what came of it and what it cost."""
        settings = configured(model)
        agree(store, settings, self.yes, "正文")
        console.say(f"模型复读：{settings.model}（{settings.base_url}），共{len(texts)}段文字。")
        start = time.monotonic()
        done: list[str] = []

        def on_done(name: str) -> None:
            done.append(name)
            console.say(f"[{len(done)}/{len(texts)}] {name} 已复读")

        result = asyncio.run(workflow.read_again(texts, settings, store, on_done))
        for name, why in result.trouble.items():
            console.say(f"“{name}”没有复读成：{why}")
        self.incomplete = self.incomplete or bool(result.trouble)
        kept = sum(len(found) for found in result.findings.values())
        console.say(
            f"模型提出{result.proposed}处，重算后采纳{kept}处（其余引文不在文中或算式成立；规则已查出的不重复列出）。"
            f"本次问了{result.calls}次，取用已存回答{result.reused}次，{result.tokens}个词元，"
            f"用时{time.monotonic() - start:.0f}秒。"
        )
        return result

    def read_files(self, checked: list[Checked]) -> list[Checked]:
        """The checked files with what the model found besides."""
        texts = {one.file: one.text for one in checked}
        found = self.read(texts, None).findings if texts else {}
        return [
            replace(one, result=workflow.with_second(one.result, found.get(one.file, ()))) for one in checked
        ]


def configured(model: ModelSettings | None = None) -> DraftSettings:
    """The settings of the model; an error when there is none."""
    settings = draft_settings(model)
    if not settings.configured:
        raise ZipingbaoError(
            "还没有配置模型，不能复读。",
            "请设置 ZIPINGBAO_BASE_URL、ZIPINGBAO_MODEL、ZIPINGBAO_API_KEY，或去掉 --model。",
        )
    return settings
