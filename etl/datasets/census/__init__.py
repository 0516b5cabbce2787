"""Census 2021, from Nomis."""
