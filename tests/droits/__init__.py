"""Who may do what, walked whole: the store, the screens, the routes, the files."""
