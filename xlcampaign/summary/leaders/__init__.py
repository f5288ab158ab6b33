"""The sheets that leaders open."""
