"""GB/T 9704 Word files: written from a report, taken apart again when a person has edited them."""

from pipeline.word.comments import COMMENT_AUTHOR, WrittenComment
from pipeline.word.divide import Divided, Part, divide
from pipeline.word.edited import read_edited
from pipeline.word.save import lock_beside
from pipeline.word.sources import Sourced, sources_table
from pipeline.word.style import PARAMETERS, Parameter
from pipeline.word.tables import Column, Table, attachment_tables
from pipeline.word.write import chinese_date, write_report

__all__ = [
    "COMMENT_AUTHOR",
    "PARAMETERS",
    "Column",
    "Divided",
    "Parameter",
    "Part",
    "Sourced",
    "Table",
    "WrittenComment",
    "attachment_tables",
    "chinese_date",
    "divide",
    "lock_beside",
    "read_edited",
    "sources_table",
    "write_report",
]
