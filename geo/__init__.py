"""Codes, vintages, lookups and boundaries of areas."""
