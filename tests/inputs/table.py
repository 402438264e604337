"""``python -m tests.inputs.table``: every kind of bad input and its message, as a Markdown table."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.inputs.cases import messages


def main() -> None:
    print("| | 错误的输入 | 代码 | 程序说什么 |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as root:
        for number, (case, said) in enumerate(messages(Path(root)), start=1):
            text = "<br>".join(said).replace("|", "\\|").replace("\n", " ")
            print(f"| {number} | {case.kind} | `{case.code}` | {text} |")


if __name__ == "__main__":
    main()
