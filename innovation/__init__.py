"""Who works on what near here: organisations, their projects, partners and places, and the search.

From stored tables alone. Addresses are placed (`placing`), organisations that are the same are made
one (`organisations`), projects, links and sums follow, and words of titles are kept for searches
(`term_index`, `search`).
"""
