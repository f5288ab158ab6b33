"""A declared Book becomes a file to fill in; papers for the meeting."""
