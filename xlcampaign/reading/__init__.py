"""Bytes to grids to drafts to counts; the plan likewise."""
