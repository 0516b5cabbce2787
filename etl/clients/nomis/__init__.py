"""The Nomis API: queries, codelists, pages, and what we expect of its datasets."""
