"""The command line."""

from xlcampaign.cli.app import cli, main

__all__ = ["cli", "main"]
