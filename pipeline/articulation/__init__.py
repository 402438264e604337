"""勾稽: the relations that must hold between the figures of one report.

``articulate(ledger, report)`` tries every rule of ``RULES``. A rule whose figures are not all there is
skipped: a gap is never read as 0. What a report breaks knowingly is waived in ``report.yaml`` with a
reason; the fault then keeps its severity and carries the reason.
"""

from __future__ import annotations

from pipeline.articulation.books import Options
from pipeline.articulation.rules import RULES, Rule
from pipeline.articulation.run import articulate, settle

__all__ = ["RULES", "Options", "Rule", "articulate", "settle"]
