"""Maps: outlines, what is shown, where names stand."""
