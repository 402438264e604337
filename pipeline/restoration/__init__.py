"""An edited text and the exported one it came from: which figure is still which, and why.

``restore`` puts references back into text that a person edited. Words and order decide, never a value alone.
"""

from pipeline.restoration.model import Exported, Fate, FigureFate, Restored
from pipeline.restoration.restore import restore

__all__ = ["Exported", "Fate", "FigureFate", "Restored", "restore"]
