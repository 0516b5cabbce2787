"""Local indicators of ONS: what they are, their figures, and statistical neighbours."""
