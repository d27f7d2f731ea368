"""Files to take away stay long enough for the browser to ask for them.

Streamlit makes some when their button is pressed, binds them to nobody's screen, and deletes what
nobody's screen holds at the end of the second run that follows, whosever it is.
"""

import time
from typing import Any

from streamlit.runtime import media_file_manager

KEPT_SECONDS = 60.0


class KeptFile(media_file_manager.MediaFileMetadata):
    """What is known of a file; none to take away is deleted in its first minute."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._until = time.monotonic() + KEPT_SECONDS

    @property
    def is_marked_for_delete(self) -> bool:
        return super().is_marked_for_delete and time.monotonic() >= self._until


def keep_downloads() -> None:
    """Before the server starts: what it knows of each file is of this kind."""
    media_file_manager.MediaFileMetadata = KeptFile  # type: ignore[misc]
