"""The disk under an SQLite file: on another machine's, what is confirmed may be lost."""

import re
from pathlib import Path

from concertation.suivi.socle.errors import StoreIndisponible

# Their locks, and the memory that SQLite's log is shared by, stop at one machine.
_DISTANTS = {
    "9p", "afs", "beegfs", "ceph", "cifs", "coda", "davfs", "gfs2", "glusterfs", "gpfs", "lustre",
    "ncpfs", "nfs", "nfs4", "ocfs2", "smb2", "smb3", "smbfs",
    "gcsfuse", "rclone", "s3fs", "sshfs",
}  # fmt: skip
MONTAGES = Path("/proc/self/mountinfo")


def refuse_network(fichier: Path) -> None:
    """Raise `StoreIndisponible` when the file lies on a network drive, where Linux says so."""
    if (genre := find_type(fichier)).removeprefix("fuse.") in _DISTANTS:
        raise StoreIndisponible(
            f"La base de suivi est sur un lecteur réseau ({genre})\u00a0: un fichier SQLite y "
            "perdrait des saisies. Mettez-la sur un disque de cette machine (CONCERTATION_VAR), "
            "ou donnez l’adresse d’une base PostgreSQL (DATABASE_URL)."
        )


def find_type(fichier: Path) -> str:
    """The kind of file system under this path, "" where nothing tells it."""
    try:
        lignes = MONTAGES.read_text("utf-8", "replace").splitlines()
    except OSError:
        return ""
    place, genre, trouve = fichier.resolve(), "", Path()
    for ligne in lignes:
        avant, _, apres = ligne.partition(" - ")
        point = Path(re.sub(r"\\(\d{3})", lambda code: chr(int(code[1], 8)), avant.split(" ")[4]))
        # The last one mounted on a place hides those before it.
        if place.is_relative_to(point) and len(point.parts) >= len(trouve.parts):
            trouve, genre = point, apres.split(" ")[0]
    return genre
