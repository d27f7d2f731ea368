"""The only room, with the pages, that imports streamlit."""
