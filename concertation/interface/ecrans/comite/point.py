"""What stands large during a session: its people, or one item with what it is about."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from concertation.analyse.lignes import find_row, list_records
from concertation.analyse.mots.formats import format_date
from concertation.analyse.mots.textes import split_liste
from concertation.declarations.action import STATUT
from concertation.declarations.instruction import A_INSTRUIRE, DECISION
from concertation.declarations.seance import ETAT_PRESENCE, ISSUE, VOIX
from concertation.declarations.transmission import ETAT_TRANSMISSION
from concertation.donnees import soft_table
from concertation.interface.ecrans.comite.ecran import MONTRES, EcranComite
from concertation.interface.ecrans.comite.ordre_du_jour import add_one, show_agenda
from concertation.interface.elements.pagination import paged, show_neighbours
from concertation.interface.socle.buttons import show_button, show_link
from concertation.interface.socle.registre import ENGAGEMENTS, INSTRUCTION, PLAN_ACTION
from concertation.interface.socle.textes import escape
from concertation.interface.suivi.avis import show_avis
from concertation.interface.suivi.champs import submit
from concertation.interface.suivi.noms import meteo_markdown
from concertation.interface.suivi.partage import attempt, show_geste
from concertation.interface.suivi.saisies import Formulaire
from concertation.recits.seance import NOMS_TUS, count_seats, tell_attendance, tell_vote
from concertation.suivi import Introuvable

Ligne = Mapping[str, Any]
TOUCHES = {"decision": "d", "action": "a", "avis": "v", "information": "i", "reporte": "p"}


def show_conduct(ecran: EcranComite, seance: Ligne, modifiable: bool) -> None:
    """The item of the address on the left; its minutes, then the agenda, on the right."""
    if modifiable:
        ecran.direct.look(ecran.territoire)
    points, personnes = (
        ecran.direct.rows(
            ecran.territoire, v.objet, v.list(ecran.acteur, seance_id=int(seance["id"]))
        )
        for v in (ecran.store.points, ecran.store.presences)
    )
    rang, membres = min(ecran.etat.point, len(points)), count_seats(personnes)
    point = points[rang - 1] if rang else None
    gauche, droite = st.columns([3, 2], gap="large")
    with gauche:
        with st.container(horizontal=True, vertical_alignment="center"):
            rangs = [str(n) for n in range(len(points) + 1)]
            show_neighbours(
                rangs, str(rang), lambda n: ecran.go(point=int(n), page=0),
                ("Précédent", "Suivant"), place=False,
            )  # fmt: skip
        if point is None:
            _show_people(ecran, seance, personnes, modifiable)
        else:
            _show_point(ecran, seance, point, rang, modifiable)
    with droite:
        if point is not None and seance["etat"] != "preparee":
            _show_minutes(ecran, point, membres, modifiable)
        show_agenda(ecran, seance, points, modifiable)


def _show_people(
    ecran: EcranComite, seance: Ligne, personnes: list[dict[str, Any]], modifiable: bool
) -> None:
    cle, verbes = int(seance["id"]), ecran.store.presences
    st.header(f"Personnes ({len(personnes)})", anchor=False)
    if compte := tell_attendance(seance, personnes):
        st.markdown(f"{compte}.")
    if ecran.acteur.reads_public_only:
        st.markdown(NOMS_TUS)
        return
    attendu, present = (ETAT_PRESENCE.which(role)[0] for role in ("attendu", "present"))
    if modifiable and any(p["etat"] == attendu for p in personnes):
        show_geste(
            "Toutes les personnes attendues sont présentes",
            lambda: verbes.set_all(ecran.acteur, cle, attendu, present),
            "Les personnes attendues sont notées présentes.", icone="done_all",
        )  # fmt: skip
    corrige = modifiable and st.toggle(
        "Corriger les noms", seance["etat"] == "preparee", key=f"corriger-{cle}"
    )
    for personne in personnes:
        with st.container(border=True, horizontal=True, vertical_alignment="center", gap="small"):
            _show_person(ecran, personne, modifiable, corrige)
    if modifiable:
        champs = ("nom", "organisme", "qualite")

        def add(dit: str) -> Any:
            valeurs = dict(zip(champs, map(str.strip, dit.split(";")), strict=False))
            return verbes.create(ecran.acteur, seance_id=cle, **valeurs)

        add_one("Ajouter une personne", f"presence-{cle}", "Nom ; organisme ; qualité", add)


def _show_person(ecran: EcranComite, personne: Ligne, modifiable: bool, corrige: bool) -> None:
    show = partial(ecran.direct.show, ecran.territoire, ecran.store.presences, personne)
    if corrige:
        for champ in ("nom", "organisme", "qualite"):
            show(champ)
    else:
        suite = ", ".join(escape(personne[c]) for c in ("qualite", "organisme") if personne[c])
        st.markdown(f"**{escape(personne['nom'])}**  \n:small[{suite}]", width="stretch")
    if not modifiable:
        st.markdown(ETAT_PRESENCE.mot(personne["etat"]))
        return
    show("etat", _choose_etat, label_visibility="collapsed")
    if personne["etat"] in ETAT_PRESENCE.which("excuse"):
        show("mandataire", width=200)
    if corrige:
        show_geste(
            "",
            partial(ecran.store.presences.withdraw, ecran.acteur, int(personne["id"]),
                    int(personne["version"])),
            f"{personne['nom']} n’est plus sur la liste.",
            cle=f"retirer-presence-{personne['id']}", icone="person_remove", type="tertiary",
            help=f"Retirer {escape(personne['nom'])} de la liste",
        )  # fmt: skip


def _choose_etat(libelle: str, valeur: str, **options: Any) -> Any:
    return st.segmented_control(
        libelle, list(ETAT_PRESENCE), default=valeur, format_func=ETAT_PRESENCE.mot,
        required=True, **options,
    )  # fmt: skip


def _show_point(
    ecran: EcranComite, seance: Ligne, point: Ligne, rang: int, modifiable: bool
) -> None:
    """An item, what it is about, what it came to; before the session, how it is prepared."""
    st.header(f"{rang}. {escape(point['titre'])}", anchor=False)
    prepare = seance["etat"] == "preparee"
    if modifiable and not prepare:
        _show_issues(ecran, point)
    lies, decide = dict.fromkeys(split_liste(point["lie"])), seance["etat"] == "ouverte"
    _show_lies(ecran, seance, [*lies], decide and modifiable)
    show_avis(ecran, ecran.territoire, point["lie"], point)
    if not modifiable:
        return
    with st.expander("Préparation du point", icon=":material/edit:", expanded=prepare):
        show = partial(ecran.direct.show, ecran.territoire, ecran.store.points, point)
        _show_row(show, "titre")
        _show_row(show, "genre", "duree", "porteur")
        _show_row(show, "lie")
        ici = (ecran.acteur, int(point["id"]), int(point["version"]))
        show_geste("Retirer ce point", lambda: ecran.store.points.withdraw(*ici),
                   "Le point est retiré.", icone="visibility_off", type="tertiary")  # fmt: skip


def _show_minutes(ecran: EcranComite, point: Ligne, membres: int, modifiable: bool) -> None:
    """What is written of an item, each word kept as it is typed."""
    if not modifiable:
        st.markdown(f"**{ISSUE.mot(point['issue'])}**")
        for texte in (point["texte"], tell_vote(point, membres), point["suite"]):
            st.markdown(escape(texte))
        return
    show = partial(ecran.direct.show, ecran.territoire, ecran.store.points, point)
    show("texte")
    show("suite")
    with st.expander("Vote", icon=":material/how_to_vote:", expanded=bool(point["regle"])):
        show("regle")
        _show_row(show, *VOIX)
        st.markdown(tell_vote(point, membres))


def _show_row(show: Any, *champs: str) -> None:
    with st.grid(len(champs), min_column_width=150, gap="small"):
        for champ in champs:
            show(champ)


def _show_issues(ecran: EcranComite, point: Ligne) -> None:
    with st.container(horizontal=True, gap="small"):
        for issue in (code for code in ISSUE if code):
            choisie = point["issue"] == issue
            st.button(
                ISSUE.mot(issue), key=f"issue-{issue}", shortcut=TOUCHES.get(issue),
                icon=":material/check_circle:" if choisie else ISSUE.icone(issue),
                type="secondary" if choisie else "tertiary",
                on_click=partial(_set_issue, ecran, point, "" if choisie else issue),
            )  # fmt: skip


def _set_issue(ecran: EcranComite, point: Ligne, issue: str) -> None:
    verbes, cle = ecran.store.points, int(point["id"])
    # What another writes in the item meanwhile is no reason to refuse its outcome.
    with ecran.store.atomic():
        version = int(verbes.read(cle)["version"])
        attempt(lambda: verbes.update(ecran.acteur, cle, version, issue=issue))


def _show_lies(ecran: EcranComite, seance: Ligne, lies: list[str], decide: bool) -> None:
    """All that an item is about; of its proposals one stands large to be decided, the first on
    which nothing was unless one presses another."""
    ouvertes = set(ecran.a_instruire["id"])
    large = ecran.etat.page or next((n for n, cle in enumerate(lies, 1) if cle in ouvertes), 1)
    page = (large - 1) // MONTRES + 1
    with paged(lies, page, MONTRES, lambda n: ecran.go(page=(n - 1) * MONTRES + 1)) as vues:
        for cle in vues:
            genre, rang = ecran.store.points.kind_of(cle), lies.index(cle) + 1
            ligne = find_row(soft_table(ecran.donnees, "propositions"), cle)
            titre = f"{cle} – {escape('' if ligne is None else ligne['intitule'])}"
            if genre == "proposition" and rang != large:
                icone = "pending" if cle in ouvertes else "check"
                show_button(titre, icone, partial(ecran.go, page=rang), key=f"lie-{cle}", wrap=True)
                continue
            with st.container(border=True):
                if len(lies) > 1:
                    st.caption(f"{rang} sur {len(lies)}")
                if genre == "proposition":
                    st.subheader(titre, anchor=False)
                    _show_proposition(ecran, seance, cle, decide)
                else:
                    (_show_engagement if genre == "engagement" else _show_action)(ecran, cle)


def _show_proposition(ecran: EcranComite, seance: Ligne, cle: str, decide: bool) -> None:
    show_link(INSTRUCTION, f"Fiche de {cle}", ecran.lien(fiche=cle))
    nationales = ecran.store.transmissions.list(ecran.acteur, proposition=cle)
    for t in list_records(nationales):
        etat = ETAT_TRANSMISSION.mot(t["etat"])
        st.markdown(f"**{etat}** {escape(t['destinataire'])}  \n{escape(t['reponse'])}")
    if cle not in ecran.store.references.portees or not nationales.empty:
        return
    dites = ecran.store.instructions.list(
        ecran.acteur, territoire=ecran.territoire, proposition=cle
    )
    dite = list_records(dites)[-1] if len(dites) else {"decision": A_INSTRUIRE, "motif": ""}
    st.markdown(f"{DECISION.icone(dite['decision'])} **{DECISION.mot(dite['decision'])}** "
                f"{escape(dite['motif'])}")  # fmt: skip
    if not decide:
        return
    form = Formulaire(f"decision-{seance['id']}-{cle}")
    motif = form.ask("motif", st.text_input, "Motif", "")

    def decide_on(decision: str) -> None:
        fait = submit(form.nom, lambda: ecran.store.instructions.decide(
            ecran.acteur, propositions=[cle], territoire=ecran.territoire, decision=decision,
            motif=motif, versions={cle: int(dite.get("version", 0))}, seance_id=int(seance["id"]),
        ), f"{cle} : {DECISION.mot(decision).lower()}.")  # fmt: skip
        if fait is not None:
            ecran.go(page=0)

    with st.container(horizontal=True, gap="small"):
        for rang, code in enumerate((c for c in DECISION.saisies if c != A_INSTRUIRE), 1):
            st.button(DECISION.mot(code), key=f"decider-{code}", icon=DECISION.icone(code),
                      shortcut=str(rang), on_click=partial(decide_on, code))  # fmt: skip


def _show_engagement(ecran: EcranComite, cle: str) -> None:
    st.subheader(escape(ecran.engagement(cle)), anchor=False)
    dits = ecran.store.points_etape.list(
        ecran.acteur, territoire=ecran.territoire, engagement=cle, limit=1
    )
    for dit in list_records(dits):
        st.markdown(f"{meteo_markdown(dit['meteo'])} :small[· {format_date(dit['date'])}]  \n"
                    f"{escape(dit['synthese'])}")  # fmt: skip
    if dits.empty:
        st.markdown(ecran.absence("point", ecran.territoire))
    show_link(ENGAGEMENTS, "Écrire un point d’étape", ecran.lien(engagement=cle))


def _show_action(ecran: EcranComite, cle: str) -> None:
    try:
        action = ecran.store.actions.get(ecran.acteur, int(cle))
    except Introuvable as erreur:
        st.markdown(escape(str(erreur)))
        return
    porteur = escape(action["porteur"]) or "sans porteur"
    fin = format_date(action["fin"], vide="sans échéance")
    st.markdown(f"**{escape(action['intitule'])}**  \n{STATUT.signe(action['statut']).glyphe} "
                f"**{STATUT.mot(action['statut'])}** · {porteur} · {fin}")  # fmt: skip
    show_link(PLAN_ACTION, f"Fiche de l’action {cle}", ecran.lien(action=cle))
