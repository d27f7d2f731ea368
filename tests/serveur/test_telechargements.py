"""A file made when its button is pressed waits for the browser, whatever others do meanwhile."""

import time

import pytest
from streamlit.runtime import media_file_manager
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage

from concertation.serveur import telechargements


@pytest.fixture
def manager(monkeypatch: pytest.MonkeyPatch) -> MediaFileManager:
    monkeypatch.setattr(
        media_file_manager, "MediaFileMetadata", media_file_manager.MediaFileMetadata
    )
    telechargements.keep_downloads()
    return MediaFileManager(MemoryMediaFileStorage("/media"))


def test_it_outlives_the_runs_of_others_for_a_minute_then_goes(
    manager: MediaFileManager, monkeypatch: pytest.MonkeyPatch
) -> None:
    cle = manager.add_deferred(lambda: b"releve", "text/plain", "1.2", "releve.txt")
    fichier = manager.execute_deferred(cle).rsplit("/", 1)[1]
    for _ in range(5):
        manager.remove_orphaned_files()
    assert manager.read_file(fichier.split(".")[0]) is not None
    apres = time.monotonic() + telechargements.KEPT_SECONDS
    monkeypatch.setattr(telechargements.time, "monotonic", lambda: apres)
    manager.remove_orphaned_files()
    assert manager.read_file(fichier.split(".")[0]) is None
