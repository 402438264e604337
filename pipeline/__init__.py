"""The stages that turn a report folder into a checked Word report."""
