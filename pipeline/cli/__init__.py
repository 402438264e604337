"""The command line: each command is one call of ``workflow`` and the printing of what came back.

Exit status: 0 clean, 1 findings of severity error, 2 bad usage or input. Nothing heavy is imported at the
top: ``--help`` must not pay for Word, Excel or a model library.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import prompts
from pipeline.cli import console

if TYPE_CHECKING:
    from schemas.findings import Fault

Folder = click.Path(exists=True, file_okay=False, path_type=Path)
File = click.Path(exists=True, dir_okay=False, path_type=Path)
as_json = click.option("--json", "json_", is_flag=True, help="只输出一个 JSON 文档")


def outline_names() -> list[str]:
    """The outlines that come along, without reading any of them; the one for everybody first."""
    names = {f.parent.name for f in (Path(prompts.__file__).parent / "outlines").glob("*/outline.yaml")}
    return sorted(names, key=lambda name: (name != "general", name))


def folder_argument(function: Callable[..., Any]) -> Callable[..., Any]:
    """The report folder, by default the present one."""
    return click.argument("folder", metavar="DIR", type=Folder, default=".")(function)


@click.group(cls=console.Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(
    package_name="zipingbao", prog_name="zipingbao", message="%(prog)s %(version)s", help="显示版本"
)
def main() -> None:
    """自评报：部门整体支出绩效自评报告的起草与核对。

    数据在 data.xlsx，活动在 notes/，成稿为公文格式的 Word 文件；正文中每一个数都回到它的单元格。
    """


@main.command()
@click.argument("target", metavar="[DIR]", type=click.Path(path_type=Path), default=Path("zipingbao-demo"))
@click.option(
    "--case", "name", default="changning2023", help="示例：changning2023、huaihua2020、chenzhou2021"
)
def demo(target: Path, name: str) -> None:
    """用自带示例走一遍：校验、起草、核对、导出 Word。"""
    from pipeline.cli import demonstration

    raise SystemExit(demonstration.run(target, name))


@main.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--outline",
    "name",
    default="general",
    show_default="general，各类单位通用",
    help=f"提纲名称或提纲文件夹；自带：{'、'.join(outline_names())}（各用于谁，见 zipingbao outlines）",
)
@click.option("--year", type=click.IntRange(2000, 2100), required=True, help="报告年度")
@click.option("--unit", default="", help="单位全称")
@click.option("--short", default="", help="单位简称")
@click.option("--force", is_flag=True, help="覆盖文件夹里已有的同名文件")
def init(folder: Path, name: str, year: int, unit: str, short: str, force: bool) -> None:
    """新建报告文件夹：report.yaml、data.xlsx、notes/。"""
    from pipeline.errors import typed
    from pipeline.inputs import init_folder
    from pipeline.outlines import seen_from

    name = seen_from(folder, name)
    for path in init_folder(folder, name, year, unit=unit, short_name=short, overwrite=force):
        click.echo(str(path))
    console.say(f"下一步：填写 data.xlsx，把活动记录放进 notes/，再运行 zipingbao validate {typed(folder)}")


@main.command()
def outlines() -> None:
    """列出可用的提纲。"""
    from pipeline.outlines import available, load_outline

    rows = [(o.name, o.label, str(len(o.sections)), o.description) for o in map(load_outline, available())]
    console.table(("名称", "用于", "节数", "说明"), rows, right=(2,))


@main.command()
def schema() -> None:
    """输出 data.yaml 的 JSON Schema。"""
    from pipeline.inputs import json_schema

    click.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))


@main.command()
@folder_argument
@as_json
def validate(folder: Path, json_: bool) -> None:
    """检查输入：逐项列出文件、工作表、单元格的问题和勾稽关系。"""
    from pipeline import workflow

    case, faults = workflow.examine(folder)
    if json_:
        click.echo(
            json.dumps({"faults": [f.model_dump(mode="json") for f in faults]}, ensure_ascii=False, indent=1)
        )
    else:
        console.show_faults(faults)
        console.say(verdict(faults, len(case.ledger) if case else 0))
    stopped = workflow.blocking(faults)
    raise SystemExit(2 if stopped or case is None else 0)


def verdict(faults: list[Fault], figures: int) -> str:
    """The last line of ``validate``."""
    from schemas.findings import Severity

    waived = sum(f.waived is not None for f in faults)
    errors = sum(f.severity is Severity.ERROR and f.waived is None for f in faults)
    rest = len(faults) - waived - errors
    parts = [f"错误{errors}处" if errors else "没有错误"]
    parts += [f"提醒和提示{rest}处"] if rest else []
    parts += [f"已豁免{waived}处"] if waived else []
    tail = f"；台账共{figures}个数。" if figures else "。"
    advice = "请改正后再运行 validate。" if errors else "可以起草：zipingbao draft。"
    return "，".join(parts) + tail + advice


@main.command()
@folder_argument
@click.option("--find", "words", default="", help="只列名称中含有这些字的")
@as_json
def ledger(folder: Path, words: str, json_: bool) -> None:
    """列出台账：每个数的键、值、口径、年度和来源。"""
    from pipeline import workflow
    from pipeline.references import print_figure

    case = workflow.open_case(folder)
    figures = [f for f in case.ledger if words in f.key]
    if json_:
        click.echo(json.dumps([f.model_dump(mode="json") for f in figures], ensure_ascii=False, indent=1))
        return
    rows = [
        (
            f.key,
            print_figure(f, case.style),
            f.basis.chinese if f.basis else "",
            str(f.year or ""),
            str(f.source),
        )
        for f in figures
    ]
    console.table(("键", "值", "口径", "年度", "来源"), rows, right=(1,))
    console.say(f"共{len(rows)}个数。")


@main.command()
@folder_argument
@click.option("--offline", is_flag=True, help="不用模型，按提纲自带的范文起草")
@click.option("--all", "everything", is_flag=True, help="已有的章节也重写（人工改过的除外）")
@click.option("--dry-run", is_flag=True, help="只显示将要发送的内容，不发送")
@click.option("--yes", is_flag=True, help="同意把材料发往已配置的外部模型服务")
def draft(folder: Path, offline: bool, everything: bool, dry_run: bool, yes: bool) -> None:
    """起草各章节；中断后再运行，从断处继续。"""
    from pipeline.cli import drafts

    raise SystemExit(drafts.draft(folder, offline=offline, everything=everything, dry_run=dry_run, yes=yes))


@main.command()
@folder_argument
@click.argument("section")
@click.option("--hint", default="", help="要求，例如：突出乡村振兴，压到300字")
@click.option("--paragraph", type=click.IntRange(min=1), help="只重写第几段，其余各段一字不动")
@click.option("--variants", type=click.IntRange(1, 5), help="写出几稿来挑，挑中才写入")
@click.option("--pick", type=click.IntRange(min=1), help="用上次写出的第几稿，不再问模型")
@click.option("--offline", is_flag=True, help="不用模型，按提纲自带的范文重写")
@click.option("--dry-run", is_flag=True, help="只显示将要发送的内容，不发送")
@click.option("--force", is_flag=True, help="人工改过的也重写（原文留作旧稿）")
@click.option("--yes", is_flag=True, help="同意把材料发往已配置的外部模型服务")
def redraft(folder: Path, section: str, **wish: Any) -> None:
    """重写一节（或其中一段），其余一字不动；原稿保留，并显示差别。"""
    from pipeline.cli import redrafting

    raise SystemExit(redrafting.redraft(folder, section, redrafting.Wish(**wish)))


@main.command()
@folder_argument
@click.argument("section")
@click.option("--from", "source", type=File, help="用这个文本文件的内容作为新稿（不写则打开编辑器）")
def edit(folder: Path, section: str, source: Path | None) -> None:
    """人工修改一节（带引用的原文）；以后的起草不会覆盖它。"""
    from pipeline.cli import drafts

    raise SystemExit(drafts.edit(folder, section, source))


@main.command()
@folder_argument
@click.argument("section", required=False)
def history(folder: Path, section: str | None) -> None:
    """列出各节（或一节）的历次稿件：作者、时间、字数、所用的数据、当时的问题。"""
    from pipeline.cli import revisions

    revisions.history(folder, section)


@main.command()
@folder_argument
@click.argument("section")
@click.option("--from", "first", type=click.IntRange(min=1), help="原稿的稿次（不写则为上一稿）")
@click.option("--to", "second", type=click.IntRange(min=1), help="新稿的稿次（不写则为现在的稿）")
def diff(folder: Path, section: str, first: int | None, second: int | None) -> None:
    """逐句比较一节的两稿，按当时印出的样子；只有数不同时说明。"""
    from pipeline.cli import revisions

    revisions.diff(folder, section, first, second)


@main.command()
@folder_argument
@click.argument("section")
@click.option("--to", "number", type=click.IntRange(min=1), help="恢复成第几稿（不写则为上一稿）")
@click.option(
    "--values",
    type=click.Choice(["old", "present"]),
    default="present",
    show_default="present",
    help="印当时的数（old）还是现在的数（present）",
)
@click.option("--figures", is_flag=True, help="把手改的数恢复为台账的数（文字不动）")
@click.option("--force", is_flag=True, help="当时的数与台账不同也照印")
@click.option("--dry-run", is_flag=True, help="只显示将怎样恢复，不写入")
def restore(
    folder: Path, section: str, number: int | None, values: str, figures: bool, force: bool, dry_run: bool
) -> None:
    """把一节恢复成以前的一稿；写成新的一稿，现在的稿也保留。"""
    from pipeline.cli import revisions

    raise SystemExit(
        revisions.restore(folder, section, number, values, figures=figures, force=force, dry_run=dry_run)
    )


@main.command()
@folder_argument
@as_json
def status(folder: Path, json_: bool) -> None:
    """报告现在怎样：各节的作者、字数、未了结的问题，Word 文件，下一步做什么。"""
    from pipeline.cli import standing

    standing.status(folder, json_=json_)


@main.command()
@folder_argument
@click.option("--dry-run", is_flag=True, help="只显示会有哪些变动，不写入")
@as_json
def refresh(folder: Path, dry_run: bool, json_: bool) -> None:
    """数据或记录改过以后，让正文里的数跟着变：不用模型，文字照旧，不再合适的话指出来。"""
    from pipeline.cli import refreshing

    raise SystemExit(refreshing.refresh(folder, dry_run=dry_run, json_=json_))


@main.command()
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=File)
@click.option("--text", "text_", is_flag=True, help="输出计算偏移所依据的文本")
@as_json
def figures(files: tuple[Path, ...], text_: bool, json_: bool) -> None:
    """找出文件中的每一个数：位置、种类、数值、单位。"""
    from pipeline.cli import checking

    checking.figures(files, text_, json_)


@main.command()
@click.argument(
    "targets", metavar="DIR|FILE…", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path)
)
@click.option("--against", type=Folder, help="用这个报告文件夹的台账核对文件")
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), help="另存一份可点击的核对报告")
@click.option(
    "--summary", type=click.Path(dir_okay=False, path_type=Path), help="另存一份汇总表（.xlsx）：一处问题一行"
)
@click.option("--model", "second", is_flag=True, help="另请已配置的模型通读一遍；只采纳重算属实的")
@click.option("--yes", is_flag=True, help="同意把正文发往已配置的外部模型服务")
@as_json
def check(
    targets: tuple[Path, ...],
    against: Path | None,
    html: Path | None,
    summary: Path | None,
    second: bool,
    yes: bool,
    json_: bool,
) -> None:
    """核对正文里的每一个数：报告文件夹，或 Word、PDF、网页、文本文件。"""
    from pipeline.cli import checking

    reader = None
    if second:
        from pipeline.cli.second import SecondReader

        reader = SecondReader(yes)
    raise SystemExit(checking.check(targets, against, html, summary, reader, json_=json_))


@main.command()
@folder_argument
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="Word 文件的路径")
@click.option("--force", is_flag=True, help="覆盖被改动过的同名文件")
@click.option("--sources", is_flag=True, help="附上数据来源表：正文每个数出自哪个单元格、哪条记录、哪个算式")
def export(folder: Path, output: Path | None, force: bool, sources: bool) -> None:
    """导出 GB/T 9704 版式的 Word 文件；未了结的问题成为批注。"""
    from pipeline.cli import drafts

    raise SystemExit(drafts.export(folder, output, force, sources))


@main.command(name="import")
@click.argument("folder", metavar="DIR", type=Folder)
@click.argument("file", metavar="FILE.docx", type=File)
@click.option("--dry-run", is_flag=True, help="只显示文件里改了什么，不写入")
@click.option(
    "--tracked",
    type=click.Choice(["accept", "reject"]),
    default="accept",
    help="文件里未处理的修订：accept 按接受（默认），reject 按拒绝",
)
@click.option(
    "--prefer",
    type=click.Choice(["stop", "file", "present"]),
    default="stop",
    help="导出以后报告里也改过的章节：stop 不导入（默认），file 以文件为准，present 保留现稿",
)
@click.option("--by", "name", default="", help="修改人（不写则用文件里记的最后修改人）")
@as_json
def import_(
    folder: Path, file: Path, dry_run: bool, tracked: str, prefer: str, name: str, json_: bool
) -> None:
    """把改过的 Word 文件收回来：没动的数仍带出处，改动处重新核对。"""
    from pipeline.cli.importing import import_word
    from pipeline.workflow.importing import Prefer
    from schemas.editing import Tracked

    raise SystemExit(
        import_word(
            folder,
            file,
            tracked=Tracked(tracked),
            prefer=Prefer(prefer),
            name=name,
            dry_run=dry_run,
            json_=json_,
        )
    )


@main.command()
@click.argument("folder", metavar="DIR", type=Folder)
@click.argument("numbers", metavar="[编号…]", nargs=-1, type=click.IntRange(min=1))
@click.option("--reason", default="", help="为什么不是问题")
@click.option("--undo", is_flag=True, help="撤回，恢复为未了结")
def dismiss(folder: Path, numbers: tuple[int, ...], reason: str, undo: bool) -> None:
    """把核对出的问题记为已了结（写明理由）；再次查出同样的问题也不再提。"""
    from pipeline.cli import dismissal

    dismissal.dismiss(folder, numbers, reason, undo)
