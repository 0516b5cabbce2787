"""Emerging sectors, skills gaps and the ward view: the arithmetic that councils may argue with."""
