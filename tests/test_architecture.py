"""The house rules that a reader of the code relies on: direction of imports, no cycles, one owner an SDK."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SHARED = (
    "pipeline.errors",
    "pipeline.package",
    "pipeline.settings",
    "pipeline.numerals",
    "pipeline.references",
    "pipeline.outlines",
)
PRIVATE = {"pipeline.database": "pipeline.store", "pipeline.stale": "pipeline.store"}  # one stage
FACES = ("pipeline.cli", "pipeline.workflow")
OWNERS = {
    "langchain": ("pipeline/drafting/model.py",),
    "openai": ("pipeline/drafting/model.py",),
    "sqlalchemy": ("pipeline/store.py", "pipeline/database.py"),
    "pypdf": ("pipeline/documents/",),
    "docx": ("pipeline/word/", "pipeline/inputs/notes.py"),
    "openpyxl": ("pipeline/inputs/", "pipeline/summary.py"),
    "python_calamine": ("pipeline/inputs/",),
    "click": ("pipeline/cli/",),
    "rich": ("pipeline/cli/",),
}


def modules() -> Iterator[tuple[str, Path]]:
    for top in ("schemas", "pipeline", "prompts"):
        for path in sorted((ROOT / top).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


def imports(path: Path, *, top_only: bool = False) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = tree.body if top_only else ast.walk(tree)
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def stage(module: str) -> str:
    """``pipeline.word.write`` → ``pipeline.word``."""
    name = ".".join(module.split(".")[:2])
    return PRIVATE.get(name, name)


MODULES = dict(modules())


def inside(names: set[str]) -> set[str]:
    """The modules of ours among *names* (``from a import b`` may name a function b)."""
    return {n for n in names if n in MODULES}


@pytest.mark.parametrize("module", sorted(MODULES))
def test_dependencies_point_one_way(module: str) -> None:
    for name in inside(imports(MODULES[module])):
        if module.startswith("schemas"):
            assert name.startswith("schemas"), f"{module} imports {name}"
        elif not module.startswith(FACES) and name.startswith("pipeline."):
            assert stage(name) in (*SHARED, stage(module)), f"stage {module} imports stage {name}"
        if name.startswith("pipeline.cli"):
            assert module.startswith("pipeline.cli"), f"{module} imports the command line"


def test_no_import_cycles() -> None:
    waiting = {m: inside(imports(p, top_only=True)) - {m} for m, p in MODULES.items()}
    for module, names in waiting.items():  # a package is not "imported" by its own parts' being in it
        names -= {n for n in names if module.startswith(f"{n}.")}
    while ready := [m for m, names in waiting.items() if not names]:
        for module in ready:
            del waiting[module]
        for names in waiting.values():
            names.difference_update(ready)
    assert not waiting, f"modules that import each other: {sorted(waiting)}"


@pytest.mark.parametrize("sdk", sorted(OWNERS))
def test_each_sdk_has_one_owner(sdk: str) -> None:
    users = {
        path.relative_to(ROOT).as_posix()
        for path in MODULES.values()
        if any(name == sdk or name.startswith((f"{sdk}.", f"{sdk}_")) for name in imports(path))
    }
    assert users, f"nothing uses {sdk}: take it out of pyproject"
    assert all(user.startswith(OWNERS[sdk]) for user in users), f"{sdk} is used by {sorted(users)}"
