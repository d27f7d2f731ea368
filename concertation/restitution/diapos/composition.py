"""From a deck to its pages: one broken slide says so and the others go on."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from concertation.donnees import DonneeIndisponible
from concertation.recits.blocs import Graphique, Texte
from concertation.recits.contexte import Contexte, DiapoImpossible
from concertation.restitution.diapos import mise_en_page
from concertation.restitution.diapos.genres import GENRES, PLUSIEURS, Genre
from concertation.restitution.diapos.modele import Diapo, Diaporama, Page
from concertation.restitution.diapos.pages.chaines import compose_sources
from concertation.suivi.socle.erreurs import ErreurSuivi

Progression = Callable[[float, str], None]


def compose(
    diaporama: Diaporama,
    contexte: Contexte,
    territoire: str = "",
    progression: Progression | None = None,
) -> tuple[Page, ...]:
    """All the pages of a deck, in order; the kept ones when it is frozen.

    `territoire`, else the deck's own, is given to the slides that ask for one and have none.
    `progression` is told the part done (0 to 1) and the slide at hand; an exception that it raises
    stops everything.
    """
    if diaporama.pages:
        return diaporama.pages
    if not diaporama.diapos:
        vide = "Ce diaporama est vide : ajoutez-lui une diapositive."
        return (Page(diaporama.titre or "Sans titre", panne=vide, blocs=(Texte((vide,)),)),)
    territoire = territoire or diaporama.territoire
    pages: list[Page] = []
    for rang, diapo in enumerate(diaporama.diapos):
        if progression is not None:
            progression(rang / len(diaporama.diapos), _title(diapo))
        pages += compose_diapo(diapo, contexte, pages, territoire)
    return tuple(pages)


def compose_diapo(
    diapo: Diapo, contexte: Contexte, avant: Sequence[Page] = (), territoire: str = ""
) -> list[Page]:
    """The pages of one slide; what can't be composed is one page that says why."""
    try:
        pages = _compose(diapo, contexte, avant, territoire)
    except (DiapoImpossible, DonneeIndisponible, ErreurSuivi) as erreur:
        pages = [Page(_title(diapo), panne=str(erreur), blocs=(Texte((str(erreur),)),))]
    return [_finish(page, diapo, contexte) for page in pages]


def _compose(
    diapo: Diapo, contexte: Contexte, avant: Sequence[Page], territoire: str
) -> list[Page]:
    genre = GENRES.get(diapo.genre)
    if genre is None:
        raise DiapoImpossible(f"Cette version ne connaît pas les diapositives « {diapo.genre} ».")
    if genre.compose is None:
        return compose_sources(contexte, avant)
    parametres = _settings(genre, diapo)
    if territoire:
        parametres.setdefault("territoire", territoire)
    return list(genre.compose(contexte, parametres))


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
                f"Le réglage « {parametre.libelle} » n'a pas la forme attendue : choisissez-le de "
                "nouveau."
            )
    return choisis


def _title(diapo: Diapo) -> str:
    genre = GENRES.get(diapo.genre)
    titre = diapo.parametres.get("titre")
    return titre if titre and isinstance(titre, str) else genre.titre if genre else "Diapositive"


def _finish(page: Page, diapo: Diapo, contexte: Contexte) -> Page:
    """What every page has: whose it is, its notes, its date, its warning, the size of its text."""
    page = replace(
        page,
        diapo=diapo.id,
        notes="\n\n".join(mot for mot in (diapo.notes, page.notes) if mot),
        date=page.date or (f"données du {contexte.date_donnees}" if contexte.date_donnees else ""),
        mention=contexte.mention,
    )
    return fit(page)


def fit(page: Page) -> Page:
    """The page with the largest text that it can hold."""
    if page.disposition == "couverture":
        return replace(page, corps=mise_en_page.TAILLES[0])
    haut = mise_en_page.body_height(page.titre, page.surtitre, page.chapeau)
    if page.a_cote:
        gauche, droite = mise_en_page.columns(page.partage)
        colonnes = [(page.blocs, gauche), (page.a_cote, droite)]
    else:
        colonnes = [(page.blocs, float(mise_en_page.PLEINE))]
    seuls = [
        (blocs, largeur)
        for blocs, largeur in colonnes
        if not (len(blocs) == 1 and isinstance(blocs[0], Graphique))
    ]
    taille = mise_en_page.fit_size(seuls, haut)
    return replace(page, corps=taille or mise_en_page.TAILLES[-1])


def describe_pannes(pages: Sequence[Page]) -> list[str]:
    """« Page 3, Territoire : … » for each page that could not be composed."""
    return [
        f"Page {rang}, {page.titre} : {page.panne}"
        for rang, page in enumerate(pages, 1)
        if page.panne
    ]


def foot_text(page: Page) -> str:
    """One line for the foot: where it comes from, its reservations, its day."""
    sources = [source.split(", ")[0] for source in page.sources]
    morceaux = []
    if sources:
        autres = f" et {len(sources) - 1} autres" if len(sources) > 2 else ""
        cites = sources[:1] if autres else sources
        morceaux.append(
            ("Sources : " if len(sources) > 1 else "Source : ") + " ; ".join(cites) + autres
        )
    numeros = [reserve.partition(" – ")[0] for reserve in page.reserves]
    if numeros:
        morceaux.append(("Réserves " if len(numeros) > 1 else "Réserve ") + ", ".join(numeros))
    if page.date:
        morceaux.append(page.date[:1].upper() + page.date[1:])
    return " · ".join(morceaux)
