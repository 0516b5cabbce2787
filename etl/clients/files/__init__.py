"""Files that strangers made, read within bounds: zips, workbooks, texts, headings, cells."""
