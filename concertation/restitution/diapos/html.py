"""A page as HTML that means what it says: for the projector, the speaker and the telephones.

The same fragment serves them all; `diapo.css` lays it out, on a fixed scene or in the flow. Texts
and names are escaped here, numbers and colours checked, whoever made the page; drawings are ours.
"""

from html import escape
from pathlib import Path

from concertation.declarations.point_etape import METEO
from concertation.graphiques.lecteurs.svg import to_svg
from concertation.graphiques.style.couleurs import legible, resolve, sign_ground, sign_role
from concertation.recits.blocs import Bloc, Chiffre, Chiffres, Liste, Puce, Tableau, Texte
from concertation.recits.riche import Mots, cut_looks
from concertation.restitution.diapos.charte import current_charte
from concertation.restitution.diapos.composition import foot_text
from concertation.restitution.diapos.mise_en_page import columns
from concertation.restitution.diapos.modele import COULEUR, Page


def scene_css() -> str:
    """`diapo.css` in the service's identity, for a scene or for the flow of a telephone."""
    return Path(__file__).with_name("diapo.css").read_text(encoding="utf-8") + current_charte().css


def page_html(page: Page, rang: int, total: int, *, complete: bool = False) -> str:
    """The fragment of one page; `complete` adds its reservations in full, for who reads alone."""
    gauche, droite = columns(page.partage)
    style = f"--corps:{page.corps:d}px;--gauche:{gauche:.0f}fr;--droite:{droite:.0f}fr"
    if COULEUR.fullmatch(page.couleur):
        style += f";--couleur:{legible(page.couleur)}"
    colonnes = [page.blocs, page.a_cote] if page.a_cote else [page.blocs]
    corps = "".join(f'<div class="colonne">{"".join(map(_block, c))}</div>' for c in colonnes)
    reserves = "".join(_say("li", reserve) for reserve in page.reserves) if complete else ""
    return (
        f'<article class="diapo {escape(page.disposition)}{" panne" if page.panne else ""}" '
        f'style="{style}" aria-label="Diapositive {rang} sur {total}">'
        f"<header>{_say('p', page.mention, 'mention')}{_say('p', page.surtitre, 'surtitre')}"
        f"<h1>{escape(page.titre)}</h1>{_say('p', page.chapeau, 'chapeau')}</header>"
        f'<div class="corps {"deux" if page.a_cote else "une"}">{corps}</div>'
        + (f'<ul class="reserves">{reserves}</ul>' if reserves else "")
        + f"<footer><p>{escape(foot_text(page))}</p>"
        f'<p class="numero">{rang}\u00a0/\u00a0{total}</p></footer></article>'
    )


def _say(balise: str, texte: str, classe: str = "") -> str:
    """An element that says this; none when it says nothing."""
    classe = f' class="{escape(classe)}"' if classe else ""
    return f"<{balise}{classe}>{escape(texte)}</{balise}>" if texte else ""


def _block(bloc: Bloc) -> str:
    if isinstance(bloc, Texte):
        if bloc.style == "citation":
            textes = "".join(f"<p>{_looks(bloc, p)}</p>" for p in bloc.paragraphes)
            return f"<blockquote>{textes}</blockquote>"
        style = escape(bloc.style)
        return "".join(f'<p class="{style}">{_looks(bloc, p)}</p>' for p in bloc.paragraphes)
    if isinstance(bloc, Liste):
        puces = "".join(map(_item, bloc.puces))
        return f'{_say("h2", bloc.titre)}<ul class="puces">{puces}</ul>'
    if isinstance(bloc, Chiffres):
        return f'<dl class="chiffres">{"".join(map(_figure, bloc.chiffres))}</dl>'
    if isinstance(bloc, Tableau):
        return _table(bloc)
    return f'<div class="dessin">{to_svg(bloc.dessin, bloc.largeur)}</div>'


def _looks(bloc: Texte | Puce, texte: str) -> str:
    return "".join(map(_word, cut_looks(bloc, texte)))


def _word(mots: Mots) -> str:
    dits = escape(mots.texte)
    if mots.lien:
        ou = escape(mots.lien)
        dits = f'<a href="{ou}" target="_blank" rel="noopener noreferrer">{dits}</a>'
    return f"<strong>{dits}</strong>" if mots.gras else dits


def _item(puce: Puce) -> str:
    sous = "".join(f"<li>{_looks(puce, texte)}</li>" for texte in puce.sous)
    mots = f"<span>{_say('strong', puce.fort)}{_looks(puce, puce.texte)}</span>"
    mots += f"<ul>{sous}</ul>" if sous else ""
    if not puce.marque:
        return f'<li class="simple">{mots}</li>'
    return f"<li>{_say('span', puce.marque, 'marque')} {mots}</li>"


def _figure(chiffre: Chiffre) -> str:
    note = _say("dd", chiffre.note, "note")
    return f"<div><dt>{escape(chiffre.libelle)}</dt><dd>{escape(chiffre.valeur)}</dd>{note}</div>"


def _table(bloc: Tableau) -> str:
    teintes = {(ligne, colonne): code for ligne, colonne, code in bloc.teintes}
    largeurs = "".join(f'<col style="width:{part:d}%">' for part in bloc.largeurs)
    entete = "".join(f'<th scope="col">{escape(nom)}</th>' for nom in bloc.colonnes)
    lignes = ""
    for rang, ligne in enumerate(bloc.lignes):
        paires = enumerate(zip(bloc.colonnes, ligne, strict=True))
        cellules = (_cell(nom, mot, teintes.get((rang, c))) for c, (nom, mot) in paires)
        lignes += f"<tr>{''.join(cellules)}</tr>"
    return (
        f"{_say('h2', bloc.titre)}<table><colgroup>{largeurs}</colgroup>"
        f"<thead><tr>{entete}</tr></thead><tbody>{lignes}</tbody></table>"
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
