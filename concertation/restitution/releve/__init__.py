"""The minutes of a session: gathered, told, written as DOCX."""
