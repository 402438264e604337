"""What things are. Imports pydantic only; every stage depends on this, this depends on nothing."""
