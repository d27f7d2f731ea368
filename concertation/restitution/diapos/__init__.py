"""One deck model: what a slide shows, from which screen, slides, PDF and sheets are made."""
