"""Slides of published facts: what was said, by whom, where, and what was promised."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from concertation.analyse.lignes import find_row, list_records
from concertation.analyse.mots.absences import tell_absence
from concertation.analyse.mots.formats import format_date, format_periode, is_empty
from concertation.analyse.mots.textes import fold
from concertation.analyse.provenance import format_repere
from concertation.declarations.point_etape import METEO
from concertation.donnees import soft_table
from concertation.recits.blocs import Bloc, Chiffre, Chiffres, Liste, Puce, Tableau, Texte
from concertation.recits.contexte import Contexte, DiapoImpossible
from concertation.recits.engagement import tell_engagement
from concertation.restitution.diapos.modele import Page
from concertation.restitution.diapos.pages import dessins

Parametres = Mapping[str, Any]
CHIFFRES_MAXIMUM = 8


def compose_titre(contexte: Contexte, parametres: Parametres) -> list[Page]:
    """The cover: its title, else the consultation's name."""
    sous_titre = parametres.get("sous_titre") or _announced(contexte)
    return [
        Page(
            parametres.get("titre") or contexte.nom,
            disposition="couverture",
            chapeau=str(sous_titre),
            blocs=(Texte((f"Présenté le {format_date(contexte.jour)}",), "discret"),),
        )
    ]


def _announced(contexte: Contexte) -> str:
    """« 18 ateliers, du 8 au 29 novembre 2022 », as far as the files say it."""
    reperes = soft_table(contexte.donnees, "reperes")
    mots = [
        format_repere(ligne)
        for cle in ("ateliers", "periode_ateliers")
        if (ligne := find_row(reperes, cle)) is not None
    ]
    return ", ".join(mots)


def compose_texte(contexte: Contexte, parametres: Parametres) -> list[Page]:
    """Free text: lines that begin with a dash are items, the others paragraphs."""
    lignes = [ligne.strip() for ligne in str(parametres.get("texte", "")).splitlines()]
    blocs: list[Bloc] = []
    for ligne in (ligne for ligne in lignes if ligne):
        puce = ligne.startswith(("- ", "• "))
        dernier = blocs[-1] if blocs else None
        if puce and isinstance(dernier, Liste):
            blocs[-1] = Liste((*dernier.puces, Puce(ligne[2:])))
        elif puce:
            blocs.append(Liste((Puce(ligne[2:]),)))
        elif isinstance(dernier, Texte):
            blocs[-1] = Texte((*dernier.paragraphes, ligne))
        else:
            blocs.append(Texte((ligne,)))
    if not blocs and not parametres.get("titre"):
        raise DiapoImpossible("Cette diapositive de texte est vide : écrivez-la dans l'éditeur.")
    return [Page(str(parametres.get("titre") or contexte.nom), blocs=tuple(blocs))]


def compose_chiffres(contexte: Contexte, parametres: Parametres) -> list[Page]:
    """Key figures with their qualifiers, and the counts of proposals and engagements."""
    reperes = soft_table(contexte.donnees, "reperes")
    retenus = [
        ligne
        for ligne in list_records(reperes)
        if ligne["groupe"] == "Chiffres clés" and not is_empty(ligne["valeur"])
    ]
    chiffres = []
    for ligne in retenus[: CHIFFRES_MAXIMUM - 1]:
        numeros = _numbers(contexte.reserves(("reperes", ligne["id"])))
        chiffres.append(
            Chiffre(
                format_repere(pd.Series(ligne), unite=not _tells_unit(ligne)),
                str(ligne["libelle"]),
                f"réserve {numeros}" if numeros else "",
            )
        )
    nombre = len(contexte.donnees.table("propositions"))
    chiffres.append(Chiffre(str(nombre), "Propositions convergentes", "décompte"))
    return [
        Page(
            parametres.get("titre") or "La concertation en chiffres",
            blocs=(Chiffres(tuple(chiffres)),),
            sources=contexte.sources(ligne["source"] for ligne in retenus),
            reserves=contexte.reserves(*(("reperes", ligne["id"]) for ligne in retenus)),
            ecran="donnees?fichier=reperes",
        )
    ]


def _tells_unit(repere: Mapping[str, Any]) -> bool:
    """Whether the words of a figure already say what it counts."""
    return fold(str(repere["unite"])) in fold(str(repere["libelle"]))


def _numbers(reserves: Sequence[str]) -> str:
    return ", ".join(reserve.partition(" – ")[0] for reserve in reserves)


def compose_carte(contexte: Contexte, parametres: Parametres) -> list[Page]:
    """The map of the workshops, and their names by département."""
    ateliers = contexte.donnees.table("ateliers")
    groupes = ateliers.groupby("departement", sort=False)["nom"].agg(list)
    puces = tuple(
        Puce(", ".join(noms), sous=(), marque="") if not departement
        else Puce(f"{departement} : {', '.join(noms)}")
        for departement, noms in groupes.items()
    )  # fmt: skip
    nombre = len(ateliers)
    periode = find_row(soft_table(contexte.donnees, "reperes"), "periode_ateliers")
    return [
        Page(
            parametres.get("titre") or f"Où se sont tenus les {nombre} ateliers",
            chapeau="" if periode is None else _capital(format_repere(periode)),
            blocs=(dessins.draw_ateliers(contexte.donnees),),
            a_cote=(Liste(puces),),
            partage=60,
            sources=contexte.sources(ateliers["source"]),
            reserves=contexte.reserves(("ateliers", None), ("reperes", "periode_ateliers")),
            ecran="ateliers",
        )
    ]


def _capital(texte: str) -> str:
    return texte[:1].upper() + texte[1:]


def compose_participants(contexte: Contexte, parametres: Parametres) -> list[Page]:
    """Who took part, out of a hundred."""
    parts = contexte.donnees.table("participation")
    if parts.empty:
        raise DiapoImpossible("La répartition des participants n'est pas publiée.")
    total = find_row(soft_table(contexte.donnees, "reperes"), "participants")
    return [
        Page(
            parametres.get("titre") or "Qui a participé, sur 100 participants",
            chapeau="" if total is None else _capital(format_repere(total)),
            blocs=(dessins.draw_participation(contexte.donnees),),
            sources=contexte.sources(parts["source"]),
            reserves=contexte.reserves(("participation", None), ("reperes", "participants")),
            ecran="donnees?fichier=participation",
        )
    ]


def compose_engagement(contexte: Contexte, parametres: Parametres) -> list[Page]:
    """One engagement, word for word, with its components; with `etat`, where it stands."""
    engagements = contexte.donnees.table("engagements")
    cle = contexte.require(engagements["id"], str(parametres.get("engagement", "")), "L'engagement")
    recit = tell_engagement(contexte.donnees, cle)
    if recit is None:
        raise DiapoImpossible(f"L'engagement {cle} n'est pas publié.")
    a_cote: tuple[Bloc, ...] = ()
    if recit.parties:
        puces = tuple(Puce(mots.split("\n")[0], numero) for numero, mots in recit.parties)
        a_cote = (Liste(puces, recit.composantes.titre),)
    if parametres.get("etat"):
        # The engagement itself is published: it stays when the follow-up is away.
        etat = _table_etat(contexte, cle) if contexte.store else Texte((contexte.unreadable,))
        a_cote = (*a_cote, etat)
    return [
        Page(
            recit.titre,
            surtitre="Engagement" + (f", {recit.echeance}" if recit.echeance else ""),
            blocs=recit.mots.blocs[:1],
            a_cote=a_cote,
            sources=contexte.sources(recit.sources[:1]),
            reserves=contexte.reserves(("engagements", cle)),
            ecran=f"donnees?fichier=composantes&engagement={cle}",
        )
    ]


def _table_etat(contexte: Contexte, engagement: str) -> Tableau:
    """Météo and day of the last word of each département."""
    cellules = contexte.revue("departement").cellules
    lignes = list_records(cellules[cellules["engagement"] == engagement])
    return Tableau(
        ("Territoire", "Météo", tell_absence("dernier", contexte.acteur.reads_public_only)),
        tuple(
            (
                str(c["nom"]),
                METEO.mot(c["meteo"]),
                format_date(c["date"], "courte", vide="–"),
            )
            for c in lignes
        ),
        (36, 40, 24),
        tuple((rang, 1, str(c["meteo"])) for rang, c in enumerate(lignes)),
        "Où il en est",
    )


def compose_suites(contexte: Contexte, parametres: Parametres) -> list[Page]:
    """What was announced to follow, in the words of the documents."""
    reperes = soft_table(contexte.donnees, "reperes")
    suites = [r for r in list_records(reperes) if r["groupe"] == "Suites annoncées"]
    if not suites:
        raise DiapoImpossible("Aucune suite n'est publiée.")
    return [
        Page(
            parametres.get("titre") or "Les suites annoncées",
            blocs=(
                Tableau(
                    ("Ce qui est annoncé", "Quand"),
                    tuple(
                        (
                            str(r["libelle"]),
                            str(r["periode_texte"]) or format_periode(r["date"], r["date_fin"]),
                        )
                        for r in suites
                    ),
                    (62, 38),
                ),
            ),
            sources=contexte.sources(r["source"] for r in suites),
            reserves=contexte.reserves(*(("reperes", r["id"]) for r in suites)),
            ecran="donnees?fichier=reperes",
        )
    ]
