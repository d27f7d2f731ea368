"""A story told once, as blocks: screens, slides, papers and telephones only lay them out."""
