"""Innovation: who holds public awards, on what, where and with whom."""
