"""``demo``: the whole way on a fresh machine, without a model and without questions."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

import pipeline
from pipeline.cli import console
from pipeline.errors import ZipingbaoError, typed


def examples() -> Path:
    """Where the example cases lie: beside the package when installed, in the checkout otherwise."""
    inside = Path(pipeline.__file__).parent / "examples"
    return inside if inside.is_dir() else Path(pipeline.__file__).parent.parent / "examples"


def run(target: Path, name: str) -> int:
    """Copy a case to *target*, validate, draft offline, check, export; the exit status of the check."""
    from pipeline.cli import checking, drafts

    known = sorted(p.name for p in examples().iterdir() if (p / "report.yaml").is_file())
    if name not in known:
        raise ZipingbaoError(f"没有名为“{name}”的示例。", f"可选：{'、'.join(known)}。")
    if target.exists() and any(target.iterdir()):
        raise ZipingbaoError(f"“{target}”已经存在，没有覆盖。", "换一个文件夹名：zipingbao demo 文件夹名。")
    shutil.copytree(
        examples() / name,
        target,
        ignore=shutil.ignore_patterns(".zipingbao", "preview.png", "README.md"),
        dirs_exist_ok=True,
    )
    console.say(f"示例“{name}”已复制到 {target}")
    drafts.draft(target, offline=True, everything=False, dry_run=False, yes=False)
    status = checking.check([target], None, target / "核对报告.html", None, json_=False)
    drafts.export(target, None, force=False)
    click.echo(f"试着改 {target}/data.xlsx 里的一个数，再运行：zipingbao check {typed(target)}")
    click.echo("写自己单位的报告：zipingbao init 文件夹名 --year 年度（用通用提纲 general）")
    return status
