"""Read and check the published files."""
