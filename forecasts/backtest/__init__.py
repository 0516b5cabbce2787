"""Back-tests: what forecasts would have said, how wrong they were, and what follows from it."""
