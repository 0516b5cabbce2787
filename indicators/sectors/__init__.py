"""Sectors: what is here now, what has grown, and where the change came from."""
