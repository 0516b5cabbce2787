"""The terminal: `wardwise fetch`, `build`, `status` and more, one file a group of commands."""

from cli.entry import main

__all__ = ["main"]
