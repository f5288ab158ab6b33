"""Drafts and records against the plan: every function yields findings, none raises."""
