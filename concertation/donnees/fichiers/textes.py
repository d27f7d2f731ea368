"""A CSV file as programs of each country and system write it: its encoding, its separator, its
cells."""

import csv
import io
import re
import unicodedata
from collections import Counter
from contextlib import suppress
from itertools import islice

from concertation.donnees.limites import FichierRefuse
from concertation.donnees.phrases import say

SEPARATEURS = {
    ",": "virgule", ";": "point-virgule", "\t": "tabulation", "|": "barre verticale",
}  # fmt: skip
_MOT = re.compile(r"[^a-z0-9]+")
_LIGNES_VUES, _VU = 50, 200_000  # records and characters that tell a separator
# What systems and spreadsheets leave beside the files.
_RESTES = re.compile(
    r"(__MACOSX/.*|(.*/)?(Thumbs\.db|desktop\.ini|\.DS_Store|~\$[^/]*|\.~lock\.[^/]*|\._[^/]*))",
    re.IGNORECASE,
)
# UTF-16 without its mark: every other byte of plain text is nought.
_MARQUES = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))
# Accented small letters of French, under Windows and under the Mac OS of before Unicode.
_WINDOWS, _MAC = (frozenset("éèêëàâçùûôîï".encode(code)) for code in ("cp1252", "mac_roman"))

# A spreadsheet reads a cell that begins so as a formula (the wide ones in East Asian versions).
_FORMULE = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_FORMULE_ECHAPPEE = re.compile(r"''*[=+\-@\t\r\n＝＋－＠]")


def escape_formula(texte: str) -> str:
    """The text with an apostrophe before what would be a formula; undone by `unescape_formula`."""
    return f"'{texte}" if _FORMULE.match(texte) else texte


def unescape_formula(texte: str) -> str:
    """The text that `escape_formula` was given, whatever it was."""
    return texte[1:] if _FORMULE_ECHAPPEE.match(texte) else texte


def is_leftover(nom: str) -> bool:
    """Whether a system or a spreadsheet put this file in a folder, and nobody cares for it."""
    return _RESTES.fullmatch(nom) is not None


def key_of(texte: str) -> str:
    """What two headings have in common: no case, accent, mark, bracket nor plural."""
    nu = unicodedata.normalize("NFD", re.sub(r"\([^)]*\)", "", texte).casefold().replace("œ", "oe"))
    mots = _MOT.split(nu.encode("ascii", "ignore").decode())
    return " ".join(mot.removesuffix("s") for mot in mots if mot)


def decode(contenu: bytes) -> tuple[str, str]:
    """The text, composed (NFC), and the encoding as people call it, "" for UTF-8.

    Any text is read: what is no Unicode is Windows' or else Mac OS', whichever has more letters of
    French. Raises `FichierRefuse` for what is no text.
    """
    texte, mot = _decode(contenu)
    if "\0" in texte:
        phrase = "ce fichier n’est pas un texte : choisissez un CSV, ou le classeur lui-même."
        raise FichierRefuse(phrase)
    return unicodedata.normalize("NFC", texte), mot


def _decode(contenu: bytes) -> tuple[str, str]:
    for marque, code in _MARQUES:
        if contenu.startswith(marque):
            try:
                return contenu.decode(code), "UTF-16" if code == "utf-16" else ""
            except UnicodeDecodeError:
                break
    pairs, impairs = contenu[:2000:2], contenu[1:2000:2]
    for octets, code in ((impairs, "utf-16-le"), (pairs, "utf-16-be")):
        if len(octets) > 3 and octets.count(0) > 0.6 * len(octets):
            return contenu[: len(contenu) // 2 * 2].decode(code, "replace"), "UTF-16"
    try:
        return contenu.decode("utf-8"), ""
    except UnicodeDecodeError:
        if sum(map(contenu.count, _MAC)) > sum(map(contenu.count, _WINDOWS)):
            return contenu.decode("mac_roman"), "Mac OS Roman"
        return contenu.decode("cp1252", "replace"), "Windows-1252"


def guess_separator(texte: str) -> str:
    """What cuts most of the first records into as many cells; a comma when nothing does."""
    meilleur, score = ",", (0, 0)
    for signe in SEPARATEURS:
        lecteur = csv.reader(io.StringIO(texte[:_VU], newline=""), delimiter=signe)
        tailles: Counter[int] = Counter()
        with suppress(csv.Error):
            # The stamp of an export, and blank rows, are cut by nobody.
            tailles.update(
                len(cellules) for cellules in islice(lecteur, _LIGNES_VUES)
                if any(cellules) and not cellules[0].startswith("#") and len(cellules) > 1
            )  # fmt: skip
        taille, fois = max(tailles.items(), key=lambda paire: paire[::-1], default=(0, 0))
        if (fois, taille) > score:
            meilleur, score = signe, (fois, taille)
    return meilleur


def cut_cells(texte: str, separateur: str, strict: bool = False) -> list[list[str]]:
    """The records of a text, each one's cells; raises `FichierRefuse`.

    `strict`: a quote out of place is a fault, told with its record.
    """
    lues: list[list[str]] = []
    try:
        lues.extend(csv.reader(io.StringIO(texte, newline=""), delimiter=separateur, strict=strict))
    except csv.Error as erreur:
        phrase = (
            'un guillemet droit (") est mal placé ou n’est pas refermé : entourez la cellule '
            "de guillemets droits et doublez ceux qu’elle contient."
        )
        raise GuillemetPerdu(say(phrase), len(lues) + 1) from erreur
    return lues


class GuillemetPerdu(FichierRefuse):
    """A text that can't be cut, from the record `ligne` on."""

    def __init__(self, phrase: str, ligne: int = 0) -> None:
        super().__init__(phrase)
        self.ligne = ligne


def tell_guess(encodage: str, separateur: str) -> str:
    """« lu comme Windows-1252, point-virgule », "" for what needs no word (UTF-8, comma)."""
    mots = [encodage] if encodage else []
    if separateur != ",":
        mots.append(SEPARATEURS[separateur])
    return f"lu comme {', '.join(mots)}" if mots else ""
