"""How much a page holds: sizes of text that fit, and where a list is cut.

Estimates are on the wide side (`text_width`), so that what fits here fits in every form.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, islice

from concertation.graphiques.style import text_width, wrap_text
from concertation.recits.blocs import Bloc, Chiffres, Graphique, Liste, Puce, Tableau, Texte
from concertation.recits.riche import cut_looks
from concertation.restitution.diapos.modele import HAUTEUR, LARGEUR, Page

MARGE = 88  # left and right
HAUT = 64  # above the title
TITRE, SURTITRE, CHAPEAU, PIED = 56, 28, 32, 24
TAILLES = (52, 48, 44, 40, 36, 32, 30, 28, 26, 24)  # of the body, from the largest; never under 24
MENTION = 42  # of a warning above the title
INTERLIGNE = 1.3
GOUTTIERE = 64
ENTRE_PUCES = 0.45  # of a line
ECHELLE_MINIMUM = 1.75  # a chart's 14 pixels are then 24 on the scene

MOT_USUEL = 18  # letters

PLEINE = LARGEUR - 2 * MARGE


def columns(partage: int) -> tuple[float, float]:
    """Widths of the two columns of a page, `partage` hundredths to the left one."""
    gauche = (PLEINE - GOUTTIERE) * partage / 100
    return gauche, PLEINE - GOUTTIERE - gauche


def text_height(texte: str, largeur: float, taille: float, gras: bool = False) -> float:
    """Pixels of height of a paragraph."""
    lignes = sum(len(wrap_text(ligne, largeur, taille, gras)) for ligne in texte.split("\n"))
    return lignes * taille * INTERLIGNE


def body_height(titre: str, surtitre: str = "", chapeau: str = "") -> float:
    """Pixels left for the blocks of a page, under its head and above two lines of foot."""
    tete = text_height(titre, PLEINE, TITRE, True) + 36
    if surtitre:
        tete += SURTITRE * INTERLIGNE + 8
    if chapeau:
        tete += text_height(chapeau, PLEINE, CHAPEAU) + 8
    return HAUTEUR - HAUT - tete - 2 * PIED * INTERLIGNE - 56


def read_plain(bloc: Texte | Puce, texte: str) -> str:
    """A text of a block without its marks."""
    return "".join(mots.texte for mots in cut_looks(bloc, texte))


def item_height(puce: Puce, largeur: float, taille: float) -> float:
    """Pixels of an item, its sub-points and the air below it."""
    marque = 1.2 * taille
    if puce.marque:
        marque = text_width(puce.marque, max(0.72 * taille, PIED), True) + 0.7 * taille
    haut = text_height(puce.fort + read_plain(puce, puce.texte), largeur - marque, taille)
    sous = (read_plain(puce, texte) for texte in puce.sous)
    haut += sum(text_height(s, largeur - marque - taille, taille * 0.9) for s in sous)
    return haut + ENTRE_PUCES * taille


def block_height(bloc: Bloc, largeur: float, taille: float) -> float:
    """Pixels of height of a block in a column."""
    if isinstance(bloc, Texte):
        corps = taille * (1.15 if bloc.style == "citation" else 1)
        creux = largeur - (48 if bloc.style == "citation" else 0)
        textes = (read_plain(bloc, p) for p in bloc.paragraphes)
        return sum(text_height(p, creux, corps) + taille * 0.5 for p in textes)
    if isinstance(bloc, Graphique):
        # At its least: a form gives it whatever is left.
        return bloc.hauteur * min(largeur / bloc.largeur, ECHELLE_MINIMUM)
    if isinstance(bloc, Chiffres):
        return -(-len(bloc.chiffres) // 4) * 320
    titre = text_height(bloc.titre, largeur, taille, True) + 12 if bloc.titre else 0
    if isinstance(bloc, Liste):
        return titre + sum(item_height(puce, largeur, taille) for puce in bloc.puces)
    return titre + sum(_row_heights(bloc, largeur, taille))


def _row_heights(bloc: Tableau, largeur: float, taille: float) -> list[float]:
    """Pixels of the header of a table, then of each row."""
    return [
        20 + max(text_height(mot, place, taille, entete) for mot, place in cellules)
        for entete, cellules in _rows(bloc, largeur, "XX ")
    ]


def _rows(
    bloc: Tableau, largeur: float, signe: str
) -> Iterator[tuple[bool, list[tuple[str, float]]]]:
    """Whether a row is the header, then each of its cells: its words, after what stands for a sign
    before them, and the pixels that it has for them."""
    parts = bloc.largeurs or (1,) * len(bloc.colonnes)
    places = [largeur * part / sum(parts) - 24 for part in parts]
    signes = {(ligne, colonne) for ligne, colonne, _code in bloc.teintes}
    for rang, ligne in enumerate((bloc.colonnes, *bloc.lignes), -1):
        mots = (signe * ((rang, colonne) in signes) + mot for colonne, mot in enumerate(ligne))
        yield rang < 0, list(zip(mots, places, strict=True))


def fit_size(colonnes: Sequence[tuple[Sequence[Bloc], float]], hauteur: float) -> int | None:
    """The largest size of text at which every column fits; None when none does.

    No word of a table is cut in two, unless it is at every size that fits.
    """
    tiennent = [
        taille
        for taille in TAILLES
        if all(
            sum(block_height(bloc, largeur, taille) for bloc in blocs) <= hauteur
            for blocs, largeur in colonnes
        )
    ]
    tableaux = [(b, large) for blocs, large in colonnes for b in blocs if isinstance(b, Tableau)]
    entiers = (t for t in tiennent if not any(_cuts_words(b, large, t) for b, large in tableaux))
    return next(entiers, tiennent[0] if tiennent else None)


def _cuts_words(bloc: Tableau, largeur: float, taille: float) -> bool:
    """Whether a word is wider than its column; one longer than any usual word doesn't count."""
    return any(
        text_width(mot, taille, entete) > place
        # A sign stays with the first word.
        for entete, cellules in _rows(bloc, largeur, "XX.")
        for texte, place in cellules
        for mot in texte.split()
        if len(mot) <= MOT_USUEL
    )


def paginate(
    page: Page, puces: Sequence[Puce], taille: int = 34, *, ranked: bool = True
) -> list[Page]:
    """The page as many times as these items need, as few as can be, filled alike.

    `ranked`: several say « 2 sur 3 » above their title.
    """
    haut = body_height(page.titre, "x" if ranked else page.surtitre, page.chapeau)
    lots = split_items(puces, haut, taille=taille)
    pages = []
    for rang, lot in enumerate(lots, 1):
        place = f"{rang} sur {len(lots)}" if ranked and len(lots) > 1 else ""
        surtitre = " · ".join(mot for mot in (page.surtitre, place) if mot)
        pages.append(replace(page, surtitre=surtitre, blocs=(Liste(lot),)))
    return pages


def split_table(page: Page) -> list[Page]:
    """The page as many times as the rows of its table need, even in the smallest text: what stands
    beside is on the first, the others have the whole width."""
    pages = [page]
    while (coupee := _cut_table(pages[-1])) is not None:
        pages[-1:] = coupee
    if len(pages) == 1:
        return pages
    rangs = (f"{rang} sur {len(pages)}" for rang in range(1, len(pages) + 1))
    dits = (" · ".join(mot for mot in (page.surtitre, rang) if mot) for rang in rangs)
    return [replace(p, surtitre=dit) for p, dit in zip(pages, dits, strict=True)]


def _cut_table(page: Page) -> tuple[Page, Page] | None:
    """The page with the rows that it holds, then one with the others; None when it holds all."""
    largeur, taille = columns(page.partage)[0] if page.a_cote else PLEINE, TAILLES[-1]
    libre = body_height(page.titre, "x", page.chapeau) - MENTION
    for ou, bloc in enumerate(page.blocs):
        if isinstance(bloc, Tableau):
            sommes = accumulate(_row_heights(bloc, largeur, taille))
            tient = max(1, sum(haut <= libre for haut in sommes) - 1)
            if tient < len(bloc.lignes):
                debut, reste = (
                    replace(
                        bloc,
                        lignes=bloc.lignes[de:a],
                        teintes=tuple((i - de, c, t) for i, c, t in bloc.teintes if de <= i < a),
                    )
                    for de, a in ((0, tient), (tient, len(bloc.lignes)))
                )
                return (
                    replace(page, blocs=(*page.blocs[:ou], debut)),
                    replace(page, blocs=(reste, *page.blocs[ou + 1 :]), a_cote=()),
                )
        libre -= block_height(bloc, largeur, taille)
    return None


def split_items(
    puces: Sequence[Puce], hauteur: float, largeur: float = PLEINE, taille: int = 34
) -> list[tuple[Puce, ...]]:
    """Items page by page; one that is higher than a page has one of its own."""
    hauteurs = [item_height(puce, largeur, taille) for puce in puces]
    pleines = _fill(hauteurs, hauteur)
    # The same number of pages with the least high of them: no page is left nearly empty.
    moyenne = sum(hauteurs) / max(len(pleines), 1)
    marges = (1.0, 1.05, 1.1, 1.15, 1.2, 1.3, 1.4)
    essais = (_fill(hauteurs, min(hauteur, moyenne * marge)) for marge in marges)
    pleines = next((e for e in essais if len(e) == len(pleines)), pleines)
    restent = iter(puces)
    return [tuple(islice(restent, compte)) for compte in pleines]


def _fill(hauteurs: Sequence[float], libre: float) -> list[int]:
    """How many items each page takes."""
    pages: list[int] = []
    prise = 0.0
    for haut in hauteurs:
        if not pages or prise + haut > libre:
            pages.append(0)
            prise = 0.0
        pages[-1] += 1
        prise += haut
    return pages
