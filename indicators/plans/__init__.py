"""Plans: what if jobs come or go, or a course begins."""
