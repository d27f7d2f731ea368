"""One file an object: the gestures that write it and how it is read."""
