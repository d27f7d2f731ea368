"""The actions as a table edited in place, each row with the version that the person read.

While something is typed and not recorded, the rows stay as they were read: what others write
meanwhile makes a conflict at the recording, never a silent change under the person's hands.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from concertation.analyse.lignes import list_records, tabulate
from concertation.analyse.mots.formats import format_date, plural
from concertation.analyse.mots.textes import collation_key
from concertation.declarations.action import ACTION, EN_RETARD, STATUT
from concertation.interface.ecrans.plan_action.ecran import EcranPlanAction
from concertation.interface.elements.figures import show_rows
from concertation.interface.socle.buttons import show_button
from concertation.interface.socle.champs import show_select
from concertation.interface.socle.registre import PLAN_ACTION
from concertation.interface.socle.textes import escape, screen_link
from concertation.interface.suivi.champs import column_of, plain, show_choice_of_texts, submit
from concertation.interface.suivi.ecran import show_filtre
from concertation.interface.suivi.saisies import Formulaire
from concertation.suivi import Conflit, SaisieInvalide

NOM, FICHE = "plan-tableau", "w-plan-fiche"
LIGNE, HAUTEUR = 66, 640  # pixels: beyond 64 of a row, titles wrap, 45 letters a line
CHAMPS = ACTION.showing("tableau")
EDITABLES = tuple(c for c in CHAMPS if c.genre not in ("engagement", "composante", "territoire"))
PREMIERES = ("fiche", "intitule", "porteur", "argent", "fin", "statut")
Modifs = dict[int, dict[str, Any]]
"""By action id, the columns that differ from what was read."""


@dataclass
class Tenue:
    """The rows as they were read, and the same with what was typed before the table was left."""

    base: pd.DataFrame
    affichee: pd.DataFrame
    modifs: Modifs


def show_tableau(ecran: EcranPlanAction) -> None:
    """The rows that the person may change, then those that they only read."""
    droits = {lieu: ecran.can("ecrire", lieu) for lieu in ecran.lignes["territoire"].unique()}
    siennes = ecran.lignes["territoire"].map(droits).astype("bool")
    modifiables = ecran.lignes[siennes].set_index("id")
    tenue = _hold(modifiables)
    if not tenue.base.empty:
        _show_editor(ecran, tenue)
    lues = ecran.lignes[~siennes]
    if not lues.empty:
        if not tenue.base.empty:
            st.header("Actions d’autres territoires", anchor=False)
        show_lecture(ecran, lues)
    if not ecran.lignes.empty:
        _show_ouvrir(ecran)


def show_lecture(ecran: EcranPlanAction, lignes: pd.DataFrame) -> None:
    """Actions in a table that prints, in the order of the address."""
    show_filtre(ecran, "tri", width=220)
    read: Any = collation_key if ecran.etat.tri == "intitule" else lambda cle: cle
    lignes = lignes.sort_values(ecran.etat.tri, key=lambda c: c.map(read), kind="stable")
    retards = {False: "", True: f" – **{EN_RETARD.lower()}**"}
    frame = tabulate(
        list_records(lignes),
        ("N°", lambda ligne: str(ligne["id"])),
        ("Engagement", lambda ligne: ecran.engagement(ligne["engagement"])),
        ("Territoire", lambda ligne: ecran.lieu(ligne["territoire"])),
        ("Action", lambda a: screen_link(PLAN_ACTION, a["intitule"], action=str(a["id"]))),
        ("Porteur", lambda ligne: ligne["porteur"] or "–"),
        ("Argent", lambda ligne: ligne["argent"] or "–"),
        ("Fin", lambda ligne: format_date(ligne["fin"], "courte", vide="–")),
        ("Statut", lambda ligne: STATUT.mot(ligne["statut"]) + retards[ligne["en_retard"]]),
    )
    if ecran.acteur.reads_public_only:
        frame = frame.drop(columns="Porteur")
    show_rows(frame, alt="Actions du plan", markdown=["Action", "Statut"])


def _hold(lignes: pd.DataFrame) -> Tenue:
    """The rows to show: fresh ones, unless something typed waits to be recorded."""
    cle = Formulaire(NOM).cle
    tenue, vivante = st.session_state.get(f"lu-{cle}"), st.session_state.get(f"{cle}-editeur")
    if not isinstance(tenue, Tenue) or not (tenue.modifs or (vivante or {}).get("edited_rows")):
        tenue = st.session_state[f"lu-{cle}"] = _take_up(lignes)
    if vivante is None:
        # The table was left and comes back: what was typed is put into its rows.
        tenue.affichee = tenue.base.copy()
        for identifiant, champs in tenue.modifs.items():
            for nom, valeur in champs.items():
                jour = isinstance(valeur, dt.date)
                tenue.affichee.loc[identifiant, nom] = pd.Timestamp(valeur) if jour else valeur
    return tenue


def _take_up(lignes: pd.DataFrame) -> Tenue:
    """Fresh rows, with what a draft changed in them and at the versions that it was typed on."""
    lues: dict[str, Any] = Formulaire(NOM).typed("lignes", {})
    modifs = {int(cle): modif for cle, (_, modif) in lues.items()}
    if not modifs or not set(modifs) <= set(lignes.index):
        # Under a filter that hides them, they wait.
        return Tenue(lignes, lignes, {})
    base = lignes.copy()
    for cle, (version, _) in lues.items():
        base.loc[int(cle), "version"] = version
    return Tenue(base, base, modifs)


def _show_editor(ecran: EcranPlanAction, tenue: Tenue) -> None:
    colonne = st.column_config
    montree = tenue.affichee.assign(
        territoire=[ecran.lieu(t) for t in tenue.affichee["territoire"]],
        retard=[EN_RETARD if r else "" for r in tenue.affichee["en_retard"]],
        fiche="Ouvrir",
    )[list(dict.fromkeys([*PREMIERES, *(champ.nom for champ in CHAMPS), "retard"]))]

    ligne = max(LIGNE, 12 + 18 * -(-int(montree["intitule"].str.len().max()) // 45))

    def open_row() -> None:
        ecran.go(action=int(montree.index[st.session_state[FICHE].row]))

    editee = st.data_editor(
        montree,
        key=f"{Formulaire(NOM).cle}-editeur",
        column_config={
            "_index": colonne.NumberColumn("N°", width=50),
            **{champ.nom: column_of(champ) for champ in CHAMPS},
            "retard": colonne.TextColumn("Retard", width=80),
            "argent": colonne.TextColumn("Argent", width=200),
            "fiche": colonne.ButtonColumn("Fiche", key=FICHE, type="tertiary", on_click=open_row),
        },
        disabled=[*(c.nom for c in CHAMPS if c not in EDITABLES), "retard", "argent"],
        num_rows="fixed",
        row_height=ligne,
        height=HAUTEUR if len(montree) * ligne > HAUTEUR else "auto",
        placeholder="",
        alt="Actions à modifier sur place ; chaque action s’ouvre aussi par sa fiche, plus bas",
    )
    avant, tenue.modifs = tenue.modifs, _differences(tenue.base, editee)
    if tenue.modifs != avant:
        versions = tenue.base["version"].to_dict()
        lignes = {cle: (int(versions[cle]), modif) for cle, modif in tenue.modifs.items()}
        Formulaire(NOM).keep("lignes", lignes, {})
    _show_enregistrer(ecran, tenue)


def _differences(base: pd.DataFrame, editee: pd.DataFrame) -> Modifs:
    modifs: Modifs = {}
    for champ in EDITABLES:
        cellules = zip(base.index, base[champ.nom], editee[champ.nom], strict=True)
        for identifiant, avant, apres in cellules:
            propre = plain(champ, apres)
            if propre != plain(champ, avant):
                modifs.setdefault(int(identifiant), {})[champ.nom] = propre
    return modifs


def _show_enregistrer(ecran: EcranPlanAction, tenue: Tenue) -> None:
    modifs = tenue.modifs
    succes = f"{plural(len(modifs), 'action enregistrée', 'actions enregistrées')}."
    if modifs:
        titres = ", ".join(
            f"« {escape(str(tenue.base.loc[identifiant, 'intitule']))} »" for identifiant in modifs
        )
        nombre = plural(len(modifs), "action modifiée", "actions modifiées")
        st.markdown(f"**{nombre}, à enregistrer** : {titres}.")
        lues = zip(ecran.lignes["id"], ecran.lignes["territoire"], strict=True)
        if list(tenue.base.index) != [cle for cle, lieu in lues if ecran.can("ecrire", lieu)]:
            st.info("Le filtre s’appliquera au tableau une fois vos modifications enregistrées.")
    with st.container(horizontal=True):
        mots = f"Enregistrer {plural(len(modifs), 'action')}" if modifs else "Rien à enregistrer"
        envoye = st.button(mots, type="primary", icon=":material/save:", disabled=not modifs)
        mots, oublie = "Abandonner mes modifications", Formulaire(NOM).clear
        show_button(mots, "undo", oublie, type="secondary", disabled=not modifs)
    if envoye and submit(NOM, lambda: _save(ecran, tenue, {}), succes) is not None:
        st.rerun()

    def keep(conflit: Conflit) -> None:
        _give_up(ecran, tenue, {int(actuel["id"]) for actuel, _ in conflit.conflits})

    def overwrite(conflit: Conflit) -> Any:
        return _save(ecran, tenue, {int(a["id"]): int(a["version"]) for a, _ in conflit.conflits})

    show_choice_of_texts(NOM, overwrite, succes, keep)


def _save(ecran: EcranPlanAction, tenue: Tenue, versions: Mapping[int, int]) -> list[Any]:
    """All the changed rows or none; every conflict and every fault told at once."""
    conflits: list[tuple[Mapping[str, Any], Mapping[str, Any]]] = []
    fautes: list[tuple[str, str]] = []
    ecrites = []
    with ecran.store.atomic():
        for identifiant, champs in tenue.modifs.items():
            ligne = tenue.base.loc[identifiant].to_dict()
            try:
                version = versions.get(identifiant, int(ligne["version"]))
                lieu, update = str(ligne["territoire"]), ecran.store.actions.update
                ecrites.append(ecran.record(update, lieu, identifiant, version, **champs))
            except Conflit as conflit:
                conflits += conflit.conflits
            except SaisieInvalide as erreur:
                fautes += [(c, f"Action {identifiant} : {message}") for c, message in erreur.fautes]
        if conflits:
            raise Conflit(conflits)
        if fautes:
            raise SaisieInvalide(*fautes[0], fautes)
    return ecrites


def _give_up(ecran: EcranPlanAction, tenue: Tenue, ids: set[int]) -> None:
    """Leave these rows as others wrote them; what was typed in the other rows stays."""
    restent = {cle: champs for cle, champs in tenue.modifs.items() if cle not in ids}
    base = tenue.base.copy()
    fraiches = ecran.lignes.set_index("id")
    for identifiant in ids & set(fraiches.index):
        base.loc[identifiant] = fraiches.loc[identifiant]
    st.session_state[f"lu-{Formulaire(NOM).cle}"] = Tenue(base, base, restent)


def _show_ouvrir(ecran: EcranPlanAction) -> None:
    """The sheet of an action, by keyboard as well: money, description, proposals."""
    cles, titres = ecran.lignes["id"], ecran.lignes["intitule"]
    noms = {str(cle): f"{cle} – {titre}" for cle, titre in zip(cles, titres, strict=True)}
    show_select(
        "Ouvrir la fiche d’une action (description, propositions, financements)",
        "w-plan-ouvrir", noms, "", lambda cle: ecran.go(action=int(cle or 0)),
        "Choisissez une action",
    )  # fmt: skip
