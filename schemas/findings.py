"""What checking yields: numbers found in prose, findings on a text, faults in the input."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from pydantic import Field

from schemas.figures import Approx, Kind, Model, SourceRef


@dataclass(frozen=True, slots=True)
class Mention:
    """One numeric expression in a text. Offsets are Python string offsets.

    ``value`` is in base units (money in 元, 12万余 is 120000); for a range it is the lower end and
    ``high`` the upper; None where the text gives no definite number (数十家, 三会一课). ``num_start`` and
    ``num_end`` bound the digits without hedge and unit; ``step`` is the value of one unit in the last
    printed place (31.01万元 → 100), which makes the rounding interval value ± step/2.
    """

    start: int
    end: int
    text: str
    kind: Kind
    value: Decimal | None
    unit: str | None
    approx: Approx = Approx.EXACT
    high: Decimal | None = None
    num_start: int = 0
    num_end: int = 0
    step: Decimal = Decimal(1)
    hedge: str = ""

    @property
    def low_bound(self) -> Decimal:
        """The smallest value that would be printed like this (hedge words left aside)."""
        return (self.value or Decimal(0)) - self.step / 2

    @property
    def high_bound(self) -> Decimal:
        """The largest value that would be printed like this (hedge words left aside)."""
        return (self.high if self.high is not None else self.value or Decimal(0)) + self.step / 2


class Severity(StrEnum):
    """error: the text or the data prove it wrong · warning: a person should look · info: harmless."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def chinese(self) -> str:
        """The word the clerk reads."""
        return {"error": "错误", "warning": "提醒", "info": "提示"}[self.value]


class Status(StrEnum):
    """处置: what a person made of a finding."""

    OPEN = "open"
    FIXED = "fixed"
    DISMISSED = "dismissed"


class Disposition(Model):
    """What became of a finding, by whom and why; a dismissal needs a reason."""

    status: Status
    reason: str = ""
    by: str = ""


class Finding(Model):
    """Something about a text that a person should know. ``code`` is stable (see the README's table).

    ``start`` and ``end`` bound ``quote`` in the rendered text of ``section`` (or of the file). ``expected``
    is the likely correction, never applied by itself; ``evidence`` the arithmetic or the sources.
    """

    code: str
    severity: Severity
    message: str
    start: int = 0
    end: int = 0
    quote: str = ""
    expected: str | None = None
    evidence: str | None = None
    section: str | None = None
    others: tuple[tuple[int, int], ...] = ()


class Fault(Model):
    """Something wrong with the input: where, what stands there, what was expected, what to do.

    ``advice`` and ``message`` are Chinese and for the clerk. ``waived`` holds the clerk's reason when
    ``report.yaml`` waives the rule.
    """

    code: str
    severity: Severity
    message: str
    file: str = ""
    sheet: str = ""
    cell: str = ""
    line: int | None = None
    found: str = ""
    expected: str = ""
    advice: str = ""
    places: tuple[SourceRef, ...] = Field(default=())
    waived: str | None = None

    @property
    def place(self) -> str:
        """Where it is, as the clerk reads it: ``data.xlsx · 收支!D5``."""
        spot = "!".join(p for p in (self.sheet, self.cell) if p)
        line = f"第{self.line}行" if self.line else ""
        return " · ".join(p for p in (self.file, spot, line) if p)
