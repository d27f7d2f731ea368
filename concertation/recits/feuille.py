"""A published roadmap: each of its actions with who, where, money, figures and what comes next."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import pandas as pd

from concertation.analyse.chiffre import Cible, chiffres_of, mark, targets_of_mesure, where
from concertation.analyse.feuille_route import lecture
from concertation.analyse.feuille_route.chiffres import Ensemble, read_chiffres
from concertation.analyse.lignes import list_records
from concertation.analyse.mots.formats import format_nombre, plural
from concertation.analyse.mots.textes import split_liste
from concertation.donnees import Donnees, soft_table
from concertation.recits.blocs import Bloc, Liste, Puce, Tableau, Texte, tabulate
from concertation.recits.contexte import Contexte, DiapoImpossible

# What an action tells at length, to the letter, in the order of a reader's questions.
TEXTES = {"Besoin": "besoin", "Ce qui est fait": "description", "Bilan": "bilan"}
SANS_RESULTAT = "Aucun résultat chiffré n’est publié."
AUTRES = "Besoins, moyens et contexte"


@dataclass(frozen=True)
class RecitAction:
    """One action. `textes` are (title, the document's own words); `argent` its lines of money, each
    with its place in `argent_situe`, for what does not show where the action is; `somme` what may
    be added, as sentences; `resultats` the words of `principaux`, what was done or found,
    `precisions` of the rest; `cibles` what reservations of all that may aim at, `base` of all but
    its figures."""

    titre: str
    intitule: str
    reperes: Liste
    argent: Liste
    argent_situe: Liste
    somme: tuple[str, ...]
    resultats: Liste
    precisions: Liste
    suites: Liste
    textes: tuple[tuple[str, Texte], ...]
    remarque: str
    base: tuple[Cible, ...]
    chiffres: tuple[Ensemble, ...]

    @property
    def principaux(self) -> tuple[Ensemble, ...]:
        return tuple(c for c in self.chiffres if c.is_principal)

    @property
    def cibles(self) -> tuple[Cible, ...]:
        return (*self.base, *targets_of(self.chiffres))


@lru_cache(maxsize=256)
def tell_action(donnees: Donnees, feuille: str, action: str) -> RecitAction:
    """An action of a roadmap, by their ids."""
    table = donnees.table("actions")
    ligne = list_records(table[table["id"] == action])[0]
    lignes = lecture.financements_of(donnees, action)
    chiffres = read_chiffres(lecture.mesures_of(donnees, action))
    suites = list_records(lecture.perspectives_of(donnees, feuille, action))
    return RecitAction(
        title_of(ligne),
        str(ligne["intitule"]),
        _tell_reperes(donnees, ligne),
        tell_argent(donnees, lignes, where(donnees, ligne)),
        tell_argent(donnees, lignes, ""),
        tell_somme(lignes),
        tell_resultats(donnees, (c for c in chiffres if c.is_principal)),
        Liste(tuple(tell_chiffre(donnees, c) for c in chiffres if not c.is_principal), AUTRES),
        tell_suites(suites),
        tuple(
            (titre, Texte(dits))
            for titre, colonne in TEXTES.items()
            if (dits := paragraphs(ligne[colonne]))
        ),
        str(ligne["remarque"] or ""),
        _targets(ligne, lignes),
        chiffres,
    )


def choose_feuille(contexte: Contexte, parametres: Mapping[str, Any]) -> dict[str, Any]:
    """The roadmap that is set (`feuille`), else that of `territoire`, else the first one."""
    feuilles = soft_table(contexte.donnees, "feuilles")
    if cle := contexte.choose(parametres, "feuille", requis=False):
        feuilles = feuilles[feuilles["id"] == cle]
    elif territoire := parametres.get("territoire"):
        feuilles = feuilles[feuilles["territoire"] == territoire]
    if feuilles.empty:
        raise DiapoImpossible("Aucune feuille de route n’est publiée.")
    return list_records(feuilles)[0]


def frame_of(feuille: Mapping[str, Any]) -> str:
    """What a roadmap belongs to, and its years."""
    return ", ".join(str(feuille[nom]) for nom in ("cadre", "periode_texte") if feuille[nom])


def title_of(ligne: Mapping[str, Any]) -> str:
    """The short title of an action or a priority, else its own words."""
    return str(ligne["titre_court"] or ligne["intitule"])


def table_priorites(donnees: Donnees, feuille: str) -> Tableau:
    """The priorities in their order; nothing published is not zero."""
    return tabulate(
        list_records(lecture.list_priorites(donnees, feuille)),
        ("N°", 8, lambda p: str(p["ordre"])),
        ("Priorité", 66, lambda p: str(p["intitule"])),
        ("Actions publiées", 26, lambda p: (
            str(p["nb_actions"]) if p["elements_publies"] else lecture.SANS_ELEMENT)),
    )  # fmt: skip


def _tell_reperes(donnees: Donnees, ligne: Mapping[str, Any]) -> Liste:
    faits = {
        "Besoin": ligne["besoin"],
        "Porteur": ligne["porteur"],
        "Partenaires": ", ".join(split_liste(ligne["partenaires"])),
        "Où": where(donnees, ligne),
        "Dates": " ; ".join(mot for mot in (ligne["debut_texte"], ligne["fin_texte"]) if mot),
    }
    return Liste(tuple(tell_faits(faits, ligne)))


def tell_faits(faits: Mapping[str, Any], ligne: Mapping[str, Any]) -> Iterator[Puce]:
    """« Porteur : … », each fact or that nobody writes it; what began before the workshops says
    so, and nothing says that the rest did not."""
    avant = {"Engagé avant les ateliers": ligne["anteriorite"]} if ligne["anteriorite"] else {}
    for nom, mots in {**faits, **avant}.items():
        yield Puce(str(mots or lecture.NON_PRECISE), fort=f"{nom} : ")


def tell_argent(donnees: Donnees, lignes: pd.DataFrame, ou: str) -> Liste:
    """Each line with its funder, amount and period as written, and its place when it is not that of
    the action (`ou`), or several; details under their whole. What is reserved of all, once."""
    puces: list[Puce] = []
    marques = [mark(donnees, [("financements", str(cle))]) for cle in lignes["id"]]
    commune = marques[0] if len(marques) > 1 and len({*marques}) == 1 else ""
    for ligne, marque in zip(list_records(lignes), marques, strict=True):
        partage = ""
        if ligne["partage"]:
            # One sum is written for several actions, which each tell it.
            siennes, actions = split_liste(ligne["action"]), list_records(donnees.table("actions"))
            noms = " et ".join(title_of(a) for a in actions if a["id"] in siennes)
            partage = f" – une seule somme pour {noms}, à ne compter qu’une fois"
        lieu = ou if ligne["parent"] else where(donnees, ligne)
        ailleurs = lieu != ou or len(split_liste(ligne["territoire"])) > 1
        texte = lecture.describe_financement(ligne) + f" – {lieu}" * ailleurs
        texte += partage + tell_detail(ligne)
        texte += "" if commune else marque
        if ligne["parent"] and puces:
            tout = puces.pop()
            puces.append(Puce(tout.texte, sous=(*tout.sous, f"dont {texte}")))
        else:
            puces.append(Puce(texte))
    if commune:
        fin = commune.replace("(", "(chaque ligne : ")
        puces[-1] = replace(puces[-1], texte=puces[-1].texte + fin)
    return Liste(tuple(puces) or (Puce(lecture.NON_PRECISE),), "Financement, comme il est écrit")


def tell_detail(ligne: Mapping[Any, Any]) -> str:
    """What a detail of money is, as its remark says it."""
    return f" ({ligne['remarque'].rstrip('.')})" if ligne["parent"] and ligne["remarque"] else ""


def tell_somme(lignes: pd.DataFrame) -> tuple[str, ...]:
    """What may be added, and the sentence that says why the rest is not; none for a single line."""
    sommes, phrase = lecture.sum_financements(lignes)
    phrases = (
        f"Somme : {format_nombre(total)} {unite}, {periode} "
        f"({plural(len(ids), 'ligne')} de même période et de même périmètre)."
        for total, unite, periode, ids in sommes
    )
    return (*phrases, *((phrase,) if phrase else ()))


def tell_resultats(donnees: Donnees, chiffres: Iterable[Ensemble]) -> Liste:
    """Figures with their place, their period and their reservations; targets and details under
    them. A list without items when nothing is published."""
    return Liste(tuple(tell_chiffre(donnees, c) for c in chiffres), "Résultats")


def tell_chiffre(donnees: Donnees, ensemble: Ensemble) -> Puce:
    """A figure; what it is part of, aimed at or made of stays with it."""
    fort, texte = tell_mesure(donnees, ensemble.mesure)
    dites = (ensemble.mesure["lieu"], ensemble.mesure["periode"])
    return Puce(texte, fort=fort, sous=tuple(_under(donnees, ensemble, dites)))


def _under(
    donnees: Donnees, ensemble: Ensemble, dites: Collection[str], niveau: int = 0
) -> Iterator[str]:
    """Targets, then details « dont »; a detail says its place and its period when they are not
    those of its whole (`dites`)."""
    for cible in ensemble.cibles:
        yield "".join(tell_mesure(donnees, cible))
    for detail in ensemble.details:
        sien = chiffres_of(donnees)[detail.mesure["id"]]
        fort, texte = tell_mesure(donnees, detail.mesure, (*dites, sien.tout))
        dont = "" if sien.libelle.lower().startswith("dont") else "dont "
        yield "– " * niveau + dont + fort + texte
        yield from _under(donnees, detail, (sien.lieu, sien.periode), niveau + 1)
    if remarque := ensemble.mesure["remarque"]:
        yield f"Remarque : {remarque}"


def tell_mesure(
    donnees: Donnees, mesure: Mapping[str, Any], dites: Collection[str] = ()
) -> tuple[str, str]:
    """« 2 466 consultations », « – Consultations réalisées (Le Havre (commune), 2024) », without
    the precisions that are told beside it already (`dites`)."""
    chiffre = chiffres_of(donnees)[mesure["id"]]
    return chiffre.nombre, chiffre.suite(dites)


def tell_suites(suites: Iterable[Mapping[str, Any]], titre: str = "Et ensuite") -> Liste:
    """What is announced, to the letter, with its year."""
    puces = tuple(
        Puce(f"{s['annee']} : {s['texte']}" if str(s["annee"]).isdigit() else str(s["texte"]))
        for s in suites
    )
    return Liste(puces or (Puce(lecture.NON_PRECISE),), titre)


def tell_annonces(donnees: Donnees, feuille: str) -> tuple[Bloc, ...]:
    """What a roadmap announces for the region, under the headings of its document."""
    suites = list_records(lecture.perspectives_of(donnees, feuille))
    rubriques = dict.fromkeys(str(suite["rubrique"]) for suite in suites)
    return tuple(
        tell_suites([s for s in suites if s["rubrique"] == rubrique], rubrique)
        for rubrique in rubriques
    )


def paragraphs(texte: Any) -> tuple[str, ...]:
    """Those of a text of the files, which an empty line keeps apart."""
    return tuple(p.strip() for p in str(texte or "").split("\n\n") if p.strip())


def targets_of(ensembles: Iterable[Ensemble]) -> tuple[Cible, ...]:
    """What reservations of figures, of their details and of their targets may aim at."""
    mesures = (mesure for ensemble in ensembles for mesure in ensemble.walk())
    return tuple(dict.fromkeys(c for mesure in mesures for c in targets_of_mesure(mesure)))


def _targets(action: Mapping[str, Any], argent: pd.DataFrame) -> tuple[Cible, ...]:
    """An action, its documents and its lines of money."""
    cibles: list[Cible] = [("actions", str(action["id"]))]
    cibles += [("sources", cle) for cle in split_liste(action["source"])]
    cibles += [("financements", str(cle)) for cle in argent["id"]]
    return tuple(dict.fromkeys(cibles))
