"""起草: notes are allotted to sections, a model (or the offline wording) writes them, nothing is trusted."""

from pipeline.drafting.allot import Allotment, allot
from pipeline.drafting.job import Brief, Drafted, Event, Job, Tools
from pipeline.drafting.paragraph import Paragraph
from pipeline.drafting.prompt import build_prompt, has_material
from pipeline.drafting.run import draft_all
from pipeline.drafting.section import draft_section
from pipeline.drafting.sheet import required_keys, visible_figures
from pipeline.drafting.told import told_elsewhere

__all__ = [
    "Allotment",
    "Brief",
    "Drafted",
    "Event",
    "Job",
    "Paragraph",
    "Tools",
    "allot",
    "build_prompt",
    "draft_all",
    "draft_section",
    "has_material",
    "required_keys",
    "told_elsewhere",
    "visible_figures",
]
