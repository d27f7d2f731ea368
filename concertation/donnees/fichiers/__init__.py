"""Files as people make them: one reader of spreadsheets and of texts cut into cells."""
