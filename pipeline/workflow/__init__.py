"""The order of the stages, known here alone. ``cli`` (later the web page too) is a face of it."""

from pipeline.workflow.case import Case, blocking, examine, open_case
from pipeline.workflow.files import check_document, check_file, write_summary
from pipeline.workflow.output import default_output, export, safe_name, write_html, write_page
from pipeline.workflow.redrafting import offered, pick, protected, redraft, redraft_jobs
from pipeline.workflow.rereading import Reread, read_again, recall, with_second
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
    "Draft",
    "Reread",
    "assemble",
    "blocking",
    "brief_of",
    "by_person",
    "case_check",
    "check_document",
    "check_file",
    "current",
    "default_output",
    "dismiss",
    "draft",
    "entries",
    "examine",
    "export",
    "former_ledgers",
    "jobs",
    "offered",
    "open_case",
    "pending",
    "pick",
    "prompts",
    "protected",
    "read_again",
    "recall",
    "redraft",
    "redraft_jobs",
    "reopen",
    "require_consent",
    "safe_name",
    "total",
    "with_second",
    "write_by_hand",
    "write_html",
    "write_page",
    "write_summary",
]
