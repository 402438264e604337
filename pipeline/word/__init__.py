"""GB/T 9704 Word files: written from a report, taken apart again when a person has edited them."""

from pipeline.word.edited import read_edited
from pipeline.word.style import PARAMETERS, Parameter
from pipeline.word.tables import Column, Table, attachment_tables
from pipeline.word.write import write_report

__all__ = [
    "PARAMETERS",
    "Column",
    "Parameter",
    "Table",
    "attachment_tables",
    "read_edited",
    "write_report",
]
