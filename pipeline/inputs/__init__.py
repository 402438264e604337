"""The report folder: making it, reading it whole, and telling every fault at once.

Exports `init_folder`, `read_folder`, `read_note`, `write_workbook` and `json_schema`.
"""

from pipeline.inputs.folder import init_folder, read_folder
from pipeline.inputs.notes import read_note
from pipeline.inputs.workbook import write_workbook
from pipeline.inputs.yaml_schema import json_schema

__all__ = ["init_folder", "json_schema", "read_folder", "read_note", "write_workbook"]
