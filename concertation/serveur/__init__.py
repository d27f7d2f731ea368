"""The HTTP side: headers, compression, health."""
