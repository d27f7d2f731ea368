"""What stamps the files of a deck: what was asked, of which day, from where, with what care."""

from collections.abc import Sequence

from concertation.recits.contexte import Contexte
from concertation.restitution.classeur.exports import Cachet
from concertation.restitution.diapos.modele import EDITIONS, Diaporama, Page
from concertation.suivi.mentions import FICTIVES


def stamp_deck(
    deck: Diaporama,
    pages: Sequence[Page],
    contexte: Contexte,
    territoire: str = "",
    edition: str = "publique",
) -> Cachet:
    """The stamp of a deck's pages: their sources and reservations, once each."""
    metadonnees = contexte.donnees.metadonnees
    filtres = [EDITIONS[edition]]
    if territoire:
        filtres.append(f"Territoire : {contexte.territoires.get(territoire, territoire)}")
    if deck.fige_le:
        filtres.append(f"Figé au {deck.fige_le}")
    if contexte.store is None:
        filtres.append("Sans le suivi : faits publiés seulement")
    return Cachet(
        titre=f"{deck.titre} – {contexte.nom}",
        filtres=" ; ".join(filtres),
        date_donnees=metadonnees.get("date_donnees") or metadonnees.get("date"),
        sources=tuple(dict.fromkeys(s for page in pages for s in page.sources)),
        reserves=tuple(sorted({r for page in pages for r in page.reserves})),
        licence=contexte.licence,
        date_export=contexte.jour,
        mention=FICTIVES if any(page.mention for page in pages) else "",
    )
