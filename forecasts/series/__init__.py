"""The series that are forecast: from tidy tables to clean panels with their parents."""
