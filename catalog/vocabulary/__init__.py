"""Terms that every package shares: industries, periods, status, reliability."""
