"""Text of the data made safe and helpful in Markdown: never markup, acronyms explained."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from urllib.parse import urlencode

from concertation.analyse.mots.glossaire import Lexique
from concertation.analyse.mots.typographie import typeset
from concertation.interface.socle.registre import AIDE, Ecran

# What Markdown or one of its extensions can read as markup, where it stands. Not more: screen
# readers say the label of a box as it is written, backslashes included.
_PONCTUATION = re.compile(
    r"([\\`*_{}\[\]<>#|~$]"
    r"|(?<!\w)[+-]|[+-](?!\w)"  # inside a word they begin no list
    r"|\.(?=\S)|(?<=\d)\."  # an address, a numbered list
    r"|[:!](?!\s)|&(?=[#\w]))"  # a directive, an image, an entity
)
# An emoji, an icon (`:material/home:`), an address by itself.
_SEULS = re.compile(r"(?<=:)(?=[\w+/-]+:)|(?=https?://|www\.)", re.IGNORECASE)
JOINT = "\u2060"


# A rerun shows the same texts again: each is made once.
@lru_cache(maxsize=4096)
def escape(texte: str) -> str:
    """The text as Markdown that shows it to the letter, whatever it holds."""
    # A word joiner keeps them from being read as such, which no backslash prevents: before an
    # address, so that what is copied of it is whole.
    uni = _SEULS.sub(JOINT, typeset(texte))
    return _PONCTUATION.sub(r"\\\1", uni).replace("\n", "  \n")


def screen_link(
    ecran: Ecran, mots: str, bulle: str = "Ouvrir la fiche, nouvel onglet", **params: str
) -> str:
    """A link inside a text or a cell, in another tab; `mots` are shown to the letter.

    Relative: screens stand side by side, under whatever prefix a proxy puts before them.
    """
    titre = re.sub(r"([\\`*_\[\]<>])", r"\\\1", typeset(bulle).replace('"', "'"))
    return f'[{escape(mots)}]({ecran.url_path}?{urlencode(params)} "{titre}")'


def link_sigle(sigle: str, entree: Mapping[str, str]) -> str:
    """An acronym as a link to its entry, its expansion as the tooltip."""
    bulle = f"{entree['expansion'] or entree['definition']} (glossaire, nouvel onglet)"
    return screen_link(AIDE, sigle, bulle, terme=entree["id"])


def rich_text(
    texte: str, lexique: Lexique, segments: Sequence[tuple[str, bool]] | None = None
) -> str:
    """Markdown of a text of the data: acronyms linked, found words highlighted.

    `segments` is the same text cut in (part, found) pairs, as the search gives it.
    """
    return _render(typeset(texte), lexique, tuple(segments or ()))


@lru_cache(maxsize=4096)
def _render(texte: str, lexique: Lexique, segments: tuple[tuple[str, bool], ...]) -> str:
    trouves = [trouve for partie, trouve in segments for _ in partie] or [False] * len(texte)
    morceaux: list[tuple[str, bool]] = []
    ici = 0
    for debut, fin, cle in [*lexique.find_sigles(texte), (len(texte), len(texte), "")]:
        for trouve, rangs in groupby(range(ici, debut), trouves.__getitem__):
            morceaux.append((escape("".join(texte[rang] for rang in rangs)), trouve))
        # What is found never cuts an acronym in two.
        if cle:
            lien = link_sigle(texte[debut:fin], lexique.entrees[cle])
            morceaux.append((lien, any(trouves[debut:fin])))
        ici = fin
    return "".join(f":yellow-background[{m}]" if trouve else m for m, trouve in morceaux)
