"""One renderer a format (docx, xlsx, pdf, csv, html), and the parts that they share."""
