"""Sectors: which are emerging, by how much, and the evidence beside it."""
