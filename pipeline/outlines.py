"""Outlines: folders of data under ``prompts/outlines`` (or anywhere the user points to)."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic import ValidationError

import prompts
from pipeline.errors import OutlineError
from schemas.outline import Outline, SectionSpec

BUILT_IN = Path(prompts.__file__).parent / "outlines"


@dataclass(frozen=True, slots=True)
class OutlineFolder:
    """An outline and the folder that holds its wording."""

    outline: Outline
    path: Path

    def wording(self, spec: SectionSpec) -> str | None:
        """The offline wording of a section (Jinja2 source); None when the outline gives none."""
        file = self.path / (spec.template or f"{spec.id}.md.j2")
        # A template name comes from data: it may not lead out of the outline's own folder.
        if not file.resolve().is_relative_to(self.path.resolve()) or not file.is_file():
            return None
        return file.read_text(encoding="utf-8")


def available() -> tuple[str, ...]:
    """Names of the outlines that come with zipingbao."""
    return tuple(sorted(f.parent.name for f in BUILT_IN.glob("*/outline.yaml")))


def load_outline(name: str, base: Path | None = None) -> Outline:
    """The outline called *name*; see `open_outline`."""
    return open_outline(name, base).outline


def open_outline(name: str, base: Path | None = None) -> OutlineFolder:
    """A built-in outline by name, or a folder by path (relative to *base*, the report folder).

    Raises OutlineError, in Chinese, when it is missing or faulty.
    """
    folder = BUILT_IN / name
    if not name.isidentifier() or not folder.is_dir():
        # Without a look at the disk: the report folder itself may not be there yet.
        folder = Path(os.path.normpath((base or Path()) / name))
    file = folder / "outline.yaml"
    if not file.is_file():
        known = "、".join(available())
        raise OutlineError(f"没有名为“{name}”的提纲。", f"现有提纲：{known}；也可写提纲文件夹的路径。")
    try:
        outline = Outline.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise OutlineError(f"提纲文件 {file.name} 不是有效的 YAML：{_first_line(error)}") from error
    except ValidationError as error:
        raise OutlineError(f"提纲“{name}”有误：{_explain(error)}") from error
    _check_sections(outline)
    return OutlineFolder(outline, folder)


def seen_from(report: Path, name: str) -> str:
    """*name* as ``report.yaml`` in the folder *report* writes it: a path from here becomes one from there."""
    if name in available() or not (Path(name) / "outline.yaml").is_file() or Path(name).is_absolute():
        return name
    return Path(os.path.relpath(name, report)).as_posix()


def _check_sections(outline: Outline) -> None:
    seen: set[str] = set()
    for spec in outline.sections:
        if spec.id in seen:
            raise OutlineError(f"提纲“{outline.name}”中有两节都叫 {spec.id}。", "每节的 id 须各不相同。")
        seen.add(spec.id)
    for spec in outline.sections:
        for other in spec.after:
            if other not in seen or other == spec.id:
                raise OutlineError(f"提纲“{outline.name}”：{spec.id} 的 after 指向不存在的一节 {other}。")
    _check_order(outline)


def _check_order(outline: Outline) -> None:
    """``after`` must not go round in a circle: such sections would wait for each other for ever."""
    waiting = {spec.id: set(spec.after) for spec in outline.sections}
    while ready := [id for id, others in waiting.items() if not others]:
        for id in ready:
            del waiting[id]
        for others in waiting.values():
            others.difference_update(ready)
    if waiting:
        raise OutlineError(f"提纲“{outline.name}”：{'、'.join(waiting)} 互相等待（after 成环）。")


def _explain(error: ValidationError) -> str:
    return "；".join(f"{'.'.join(map(str, e['loc']))}：{e['msg']}" for e in error.errors()[:5])


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]
