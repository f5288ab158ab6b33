"""Values to files: forms, summary, and the one checked writer beneath them."""
