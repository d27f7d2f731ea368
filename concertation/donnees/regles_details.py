"""Rules about details and their whole: « dont » and sums, of money and of measures.

A row says `parent`, its whole, and `detail`, of which sort. Details said `repartition` are a
declared sum: they must make the whole, and may be added at all only when unit, period, territory
and perimeter agree. A detail said `partiel` is a « dont »: it stays under its whole, no more.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from concertation.donnees.anomalies import Anomalie
from concertation.donnees.lecture import read_nombre
from concertation.donnees.phrases import ESPACE, quote
from concertation.donnees.vue import Ligne, Vue, split_liste

REPARTITION = "repartition"
# Sums are of written figures: only the rounding of binary numbers is forgiven.
TOLERANCE = 1e-6
# (table, what its rows belong to, table of the values, column of the value, its period)
FAMILLES: tuple[tuple[str, tuple[str, ...], str, str, tuple[str, ...]], ...] = (
    ("financements", ("action",), "financements", "montant", ("nature", "periode_texte")),
    (
        "indicateurs",
        ("action", "dispositif"),
        "mesures",
        "valeur",
        ("date", "date_fin", "periode_texte"),
    ),
)


class _Valeur(NamedTuple):
    """One figure of a row: where it is written, the number, the most it may be, its period."""

    ligne: Ligne
    nombre: float
    plafond: float
    periode: tuple[str, ...]


def check_details(vue: Vue) -> Iterator[Anomalie]:
    """A detail names its whole and its sort, stays under it, and a declared sum holds."""
    for famille in FAMILLES:
        yield from _Details(vue, *famille).check()


class _Details:
    def __init__(
        self,
        vue: Vue,
        table: str,
        objets: tuple[str, ...],
        valeurs: str,
        colonne: str,
        periode: tuple[str, ...],
    ) -> None:
        self.vue, self.table, self.objets = vue, table, objets
        self.fichier, self.colonne, self.periode = valeurs, colonne, periode
        self.lignes = {ligne("id"): ligne for ligne in vue.lignes[table]}
        self.parents = {t("id"): t("parent") for t in vue.lignes["territoires"]}
        self.valeurs: dict[str, list[_Valeur]] = defaultdict(list)
        for ligne in vue.lignes[valeurs]:
            nombre = read_nombre(ligne(colonne))
            # An aim or a proposal isn't part of what was counted.
            if nombre is not None and (valeurs == table or ligne("nature") == "constat"):
                cle = ligne("id") if valeurs == table else ligne("indicateur")
                plafond = read_nombre(ligne("valeur_max")) or nombre
                ecrite = tuple(ligne(c) for c in periode)
                self.valeurs[cle].append(_Valeur(ligne, nombre, plafond, ecrite))

    def check(self) -> Iterator[Anomalie]:
        groupes: dict[str, list[Ligne]] = defaultdict(list)
        douteux: set[str] = set()
        for ligne in self.lignes.values():
            faute = self._check_link(ligne)
            if faute is not None:
                yield faute
                douteux.add(ligne("parent"))
            elif ligne("parent") in self.lignes:
                groupes[ligne("parent")].append(ligne)
        for identifiant, details in groupes.items():
            if identifiant in douteux:
                continue
            tout = self.lignes[identifiant]
            melanges = [m for d in details for m in self._check_mix(tout, d)]
            depasses = [e for d in details for e in self._check_under(tout, d)]
            yield from melanges
            yield from depasses
            if not melanges and not depasses:
                yield from self._check_sum(tout, details)

    def _check_link(self, ligne: Ligne) -> Anomalie | None:
        """Both columns or none; the whole is of the same object, and no row is its own whole."""
        if not {"parent", "detail"} <= ligne.cellules.keys():
            return None  # a fault told elsewhere
        parent, sorte = ligne("parent"), ligne("detail")
        if bool(parent) != bool(sorte):
            vide, dite = ("detail", "parent") if parent else ("parent", "detail")
            message = (
                f"la cellule est vide, alors que {quote(dite)} est remplie{ESPACE}: un détail dit "
                "son tout et sa sorte."
            )
            return self.vue.tell(self.table, ligne, vide, message)
        if not parent or parent not in self.lignes:
            return None
        if self._is_own_whole(ligne):
            message = (
                f"{quote(parent)} est à la fois le tout et un détail de la ligne{ESPACE}: "
                "corrigez l'un des deux."
            )
            return self.vue.tell(self.table, ligne, "parent", message)
        tout = self.lignes[parent]
        objet = [o for o in self.objets if tout(o)]
        # A whole of two objects, or of none, is told elsewhere.
        if len(objet) == 1 and ligne(objet[0]) != tout(objet[0]):
            message = (
                f"{quote(parent)} n'est pas de la même action ou du même dispositif"
                f"{ESPACE}: un détail et son tout ont le même objet."
            )
            return self.vue.tell(self.table, ligne, "parent", message)
        return None

    def _is_own_whole(self, ligne: Ligne) -> bool:
        vus: set[str] = set()
        courant = ligne("parent")
        while courant in self.lignes and courant not in vus:
            if courant == ligne("id"):
                return True
            vus.add(courant)
            courant = self.lignes[courant]("parent")
        return False

    def _check_mix(self, tout: Ligne, detail: Ligne) -> Iterator[Anomalie]:
        """A declared sum of figures that can't be added."""
        if detail("detail") != REPARTITION:
            return
        if detail("unite") != tout("unite"):
            yield self._tell_mix(self.table, detail, "unite", tout("unite"), "unité")
        elif not self._is_inside(detail("territoire"), tout("territoire")):
            yield self._tell_mix(self.table, detail, "territoire", tout("territoire"), "territoire")
        elif tout("perimetre") and detail("perimetre") not in ("", tout("perimetre")):
            yield self._tell_mix(self.table, detail, "perimetre", tout("perimetre"), "périmètre")
        connues = {valeur.periode for valeur in self.valeurs[tout("id")]}
        for valeur in self.valeurs[detail("id")] if connues else ():
            if valeur.periode not in connues:
                voulues = sorted(connues)[0]
                rang = next(
                    (r for r, v in enumerate(voulues) if v != valeur.periode[r]), len(voulues) - 1
                )
                colonne, attendue = self.periode[rang], voulues[rang]
                yield self._tell_mix(self.fichier, valeur.ligne, colonne, attendue, "période")

    def _tell_mix(
        self, table: str, ligne: Ligne, colonne: str, attendue: str, quoi: str
    ) -> Anomalie:
        ecrite = quote(ligne(colonne)) if ligne(colonne) else "rien"
        du_tout = quote(attendue) if attendue else "rien"
        message = (
            f"le détail écrit {ecrite} et son tout {du_tout}{ESPACE}: une répartition n'additionne "
            f"que des lignes de même {quoi}{ESPACE}; corrigez, ou dites le détail "
            f"{quote('partiel')}."
        )
        return self.vue.tell(table, ligne, colonne, message)

    def _is_inside(self, detail: str, tout: str) -> bool:
        voulus = set(split_liste(tout))
        return not voulus or all(self._around(t) & voulus for t in split_liste(detail))

    def _around(self, territoire: str) -> set[str]:
        lignee: set[str] = set()
        while territoire and territoire not in lignee:
            lignee.add(territoire)
            territoire = self.parents.get(territoire, "")
        return lignee

    def _check_under(self, tout: Ligne, detail: Ligne) -> Iterator[Anomalie]:
        """No detail above its whole, over the same period."""
        plafonds = {valeur.periode: valeur.plafond for valeur in self.valeurs[tout("id")]}
        for valeur in self.valeurs[detail("id")]:
            plafond = plafonds.get(valeur.periode)
            if plafond is not None and valeur.plafond > plafond + TOLERANCE:
                message = (
                    f"le détail vaut {_write(valeur.plafond)} et son tout, {quote(tout('id'))}, "
                    f"{_write(plafond)}{ESPACE}: un détail ne dépasse pas son tout."
                )
                yield self.vue.tell(self.fichier, valeur.ligne, self.colonne, message)

    def _check_sum(self, tout: Ligne, details: list[Ligne]) -> Iterator[Anomalie]:
        """The whole is the sum of its distribution, once each of its details is known."""
        parts = [d for d in details if d("detail") == REPARTITION]
        for valeur in self.valeurs[tout("id")] if parts else ():
            nombres = [
                [v.nombre for v in self.valeurs[part("id")] if v.periode == valeur.periode]
                for part in parts
            ]
            if not all(nombres):
                continue
            somme = sum(n[0] for n in nombres)
            if abs(somme - valeur.nombre) > TOLERANCE * max(1.0, abs(valeur.nombre)):
                termes = " + ".join(_write(n[0]) for n in nombres)
                message = (
                    f"ses détails font {_write(somme)} ({termes}), et non {_write(valeur.nombre)}"
                    f"{ESPACE}: corrigez une valeur, ou dites les détails {quote('partiel')}."
                )
                yield self.vue.tell(self.fichier, valeur.ligne, self.colonne, message)


def _write(nombre: float) -> str:
    return str(int(nombre)) if nombre == int(nombre) else str(nombre)
