"""One file a dataset, all of one shape: SOURCE, TABLE, asks(areas), tidy(parts)."""
