"""From a deck to its pages: one broken slide says so and the others go on."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from concertation.analyse.mots.formats import plural_s
from concertation.donnees import DonneeIndisponible
from concertation.recits.blocs import Graphique, Texte, typeset_all
from concertation.recits.contexte import Contexte, DiapoImpossible, tell_edition
from concertation.restitution.classeur.exports import Cachet
from concertation.restitution.diapos import mise_en_page
from concertation.restitution.diapos.charte import current_charte
from concertation.restitution.diapos.genres import GENRES, PLUSIEURS, Genre
from concertation.restitution.diapos.modele import EDITIONS, Diapo, Diaporama, Page
from concertation.restitution.diapos.pages.propositions import gather_sources
from concertation.suivi.mentions import FICTIVES
from concertation.suivi.socle.errors import ErreurSuivi

Progression = Callable[[float, str], None]


def silent(_part: float, _mot: str) -> None:
    """Progress that nobody waits for."""


def compose(
    diaporama: Diaporama,
    contexte: Contexte,
    territoire: str = "",
    progression: Progression = silent,
) -> tuple[Page, ...]:
    """All the pages of a deck, in order; the kept ones when it is frozen.

    `territoire`, else the deck's own, is given to the slides that ask for one and have none.
    `progression` is told the part done (0 to 1) and the slide at hand; an exception that it raises
    stops everything.
    """
    if diaporama.pages:
        # Those frozen by a former version bear no mark.
        edition = tell_edition(diaporama.edition == "complete", diaporama.fige_le)
        gardees = typeset_all(
            tuple(replace(page, edition=page.edition or edition) for page in diaporama.pages)
        )
        # What a room votes comes after the day that they are of.
        votes = (diapo for diapo in diaporama.diapos if diapo.parametres.get("salle"))
        return (*gardees, *(p for diapo in votes for p in compose_diapo(diapo, contexte)))
    if not diaporama.diapos:
        vide = "Ce diaporama est vide : ajoutez-lui une diapositive."
        page = tell_panne(diaporama.titre or "Sans titre", vide)
        return (replace(page, edition=contexte.edition),)
    territoire = territoire or diaporama.territoire
    if diaporama.photos:
        contexte = replace(contexte, photos={photo.cle: photo for photo in diaporama.photos})
    pages: list[Page] = []
    for rang, diapo in enumerate(diaporama.diapos):
        progression(rang / len(diaporama.diapos), _title(diapo))
        pages += compose_diapo(diapo, contexte, pages, territoire)
    return tuple(pages)


def compose_diapo(
    diapo: Diapo, contexte: Contexte, avant: Sequence[Page] = (), territoire: str = ""
) -> list[Page]:
    """The pages of one slide; what can't be composed is one page that says why."""
    genre = GENRES.get(diapo.genre)
    try:
        if genre is None:
            nature = f"« {diapo.genre} »"
            raise DiapoImpossible(f"Cette version ne connaît pas les diapositives {nature}.")
        if genre.compose is None:
            pages = gather_sources(contexte, avant)
        else:
            ici = {"territoire": territoire} if territoire else {}
            pages = list(genre.compose(contexte, ici | _settings(genre, diapo)))
    except (DiapoImpossible, DonneeIndisponible, ErreurSuivi) as erreur:
        pages = [tell_panne(_title(diapo), str(erreur))]
    pages = [part for page in pages for part in mise_en_page.split_table(page)]
    return [_finish(page, diapo, contexte, len(pages)) for page in pages]


def tell_panne(titre: str, phrase: str) -> Page:
    """A page that says why there is no other."""
    return Page(titre, panne=phrase, blocs=(Texte((phrase,)),))


def _settings(genre: Genre, diapo: Diapo) -> dict[str, Any]:
    """What the slide is set to; raises DiapoImpossible for what a setting of its type can't be."""
    connus = {parametre.nom: parametre for parametre in genre.parametres}
    choisis = {}
    for nom, valeur in diapo.parametres.items():
        parametre = connus.get(nom)
        type_ = parametre.type if parametre else "texte"
        plusieurs = isinstance(valeur, list | tuple) and type_ in (*PLUSIEURS, "portee")
        admis = bool if type_ == "oui" else str
        if valeur in ("", None, [], ()):
            continue
        if all(isinstance(v, admis) for v in (valeur if plusieurs else [valeur])):
            choisis[nom] = valeur
        elif parametre:
            raise DiapoImpossible(
                f"Le réglage « {parametre.libelle} » n’a pas la forme attendue : choisissez-le de "
                "nouveau."
            )
    return choisis


def _title(diapo: Diapo) -> str:
    genre = GENRES.get(diapo.genre)
    titre = diapo.parametres.get("titre")
    return titre if titre and isinstance(titre, str) else genre.titre if genre else "Diapositive"


def _finish(page: Page, diapo: Diapo, contexte: Contexte, nombre: int) -> Page:
    """What every page has: whose it is, its notes, its minutes, its mark, the size of its text."""
    dite = replace(typeset_all(page), mention=contexte.mention)
    return replace(
        dite,
        diapo=diapo.id,
        notes="\n\n".join(mot for mot in (diapo.notes, dite.notes) if mot),
        edition=contexte.edition,
        section=diapo.section,
        minutes=diapo.minutes / nombre,
        corps=mise_en_page.TAILLES[0] if page.disposition == "couverture" else _fit(dite),
    )


def _fit(page: Page) -> int:
    """The largest size of text that the page can hold; a chart alone in its column takes any."""
    largeurs = mise_en_page.columns(page.partage) if page.a_cote else (mise_en_page.PLEINE, 0)
    colonnes = [
        (blocs, largeur)
        for blocs, largeur in zip((page.blocs, page.a_cote), largeurs, strict=True)
        if blocs and not (len(blocs) == 1 and isinstance(blocs[0], Graphique))
    ]
    haut = mise_en_page.body_height(page.titre, page.surtitre, page.chapeau)
    haut -= mise_en_page.MENTION * bool(page.mention)
    return mise_en_page.fit_size(colonnes, haut) or mise_en_page.TAILLES[-1]


def stamp_deck(
    deck: Diaporama,
    pages: Sequence[Page],
    contexte: Contexte,
    territoire: str = "",
    edition: str = "publique",
) -> Cachet:
    """What stamps the files of a deck: the sources and the reservations of its pages, once each."""
    metadonnees = contexte.donnees.metadonnees
    sources = tuple(dict.fromkeys(s for page in pages for s in page.sources))
    filtres = (
        EDITIONS[edition],
        f"Territoire : {contexte.territoires.get(territoire, territoire)}" if territoire else "",
        f"Figé au {deck.fige_le}" if deck.fige_le else "",
        "Sans le suivi : faits publiés seulement" if contexte.store is None else "",
    )
    return Cachet(
        titre=deck.titre,
        filtres=" ; ".join(filtre for filtre in filtres if filtre),
        date_donnees=metadonnees.get("date_donnees") or metadonnees.get("date"),
        sources=sources,
        reserves=tuple(sorted({r for page in pages for r in page.reserves})),
        licence=contexte.licence(sources),
        date_export=contexte.jour,
        mention=FICTIVES if any(page.mention for page in pages) else "",
        emetteur=contexte.nom,
    )


def describe_pannes(pages: Sequence[Page]) -> list[str]:
    """« Page 3, Territoire : … » for each page that could not be composed."""
    return [
        f"Page {rang}, {page.titre} : {page.panne}"
        for rang, page in enumerate(pages, 1)
        if page.panne
    ]


def foot_text(page: Page) -> str:
    """One line for the foot: its edition and the day it was read, its sources with their own dates,
    its reservations."""
    cites = page.sources
    numeros = [reserve.partition(" – ")[0] for reserve in page.reserves]
    if len(cites) > 2:
        sources = f"Sources : {cites[0]} et {len(cites) - 1} autres, en fin de diaporama"
    else:
        sources = f"Source{plural_s(len(cites))} : " + " ; ".join(cites) if cites else ""
    reserves = f"Réserve{plural_s(len(numeros))} " + ", ".join(numeros) if numeros else ""
    date = page.date[:1].upper() + page.date[1:]
    return " · ".join(filter(None, (current_charte().pied, page.edition, sources, reserves, date)))
