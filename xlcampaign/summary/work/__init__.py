"""The sheets of those who work on the data."""
