"""The order of the stages, known here alone. ``cli`` (later the web page too) is a face of it."""

from pipeline.workflow.case import Case, blocking, examine, open_case, read_case
from pipeline.workflow.difference import Change, Piece, changes, sentences
from pipeline.workflow.files import check_document, check_file, write_summary
from pipeline.workflow.moves import FigureChange
from pipeline.workflow.output import default_output, export, safe_name, write_html, write_page
from pipeline.workflow.redrafting import offered, pick, protected, redraft, redraft_jobs
from pipeline.workflow.refreshing import Followed, Refresh, plan_refresh, refresh
from pipeline.workflow.rereading import Reread, read_again, recall, with_second
from pipeline.workflow.reverting import Reversion, Values, plan_reversion, plan_sources, revert
from pipeline.workflow.revisions import Difference, Part, Past, difference, history, part_named, parts
from pipeline.workflow.texts import (
    Draft,
    assemble,
    by_person,
    current,
    dismiss,
    entries,
    former_ledgers,
    reopen,
    total,
)
from pipeline.workflow.writing import (
    brief_of,
    case_check,
    draft,
    jobs,
    pending,
    prompts,
    require_consent,
    write_by_hand,
)

__all__ = [
    "Case",
    "Change",
    "Difference",
    "Draft",
    "FigureChange",
    "Followed",
    "Part",
    "Past",
    "Piece",
    "Refresh",
    "Reread",
    "Reversion",
    "Values",
    "assemble",
    "blocking",
    "brief_of",
    "by_person",
    "case_check",
    "changes",
    "check_document",
    "check_file",
    "current",
    "default_output",
    "difference",
    "dismiss",
    "draft",
    "entries",
    "examine",
    "export",
    "former_ledgers",
    "history",
    "jobs",
    "offered",
    "open_case",
    "part_named",
    "parts",
    "pending",
    "pick",
    "plan_refresh",
    "plan_reversion",
    "plan_sources",
    "prompts",
    "protected",
    "read_again",
    "read_case",
    "recall",
    "redraft",
    "redraft_jobs",
    "refresh",
    "reopen",
    "require_consent",
    "revert",
    "safe_name",
    "sentences",
    "total",
    "with_second",
    "write_by_hand",
    "write_html",
    "write_page",
    "write_summary",
]
