"""The question that comes before anything is sent away: to an endpoint outside this machine."""

from __future__ import annotations

import sys

import click

from pipeline import workflow
from pipeline.settings import DraftSettings
from pipeline.store import Store


def agree(store: Store | None, settings: DraftSettings, yes: bool, what: str = "数据和活动记录") -> None:
    """Ask before anything leaves this machine for the first time."""
    asked = False
    known = store is not None and store.consent(settings.base_url)
    if not (yes or settings.local or known) and sys.stdin.isatty():
        asked = click.confirm(f"将把本报告的{what}发往 {settings.base_url}，同意吗", default=False, err=True)
    workflow.require_consent(store, settings, agreed=yes or asked)
