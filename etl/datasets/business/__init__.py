"""Businesses: enterprises, their sites, births and deaths."""
