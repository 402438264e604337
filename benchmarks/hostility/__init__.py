"""Hostile edits of an exported report, each with what its words then speak of."""
