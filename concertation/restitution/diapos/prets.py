"""Ready-made decks, built from whatever the data hold."""

from collections.abc import Callable

from concertation.donnees import Donnees, soft_table
from concertation.restitution.diapos.modele import Diapo, Diaporama

REGIONALE, REVUE, COMITE, FEUILLE = (
    "restitution-regionale", "revue-engagements", "comite", "feuille-de-route",
)  # fmt: skip


def ready_decks(donnees: Donnees, territoire: str = "") -> dict[str, Diaporama]:
    """The ready-made decks by id; `territoire` sets the committee's and the roadmap's."""
    decks = {cle: build(donnees, territoire) for cle, build in _DECKS.items()}
    return {cle: deck for cle, deck in decks.items() if deck is not None}


def _deck(cle: str, titre: str, description: str, diapos: list[Diapo]) -> Diaporama:
    numerotees = tuple(
        Diapo(f"d{rang}", d.genre, d.parametres, d.notes) for rang, d in enumerate(diapos, 1)
    )
    return Diaporama(cle, titre, numerotees, description)


def _d(genre: str, **parametres: object) -> Diapo:
    return Diapo("", genre, parametres)


def _regionale(donnees: Donnees, _territoire: str) -> Diaporama:
    """In the order of the booklet: the consultation, its people, themes, engagements, next."""
    themes = soft_table(donnees, "themes")["id"]
    engagements = soft_table(donnees, "engagements")["id"]
    return _deck(
        REGIONALE,
        "Restitution régionale",
        "Ce que les ateliers ont dit : chiffres, carte, participants, thèmes et propositions, "
        "engagements, suites.",
        [
            _d("titre", sous_titre=""),
            _d("chiffres"),
            _d("carte"),
            _d("participants"),
            *(_d("theme", theme=str(cle)) for cle in themes),
            *(_d("engagement", engagement=str(cle)) for cle in engagements),
            _d("suites"),
            _d("sources"),
        ],
    )


def _revue(donnees: Donnees, _territoire: str) -> Diaporama:
    engagements = soft_table(donnees, "engagements")["id"]
    return _deck(
        REVUE,
        "Revue des engagements",
        "Où en est chaque engagement, ce qui a changé, ce qui demande attention.",
        [
            _d("titre", titre="Revue des engagements"),
            _d("revue", niveau="departement"),
            _d("changements"),
            _d("attention"),
            *(_d("engagement", engagement=str(cle), etat=True) for cle in engagements),
            _d("sources"),
        ],
    )


def _comite(donnees: Donnees, territoire: str) -> Diaporama:
    territoires = soft_table(donnees, "territoires")
    noms = dict(zip(territoires["id"], territoires["nom"], strict=True))
    titre = f"Comité de suivi – {noms[territoire]}" if territoire in noms else "Comité de suivi"
    return _deck(
        COMITE,
        titre,
        "L'état d'un territoire, ses actions, ses points d'attention, ce qui a changé.",
        [
            _d("titre", titre=titre),
            _d("territoire", territoire=territoire),
            _d("attention", territoire=territoire),
            _d("changements", territoire=territoire),
            _d("sources"),
        ],
    )


def _feuille(donnees: Donnees, territoire: str) -> Diaporama | None:
    feuilles = soft_table(donnees, "feuilles")
    if feuilles.empty:
        return None
    siennes = feuilles[feuilles["territoire"] == territoire] if territoire else feuilles
    feuille = (siennes if len(siennes) else feuilles).iloc[0]
    return _deck(
        FEUILLE,
        str(feuille["nom"]),
        "Les priorités d'un CTS, ses actions, leur financement, leurs résultats et leurs suites.",
        [
            _d("titre", titre=str(feuille["nom"])),
            _d("feuille", feuille=str(feuille["id"])),
            _d("sources"),
        ],
    )


_DECKS: dict[str, Callable[[Donnees, str], Diaporama | None]] = {
    REGIONALE: _regionale,
    REVUE: _revue,
    COMITE: _comite,
    FEUILLE: _feuille,
}
