"""Lists of sectors by SIC code: of government departments, and of an area's own."""
