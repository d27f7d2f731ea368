"""What is recorded: every field and every code list, declared once."""
