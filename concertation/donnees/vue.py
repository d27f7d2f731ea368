"""A folder as the rules see it: only what no earlier pass found at fault."""

from concertation.donnees import phrases
from concertation.donnees.anomalies import Anomalie, Releve
from concertation.donnees.dossier import Donnees
from concertation.donnees.grille import Ligne
from concertation.donnees.phrases import say


def split_liste(cellule: str) -> list[str]:
    """Values of a cell that holds several, joined by « | »."""
    return [valeur for partie in cellule.split("|") if (valeur := partie.strip())]


class Vue:
    """Rows without their cells at fault, none of a file that has too many faults."""

    def __init__(self, donnees: Donnees, fautes: Releve) -> None:
        self.donnees = donnees
        self.paquet = donnees.paquet
        places = {(a.fichier, a.ligne, a.colonne) for a in fautes if a.ligne is not None}
        self._colonnes_fautives = {(fichier, colonne) for fichier, _, colonne in places}
        self._ids: dict[tuple[str, str], dict[str, None]] = {}
        self._pleins = {n for n, v in donnees.lectures.items() if fautes.is_full(v.schema.fichier)}
        self.lignes = {
            nom: []
            if nom in self._pleins
            else [
                Ligne(
                    numero,
                    {
                        colonne: cellule
                        for colonne, cellule in cellules.items()
                        if (lecture.schema.fichier, numero, colonne) not in places
                    },
                )
                for numero, cellules in lecture.lignes
            ]
            for nom, lecture in donnees.lectures.items()
        }

    def is_given(self, nom: str) -> bool:
        """Whether the region publishes this file, or should."""
        lecture = self.donnees.lectures[nom]
        return lecture.donnee or bool(lecture.bloquantes)

    def is_sure(self, nom: str, *colonnes: str) -> bool:
        """Whether all the rows of a file, and these columns of them, can be trusted."""
        lecture = self.donnees.lectures[nom]
        return (
            lecture.donnee
            and lecture.complete
            and nom not in self._pleins
            and bool(lecture.lignes or not lecture.schema.obligatoire)
            and all(
                c in lecture.colonnes and (lecture.schema.fichier, c) not in self._colonnes_fautives
                for c in colonnes
            )
        )

    def explain_unknown(self, valeur: str, nom: str, cle: str = "id") -> str:
        """Why no row of a file has this id; nothing when one has, or when that can't be said."""
        if not self.is_given(nom):
            return phrases.unknown_id(valeur, f"{nom}.csv", None)
        if (nom, cle) not in self._ids and self.is_sure(nom, cle):
            self._ids[nom, cle] = {ligne(cle): None for ligne in self.lignes[nom]}
        ids = self._ids.get((nom, cle))
        return "" if ids is None or valeur in ids else phrases.unknown_id(valeur, f"{nom}.csv", ids)

    def tell(self, nom: str, ligne: Ligne, colonne: str, phrase: str, *valeurs: object) -> Anomalie:
        """A fault of one cell: a sentence to complete with values, or one that was said."""
        message = say(phrase, *valeurs) if valeurs else phrase
        return Anomalie(f"{nom}.csv", ligne.numero, colonne, ligne(colonne), message)
