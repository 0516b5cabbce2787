"""Jobs, pay, adverts, claimants and rates of employment."""
