"""The whole data package as one archive."""

import io
import zipfile
from pathlib import Path


def zip_paquet(dossier: Path) -> bytes:
    """A zip of every file of the folder, under its own relative path.

    Links and hidden files are left out. Raises OSError when a file can't be read.
    """
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w", zipfile.ZIP_DEFLATED) as archive:
        for chemin in sorted(dossier.rglob("*")):
            relatif = chemin.relative_to(dossier)
            cache = any(partie.startswith(".") for partie in relatif.parts)
            if chemin.is_file() and not chemin.is_symlink() and not cache:
                archive.write(chemin, relatif.as_posix())
    return tampon.getvalue()
