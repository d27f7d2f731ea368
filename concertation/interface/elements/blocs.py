"""Blocks of a story as Markdown: what slides and papers say, on a screen."""

from concertation.interface.socle.textes import escape
from concertation.recits.blocs import Liste, Puce


def list_markdown(liste: Liste, vide: str = "") -> str:
    """Items and their sub-points; `vide` when there are none. The title is the caller's."""
    return "\n".join(_item(puce) for puce in liste.puces) or vide


def facts_markdown(liste: Liste, fin: str = "  \n") -> str:
    """Items as lines without bullets: « **Porteur :** … »."""
    return fin.join(_words(puce) for puce in liste.puces)


def _item(puce: Puce) -> str:
    lignes = [f"- {_words(puce)}", *(f"    - {escape(sous)}" for sous in puce.sous)]
    return "\n".join(lignes)


def _words(puce: Puce) -> str:
    # Emphasis can't end with a space.
    fort = puce.fort.rstrip()
    tete = f"**{escape(fort)}**{puce.fort[len(fort) :]}" if fort else ""
    return tete + escape(puce.texte)
