"""What people see: one file per page, over shared controls and one room for cached data."""
