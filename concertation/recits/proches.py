"""What stands beside a thing along the chain: the surest first, and who says that they are linked.

A link claims no cause: no document writes one.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from concertation.analyse.chaine.graphe import (
    EDITORIAL,
    FAIBLE,
    FORTE,
    INTITULE,
    PUBLIE,
    Arete,
    Atteint,
    Graphe,
    Noeud,
    Sens,
    chain_from,
)
from concertation.analyse.chaine.mots import (
    UN_GENRE,
    cited,
    name_of,
    targets_of_noeuds,
    tell_before,
)
from concertation.analyse.mots.formats import plural
from concertation.declarations.lien import AVIS, FORCE
from concertation.donnees import Donnees, soft_table
from concertation.recits.blocs import Liste, Puce, Section, Texte
from concertation.recits.contexte import Contexte

# Kinds that are told, in the order of the chain; results stand under what has them.
GENRES: dict[Sens, tuple[str, ...]] = {
    "aval": ("engagement", "composante", "priorite", "action", "dispositif"),
    "amont": ("proposition", "engagement", "composante"),
}
RESULTAT = "mesure"
RESULTATS_DITS = 2
ECRIT = "■"
RIEN: dict[Sens, str] = {
    "aval": "Rien de ce qui est publié n’en est rapproché.",
    "amont": "Aucune proposition n’en est rapprochée.",
}
MASQUES = "Les rapprochements éditoriaux sont masqués."


@dataclass(frozen=True)
class Proches:
    """`forts` are linked by a document or by strong readings alone, `faibles` by a weak one at
    least: a form folds them, or counts them. `sources` are cells that name the documents of the
    former, `cibles` what reservations of them may aim at."""

    titre: str
    forts: tuple[Puce, ...]
    faibles: tuple[Puce, ...]
    vide: str
    liens: bool
    sources: tuple[str, ...] = ()
    cibles: tuple[tuple[str, str], ...] = ()

    @property
    def legende(self) -> str:
        """What the marks mean."""
        if not self.liens:
            return MASQUES
        mots = {"forte": "lien fort", FAIBLE: "faible", INTITULE: "par un titre"}
        signes = ", ".join(f"{FORCE.signe(code).glyphe} {mot}" for code, mot in mots.items())
        return (
            f"{signes} : des rapprochements éditoriaux, qu’aucun document n’écrit. {ECRIT} lien "
            "écrit par un document."
        )

    def section(self) -> Section:
        """Its strong part by name, results left to the screen, with the number of the others."""
        if not (self.forts or self.faibles):
            return Section(self.titre, vide=self.vide if self.liens else MASQUES)
        mots = " ".join(m for m in (self.legende, self.reste) if m)
        noms = tuple(replace(puce, sous=()) for puce in self.forts)
        forts = (Liste(noms),) if noms else ()
        return Section(self.titre, (*forts, Texte((mots,), "discret")))

    @property
    def reste(self) -> str:
        """« Et 7 autres par un lien faible. », "" without any."""
        if not self.faibles:
            return ""
        nombre = len(self.faibles)
        quoi = plural(nombre, "autre", "autres") if self.forts else plural(nombre, "élément")
        return f"Et {quoi} par un lien faible." if self.forts else f"{quoi} par un lien faible."


def tell_proches(contexte: Contexte, noeud: Noeud, sens: Sens, titre: str) -> Proches:
    """What is published beside a node, downstream or upstream."""
    atteints = reach_near(contexte.graphe, noeud, sens, GENRES[sens])
    groupes: dict[bool, list[Puce]] = {False: [], True: []}
    for trouve, atteint in atteints.items():
        puce = Puce(
            _name(contexte, trouve, atteint),
            _mark(atteint),
            tuple(_results(contexte, trouve)) if sens == "aval" else (),
            f"{UN_GENRE[trouve.type]} : ",
        )
        groupes[atteint.force == FAIBLE].append(puce)
    surs = [n for n, atteint in atteints.items() if atteint.force != FAIBLE]
    return Proches(
        titre,
        tuple(groupes[False]),
        tuple(groupes[True]),
        RIEN[sens],
        contexte.liens,
        tuple(cited(contexte.donnees, surs)),
        tuple(targets_of_noeuds(surs)),
    )


def _mark(atteint: Atteint) -> str:
    """The sign of the least sure reading on the way."""
    forces = [arete.force for arete in atteint.chemin if arete.nature == EDITORIAL]
    if not forces:
        return ECRIT
    return FORCE.signe(INTITULE if INTITULE in forces else atteint.force).glyphe


def _name(contexte: Contexte, noeud: Noeud, atteint: Atteint) -> str:
    """Its name, that it began before the workshops, that the direction contests the way to it."""
    avis = [AVIS.mot(a.avis).lower() for a in atteint.chemin if a.avis in AVIS.which("motive")]
    avant = tell_before(contexte.donnees, noeud)
    suite = ", ".join(filter(None, (*(f"lien {mot} par la direction" for mot in avis[:1]), avant)))
    nom = name_of(contexte.donnees, contexte.graphe, noeud)
    return nom + (f" ({suite})" if suite else "")


def _results(contexte: Contexte, noeud: Noeud) -> Iterator[str]:
    graphe = contexte.graphe
    resultats = [v for v in graphe.next_of(noeud, "aval") if v.type == RESULTAT]
    for resultat in resultats[:RESULTATS_DITS]:
        yield f"{UN_GENRE[RESULTAT]} : {name_of(contexte.donnees, graphe, resultat)}"
    if len(resultats) > RESULTATS_DITS:
        yield f"… et {plural(len(resultats) - RESULTATS_DITS, 'autre', 'autres')}"


# Kinds that are told, in the order of the chain.
GENRES_DITS: dict[Sens, tuple[str, ...]] = {
    "aval": (
        "engagement", "composante", "instruction", "priorite", "action", "dispositif",
        "action_suivi", "mesure",
    ),
    "amont": ("proposition", "engagement", "composante"),
}  # fmt: skip
DE_DROIT = "Une de ses composantes"
FORCES = {FORTE: "lien fort", FAIBLE: "lien faible", INTITULE: "intitulé seulement"}


def reach_near(
    graphe: Graphe, depart: Noeud, sens: Sens, genres: tuple[str, ...]
) -> dict[Noeud, Atteint]:
    """What stands near the start on one side, kind after kind, the surest first; its own parts are
    left out."""
    atteints, parties = chain_from(graphe, depart, (sens,)), set(graphe.parts(depart))
    trouves = [n for n in graphe.libelles if n in atteints and n.type in genres]
    trouves.sort(key=lambda n: (atteints[n].rapprochements, atteints[n].force == FAIBLE))
    trouves.sort(key=lambda n: genres.index(n.type))
    return {noeud: atteints[noeud] for noeud in trouves if noeud not in parties}


def tell_chaine(donnees: Donnees, graphe: Graphe, depart: Noeud, sens: Sens) -> Liste:
    """All that stands near the start on one side.

    Each item says who makes the link, then by which steps and for which reason.
    """
    puces, qui = [], tell_authors(donnees)
    for noeud, atteint in reach_near(graphe, depart, sens, GENRES_DITS[sens]).items():
        chemin = atteint.chemin
        bouts = dict.fromkeys(bout for a in chemin for bout in (a.origine, a.cible))
        par = " › ".join(name_of(donnees, graphe, b) for b in bouts if b not in (depart, noeud))
        raisons = dict.fromkeys(mots for a in chemin if a.lien and (mots := tell_reason(a, qui)))
        noms = filter(None, (name_of(donnees, graphe, noeud), tell_before(donnees, noeud)))
        mots = f"{', '.join(noms)} ({_who(chemin).lower()})"
        sous = (*([f"Par : {par}"] if par else ()), *raisons)
        puces.append(Puce(mots, fort=f"{UN_GENRE[noeud.type]} : ", sous=sous))
    return Liste(tuple(puces))


def tell_link(arete: Arete) -> str:
    """Who says that two things are linked: « Rapprochement éditorial, lien fort, contesté par la
    direction »."""
    if arete.nature == PUBLIE:
        return "Lien publié"
    if arete.nature == EDITORIAL:
        avis = f", {AVIS.mot(arete.avis).lower()} par la direction" if arete.avis else ""
        # A consultation may have strengths of its own.
        force = FORCES.get(arete.force, f"lien {FORCE.mot(arete.force).lower()}")
        return f"Rapprochement éditorial, {force}{avis}"
    return "Suivi des comités"


@lru_cache(maxsize=4)
def tell_authors(donnees: Donnees) -> str:
    """Whose the published readings are, "" without any."""
    return ", ".join(dict.fromkeys(soft_table(donnees, "liens")["auteur"]))


def tell_reason(arete: Arete, dits: str = "") -> str:
    """Why, and for a reading whose it is, unless it is said beside (`dits`); readers do not get
    people's names. "" when unsaid."""
    if arete.nature != EDITORIAL:
        return arete.justification
    auteur = arete.auteur or "lecture de la direction"
    raison = arete.justification or auteur
    if arete.justification and auteur not in dits:
        raison += f" ({auteur})"
    return f"{raison} {AVIS.mot(arete.avis)}\u00a0: {arete.motif}" if arete.motif else raison


def _who(chemin: tuple[Arete, ...]) -> str:
    """The readings of a way, else its last link."""
    if not chemin:
        return DE_DROIT
    lectures = [arete for arete in chemin if arete.nature == EDITORIAL]
    return ", puis ".join(dict.fromkeys(tell_link(arete) for arete in lectures or chemin[-1:]))
