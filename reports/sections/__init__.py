"""The sections of the gap report, and the pictures in them."""
