"""Where submissions come from, and what is opened at all."""
