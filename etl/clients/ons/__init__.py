"""The ONS website: workbooks behind landing pages, and time series."""
