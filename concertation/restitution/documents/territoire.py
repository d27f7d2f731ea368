"""« Fiche territoire »: what was said there, what its committee follows, what others do there."""

from collections.abc import Mapping
from typing import Any

from concertation.analyse.avancement.instruction import with_decisions
from concertation.analyse.lignes import list_records
from concertation.analyse.mots.formats import format_date, format_nombre
from concertation.analyse.territoires.fiche import (
    ancestors,
    ateliers_in,
    has_known_limits,
    lieux_in,
    relate,
    zones_in,
)
from concertation.declarations.instruction import A_INSTRUIRE, DECISION, PRIORITE, RIEN_DE_PUBLIE
from concertation.donnees import soft_table
from concertation.recits.blocs import Bloc, Liste, Puce, Section, Tableau, Texte
from concertation.recits.contexte import Contexte
from concertation.restitution.diapos.pages.suivis import NIVEAUX, inside
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

SANS_COMITE = "Ce territoire n'a pas de comité de suivi."
SANS_LIMITES = (
    "Le périmètre exact de ce territoire n'est pas publié : ni contour, ni liste de ce qu'il "
    "contient au-delà de ce que les fichiers nomment."
)
FICHIERS = ("ateliers", "territoires", "zones_prioritaires", "actions", "dispositifs")


def build_territoire(contexte: Contexte, parametres: Mapping[str, Any]) -> Document:
    """The sheet of a territory (`territoire`); raises DiapoImpossible when it is unknown."""
    cle = contexte.require(
        contexte.territoires, str(parametres.get("territoire", "")), "Le territoire"
    )
    donnees = contexte.donnees
    ateliers = ateliers_in(donnees, cle)
    zones = zones_in(donnees, cle)
    actions = relate(donnees, "actions", cle)
    dispositifs = relate(donnees, "dispositifs", cle)
    parents = [contexte.territoires[p] for p in ancestors(soft_table(donnees, "territoires"), cle)]
    sections = [
        Section("Ce qui s'y est dit", _said(contexte, cle, ateliers)),
        *followed(contexte, "Ce que son comité suit", lambda: _follow_up(contexte, cle)),
        Section("Intercommunalités prioritaires", in_table(_zones(zones)), "Aucune n'est publiée."),
        Section(
            "Ce que la feuille de route y fait",
            in_table(_concern(actions, "Action", "titre_court")),
            "Aucune action publiée ne concerne ce territoire.",
        ),
        Section(
            "Dispositifs",
            in_table(_concern(dispositifs, "Dispositif", "nom")),
            "Aucun dispositif publié ne concerne ce territoire.",
        ),
    ]
    arrets = _stops(contexte, cle)
    if arrets.lignes:
        sections.append(Section("Lieux des dispositifs", (arrets,)))
    cellules = [*ateliers["source"], *zones["source"], *actions["source"], *dispositifs["source"]]
    return build_document(
        contexte,
        "Fiche territoire",
        contexte.territoires[cle],
        sections,
        sous_titre=("Dans : " + ", ".join(parents)) if parents else "",
        filtres=f"territoire {contexte.territoires[cle]}",
        sources=cellules,
        cibles=[(fichier, None) for fichier in FICHIERS],
    )


def _said(contexte: Contexte, cle: str, ateliers: Any) -> tuple[Bloc, ...]:
    blocs: list[Bloc] = []
    if not has_known_limits(contexte.donnees, cle):
        blocs.append(Texte((SANS_LIMITES,), "discret"))
    if ateliers.empty:
        return (*blocs, Texte(("Aucun atelier ne s'est tenu ici.",)))
    lignes = tuple(
        (
            str(a["nom"]),
            format_date(a["date"], vide="date non publiée")
            + (f", {a['date_certitude']}" if _is_doubtful(a) else ""),
            str(a["lieu"] or "non publié"),
            format_nombre(a["participants"]),
        )
        for a in list_records(ateliers)
    )
    return (*blocs, Tableau(("Atelier", "Date", "Lieu", "Participants"), lignes, (24, 30, 30, 16)))


def _is_doubtful(atelier: Mapping[str, Any]) -> bool:
    return bool(atelier["date_certitude"]) and atelier["date_certitude"] != "certaine"


def _follow_up(contexte: Contexte, cle: str) -> list[Section]:
    niveau = contexte.niveaux.get(cle, "")
    if niveau not in NIVEAUX:
        return [Section("Ce que son comité suit", vide=SANS_COMITE)]
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
            "Ce que son comité suit",
            in_table(
                table_cells(
                    cellules, "Engagement",
                    lambda c: name_engagement(contexte, c["engagement"]),
                )
            ),
            "Aucun engagement n'est publié.",
        ),
        Section(
            "Ses actions",
            in_table(table_actions(contexte, actions, "Engagement", engagement_of)),
            silence(contexte, "Aucune action n'est"),
        ),
        Section(
            "Ses indicateurs",
            in_table(
                table_indicateurs(contexte, in_places(revue.indicateurs, lieux), revue.mesures)
            ),
            silence(contexte, "Aucun indicateur n'est"),
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
        return [Section(titre, vide=silence(contexte, "Aucune décision n'est"))]
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
                    DECISION.get(d["decision"], d["decision"]),
                    "\n".join(m for m in (d["motif"].strip(), d["note"].strip()) if m) or "–",
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


def _zones(zones: Any) -> Tableau:
    return Tableau(
        ("Intercommunalité", "Code"),
        tuple((str(z["nom_officiel"]), str(z["siren"])) for z in list_records(zones)),
        (76, 24),
    )


def _concern(lignes: Any, nom: str, colonne: str) -> Tableau:
    """Rows that name the territory, a part of it, or a larger one, and which of these."""
    return Tableau(
        (nom, "Concerne"),
        tuple((str(a[colonne]), str(a["rapport"])) for a in list_records(lignes)),
        (68, 32),
    )


def _stops(contexte: Contexte, cle: str) -> Tableau:
    lieux = lieux_in(contexte.donnees, cle)
    dispositifs = soft_table(contexte.donnees, "dispositifs")
    noms = dict(zip(dispositifs["id"], dispositifs["nom"], strict=True))
    return Tableau(
        ("Lieu", "Commune", "Dispositif"),
        tuple(
            (str(x["nom"]), str(x["commune"]), str(noms.get(x["dispositif"], x["dispositif"])))
            for x in list_records(lieux[lieux["dispositif"] != ""])
        ),
        (32, 28, 40),
    )
