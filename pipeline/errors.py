"""Every error that zipingbao raises on purpose.

    ZipingbaoError            one Chinese message for the user, exit status 2
    ├── InputError            faults in the report folder, all at once
    ├── OutlineError          an outline folder that cannot be used
    ├── DocumentError         a document that cannot be read or written
    ├── StoreError            the report's database cannot be used
    ├── StaleWrite            somebody else changed the section meanwhile
    └── ModelError            the model endpoint did not give a usable answer
        ├── ConsentMissing    a non-local endpoint that the user has not agreed to
        └── ModelUnavailable  refused, timed out or unreachable after all retries

Anything else that reaches the command line is a defect of ours and is reported as one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from schemas.findings import Fault

_PLAIN = re.compile(r"[\w./\\:~+=@%-]+")


def typed(path: Path | str) -> str:
    """*path* as it is typed behind a command: in quotation marks where a shell would take it apart."""
    return str(path) if _PLAIN.fullmatch(str(path)) else f'"{path}"'


class ZipingbaoError(Exception):
    """An error with a message for the user; ``advice`` says what to do next."""

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.message} {self.advice}".rstrip()


class InputError(ZipingbaoError):
    """The report folder has faults; ``faults`` holds all of them, not just the first."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(f"输入有{len(faults)}处问题，须先改正。")
        self.faults = tuple(faults)


class OutlineError(ZipingbaoError):
    """An outline folder that is missing or cannot be used."""


class DocumentError(ZipingbaoError):
    """A document that cannot be read or written."""


class StoreError(ZipingbaoError):
    """The report's database cannot be opened or written."""


class StaleWrite(ZipingbaoError):
    """The section has a newer revision than the writer had seen."""


class ModelError(ZipingbaoError):
    """The model endpoint did not give a usable answer."""


class ConsentMissing(ModelError):
    """The endpoint is not on this machine and the user has not yet agreed to send data there."""


class ModelUnavailable(ModelError):
    """The endpoint refused, timed out or could not be reached after all retries."""
