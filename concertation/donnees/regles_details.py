"""Rules about details and their whole: « dont » and sums, of money and of measures.

A row says `parent`, its whole, and `detail`, of which sort. Details said `repartition` are a
declared sum: they must make the whole, and may be added at all only when unit, period, territory
and perimeter agree. A detail said `partiel` is a « dont »: it stays under its whole, no more.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from concertation.donnees.anomalies import Anomalie
from concertation.donnees.grille import Ligne
from concertation.donnees.lecture import read_nombre
from concertation.donnees.phrases import quote
from concertation.donnees.vue import Vue, lineage, split_liste

REPARTITION = "repartition"
# Sums are of written figures: only the rounding of binary numbers is forgiven.
TOLERANCE = 1e-6
# (table, what its rows belong to, table of the values, column of the value, its period)
Famille = tuple[str, tuple[str, ...], str, str, tuple[str, ...]]
FAMILLES: tuple[Famille, ...] = (
    ("financements", ("action",), "financements", "montant", ("nature", "periode_texte")),
    (
        "indicateurs", ("action", "dispositif"), "mesures", "valeur",
        ("date", "date_fin", "periode_texte"),
    ),
)  # fmt: skip


class _Valeur(NamedTuple):
    """One figure of a row: where it is written, the number, the most it may be, its period."""

    ligne: Ligne
    nombre: float
    plafond: float
    periode: tuple[str, ...]


def check_details(vue: Vue) -> Iterator[Anomalie]:
    """A detail names its whole and its sort, stays under it, and a declared sum holds."""
    for famille in FAMILLES:
        yield from _Details(vue, famille).check()


class _Details:
    def __init__(self, vue: Vue, famille: Famille) -> None:
        self.vue = vue
        self.table, self.objets, self.fichier, self.colonne, self.periode = famille
        # A row or a figure whose id is at fault is nobody's detail.
        self.lignes = {ligne("id"): ligne for ligne in vue.lignes[self.table] if ligne("id")}
        self.touts = {cle: ligne("parent") for cle, ligne in self.lignes.items()}
        self.parents = {t("id"): t("parent") for t in vue.lignes["territoires"]}
        self.valeurs: dict[str, list[_Valeur]] = defaultdict(list)
        for ligne in vue.lignes[self.fichier]:
            cle = ligne("id" if self.fichier == self.table else "indicateur")
            nombre = read_nombre(ligne(self.colonne))
            # An aim or a proposal isn't part of what was counted.
            compte = self.fichier == self.table or ligne("nature") == "constat"
            if cle and nombre is not None and compte:
                plafond = read_nombre(ligne("valeur_max")) or nombre
                ecrite = tuple(ligne(c) for c in self.periode)
                self.valeurs[cle].append(_Valeur(ligne, nombre, plafond, ecrite))

    def check(self) -> Iterator[Anomalie]:
        groupes: dict[str, list[Ligne]] = defaultdict(list)
        douteux: set[str] = set()
        for ligne in self.vue.lignes[self.table]:
            faute = self._find_link_fault(ligne)
            if faute is not None:
                yield self.vue.tell(self.table, ligne, *faute)
            if faute is not None or not ligne("id"):
                douteux.add(ligne("parent"))
            elif ligne("parent") in self.lignes:
                groupes[ligne("parent")].append(ligne)
        for identifiant, details in groupes.items():
            if identifiant in douteux:
                continue
            tout = self.lignes[identifiant]
            fautes = [m for d in details for m in self._check_mix(tout, d)]
            fautes += [e for d in details for e in self._check_under(tout, d)]
            yield from fautes or self._check_sum(tout, details)

    def _find_link_fault(self, ligne: Ligne) -> tuple[str, ...] | None:
        """Both columns or none; the whole is of the same object, and no row is its own whole."""
        if not {"parent", "detail"} <= ligne.cellules.keys():
            return None  # a fault told elsewhere
        parent, sorte = ligne("parent"), ligne("detail")
        if bool(parent) != bool(sorte):
            vide, dite = ("detail", "parent") if parent else ("parent", "detail")
            phrase = (
                "la cellule est vide, alors que {0!q} est remplie : un détail dit son tout et sa "
                "sorte."
            )
            return vide, phrase, dite
        if not parent or parent not in self.lignes:
            return None
        if ligne("id") in lineage(self.touts, parent):
            phrase = (
                "{0!q} est à la fois le tout et un détail de la ligne : corrigez l’un des deux."
            )
            return "parent", phrase, parent
        tout = self.lignes[parent]
        objet = [o for o in self.objets if tout(o)]
        # A whole of two objects, or of none, is told elsewhere.
        if len(objet) == 1 and ligne(objet[0]) != tout(objet[0]):
            phrase = (
                "{0!q} n’est pas de la même action ou du même dispositif : un détail et son tout "
                "ont le même objet."
            )
            return "parent", phrase, parent
        return None

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
                # The first part of the period that differs.
                colonne, attendue = next(
                    (colonne, attendue)
                    for colonne, attendue, ecrite in zip(
                        self.periode, min(connues), valeur.periode, strict=True
                    )
                    if attendue != ecrite
                )
                yield self._tell_mix(self.fichier, valeur.ligne, colonne, attendue, "période")

    def _tell_mix(
        self, table: str, ligne: Ligne, colonne: str, attendue: str, quoi: str
    ) -> Anomalie:
        phrase = (
            "le détail écrit {0} et son tout {1} : une répartition n’additionne que des lignes de "
            "même {2} ; corrigez, ou dites le détail « partiel »."
        )
        ecrite, du_tout = (quote(mot) if mot else "rien" for mot in (ligne(colonne), attendue))
        return self.vue.tell(table, ligne, colonne, phrase, ecrite, du_tout, quoi)

    def _is_inside(self, detail: str, tout: str) -> bool:
        voulus = set(split_liste(tout))
        return not voulus or all(
            voulus.intersection(lineage(self.parents, t)) for t in split_liste(detail)
        )

    def _check_under(self, tout: Ligne, detail: Ligne) -> Iterator[Anomalie]:
        """No detail above its whole, over the same period."""
        phrase = "le détail vaut {0} et son tout, {1!q}, {2} : un détail ne dépasse pas son tout."
        plafonds = {valeur.periode: valeur.plafond for valeur in self.valeurs[tout("id")]}
        for valeur in self.valeurs[detail("id")]:
            plafond = plafonds.get(valeur.periode)
            if plafond is not None and valeur.plafond > plafond + TOLERANCE:
                yield self.vue.tell(
                    self.fichier, valeur.ligne, self.colonne, phrase,
                    _write(valeur.plafond), tout("id"), _write(plafond),
                )  # fmt: skip

    def _check_sum(self, tout: Ligne, details: list[Ligne]) -> Iterator[Anomalie]:
        """The whole is the sum of its distribution, once each of its details is known."""
        phrase = (
            "ses détails font {0} ({1}), et non {2} : corrigez une valeur, ou dites les détails "
            "« partiel »."
        )
        parts = [d("id") for d in details if d("detail") == REPARTITION]
        for valeur in self.valeurs[tout("id")] if parts else ():
            nombres = [
                next((v.nombre for v in self.valeurs[part] if v.periode == valeur.periode), None)
                for part in parts
            ]
            connus = [nombre for nombre in nombres if nombre is not None]
            ecart = abs(sum(connus) - valeur.nombre)
            if len(connus) == len(parts) and ecart > TOLERANCE * max(1.0, abs(valeur.nombre)):
                yield self.vue.tell(
                    self.fichier, valeur.ligne, self.colonne, phrase,
                    _write(sum(connus)), " + ".join(map(_write, connus)), _write(valeur.nombre),
                )  # fmt: skip


def _write(nombre: float) -> str:
    return str(int(nombre)) if nombre == int(nombre) else str(nombre)
