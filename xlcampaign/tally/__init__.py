"""Counts and a plan to results: pure, exact arithmetic."""
