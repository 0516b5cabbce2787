"""Business premises as the Valuation Office Agency counts them."""
