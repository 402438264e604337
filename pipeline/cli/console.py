"""How the terminal speaks: Chinese help, one line for an error, tables for people.

Standard output carries results; progress, notes and errors go to standard error.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NoReturn

import click

if TYPE_CHECKING:  # pydantic costs more than the whole help
    from pipeline.workflow.difference import Change, Piece
    from schemas.findings import Fault, Finding

HEADINGS = {"Options": "选项", "Commands": "命令", "Arguments": "参数"}
COLOURS = {"error": "red", "warning": "yellow", "info": "cyan"}


class Formatter(click.HelpFormatter):
    """click's help in Chinese."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The usage line."""
        super().write_usage(
            prog, args.replace("COMMAND [ARGS]...", "命令 …").replace("[OPTIONS]", "[选项]"), "用法："
        )

    @contextmanager
    def section(self, name: str) -> Iterator[None]:
        """A block of the help under a Chinese heading."""
        with super().section(HEADINGS.get(name, name)):
            yield


class Context(click.Context):
    """A context whose help is formatted in Chinese."""

    formatter_class = Formatter


class Command(click.Command):
    """A command whose help and mistakes are told in Chinese."""

    context_class = Context

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """``--help`` with a Chinese explanation."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示本说明"
        return option


class Group(Command, click.Group):
    """The top command."""

    command_class = Command

    def main(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Run, and turn every error into one Chinese message and an exit status."""
        kwargs["standalone_mode"] = False
        try:
            sys.exit(super().main(*args, **kwargs) or 0)
        except click.exceptions.Exit as leaving:
            sys.exit(leaving.exit_code)
        except click.exceptions.NoArgsIsHelpError as bare:
            click.echo(bare.ctx.get_help())
        except click.UsageError as mistake:
            complain(usage_message(mistake), "加 --help 看用法。")
        except (click.Abort, KeyboardInterrupt):
            complain("已中止。", "已完成的内容都已保存，再运行同一命令可继续。")
        except BrokenPipeError:
            sys.stderr.close()
        except Exception as error:
            explain(error)
        sys.exit(2)


def explain(error: Exception) -> None:
    """An error of ours with its advice; anything else as the defect it is, with a record kept."""
    from pipeline.errors import ZipingbaoError

    if isinstance(error, ZipingbaoError):
        show_faults(getattr(error, "faults", ()))
        complain(error.message, error.advice)
        return
    name = type(error).__name__
    complain(f"程序内部出错（{name}：{error}）。", f"详细记录在 {keep_traceback()}，请交给维护者。")


def keep_traceback() -> str:
    """Write the current traceback where a maintainer can ask for it; the file's path."""
    import tempfile
    import traceback

    with tempfile.NamedTemporaryFile(
        "w", prefix="zipingbao-", suffix=".log", delete=False, encoding="utf-8"
    ) as log:
        log.write(traceback.format_exc())
    return log.name


def usage_message(mistake: click.UsageError) -> str:
    """What click found wrong with the call, in Chinese."""
    if isinstance(mistake, click.NoSuchOption):
        near = f"，是否想用 {'、'.join(mistake.possibilities)}" if mistake.possibilities else ""
        return f"没有选项 {mistake.option_name}{near}。"
    if isinstance(mistake, click.MissingParameter):
        name = mistake.param.human_readable_name if mistake.param else ""
        return f"缺少参数 {name}。"
    if isinstance(mistake, click.BadParameter):
        name = mistake.param.human_readable_name if mistake.param else ""
        return f"参数 {name} 不对：{in_chinese(mistake.message)}"
    return in_chinese(mistake.message)


def in_chinese(message: str) -> str:
    """The handful of click messages that a clerk can meet."""
    import re

    patterns: Sequence[tuple[str, str]] = (
        (r"No such command '(.+)'.*", r"没有命令“\1”。"),
        (r"(?:Path|File|Directory) '(.+)' does not exist\.", r"找不到“\1”。"),
        (r"File '(.+)' is a directory\.", r"“\1”是文件夹，此处应为文件。"),
        (r"Directory '(.+)' is a file\.", r"“\1”是文件，此处应为文件夹。"),
        (r"'(.+)' is not a valid integer.*", r"“\1”不是整数。"),
        (r"'(.+)' is not one of (.+)\.", r"“\1”不在可选范围 \2 之内。"),
        (r"(.+) is not in the range (.+)\.", r"\1 不在范围 \2 之内。"),
        (r"Got unexpected extra arguments? \((.+)\)", r"多出了参数 \1。"),
        (r"Missing command\.", "请写明要执行的命令。"),
        (r"Option '(.+)' requires an argument\.", r"选项 \1 后面缺少内容。"),
    )
    for pattern, chinese in patterns:
        if re.fullmatch(pattern, message, re.DOTALL):
            return re.sub(pattern, chinese, message, flags=re.DOTALL)
    return message


def plain(text: str) -> str:
    """*text* without control characters: notes and answers must not be able to steer a terminal."""
    return "".join(c if c.isprintable() or c in "\n\t　" else "�" for c in text)


def complain(message: str, advice: str = "") -> None:
    """One error on standard error."""
    click.echo(
        click.style("错误：", fg="red") + plain(message + (f"\n　　　{advice}" if advice else "")), err=True
    )


def say(message: str) -> None:
    """A line of progress or advice on standard error."""
    click.echo(plain(message), err=True)


def show_faults(faults: Iterable[Fault]) -> None:
    """Faults of the input, most serious first, each with its place and what to do."""
    order = list(COLOURS)
    for fault in sorted(faults, key=lambda f: (f.waived is not None, order.index(f.severity.value))):
        mark = "已豁免" if fault.waived else fault.severity.chinese
        colour = "bright_black" if fault.waived else COLOURS[fault.severity.value]
        click.echo(
            f"{click.style(f'[{mark}]', fg=colour)} {plain(fault.place)}　{plain(fault.message)}"
            f"{click.style(f'（{fault.code}）', dim=True)}",
            err=True,
        )
        for word, text in (
            ("现为", fault.found),
            ("应为", fault.expected),
            ("办法", fault.advice),
            ("理由", fault.waived),
        ):
            if text:
                click.echo(f"　　{word}：{plain(text)}", err=True)


def show_findings(heading: str, findings: Sequence[Finding]) -> None:
    """The findings of one section or file."""
    if findings and heading:
        click.echo(click.style(heading, bold=True))
    for finding in findings:
        mark = click.style(f"[{finding.severity.chinese}]", fg=COLOURS[finding.severity.value])
        quote = f"“{finding.quote}”　" if finding.quote else ""
        click.echo(f"  {mark} {plain(quote + finding.message)}")
        for word, text in (("依据", finding.evidence), ("可能应为", finding.expected)):
            if text:
                click.echo(f"　　{word}：{plain(text)}")


def table(columns: Sequence[str], rows: Iterable[Sequence[str]], right: Sequence[int] = ()) -> None:
    """A table for reading; plain tab-separated lines when the output is not a terminal."""
    if not sys.stdout.isatty():
        for row in (columns, *rows):
            click.echo(plain("\t".join(row)))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    view = Table(box=None, header_style="bold", pad_edge=False)
    for i, name in enumerate(columns):
        view.add_column(name, justify="right" if i in right else "left", overflow="fold")
    for row in rows:
        view.add_row(*(Text(plain(cell)) for cell in row))
    Console().print(view)


def show_changes(changes: Iterable[Change], indent: str = "") -> None:
    """Sentences as they were (-) and as they are (+); what differs inside one stands in 【】."""
    for change in changes:
        for mark, colour, pieces in zip("-+", ("red", "green"), change.pieces, strict=True):
            if pieces:
                click.echo(f"{indent}{click.style(mark, fg=colour)} {_coloured(pieces, colour)}")


def _coloured(pieces: Sequence[Piece], colour: str) -> str:
    """One side of a changed sentence; readable without colour too."""
    whole = not any(piece.changed for piece in pieces)
    out = []
    for number, piece in enumerate(pieces):
        text = plain(piece.text)
        if not (piece.changed or whole):
            text = _shortened(text, first=number == 0, last=number == len(pieces) - 1)
        marked = f"【{text}】" if piece.changed else text
        out.append(click.style(marked, fg=colour, bold=piece.changed) if piece.changed or whole else marked)
    return "".join(out)


def _shortened(text: str, *, first: bool, last: bool, most: int = 40, kept: int = 15) -> str:
    """A long stretch in which nothing differs, without its middle; cut at a comma."""
    if len(text) <= most:
        return text
    head, tail = text[:kept], text[-kept:]
    head = head[: max(head.rfind(c) for c in _COMMAS) + 1] or head
    tail = tail[max(0, *(tail.find(c) for c in _COMMAS)) :]
    return ("" if first else head) + "〔…〕" + ("" if last else tail)


_COMMAS = "、，；：。"
