"""« Fiche territoire »: what was said there, what its committee follows, what others do there."""

from collections.abc import Mapping
from typing import Any

from concertation.analyse.avancement.instruction import with_decisions
from concertation.analyse.lignes import list_records
from concertation.analyse.mots.formats import format_nombre
from concertation.declarations.instruction import (
    A_INSTRUIRE,
    DECISION,
    INSTRUCTION,
    PRIORITE,
    RIEN_DE_PUBLIE,
)
from concertation.donnees import soft_table
from concertation.recits.blocs import Bloc, Liste, Puce, Section, Tableau, Texte
from concertation.recits.champs import tell_fields
from concertation.recits.contexte import Contexte
from concertation.recits.releve.sections import INSTRUITS
from concertation.recits.revue import NIVEAUX, inside
from concertation.recits.territoire import SANS_COMITE, SUIVI, RecitTerritoire, tell_territoire
from concertation.restitution.documents.cachet import build_document
from concertation.restitution.documents.modele import Document
from concertation.restitution.documents.suivi import (
    followed,
    in_places,
    in_table,
    name_engagement,
    name_place,
    silence,
    table_actions,
    table_cells,
    table_indicateurs,
)

FICHIERS = ("ateliers", "territoires", "zones_prioritaires", "actions", "dispositifs")


def build_territoire(contexte: Contexte, parametres: Mapping[str, Any]) -> Document:
    """The sheet of a territory (`territoire`); raises DiapoImpossible when it is unknown."""
    cle = contexte.require(
        contexte.territoires, str(parametres.get("territoire", "")), "Le territoire"
    )
    recit = tell_territoire(contexte.donnees, cle)
    return build_document(
        contexte,
        "Fiche territoire",
        recit.nom,
        [
            Section("Ce qui s'y est dit", _said(recit)),
            *followed(contexte, SUIVI, lambda: _follow_up(contexte, cle)),
            *recit.ailleurs,
        ],
        sous_titre=("Dans : " + ", ".join(recit.parents)) if recit.parents else "",
        filtres=f"territoire {recit.nom}",
        sources=recit.sources,
        cibles=[(fichier, None) for fichier in FICHIERS],
    )


def _said(recit: RecitTerritoire) -> tuple[Bloc, ...]:
    limites = (Texte((recit.limites,), "discret"),) if recit.limites else ()
    return (*limites, *(recit.ateliers.blocs or (Texte((recit.ateliers.vide,)),)))


def _follow_up(contexte: Contexte, cle: str) -> list[Section]:
    niveau = contexte.niveaux.get(cle, "")
    if niveau not in NIVEAUX:
        return [Section(SUIVI, vide=SANS_COMITE)]
    revue = contexte.revue(niveau)
    lieux = inside(contexte, cle)
    cellules = revue.cellules[revue.cellules["territoire"] == cle]
    actions = in_places(revue.actions, lieux)

    def engagement_of(ligne: Mapping[str, Any]) -> str:
        ici = name_engagement(contexte, ligne["engagement"])
        return ici if ligne["territoire"] == cle else (
            f"{ici} ({name_place(contexte, ligne['territoire'])})"
        )  # fmt: skip

    return [
        Section(
            SUIVI,
            in_table(
                table_cells(
                    cellules, "Engagement",
                    lambda c: name_engagement(contexte, c["engagement"]),
                    contexte.acteur.reads_public_only,
                )
            ),
            "Aucun engagement n'est publié.",
        ),
        Section(
            "Ses actions",
            in_table(table_actions(contexte, actions, "Engagement", engagement_of)),
            silence(contexte, "action", cle),
        ),
        Section(
            "Ses indicateurs",
            in_table(
                table_indicateurs(contexte, in_places(revue.indicateurs, lieux), revue.mesures)
            ),
            silence(contexte, "indicateur", cle),
        ),
        *_decisions(contexte, cle),
    ]  # fmt: skip


def _decisions(contexte: Contexte, cle: str) -> list[Section]:
    """What the territory says of each local proposal, theme by theme; silence is counted."""
    propositions = contexte.donnees.table("propositions")
    instructions = contexte.need_store().instructions.list(contexte.acteur)
    lignes = with_decisions(propositions, instructions, cle)
    titre = "Ses décisions sur les propositions locales"
    dites = lignes[lignes["instruction_id"].notna()]
    if dites.empty:
        return [Section(titre, vide=silence(contexte, "decision", cle))]
    themes = soft_table(contexte.donnees, "themes")
    noms = dict(zip(themes["id"], themes["nom_court"], strict=True))
    sections = [Section(titre, (Liste(tuple(_counts(contexte, lignes))),))]
    for theme, groupe in dites.groupby("theme", sort=False):
        tableau = Tableau(
            ("N°", "Proposition", "Décision", "Motif et note", "Priorité"),
            tuple(
                (
                    str(d["id"]),
                    str(d["intitule"]),
                    DECISION.mot(d["decision"]),
                    "\n".join(
                        m
                        for m in (
                            d["motif"].strip(),
                            d["note"].strip(),
                            *tell_fields(INSTRUCTION, "fiche", d, (*INSTRUITS, "note")),
                        )
                        if m
                    )
                    or "–",
                    PRIORITE.get(d["priorite"], "") if d["priorite"] else "–",
                )
                for d in list_records(groupe)
            ),
            (12, 40, 14, 24, 10),
        )
        sections.append(Section(str(noms.get(theme, theme)), (tableau,), niveau=2))
    return sections


def _counts(contexte: Contexte, lignes: Any) -> list[Puce]:
    comptes = lignes["decision"].value_counts()
    muettes = int(lignes["instruction_id"].isna().sum())
    puces = []
    for code, mot in DECISION.items():
        nombre = int(comptes.get(code, 0)) - (muettes if code == A_INSTRUIRE else 0)
        if nombre:
            puces.append(Puce(f"{mot} : {format_nombre(nombre)}"))
    if muettes:
        rien = RIEN_DE_PUBLIE if contexte.acteur.reads_public_only else "Rien de saisi"
        puces.append(Puce(f"{rien} : {format_nombre(muettes)}"))
    return puces
