"""What cannot be carried from a Word file into the report, or should be known: nothing goes silently."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from pipeline.word import lock_beside
from pipeline.word.divide import Divided
from pipeline.workflow.importing.base import Base
from pipeline.workflow.revisions import FRAME
from schemas.editing import EditedFile, Tracked

_SHOWN = 12


def still_open(path: Path) -> Iterator[str]:
    """The file is open in Word: what was not saved cannot be seen."""
    if lock_beside(path):
        yield "文件还在 Word、WPS 或 LibreOffice 中打开，没有存盘的改动不在其内；请存盘后再导入一次。"


def structure(base: Base, divided: Divided) -> Iterator[str]:
    """Headings that were renamed, added or moved; lines of the frame that were changed."""
    for id, heading in base.headings.items():
        part = divided.parts.get(id)
        if part and part.heading and _bare(part.heading) != _bare(heading):
            yield (
                f"标题“{heading}”在文件里是“{part.heading}”：标题由提纲规定，没有带回；"
                "要改请改提纲文件夹里的 outline.yaml。"
            )
        elif part and part.heading is None and id in base.sections:
            yield f"标题“{heading}”在文件里没有了，按书签认出该节；导出时仍会印出标题。"
    for heading, id in divided.added:
        yield (
            f"“{heading}”不是提纲里的标题，连同下面的文字并入“{base.headings.get(id, FRAME.get(id, id))}”；"
            "要单列一节请改提纲。"
        )
    for id, part in divided.parts.items():
        if id in base.headings and id not in base.sections and part.text:
            yield (
                f"“{base.headings[id]}”下面没有正文，文件里添的“{_start(part.text)}”没有带回；"
                "请移到它下面的小节里再导入。"
            )
    moved = _moved([id for id in divided.parts if id in base.headings], list(base.headings))
    if moved:
        names = "”“".join(base.headings[id] for id in moved)
        yield f"“{names}”在文件里换了位置：文字照收，导出时仍按提纲的顺序。"
    yield from _frame(base, divided)


def _moved(here: list[str], before: list[str]) -> list[str]:
    """The fewest sections that must have been moved to come from one order to the other."""
    longest: list[list[str]] = []
    for id in here:
        fitting = [run for run in longest if before.index(run[-1]) < before.index(id)]
        longest.append([*_longest(fitting), id])
    kept = _longest(longest)
    return [id for id in here if id not in kept]


def _longest(runs: list[list[str]]) -> list[str]:
    return max(runs, key=len, default=[])


def _frame(base: Base, divided: Divided) -> Iterator[str]:
    """Title, addressee, signature and date come from report.yaml and the outline."""
    for was, now, where in (
        (base.head, divided.head, "标题在提纲的 outline.yaml 里改，主送机关在 report.yaml 的“主送”里改"),
        (base.tail, divided.foot, "落款和日期在 report.yaml 的“单位全称”“成文日期”里改"),
    ):
        gone = [line for line in was if _bare(line) not in _bare("".join(now))]
        if gone:
            yield f"文件里没有了“{'”“'.join(gone)}”：这几行不从文件带回，{where}。"


def _start(text: str) -> str:
    return text[:30] + "…" if len(text) > 30 else text


def _bare(text: str) -> str:
    return "".join(text.split())


def content(
    edited: EditedFile, divided: Divided, headings: Mapping[str, str], tracked: Tracked
) -> Iterator[str]:
    """Tables, pictures, formatting, tracked changes."""
    if edited.tracked:
        word, other = ("接受", "reject") if tracked is Tracked.ACCEPT else ("拒绝", "accept")
        yield (
            f"文件里有{edited.tracked}处修订没有接受或拒绝，这次按{word}处理；"
            f"要反过来请加 --tracked {other}。"
        )
    extras = edited.extras
    for extra in extras[:_SHOWN]:
        part = divided.near(extra.paragraph)
        place = f"（在“{headings.get(part.id, FRAME.get(part.id, ''))}”）" if part else ""
        yield f"{extra.what}{place}：没有带回，只留在文件里。"
    if len(extras) > _SHOWN:
        yield f"另有{len(extras) - _SHOWN}处表格、图片、格式等没有带回，只留在文件里。"
