"""GB/T 9704 Word files: written from a report, read back by their bookmarks."""

from pipeline.word.divide import Divided, Part, divide
from pipeline.word.read import read_properties, read_sections
from pipeline.word.style import PARAMETERS, Parameter
from pipeline.word.tables import Column, Table, attachment_tables
from pipeline.word.write import COMMENT_AUTHOR, chinese_date, write_report

__all__ = [
    "COMMENT_AUTHOR",
    "PARAMETERS",
    "Column",
    "Divided",
    "Parameter",
    "Part",
    "Table",
    "attachment_tables",
    "chinese_date",
    "divide",
    "read_properties",
    "read_sections",
    "write_report",
]
