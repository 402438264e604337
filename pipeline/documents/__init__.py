"""Plain text out of any document: .txt .md .docx .pdf .html. Every failure is one DocumentError.

Offsets that other parts report count in the text given here (``figures --text`` prints it). Nothing outside
the file is ever fetched, no entity is expanded, and what is unpacked is bounded.
"""

from pipeline.documents.limits import decode
from pipeline.documents.reading import SUFFIXES, find_documents, read_document, read_text

__all__ = ["SUFFIXES", "decode", "find_documents", "read_document", "read_text"]
