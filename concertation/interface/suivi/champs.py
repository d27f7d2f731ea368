"""A declared field on screens: its widget in a form, its column in the table edited in place.

Forms know of other writers. The version of a row is the one that was shown when its form opened,
whatever others write meanwhile: the store then refuses, and both texts stay on screen until the
person has chosen. Nothing typed is lost.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, TypeVar

import pandas as pd
import streamlit as st

from concertation.analyse.mots.formats import is_empty
from concertation.analyse.mots.textes import split_liste
from concertation.declarations.champ import Champ
from concertation.interface.socle.buttons import show_button
from concertation.interface.socle.textes import escape
from concertation.interface.suivi.partage import attempt, show_conflict
from concertation.interface.suivi.saisies import (
    DATE_MAXIMALE,
    DATE_MINIMALE,
    FORMAT_DATE,
    Formulaire,
    read_nombre,
    write_nombre,
)
from concertation.suivi import Conflit

T = TypeVar("T")
Choix = Mapping[str, Mapping[str, str]]
"""By field, the values that the files of the consultation offer, with their words."""
Saisie = dict[str, Any]


def show_champs(
    form: Formulaire,
    champs: Iterable[Champ],
    ligne: Mapping[str, Any],
    choix: Choix | None = None,
    questions: Mapping[str, str] | None = None,
    colonnes: int = 2,
) -> Saisie:
    """The widgets of these fields in their order, holding `ligne`; what is typed, as typed.

    What `ligne` does not say is as the declaration begins it. `questions`: what a form asks in
    other words than the declaration's. Short fields stand `colonnes` by row.
    """
    saisie: Saisie = {}
    places: list[Any] = []
    for champ in champs:
        if champ.genre == "long" or champ.pleine:
            places = [st.container()]
        places = places or list(st.columns(colonnes))
        with places.pop(0):
            question = (questions or {}).get(champ.nom, champ.question)
            options = (choix or {}).get(champ.nom)
            valeur = ligne.get(champ.nom, champ.vide)
            saisie[champ.nom] = _show(form, champ, question, valeur, options)
    return saisie


def _show(
    form: Formulaire, champ: Champ, question: str, valeur: Any, options: Mapping[str, str] | None
) -> Any:
    if champ.liste is not None:
        connues = champ.liste.saisies
        codes = connues if valeur in (*connues, None, "") else (*connues, str(valeur))
        options = {code: champ.liste.mot(code) for code in codes}
    if options is not None and champ.genre == "territoires":
        siens, noms = split_liste(valeur or ""), options
        widget = partial(st.multiselect, options=list(noms), format_func=noms.__getitem__)
        choisis: Any = form.ask(
            champ.nom, lambda mot, ici, **o: widget(mot, default=ici, **o), question, siens,
            placeholder="Choisissez",
        )  # fmt: skip
        return " | ".join(sorted(choisis))
    if options is not None:
        return form.choice(champ.nom, question, options, valeur)
    if champ.genre == "date":
        bornes = {"min_value": DATE_MINIMALE, "max_value": DATE_MAXIMALE}
        jour = as_day(valeur)
        return form.ask(champ.nom, st.date_input, question, jour, format=FORMAT_DATE, **bornes)
    if champ.genre in ("nombre", "montant"):
        valeur = valeur if isinstance(valeur, str) else write_nombre(valeur)
    if champ.genre == "long":
        zone = partial(st.text_area, height=champ.hauteur, placeholder=champ.exemple)
        return form.ask(champ.nom, zone, question, valeur or "")
    return form.ask(champ.nom, st.text_input, question, valeur or "", placeholder=champ.exemple)


def as_day(valeur: Any) -> Any:
    """A date of a frame as a field holds it."""
    return None if is_empty(valeur) else pd.Timestamp(valeur).date()


def read_champs(champs: Iterable[Champ], saisie: Saisie) -> Saisie | None:
    """What was typed as values for the store; what is no number is said, then None."""
    lus, fautes = dict(saisie), []
    for champ in champs:
        texte = saisie.get(champ.nom)
        if champ.genre == "montant" and texte is not None:
            # To the cent: it never becomes a float on its way.
            lus[champ.nom] = "".join(texte.split()).removesuffix("€").replace(",", ".")
        elif champ.genre == "nombre" and texte is not None:
            try:
                lus[champ.nom] = read_nombre(texte)
            except ValueError as erreur:
                fautes.append(f"{champ.libelle} : {erreur}")
    for faute in fautes:
        st.error(escape(faute), icon=":material/edit:")
    return None if fautes else lus


def show_creation(
    nom: str,
    champs: Iterable[Champ],
    show: Callable[[Formulaire], Saisie],
    create: Callable[[Saisie], Any],
    bouton: str,
    succes: Callable[[Saisie], str],
    icone: str = ":material/add:",
    border: bool = True,
    apres: Callable[[Any], None] = lambda _: None,
) -> None:
    """The form of a new row, which starts anew once it is written; `apres` takes the row, then."""
    form = Formulaire(nom)
    with st.container(border=border):
        saisie = show(form)
        envoye = form.submit(bouton, type="primary", icon=icone)
    lue = read_champs(champs, saisie) if envoye else None
    if lue is not None:
        fait = submit(nom, lambda: create(lue), succes(lue))
        if fait is not None:
            apres(fait)
            st.rerun()


def show_edition(
    nom: str,
    champs: Iterable[Champ],
    ligne: Mapping[str, Any],
    show: Callable[[Formulaire, Mapping[str, Any]], Saisie],
    update: Callable[[int, Saisie], Any],
    succes: Callable[[Saisie], str],
    bouton: str = "Enregistrer",
    quoi: str = "",
    border: bool = True,
) -> None:
    """The form of a row, at the version that was shown when it opened.

    `update` writes over that version what was typed; when somebody else wrote since, both texts
    stay until the person has chosen. `quoi` (« cette action »): it is said as soon as it happens.
    """
    champs = tuple(champs)
    form = Formulaire(nom)
    tenue = form.hold(ligne)
    if quoi and tenue["version"] != ligne["version"]:
        st.info(
            f"Une autre personne a modifié {quoi} depuis que vous l’avez ouverte. "
            "Votre saisie est gardée ; les deux versions vous seront montrées à l’enregistrement.",
            icon=":material/sync_problem:",
        )
        mots, cle = "Reprendre la version enregistrée", f"relire-{nom}"
        show_button(mots, "refresh", form.clear, key=cle, type="secondary")
    with st.container(border=border):
        saisie = show(form, tenue)
        envoye = form.submit(bouton, type="primary", icon=":material/save:")
    lue = read_champs(champs, saisie) if envoye else None
    if lue is not None:
        version = int(tenue["version"])
        if submit(nom, lambda: update(version, lue), succes(lue)) is not None:
            st.rerun()

    def overwrite(version: int) -> Any:
        mienne = read_champs(champs, saisie)
        return None if mienne is None else update(version, mienne)

    show_choice_of_texts(nom, lambda c: overwrite(int(c.actuel["version"])), succes(saisie))


def column_of(champ: Champ) -> Any:
    """The column of a field in the table edited in place."""
    communes: dict[str, Any] = {"required": champ.requis}
    if champ.court:
        communes["help"] = champ.libelle
    if champ.largeur:
        communes["width"] = champ.largeur
    colonne = st.column_config
    if champ.liste is not None:
        liste = champ.liste
        return colonne.SelectboxColumn(
            champ.entete, options=list(liste.saisies), format_func=lambda c: liste.mot(str(c)),
            **communes,
        )  # fmt: skip
    if champ.genre == "date":
        return colonne.DateColumn(champ.entete, format=FORMAT_DATE, **communes)
    if champ.genre in ("nombre", "montant"):
        return colonne.NumberColumn(champ.entete, **communes)
    return colonne.TextColumn(champ.entete, **communes)


def plain(champ: Champ, valeur: Any) -> Any:
    """A cell of that table as the store takes it."""
    vide = valeur is None or pd.isna(valeur)
    if champ.genre == "date":
        return None if vide else as_day(valeur)
    if champ.genre in ("nombre", "montant"):
        return None if vide else float(valeur)
    return "" if vide else str(valeur)


def submit(nom: str, verbe: Callable[[], T], succes: str) -> T | None:
    """Run a verb for a form; on success the form starts anew with the next run.

    On a conflict both texts stay on screen until the person has chosen (`show_choice_of_texts`).
    """

    def keep(conflit: Conflit) -> None:
        st.session_state[f"conflit-{Formulaire(nom).cle}"] = conflit

    resultat = attempt(verbe, succes, keep)
    if resultat is not None:
        Formulaire(nom).clear()
    return resultat


def show_choice_of_texts(
    nom: str,
    overwrite: Callable[[Conflit], Any],
    succes: str,
    on_keep: Callable[[Conflit], None] | None = None,
) -> None:
    """Both texts of the pending conflict of a form, and one button for each; nothing otherwise.

    `overwrite` writes the person's own text over the row as the conflict showed it; `on_keep`
    forgets what else belongs to the text that the person gives up.
    """
    form = Formulaire(nom)
    cle = f"conflit-{form.cle}"
    conflit = st.session_state.get(cle)
    if not isinstance(conflit, Conflit):
        return

    def keep() -> None:
        form.clear()
        if on_keep is not None:
            on_keep(conflit)

    with st.container(border=True):
        show_conflict(conflit)
        with st.container(horizontal=True):
            mienne = st.button(
                "Enregistrer ma saisie", key=f"mienne-{nom}", icon=":material/edit_note:"
            )
            mots, cle_autre = "Garder la version enregistrée", f"autre-{nom}"
            show_button(mots, "history", keep, key=cle_autre, type="secondary")
    if mienne:
        del st.session_state[cle]
        ecrit = submit(nom, lambda: overwrite(conflit), succes) is not None
        if ecrit or cle in st.session_state:
            st.rerun()
