"""The words of the field that every room shares: industries, periods, status, reliability."""
