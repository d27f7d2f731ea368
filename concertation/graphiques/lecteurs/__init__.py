"""Who draws a chart for files."""
