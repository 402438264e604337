"""An edited Word file back into the report: first a plan that anybody can look at, then one act.

What was exported is known to the byte (revisions and ledger of that export), so the file is compared with
that, not with what the report has become since.
"""

from pipeline.workflow.importing.act import carry_out
from pipeline.workflow.importing.base import when
from pipeline.workflow.importing.plan import Change, Plan, Prefer, State, plan_import

__all__ = ["Change", "Plan", "Prefer", "State", "carry_out", "plan_import", "when"]
