"""Ready-made decks, built from whatever the data hold."""

from typing import Any

from concertation.analyse.territoires.fiche import descendants
from concertation.analyse.territoires.noms import all_names, joined_territoires, name_comite
from concertation.donnees import Donnees, soft_table
from concertation.restitution.diapos.modele import Diapo, Diaporama

REGIONALE, REVUE, COMITE, FEUILLE = (
    "restitution-regionale", "revue-engagements", "comite", "feuille-de-route",
)  # fmt: skip
# A slide: its kind and what it is set to.
Reglee = tuple[str, dict[str, Any]]


def ready_decks(donnees: Donnees, territoire: str = "") -> dict[str, Diaporama]:
    """The ready-made decks by id; `territoire` sets the committee's and the roadmap's."""
    themes, engagements, feuilles = (
        soft_table(donnees, nom) for nom in ("themes", "engagements", "feuilles")
    )
    cles = [str(cle) for cle in engagements["id"]]
    territoire = joined_territoires(donnees).get(territoire, territoire)
    connu = territoire in all_names(donnees)
    comite = name_comite(donnees, territoire) if connu else "Comité de suivi"
    ici = {"territoire": territoire}
    decks = [
        _deck(
            REGIONALE, "Restitution régionale",
            "Ce que les ateliers ont dit : chiffres, carte, participants, thèmes et propositions, "
            "engagements, suites.",
            # In the order of the booklet: the consultation, its people, themes, engagements, next.
            ("titre", {"sous_titre": ""}), ("chiffres", {}), ("carte", {}), ("participants", {}),
            *(("theme", {"theme": str(cle)}) for cle in themes["id"]),
            *(("engagement", {"engagement": cle}) for cle in cles),
            ("suites", {}),
        ),
        _deck(
            REVUE, "Revue des engagements",
            "Où en est chaque engagement, ce qui a changé, ce qui demande attention.",
            ("titre", {
                "titre": "Revue des engagements", "sous_titre": "Ce que suivent les comités",
            }),
            ("revue", {"niveau": "departement"}),
            ("changements", {}), ("attention", {}),
            *(("engagement", {"engagement": cle, "etat": True}) for cle in cles),
        ),
        _deck(
            COMITE, comite,
            "L’état d’un territoire, ses actions, ses points d’attention, ce qui a changé.",
            ("titre", {"titre": comite}), ("territoire", ici), ("attention", ici),
            ("changements", ici),
        ),
    ]  # fmt: skip
    if territoire:
        dedans = descendants(soft_table(donnees, "territoires"), territoire) | {territoire}
        feuilles = feuilles[feuilles["territoire"].isin(dedans)]
    if len(feuilles):
        feuille = feuilles.iloc[0]
        nom = str(feuille["nom"])
        annonce = [feuille["cadre"], f"bilan {feuille['bilan']}" if feuille["bilan"] else ""]
        decks.append(
            _deck(
                FEUILLE, nom,
                "Les priorités d’un CTS, ses actions, leur financement, leurs résultats et leurs "
                "suites.",
                ("titre", {"titre": nom, "sous_titre": ", ".join(filter(None, annonce))}),
                ("feuille", {"feuille": str(feuille["id"])}),
            )
        )  # fmt: skip
    return {deck.id: deck for deck in decks}


def _deck(cle: str, titre: str, description: str, *reglees: Reglee) -> Diaporama:
    """The slides in order, then their sources."""
    diapos = tuple(
        Diapo(f"d{rang}", genre, parametres)
        for rang, (genre, parametres) in enumerate((*reglees, ("sources", {})), 1)
    )
    return Diaporama(cle, titre, diapos, description)
