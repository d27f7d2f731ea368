"""What every verb stands on: the database, rows and versions, rights of reading, the journal."""
