"""Reports: one content model of a gap report, one renderer per format."""
