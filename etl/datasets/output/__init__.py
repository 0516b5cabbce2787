"""Gross value added."""
