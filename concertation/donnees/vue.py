"""A folder as the rules see it: only what no earlier pass found at fault."""

from collections.abc import Mapping

from concertation.donnees import phrases
from concertation.donnees.anomalies import Anomalie, Releve
from concertation.donnees.dossier import Donnees
from concertation.donnees.grille import Ligne
from concertation.donnees.phrases import say


def split_liste(cellule: str) -> list[str]:
    """Values of a cell that holds several, joined by « | »."""
    return [valeur for partie in cellule.split("|") if (valeur := partie.strip())]


def lineage(parents: Mapping[str, str], cle: str) -> list[str]:
    """A row and those that contain it, nearest first; a loop of parents ends."""
    lignee: list[str] = []
    while cle and cle not in lignee:
        lignee.append(cle)
        cle = parents.get(cle, "")
    return lignee


class Vue:
    """Rows without their cells at fault, none of a file that has too many faults."""

    def __init__(self, donnees: Donnees, fautes: Releve) -> None:
        self.donnees = donnees
        self.paquet = donnees.paquet
        places = {(a.fichier, a.ligne, a.colonne) for a in fautes if a.ligne is not None}
        fautives = {(fichier, colonne) for fichier, _, colonne in places}
        self.lignes: dict[str, list[Ligne]] = {}
        self._sures: dict[str, set[str]] = {}
        for nom, lecture in donnees.lectures.items():
            fichier, is_plein = lecture.schema.fichier, fautes.is_full(lecture.schema.fichier)
            self.lignes[nom] = [
                Ligne(n, {c: lue for c, lue in lues.items() if (fichier, n, c) not in places})
                for n, lues in (() if is_plein else lecture.lignes)
            ]
            if (
                lecture.complete
                and not is_plein
                and (lecture.lignes or not lecture.schema.obligatoire)
            ):
                self._sures[nom] = {c for c in lecture.colonnes if (fichier, c) not in fautives}
        self._ids = {
            nom: {ligne("id"): None for ligne in self.lignes[nom]}
            for nom in self._sures
            if self.is_sure(nom, "id")
        }

    def is_given(self, nom: str) -> bool:
        """Whether the region publishes this file, or should."""
        lecture = self.donnees.lectures[nom]
        return lecture.donnee or bool(lecture.bloquantes)

    def is_sure(self, nom: str, *colonnes: str) -> bool:
        """Whether all the rows of a file, and these columns of them, can be trusted."""
        return nom in self._sures and self._sures[nom].issuperset(colonnes)

    def explain_unknown(self, valeur: str, nom: str) -> str:
        """Why no row of a file has this id; nothing when one has, or when that can't be said."""
        if not self.is_given(nom):
            return phrases.unknown_id(valeur, f"{nom}.csv", None)
        if valeur in self._ids.get(nom, [valeur]):
            return ""
        return phrases.unknown_id(valeur, f"{nom}.csv", self._ids[nom])

    def tell(self, nom: str, ligne: Ligne, colonne: str, phrase: str, *valeurs: object) -> Anomalie:
        """A fault of one cell: a sentence to complete with values, or one that was said."""
        message = say(phrase, *valeurs) if valeurs else phrase
        return Anomalie(f"{nom}.csv", ligne.numero, colonne, ligne(colonne), message)
