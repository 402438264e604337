"""``status``: the report on one screen, and the very next command."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import click

from pipeline.cli import console
from pipeline.workflow.standing import Row, Standing, next_steps, standing
from schemas.findings import Severity

COLUMNS = ("章节", "作者", "稿次", "字数", "错误", "提醒", "说明")
_UNLIMITED = 100_000


def status(folder: Path, *, json_: bool) -> None:
    """Tell where the report stands."""
    seen = standing(folder)
    if json_:
        click.echo(json.dumps(_document(seen), ensure_ascii=False))
        return
    _head(seen)
    if seen.rows:
        console.table(COLUMNS, [_cells(row) for row in seen.rows], right=(2, 4, 5))
    for line in _tail(seen):
        click.echo(console.plain(line))


def _head(seen: Standing) -> None:
    if seen.case:
        settings, outline = seen.case.data.settings, seen.case.outline.outline
        plan = f"提纲：{outline.label or outline.name}（{outline.name}）"
        click.echo(console.plain(f"{settings.unit}　{settings.year}年度　{plan}"))
        click.echo(f"台账{len(seen.case.ledger)}个数，记录{len(seen.case.data.notes)}条；{_input(seen)}")
    else:
        click.echo(console.plain(f"{seen.folder}：{_input(seen)}"))
    if (seen.folder / "report.yaml").is_file():
        console.show_faults(seen.blocked[:3])
    for error in seen.trouble:
        console.complain(error.message, error.advice)


def _input(seen: Standing) -> str:
    if not (seen.folder / "report.yaml").is_file():
        return "还不是报告文件夹（没有 report.yaml）。"
    waived = sum(f.waived is not None for f in seen.faults)
    warned = len(seen.faults) - len(seen.blocked) - waived
    if seen.case is None or seen.blocked:
        return f"输入有{len(seen.blocked) or 1}处错误，改正以前不能起草、更新和导出。"
    rest = [f"提醒和提示{warned}处"] * (warned > 0) + [f"已豁免{waived}处"] * (waived > 0)
    return "，".join(["输入没有错误", *rest]) + "。"


def _cells(row: Row) -> tuple[str, ...]:
    if row.revision is None:
        return (row.heading, "—", "—", _length(row), "", "", "还没有起草")
    counts = [row.counts.get(s, 0) for s in (Severity.ERROR, Severity.WARNING)]
    told = [str(n) if n else "" for n in counts]
    author = row.revision.author.chinese
    return (row.heading, author, str(row.revision.number), _length(row), *told, "；".join(_remarks(row)))


def _length(row: Row) -> str:
    least, most = row.wanted.least, row.wanted.most
    wanted = f"{least or ''}–{most}" if most < _UNLIMITED else f"≥{least}" if least else ""
    mark = "" if row.revision is None or row.fits or row.gone else "！"
    own = "" if row.revision is None else str(row.length)
    return f"{own}{mark}（{wanted}）" if wanted else own


def _remarks(row: Row) -> list[str]:
    """What a person should know of a section besides its findings."""
    return [
        words
        for words, true in (
            ("已删去", row.gone),
            ("数据已变，数还没有跟上", row.stale),
            (row.outdated, bool(row.outdated)),
            (f"手改的数{row.changed}处", row.changed > 0),
        )
        if true
    ]


def _tail(seen: Standing) -> list[str]:
    lines = []
    if seen.case and seen.rows:
        written = len(seen.rows) - len(seen.missing)
        persons = sum(row.by_person for row in seen.rows)
        lines.append(
            f"共{len(seen.rows)}节，写好{written}节{f'（人工{persons}节）' if persons else ''}；"
            f"错误{seen.count(Severity.ERROR)}处，提醒{seen.count(Severity.WARNING)}处。"
        )
    lines += _sent(seen)
    if seen.remarks:
        people = Counter(remark.author or "未署名" for remark in seen.remarks)
        lines.append("批注：" + "，".join(f"{name}{n}处" for name, n in people.items()) + "。")
    steps = next_steps(seen)[:3]
    for mark, (why, command) in zip(("下一步", *["然后"] * len(steps)), steps, strict=False):
        lines.append(f"{mark}：{why}　{command}" if command else f"{mark}：{why}。")
    return lines


def _sent(seen: Standing) -> list[str]:
    if seen.sheet is None:
        return ["还没有导出过 Word 文件。"] if seen.case and not seen.missing else []
    export = seen.sheet.export
    when = export.created.astimezone().strftime("%Y-%m-%d %H:%M")
    behind = f"；导出以后报告又改了{len(seen.sheet.behind)}节" if seen.sheet.behind else ""
    times = f"（共导出{seen.exports}次）" if seen.exports > 1 else ""
    return [f"Word：{export.file}，{when}导出{times}，{seen.sheet.state.value}{behind}。"]


def _document(seen: Standing) -> dict[str, Any]:
    settings = seen.case.data.settings if seen.case else None
    return {
        "folder": str(seen.folder),
        "unit": settings.unit if settings else None,
        "year": settings.year if settings else None,
        "outline": settings.outline if settings else None,
        "faults": [f.model_dump(mode="json") for f in seen.blocked],
        "trouble": [str(error) for error in seen.trouble],
        "sections": [_row(row) for row in seen.rows],
        "export": {
            "file": seen.sheet.export.file,
            "state": seen.sheet.state.name.lower(),
            "changed_since": list(seen.sheet.behind),
        }
        if seen.sheet
        else None,
        "remarks": [r.model_dump(mode="json") for r in seen.remarks],
        "next": [{"why": why, "command": command} for why, command in next_steps(seen)],
    }


def _row(row: Row) -> dict[str, Any]:
    revision = row.revision
    return {
        "id": row.id,
        "heading": row.heading,
        "author": revision.author.model_dump(mode="json") if revision else None,
        "revision": revision.number if revision else 0,
        "length": row.length,
        "least": row.wanted.least,
        "most": row.wanted.most,
        "findings": {s.value: row.counts.get(s, 0) for s in Severity},
        "changed_figures": row.changed,
        "stale": row.stale,
        "outdated": row.outdated,
        "removed": row.gone,
    }
