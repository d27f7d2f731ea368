"""Files that take a while, made in processes of their own."""
