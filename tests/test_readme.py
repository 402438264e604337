"""What the README says of the code is generated: ``python -m tests.test_readme`` rewrites the tables."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.articulation import RULES
from pipeline.cli import main
from pipeline.crosscheck import CODES

README = Path(__file__).parent.parent / "README.md"


def codes() -> str:
    rows = [
        f"| `{name}` | {code.severity.value} | {code.title} | {code.meaning} |"
        for name, code in CODES.items()
    ]
    return "\n".join(["| code | severity | 名称 | 含义 |", "|---|---|---|---|", *rows])


def rules() -> str:
    rows = [f"| `{r.id}` | {r.severity.value} | {r.name} | {r.formula} | {r.source} |" for r in RULES]
    return "\n".join(["| rule | severity | 名称 | 算式 | 依据 |", "|---|---|---|---|---|", *rows])


def commands() -> str:
    rows = []
    for name, command in sorted(main.commands.items()):
        rows.append(f"| `{name}` | {(command.help or '').splitlines()[0]} |")
    return "\n".join(["| command | 说明 |", "|---|---|", *rows])


BLOCKS = {"codes": codes, "rules": rules, "command-table": commands}


def block(name: str) -> re.Pattern[str]:
    return re.compile(rf"(<!-- {name} -->\n)(.*?)(<!-- /{name} -->)", re.DOTALL)


@pytest.mark.parametrize("name", sorted(BLOCKS))
def test_tables_follow_the_code(name: str) -> None:
    found = block(name).search(README.read_text(encoding="utf-8"))
    assert found, f"README has no block {name}"
    assert found[2].strip() == BLOCKS[name]().strip(), "run: python -m tests.test_readme"


def test_two_commands_and_a_picture() -> None:
    text = README.read_text(encoding="utf-8")
    found = block("commands").search(text)
    assert found
    assert len([line for line in found[2].splitlines() if line.startswith("python3")]) == 2
    for picture in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", text):
        assert (README.parent / picture).is_file(), picture


if __name__ == "__main__":
    page = README.read_text(encoding="utf-8")
    for name, build in BLOCKS.items():
        page = block(name).sub(lambda m, build=build: f"{m[1]}{build()}\n{m[3]}", page)  # type: ignore[misc]
    README.write_text(page, encoding="utf-8")
