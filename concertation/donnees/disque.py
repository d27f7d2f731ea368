"""What a disk answers, in French."""

import errno

_CAUSES = {
    errno.ENOSPC: "le disque est plein",
    errno.EDQUOT: "le disque est plein",
    errno.EACCES: "vous n'en avez pas le droit",
    errno.EPERM: "vous n'en avez pas le droit",
    errno.EROFS: "ce disque n'est ouvert qu'en lecture",
    errno.ENOENT: "ce fichier ou ce dossier n'existe pas",
    errno.EISDIR: "c'est un dossier",
    errno.ENOTDIR: "un de ses dossiers est un fichier",
    errno.ENAMETOOLONG: "son nom est trop long",
}


def explain(erreur: OSError) -> str:
    """Why the disk refused, in French."""
    return _CAUSES.get(erreur.errno or 0, "le disque a refusé l'opération")
