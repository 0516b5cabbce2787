"""The series we forecast: from tidy tables to clean panels with their parents."""
