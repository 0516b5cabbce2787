"""One file per dataset, all of one shape: SOURCE, TABLE, asks(areas), tidy(parts)."""
