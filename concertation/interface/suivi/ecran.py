"""A screen of follow-up: what it reads, its territory, who writes there, the session being held.

The session is the person's in their browser, until they leave it or somebody closes it.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Any, ClassVar, TypeVar

import streamlit as st

from concertation.analyse.adresses import Adresse, Param, Params, params_of
from concertation.analyse.mots.absences import tell_absence
from concertation.analyse.mots.formats import format_date
from concertation.analyse.territoires.noms import (
    all_names,
    name_territoire,
    territoire_names,
    the_territoire,
)
from concertation.donnees import Donnees
from concertation.interface.socle.buttons import show_link
from concertation.interface.socle.champs import (
    Mots,
    Puce,
    show_chips,
    show_day,
    show_facette,
    show_select,
)
from concertation.interface.socle.garde import guard, tell_ignores
from concertation.interface.socle.identite import current_acteur
from concertation.interface.socle.poste import sits_here
from concertation.interface.socle.registre import COMITE
from concertation.interface.socle.session import (
    EcranPublie,
    current_day,
    current_donnees,
    read_params,
)
from concertation.interface.socle.textes import escape
from concertation.interface.suivi.direct import Direct
from concertation.interface.suivi.gestes import Gestes
from concertation.interface.suivi.noms import names_of_engagements
from concertation.interface.suivi.partage import current_store, show_message, watch_entries
from concertation.interface.suivi.saisies import Formulaire
from concertation.suivi import Acteur, Introuvable, Store

E = TypeVar("E", bound=Adresse)
T = TypeVar("T")
S = TypeVar("S", bound="EcranSuivi[Any]")
TENUE = "seance-courante"
"""The draft that says which session a person holds."""


@dataclass(frozen=True)
class EcranSuivi(Gestes, EcranPublie[E]):
    """What a screen shows in one run; what it needs of the store is read when shown."""

    store: Store
    acteur: Acteur
    jour: dt.date = field(default_factory=current_day)
    adresse: ClassVar[type[Adresse]]
    """What its address says."""
    chez_soi: ClassVar[bool] = False
    """The territory of an address that says none is the person's own, else the first."""

    @classmethod
    def read_etat(
        cls, donnees: Donnees, params: Params, acteur: Acteur
    ) -> tuple[Any, tuple[str, ...]]:
        """The state of the address, and French sentences about what was left out of it."""
        etat: Any
        etat, ignores = cls.adresse.from_params(params, donnees)
        if cls.chez_soi and not etat.territoire:
            noms = territoire_names(donnees)
            premier = next(iter(noms), "")
            siens = (cle for cle in noms if cle in acteur.territoires)
            etat = replace(etat, territoire=next(siens, premier))
        return etat, ignores

    def recall(self, read: Callable[[], T], *cle: Any) -> T:
        """What `read` gives for this key and this person, as long as nobody writes."""
        quoi = (read.__qualname__, self.acteur, self.donnees.empreinte, *cle)
        return self.store.recall(quoi, read)

    @cached_property
    def lieux(self) -> Mapping[str, str]:
        """The name of each territory."""
        return all_names(self.donnees)

    @cached_property
    def engagements(self) -> Mapping[str, str]:
        """The name of each engagement."""
        return names_of_engagements(self.donnees)

    def lieu(self, territoire: str) -> str:
        """A territory by its name."""
        return self.lieux.get(territoire, territoire)

    def pour(self, territoire: str) -> str:
        """« l’Orne »: a territory in a sentence, all of them without one; as Markdown."""
        return escape(the_territoire(self.donnees, territoire) or "tous les territoires")

    def engagement(self, cle: str) -> str:
        """An engagement by its name."""
        return self.engagements.get(cle, cle)

    @cached_property
    def ecrits(self) -> dict[str, str]:
        """The names of the territories in which the person writes."""
        return {cle: nom for cle, nom in self.lieux.items() if self.can("ecrire", cle)}

    def may_write(self, territoire: str) -> bool:
        """Whether the person writes there; otherwise a sentence says why, and what to do."""
        ecrit = self.can("ecrire", territoire)
        if not ecrit:
            show_refus(self.acteur, self.pour(territoire))
        return ecrit

    def seance(self, territoire: str) -> int | None:
        """The session to bind an entry of this territory to; None out of it."""
        identifiant, ici = _held()
        return identifiant if self.store.references.meets(ici, territoire) else None

    def record(self, verbe: Callable[..., T], lieu: str, /, *ici: Any, **valeurs: Any) -> T:
        """What the person enters, bound to the session that is being held there."""
        return verbe(self.acteur, *ici, seance_id=self.seance(lieu), **valeurs)

    def absence(self, quoi: str, territoire: str = "") -> str:
        """What is not there (see `ABSENCES`), in the words of who reads."""
        return tell_absence(quoi, self.store.reads_partly(self.acteur, territoire))

    def ask(self, **changements: Any) -> None:
        """Another question: a list starts again at its beginning."""
        self.go(**changements)

    @cached_property
    def direct(self) -> Direct:
        """Its fields without a button."""
        return Direct(self.store, self.acteur)

    def show_seance(self) -> None:
        """« Séance du … en cours », on every screen where one enters things but its own, and the
        way out."""
        if not (tenue := _held()[0]):
            return
        try:
            seance = self.store.seances.get(self.acteur, tenue)
        except Introuvable:
            leave_seance()
            return
        lieu = name_territoire(self.donnees, seance["territoire"])
        titre = f"Séance du {format_date(seance['date'])} – {lieu}"
        if seance["etat"] != "ouverte" or seance["retire"]:
            leave_seance()
            st.info(escape(f"{titre} : elle est close, vos saisies ne s’y rattachent plus."))
            return
        if getattr(self.etat, "seance", 0) == tenue:
            return
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown(
                f":material/groups: **{escape(titre)} en cours** : vos saisies s’y rattachent.",
                width="stretch",
            )
            show_link(
                COMITE,
                "Revenir à la séance",
                {"territoire": seance["territoire"], "seance": str(tenue)},
                "meeting_room",
            )
            st.button("Quitter la séance", icon=":material/logout:", on_click=leave_seance)


@contextmanager
def opened(classe: type[S], titre: Callable[[Any], str] | None = None) -> Iterator[S]:
    """The screen of the address: its title, what is to be said first; then what others write."""
    donnees, acteur = current_donnees(), current_acteur()
    etat, ignores = classe.read_etat(donnees, read_params(), acteur)
    # Before the store: a screen that can't be read keeps its title.
    if titre is not None and (dit := titre(etat)):
        st.title(dit, anchor=False)
    ecran = classe(donnees, etat, current_store(donnees), acteur)
    show_message(ecran.store)
    tell_ignores(ignores)
    with guard():
        ecran.show_seance()
    yield ecran
    with guard():
        watch_entries(ecran.store, ecran.direct.look)


def show_filtre(
    ecran: EcranSuivi[Any], nom: str, invite: str = "", options: Mots | None = None, **autres: Any
) -> None:
    """A day or one of the values that the address declares under this name; another begins anew."""
    param, valeur = params_of(ecran.adresse)[nom], getattr(ecran.etat, nom)
    cle, ask = f"w-{nom}", lambda choisie: ecran.ask(**{nom: choisie})
    if param.genre == "jour":
        show_day(param.libelle, cle, valeur, ask, **autres)
        return
    options = param.options(ecran.donnees) if options is None else options
    show_select(param.libelle, cle, options, valeur, ask, invite, **autres)


def show_cases(
    ecran: EcranSuivi[Any], nom: str, compte: Mapping[str, int], options: Mots | None = None
) -> None:
    """The boxes of a parameter that the address declares; `compte`: what each would leave."""
    param = params_of(ecran.adresse)[nom]
    options = param.options(ecran.donnees) if options is None else options
    choisies = getattr(ecran.etat, nom)
    show_facette(
        param.libelle, f"w-{nom}", options, compte, choisies, lambda c: ecran.ask(**{nom: c})
    )


def list_puces(ecran: EcranSuivi[Any], *noms: str, **options: Mots) -> list[Puce]:
    """One chip for each value that the address says of these parameters; `options`: the words of
    one that does not declare them."""
    puces = []
    for nom in noms:
        param, dit, rien = (
            params_of(ecran.adresse)[nom],
            getattr(ecran.etat, nom),
            _rien(ecran, nom),
        )
        mots = options.get(nom) or param.options(ecran.donnees)
        for valeur in dit if param.plusieurs else [dit] if dit != rien else []:
            reste = tuple(v for v in dit if v != valeur) if param.plusieurs else rien
            retirer = partial(ecran.ask, **{nom: reste})
            puces.append(Puce(f"{nom}-{valeur}", _say(param, valeur, mots), retirer))
    return puces


def show_puces(ecran: EcranSuivi[Any], *noms: str, **options: Mots) -> None:
    """What is filtered by these parameters, each value removable on its own."""
    rien = {nom: _rien(ecran, nom) for nom in noms}
    show_chips(list_puces(ecran, *noms, **options), lambda: ecran.ask(**rien))


def _rien(ecran: EcranSuivi[Any], nom: str) -> Any:
    """What a parameter is for an address that does not say it."""
    return getattr(ecran.adresse, nom)


def _say(param: Param, valeur: Any, mots: Mots) -> str:
    if param.genre == "drapeau":
        return param.libelle
    if param.genre == "jour":
        return f"{param.libelle} {format_date(valeur, 'courte')}"
    if param.genre == "entier":
        return f"{param.libelle} n°\u00a0{valeur}"
    return f"{param.libelle}\u00a0: {mots.get(valeur, valeur)}"


def show_refus(acteur: Acteur, nom: str) -> None:
    """Why nothing can be entered, and what to do about it."""
    if acteur.has_own_territoires:
        phrase = f"Votre comité n’écrit pas pour {nom} : vous lisez ce qui est publié."
    elif sits_here():
        phrase = (
            "Vous lisez ce que la direction a publié, sans les noms. Pour saisir, "
            "prenez un profil\u00a0: «\u00a0Lecteur\u00a0», en haut du menu."
        )
    else:
        phrase = "Vous lisez ce que la direction a publié, sans les noms."
    st.info(escape(phrase), icon=":material/visibility:")


def _held() -> tuple[int | None, str]:
    """The session that the person holds and its territory, whichever window said so."""
    form = Formulaire(TENUE)
    lue: Any = st.session_state.get(f"tenue-{form.cle}") or form.typed("seance", [None, ""])
    return lue[0], lue[1]


def enter_seance(identifiant: int | None, territoire: str) -> None:
    """Bind the next entries to a session, or to none: it stays open for the others."""
    form, dite = Formulaire(TENUE), [identifiant and int(identifiant), territoire]
    st.session_state[f"tenue-{form.cle}"] = dite
    form.keep("seance", dite, [None, ""])


leave_seance = partial(enter_seance, None, "")


def is_held(identifiant: int) -> bool:
    """Whether this session is the one that the person is holding."""
    return _held()[0] == identifiant
