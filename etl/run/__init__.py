"""A run of the ETL: sources found, asked, kept, rehearsed, and how fresh they are."""
