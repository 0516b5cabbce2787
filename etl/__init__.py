"""Outside world -> raw bytes -> tidy tables."""
