"""What a public consultation said, and what became of it."""
