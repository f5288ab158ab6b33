"""Evaluation campaigns over e-mailed Excel forms: sent out, read back, checked, merged and explained."""

__version__ = "0.1.0"
