"""Who works on what, as pages and reports show it: from placed awards, organisations and links."""
