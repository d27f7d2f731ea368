"""Parts that several screens show: figures, filters, lists, files."""
