"""A page as HTML that means what it says: for the projector, the speaker and the telephones.

The same fragment serves them all; `diapo.css` lays it out, on a fixed scene or in the flow. Texts
and names are escaped here, numbers and colours checked, whoever made the page; drawings are ours.
"""

from functools import lru_cache
from html import escape
from pathlib import Path

from concertation.declarations.point_etape import METEO
from concertation.graphiques.gabarit.couleurs import resolve, sign_ground, sign_role
from concertation.graphiques.lecteurs.svg import to_svg
from concertation.recits.blocs import Bloc, Chiffre, Chiffres, Liste, Puce, Tableau, Texte
from concertation.restitution.diapos.composition import foot_text
from concertation.restitution.diapos.mise_en_page import columns
from concertation.restitution.diapos.modele import COULEUR, Page


@lru_cache(maxsize=1)
def scene_css() -> str:
    """`diapo.css`, for a scene or for the flow of a telephone."""
    return Path(__file__).with_name("diapo.css").read_text(encoding="utf-8")


def page_html(page: Page, rang: int, total: int, *, complete: bool = False) -> str:
    """The fragment of one page; `complete` adds its reservations in full, for who reads alone."""
    gauche, droite = columns(page.partage)
    style = f"--corps:{page.corps:d}px;--gauche:{gauche:.0f}fr;--droite:{droite:.0f}fr"
    if COULEUR.fullmatch(page.couleur):
        style += f";--couleur:{page.couleur}"
    corps = _column(page.blocs) + (_column(page.a_cote) if page.a_cote else "")
    genre = "deux" if page.a_cote else "une"
    reserves = ""
    if complete and page.reserves:
        lignes = "".join(f"<li>{escape(reserve)}</li>" for reserve in page.reserves)
        reserves = f'<ul class="reserves">{lignes}</ul>'
    return (
        f'<article class="diapo {escape(page.disposition)}{" panne" if page.panne else ""}" '
        f'style="{style}" aria-label="Diapositive {rang} sur {total}">'
        f"{_head(page)}"
        f'<div class="corps {genre}">{corps}</div>{reserves}'
        f'<footer><p>{escape(foot_text(page))}</p><p class="numero">{rang}\u00a0/\u00a0{total}</p>'
        "</footer></article>"
    )


def _head(page: Page) -> str:
    morceaux = [
        f'<p class="mention">{escape(page.mention)}</p>' if page.mention else "",
        f'<p class="surtitre">{escape(page.surtitre)}</p>' if page.surtitre else "",
        f"<h1>{escape(page.titre)}</h1>",
        f'<p class="chapeau">{escape(page.chapeau)}</p>' if page.chapeau else "",
    ]
    return f"<header>{''.join(morceaux)}</header>"


def _column(blocs: tuple[Bloc, ...]) -> str:
    return f'<div class="colonne">{"".join(_block(bloc) for bloc in blocs)}</div>'


def _block(bloc: Bloc) -> str:
    if isinstance(bloc, Texte):
        if bloc.style == "citation":
            textes = "".join(f"<p>{escape(p)}</p>" for p in bloc.paragraphes)
            return f"<blockquote>{textes}</blockquote>"
        return "".join(f'<p class="{escape(bloc.style)}">{escape(p)}</p>' for p in bloc.paragraphes)
    if isinstance(bloc, Liste):
        titre = f"<h2>{escape(bloc.titre)}</h2>" if bloc.titre else ""
        return f'{titre}<ul class="puces">{"".join(_item(p) for p in bloc.puces)}</ul>'
    if isinstance(bloc, Chiffres):
        return f'<dl class="chiffres">{"".join(_figure(c) for c in bloc.chiffres)}</dl>'
    if isinstance(bloc, Tableau):
        return _table(bloc)
    return f'<div class="dessin">{to_svg(bloc.dessin, bloc.largeur)}</div>'


def _item(puce: Puce) -> str:
    sous = "".join(f"<li>{escape(texte)}</li>" for texte in puce.sous)
    marque = f'<span class="marque">{escape(puce.marque)}</span> ' if puce.marque else ""
    classe = "" if puce.marque else ' class="simple"'
    fort = f"<strong>{escape(puce.fort)}</strong>" if puce.fort else ""
    liste = f"<ul>{sous}</ul>" if sous else ""
    return f"<li{classe}>{marque}<span>{fort}{escape(puce.texte)}</span>{liste}</li>"


def _figure(chiffre: Chiffre) -> str:
    note = f'<dd class="note">{escape(chiffre.note)}</dd>' if chiffre.note else ""
    return f"<div><dt>{escape(chiffre.libelle)}</dt><dd>{escape(chiffre.valeur)}</dd>{note}</div>"


def _table(bloc: Tableau) -> str:
    teintes = {(ligne, colonne): code for ligne, colonne, code in bloc.teintes}
    largeurs = "".join(f'<col style="width:{part:d}%">' for part in bloc.largeurs)
    entete = "".join(f'<th scope="col">{escape(nom)}</th>' for nom in bloc.colonnes)
    lignes = "".join(
        "<tr>"
        + "".join(
            _cell(nom, mot, teintes.get((rang, colonne)))
            for colonne, (nom, mot) in enumerate(zip(bloc.colonnes, ligne, strict=True))
        )
        + "</tr>"
        for rang, ligne in enumerate(bloc.lignes)
    )
    titre = f"<h2>{escape(bloc.titre)}</h2>" if bloc.titre else ""
    return (
        f"{titre}<table><colgroup>{largeurs}</colgroup><thead><tr>{entete}</tr></thead>"
        f"<tbody>{lignes}</tbody></table>"
    )


def _cell(nom: str, mot: str, code: str | None) -> str:
    """A cell, which knows its column: on a telephone, rows are read one under another."""
    debut = f'<td data-nom="{escape(nom)}"' if nom else "<td"
    if code is None or code not in METEO:
        return f"{debut}>{escape(mot)}</td>"
    signe = METEO.signe(code)
    couleur, fond = (resolve(c, "light") for c in (sign_role(signe), sign_ground(signe)))
    marque = f'<span aria-hidden="true" style="color:{couleur}">{signe.glyphe}</span>'
    return f'{debut} style="background:{fond}">{marque} {escape(mot)}</td>'
