"""Points d'étape: said in the guided review, from cell to cell by keyboard, territories side by
side; read, withdrawn and published. What is typed waits in a draft until the person records it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from concertation.analyse.avancement.tendances import tell_tendance
from concertation.analyse.avancement.trajectoire import tell_methode, tell_trajectoire, worst
from concertation.analyse.lignes import list_records
from concertation.analyse.mots.formats import format_date, plural
from concertation.analyse.mots.textes import split_liste
from concertation.declarations.champ import Champ
from concertation.declarations.point_etape import METEO, POINT_ETAPE
from concertation.interface.ecrans.engagements.ecran import EcranEngagements
from concertation.interface.elements.pagination import show_neighbours
from concertation.interface.elements.telechargements import REVUE, link_document
from concertation.interface.socle.buttons import show_button, show_link
from concertation.interface.socle.registre import ENGAGEMENTS
from concertation.interface.socle.session import is_phone
from concertation.interface.socle.textes import escape
from concertation.interface.suivi.champs import show_champs, show_creation
from concertation.interface.suivi.ecran import show_refus
from concertation.interface.suivi.noms import meteo_markdown, start_of_day
from concertation.interface.suivi.partage import show_geste
from concertation.interface.suivi.saisies import Formulaire
from concertation.recits.champs import tell_fields
from concertation.recits.contexte import PUBLIC

POINTS_MONTRES = 6
COLONNES = 8  # of the territories around the one that is told
MOTS = ("point d’étape", "points d’étape")
# The météo is asked by digits; the day, which is today's, comes last.
DITS = POINT_ETAPE.showing("formulaire", sauf=("engagement", "territoire", "meteo"))
AVEC = Champ("avec", "Dire la même chose pour", "territoires")
CHAMPS = (*sorted(DITS, key=lambda champ: champ.nom == "date"), AVEC)
QUESTIONS = {"synthese": "Synthèse (vide : celle en gris est confirmée ; Ctrl + Entrée ajoute)"}
Cellule = Mapping[str, Any]


def show_ajouter(ecran: EcranEngagements) -> None:
    """Say where the engagement stands, here or in a territory inside where one writes."""
    ici, dedans = ecran.etat.territoire, ecran.store.references.descendants([ecran.etat.territoire])
    lieux = [cle for cle in (ici, *ecran.lieux) if cle in dedans and ecran.can("ecrire", cle)]
    if not lieux:
        show_refus(ecran.acteur, ecran.pour(ici))
        return
    guidee = ecran.params(revue="guidee", territoire=lieux[0])
    show_link(ENGAGEMENTS, "Ajouter un point d’étape", guidee, "add_comment")


def show_points(ecran: EcranEngagements) -> None:
    """Their météos along time, then the newest ones in full."""
    points = list_records(ecran.points.tail(POINTS_MONTRES).iloc[::-1])
    meteos = zip(ecran.points["meteo"], ecran.points["date"], strict=True)
    dites = [f"{meteo_markdown(m)}, {format_date(jour, 'courte')}" for m, jour in meteos]
    st.markdown(" → ".join(dites) or ecran.lacks("point"))
    for point in points:
        _show_point(ecran, point)
    if not ecran.can("ecrire", ecran.etat.territoire):
        return
    retires = ecran.store.points_etape.list(
        ecran.acteur, engagement=ecran.etat.engagement, territoire=ecran.inclus, retires=True,
        limit=POINTS_MONTRES,
    )  # fmt: skip
    ecran.show_retires(
        "point_etape", retires.iloc[::-1], "point d’étape retiré", "points d’étape retirés",
        name=lambda point: f"{format_date(point['date'])} · {METEO.mot(point['meteo'])}",
    )  # fmt: skip


def _show_point(ecran: EcranEngagements, point: dict[str, Any]) -> None:
    jour, lieu = format_date(point["date"]), escape(ecran.lieu(point["territoire"]))
    morceaux = [f"**{jour}**", meteo_markdown(point["meteo"]), lieu]
    if not ecran.acteur.reads_public_only:
        morceaux += [escape(point["auteur"]), "publié" if point["publie"] else "brouillon"]
    with st.container(border=True, gap="small"):
        entete = st.container(horizontal=True, vertical_alignment="center")
        entete.markdown(" · ".join(morceaux), width="stretch")
        st.markdown(escape(point["synthese"]))
        if ecran.can("ecrire", point["territoire"]):
            with entete.popover("Retirer ce point…", icon=":material/archive:", type="tertiary"):
                st.markdown(f"Le point d’étape du {jour} sera caché, pas supprimé.")
                show_geste(
                    "Retirer le point d’étape",
                    partial(ecran.store.points_etape.withdraw, ecran.acteur, int(point["id"])),
                    "Le point d’étape est retiré.",
                    cle=f"retirer-point-{point['id']}",
                )


def show_publier(ecran: EcranEngagements) -> None:
    """The last word of each cell that is not published, each with what a reader reads today and
    would read then; ticked, what this person said today."""
    verbes, suite = ecran.store.points_etape, ecran.params(revue="guidee")
    attente = [p for p in list_records(verbes.latest(ecran.acteur)) if not p["publie"]]
    lus = {(p["engagement"], p["territoire"]): p for p in list_records(verbes.latest(PUBLIC))}
    with st.container(horizontal=True):
        show_link(ENGAGEMENTS, "Tous les engagements", ecran.params(revue=""), "arrow_back")
        show_link(ENGAGEMENTS, "Reprendre la revue", suite, "play_circle")
        link_document("Note de revue (PDF)", REVUE, niveau=ecran.etat.niveau)
    if not attente:
        st.markdown("Aucun point d’étape n’attend d’être publié.")
        return
    dits = f"**{plural(len(attente), *MOTS)} à publier**"
    matin, moi = pd.Timestamp(start_of_day(ecran.jour)), ecran.acteur.nom
    cases = {f"w-publier-{p['id']}": p["auteur"] == moi and p["cree_le"] >= matin for p in attente}
    for case, sienne in cases.items():
        st.session_state.setdefault(case, sienne)
    dits += ", le dernier de chaque cellule, sans les noms. Cochés d’abord : ceux que vous avez"
    st.markdown(f"{dits} saisis aujourd’hui ({sum(cases.values())}).")
    with st.container(horizontal=True, gap="small"):
        for mots, icone in (("Tout cocher", "check_box"), ("Tout décocher", "disabled_by_default")):
            toutes = dict.fromkeys(cases, icone == "check_box")
            show_button(mots, icone, partial(st.session_state.update, toutes))
    choisis = []
    with st.grid(2, min_column_width=330, gap="small"):
        for point in attente:
            ou = (point["engagement"], point["territoire"])
            mots = f"Publier {ou[0]} · {escape(ecran.lieu(ou[1]))}"
            with st.container(border=True, gap="small", height="stretch"):
                if st.checkbox(mots, key=f"w-publier-{point['id']}"):
                    choisis.append(int(point["id"]))
                st.markdown(_tell_change(lus.get(ou), point))
    if ecran.can("publier", ""):
        publish = partial(ecran.store.publications.publish, ecran.acteur, "point_etape", choisis)
        mots = plural(len(choisis), *MOTS)
        show_geste(f"Publier {mots}", publish, f"Publication : {mots}.", cle="publier-revue",
                   icone="public", type="primary", disabled=not choisis)  # fmt: skip


def _tell_change(lu: dict[str, Any] | None, point: dict[str, Any]) -> str:
    """« Un lecteur lit… ; il lira… », then the words that he will read."""
    avant, apres = (
        f"{meteo_markdown(p['meteo'])}, {format_date(p['date'])}" if p else "rien"
        for p in (lu, point)
    )
    reste = lu is not None and lu["date"] > point["date"]
    dites = [f"Un lecteur lit : {avant}", "Rien ne change" if reste else f"Il lira : {apres}"]
    tus = [c.nom for c in POINT_ETAPE.champs if c.personne or c.requis]
    suites = tell_fields(POINT_ETAPE, "fiche", point, tus)
    return "  \n".join([*dites, *map(escape, (point["synthese"], *suites))])


def show_guidee(ecran: EcranEngagements) -> None:
    """The cell of the address, else the first one of which nothing was said today."""
    cellules: Mapping[str, Cellule] = ecran.recall_today(lambda: {
        f"{c['engagement']}|{c['territoire']}": c
        for c in list_records(ecran.revue.cellules)
        if ecran.can("ecrire", c["territoire"])
    })  # fmt: skip
    if not cellules:
        show_refus(ecran.acteur, "ces engagements")
        return
    muettes = [cle for cle, c in cellules.items() if c["date"] != pd.Timestamp(ecran.jour)]
    dite = f"{ecran.etat.engagement}|{ecran.etat.territoire}"
    ici = dite if dite in cellules else [*muettes, *cellules][0]
    cellule = cellules[ici]
    voisines = {cle: c for cle, c in cellules.items() if c["engagement"] == cellule["engagement"]}
    with st.container(horizontal=True, vertical_alignment="center"):
        ou = {nom: cellule[nom] for nom in ("engagement", "territoire")}
        show_link(ENGAGEMENTS, "Fiche de la cellule", ecran.params(revue="", **ou), "arrow_back")
        mots = ("Cellule précédente", "Cellule suivante")
        show_neighbours(list(cellules), ici, lambda cle: open_cell(ecran, cle), mots)
        publier = ecran.params(revue="publier", engagement="", territoire="")
        show_link(ENGAGEMENTS, "Relire et publier", publier, "public")
    st.header(escape(ecran.engagement(cellule["engagement"])), anchor=False)
    with st.container(key="demande"):  # `serveur/saisie.js` puts the hands there on a digit
        _show_form(ecran, cellule, list(voisines.values()), list(cellules))
    rang, nombre = list(voisines).index(ici), min(len(voisines), COLONNES)
    debut = max(0, min(rang - nombre // 2, len(voisines) - nombre))
    if not is_phone():
        with st.grid(nombre, min_column_width=150, gap="small"):
            for cle, voisine in list(voisines.items())[debut : debut + nombre]:
                _show_colonne(ecran, cle, voisine, cle == ici)
    st.caption(tell_methode())


def open_cell(ecran: EcranEngagements, cle: str) -> None:
    """Another cell; after the last one, what is to be published."""
    engagement, _, territoire = cle.partition("|")
    ecran.go(revue="guidee" if cle else "publier", engagement=engagement, territoire=territoire)


def _show_colonne(ecran: EcranEngagements, cle: str, cellule: Cellule, ouverte: bool) -> None:
    with st.container(border=True, gap="small", height="stretch"):
        st.button(
            escape(cellule["nom"]), key=f"w-colonne-{cle}", on_click=lambda: open_cell(ecran, cle),
            type="primary" if ouverte else "secondary", width="stretch",
        )  # fmt: skip
        if ouverte:  # the form says it
            return
        meteo, *dites = _tell_cell(ecran, cellule, False)
        gris = f":gray[{escape(cellule['synthese'])}]" * bool(cellule["synthese"])
        st.markdown("  \n".join((meteo, *(f":small[{d}]" for d in (*dites, gris) if d))))


def _tell_cell(ecran: EcranEngagements, cellule: Cellule, entier: bool = True) -> list[str]:
    """What was said there last, which way it went, and what the indicators suggest."""

    def tell() -> Iterator[str]:
        ou, inclus = cellule["engagement"], split_liste(cellule["inclus"])
        points = ecran.store.points_etape.list(
            ecran.acteur, engagement=ou, territoire=set(inclus), limit=4
        )
        suivies = ecran.revue.trajectoires
        pire = worst(suivies[(suivies["engagement"] == ou) & suivies["territoire"].isin(inclus)])
        yield meteo_markdown(cellule["meteo"])
        if len(points):
            yield tell_tendance(list_records(points))
        if pire:
            suite = f" – {escape(tell_trajectoire(pire))}" * entier
            yield f"Indicateurs : {meteo_markdown(pire['meteo'])}{suite}"

    ici = (cellule["engagement"], cellule["territoire"], entier)
    return ecran.recall_today(lambda: [*tell()], *ici)


def _show_form(
    ecran: EcranEngagements, cellule: Cellule, voisines: list[Cellule], cles: list[str]
) -> None:
    """One key the météo, Ctrl + Enter to record and go on; the same for other territories."""
    engagement, territoire = cellule["engagement"], cellule["territoire"]
    derniere = {c["territoire"]: c["synthese"] for c in voisines}
    autres = {c["territoire"]: c["nom"] for c in voisines if c is not cellule}

    def show(form: Formulaire) -> dict[str, Any]:
        tenue = f"meteo-{form.cle}"
        meteo = st.session_state.get(tenue) or form.typed("meteo", "")

        def choose(code: str) -> None:
            st.session_state[tenue] = code
            form.keep("meteo", code, "")

        st.markdown(f"**{escape(cellule['nom'])}** : {meteo_markdown(meteo)}  \n:small[Dernier"
                    f" point : {' · '.join(_tell_cell(ecran, cellule))}]")  # fmt: skip
        with st.container(horizontal=True):
            for rang, code in enumerate(METEO.saisies, 1):
                st.button(
                    METEO.mot(code), key=f"{form.cle}-{code}", icon=METEO.icone(code),
                    shortcut=None if is_phone() else str(rang), on_click=choose, args=(code,),
                    type="primary" if code == meteo else "secondary",
                )  # fmt: skip
        gris = {"synthese": derniere[territoire]}
        champs = [replace(c, exemple=gris.get(c.nom, c.exemple)) for c in CHAMPS]
        jour, choix = {"date": ecran.jour}, {"avec": autres}
        return {"meteo": meteo} | show_champs(form, champs, jour, choix, QUESTIONS, 4)

    def record(saisie: dict[str, Any]) -> list[Any]:
        with ecran.store.atomic():
            return [
                ecran.record(ecran.store.points_etape.add, lieu, **saisie | {
                    "engagement": engagement, "territoire": lieu,
                    "synthese": saisie["synthese"].strip() or derniere[lieu],
                })
                for lieu in (territoire, *split_liste(saisie.pop("avec")))
            ]  # fmt: skip

    def go_on(points: list[Any]) -> None:
        faites = {f"{engagement}|{point['territoire']}" for point in points}
        suivent = cles[cles.index(f"{engagement}|{territoire}") + 1 :]
        open_cell(ecran, next((cle for cle in suivent if cle not in faites), ""))

    ou = f"{engagement}, {ecran.lieu(territoire)}"
    show_creation(
        f"revue-{engagement}-{territoire}", CHAMPS, show, record, "Ajouter le point d’étape",
        lambda dite: f"{ou} : le point d’étape « {METEO.mot(dite['meteo'])} » est ajouté.",
        ":material/keyboard_return:", apres=go_on,
    )  # fmt: skip
