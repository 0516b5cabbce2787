"""Codes, vintages, lookups, boundaries and maps."""
