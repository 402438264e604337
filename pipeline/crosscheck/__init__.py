"""核对: reads a finished text again, ties its numbers to the ledger, and says what does not fit.

Knows nothing of how the text was made; only reports, never repairs.
"""

from pipeline.crosscheck.check import check, from_problems
from pipeline.crosscheck.codes import CODES, Code
from pipeline.crosscheck.model import BOUND, CheckResult, Context, Counts, Tie, Verdict
from pipeline.crosscheck.repeated import told_twice
from pipeline.crosscheck.tables import check_tables

__all__ = [
    "BOUND",
    "CODES",
    "CheckResult",
    "Code",
    "Context",
    "Counts",
    "Tie",
    "Verdict",
    "check",
    "check_tables",
    "from_problems",
    "told_twice",
]
