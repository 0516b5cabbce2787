"""What a ward has: shares, premises, claimants, jobs by sector; after tidy, before indicators."""
