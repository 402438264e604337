"""Planted errors: clean pages, and planters that spoil them. Shares no code with the finder."""
