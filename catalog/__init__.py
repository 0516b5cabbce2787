"""What every number means: columns, tables, sources, measures, and how tables are stored."""
