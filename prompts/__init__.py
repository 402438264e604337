"""Everything a model or a reader is told, as templates and data. No logic lives here."""
