"""An engagement: its own words, and the components that can be observed."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from concertation.analyse.feuille_route.lecture import NON_PRECISE
from concertation.analyse.lignes import list_records
from concertation.donnees import Donnees, soft_table
from concertation.recits.blocs import Bloc, Section, Tableau, Texte, tabulate

Cible = tuple[str, str | None]


@dataclass(frozen=True)
class RecitEngagement:
    """`mots` are the document's; `composantes` a table whose first columns are their id and their
    words; `sources` and `cibles` those of both."""

    titre: str
    echeance: str
    mots: Section
    composantes: Section
    sources: tuple[str, ...]
    cibles: tuple[Cible, ...]

    @property
    def parties(self) -> tuple[tuple[str, str], ...]:
        """(id, words) of each component."""
        tableaux = [bloc for bloc in self.composantes.blocs if isinstance(bloc, Tableau)]
        return tuple((ligne[0], ligne[1]) for bloc in tableaux for ligne in bloc.lignes)


@lru_cache(maxsize=64)
def tell_engagement(donnees: Donnees, cle: str) -> RecitEngagement | None:
    """The engagement of an id; None when it is not published."""
    engagements = soft_table(donnees, "engagements")
    lignes = list_records(engagements[engagements["id"] == cle])
    if not lignes:
        return None
    (ligne,) = lignes
    composantes = soft_table(donnees, "composantes")
    siennes = list_records(composantes[composantes["engagement"] == cle])
    tableau = _table(siennes)
    return RecitEngagement(
        f"{cle} – {ligne['titre_court']}",
        str(ligne["echeance"] or ""),
        _words(ligne),
        Section("Ses composantes", tableau.blocs, "Les composantes ne sont pas publiées."),
        tuple(dict.fromkeys([ligne["source"], *(c["source"] for c in siennes)])),
        (("engagements", cle), *(("composantes", str(c["id"])) for c in siennes)),
    )


def _words(ligne: dict[str, Any]) -> Section:
    blocs: list[Bloc] = [Texte((str(ligne["intitule"]),), "citation")]
    dits = tuple(
        f"{nom} : {ligne[colonne]}"
        for nom, colonne in (("Échéance", "echeance"), ("Suivi annoncé", "suivi"))
        if ligne[colonne]
    )
    if dits:
        blocs.append(Texte(dits))
    if ligne["lecture"]:
        blocs.append(Texte((str(ligne["lecture"]),), "discret"))
    return Section("L'engagement, mot pour mot", tuple(blocs))


def _table(composantes: list[dict[str, Any]]) -> Tableau:
    return tabulate(
        composantes,
        ("N°", 8, lambda c: str(c["id"])),
        ("Composante", 40, lambda c: "\n".join(m for m in (c["intitule"], c["remarque"]) if m)),
        ("Ce qui s'observe", 20, lambda c: str(c["unite_observable"] or NON_PRECISE)),
        ("Couverture visée", 18, lambda c: str(c["couverture_visee"] or f"{NON_PRECISE}e")),
        ("Porteur", 14, lambda c: str(c["porteur"] or NON_PRECISE)),
    )
