"""GB/T 9704 Word files: written from a report, read back by their bookmarks."""

from pipeline.word.read import read_properties, read_sections
from pipeline.word.style import PARAMETERS, Parameter
from pipeline.word.tables import Column, Table, attachment_tables
from pipeline.word.write import write_report

__all__ = [
    "PARAMETERS",
    "Column",
    "Parameter",
    "Table",
    "attachment_tables",
    "read_properties",
    "read_sections",
    "write_report",
]
