"""Councils, wards, small areas, their boundaries, lookups and residents."""
