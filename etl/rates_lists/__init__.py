"""Councils' business-rates lists: read without names, mapped, kept on this machine."""
