"""What the screens of follow-up share: the store, forms, conflicts, territories."""
