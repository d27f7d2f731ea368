"""Ready-made decks, built from whatever the data hold: each argues, in the time that it says."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from concertation.analyse.adresses import public_root
from concertation.analyse.mots.formats import format_nombre
from concertation.analyse.territoires.fiche import descendants
from concertation.analyse.territoires.noms import all_names, joined_territoires, name_comite
from concertation.declarations.portee import PORTEE
from concertation.donnees import Donnees, soft_table
from concertation.recits.reperes import SUITES, list_reperes
from concertation.restitution.diapos.modele import Diapo, Diaporama

REGIONALE, REVUE, COMITE, FEUILLE = (
    "restitution-regionale", "revue-engagements", "comite", "feuille-de-route",
)  # fmt: skip
# A slide: its kind, what it is set to, the minutes that it takes, what one says.
Reglee = tuple[str, dict[str, Any], float, str]
Partie = tuple[str, list[Reglee]]
DEMANDES = """- Ce qui manque, ou que vous auriez dit autrement, et pourquoi
- Ce que votre structure peut porter, avec qui, à partir de quand
- Ce qui doit venir d’abord : une proposition, une seule, à voix haute
- Ce qui existe déjà près de vous et que ces pages ne disent pas
- À qui envoyer la suite, et par quel canal : laissez une adresse à la sortie"""
FORTS = ("explicite", "forte")  # the links that a thread may follow


def ready_decks(donnees: Donnees, territoire: str = "") -> Mapping[str, Diaporama]:
    """The ready-made decks by id; `territoire` sets the committee's and the roadmap's."""
    return _ready(donnees, territoire, public_root()[0])


@lru_cache(maxsize=64)
def _ready(donnees: Donnees, territoire: str, racine: str) -> Mapping[str, Diaporama]:
    territoire = joined_territoires(donnees).get(territoire, territoire)
    connu = territoire in all_names(donnees)
    comite = name_comite(donnees, territoire) if connu else "Comité de suivi"
    decks = [
        _deck(
            REGIONALE, "Restitution régionale",
            "Ce que les ateliers ont dit, ce qui a été promis, ce qui a suivi ; en annexe, chaque "
            "proposition.",
            *_regionale(donnees, racine),
        ),
        _deck(
            REVUE, "Revue des engagements",
            "La météo, puis une page par engagement : synthèses, et ce qui a changé.",
            *_revue(donnees),
        ),
        _deck(
            COMITE, comite,
            "Ordre du jour, dernières décisions, propositions à examiner, actions, argent.",
            *_comite(comite, territoire),
        ),
    ]  # fmt: skip
    feuilles = soft_table(donnees, "feuilles")
    if territoire:
        dedans = descendants(soft_table(donnees, "territoires"), territoire) | {territoire}
        feuilles = feuilles[feuilles["territoire"].isin(dedans)]
    if len(feuilles):
        feuille = feuilles.iloc[0]
        nom, cle = str(feuille["nom"]), str(feuille["id"])
        annonce = [feuille["cadre"], f"bilan {feuille['bilan']}" if feuille["bilan"] else ""]
        couverture = {"titre": nom, "sous_titre": ", ".join(filter(None, annonce))}
        decks.append(
            _deck(
                FEUILLE, nom, "Ce qui est promis, fait, mesuré, avec quel argent, et la suite ; en "
                "annexe, chaque action.",
                ("Feuille de route", [
                    ("titre", couverture, 1, "Ce document est public : chacun peut le relire."),
                    ("feuille", {"feuille": cle}, 15,
                     "Dire ce qui est promis, puis fait, puis mesuré : ce sont trois choses. Une "
                     "case sans chiffre dit que rien n’est publié, et non que rien n’est fait."),
                ]),
                ("Annexe", [("fiches", {"feuille": cle}, 0, "")]),
            )
        )  # fmt: skip
    return {deck.id: deck for deck in decks}


def _regionale(donnees: Donnees, racine: str) -> Iterator[Partie]:
    lus = soft_table(donnees, "themes")
    themes = dict(zip(lus["id"], lus["nom_court"], strict=True))
    yield "Qui a parlé", [
        ("titre", {}, 1, "Bienvenue. Je dis ce qui a été entendu, puis ce qui en a été promis, "
         "puis ce que nous vous demandons."),
        ("chiffres", {}, 2, "Un chiffre à retenir, le premier. Les qualificatifs sont ceux du "
         "document : « près de » n’est pas un compte."),
        ("carte", {}, 2, "Cherchez votre atelier. Une commune par point, et rien sur la carte ne "
         "dit combien de personnes y sont venues."),
        ("participants", {}, 2, "Voici qui parlait. Ces parts disent qui est venu, et non qui "
         "habite ici : gardons-le en tête pour la suite."),
    ]  # fmt: skip
    yield "Ce qui a été dit", [
        ("repartition", {}, 2, "À gauche ce qui se décide ici, à droite ce qui demande plus "
         "haut : la réponse ne viendra pas du même endroit."),
        *(("theme", {"theme": cle, "bref": True}, 3, "Trois propositions, lues à voix haute. Elles "
           "ne valent pas plus que les autres : tout est en annexe et sur vos téléphones.")
          for cle in themes),
    ]  # fmt: skip
    yield "Ce qui a suivi", [
        *[("engagements", {}, 3, "Voici ce qui a été promis, mot pour mot. Un engagement n’est pas "
           "la réponse à une proposition : il en rassemble plusieurs.")
          for _ in soft_table(donnees, "engagements")["id"].head(1)],
        *(("chaine", {"proposition": cle, "bref": True}, 3, "Un exemple. Le rapprochement "
           "est le nôtre : aucun document ne dit que l’action vient de la proposition.")
          for cle in _fil(donnees)),
        *[("suites", {"titre": "Qui suit, et quand"}, 2, "Ce qui a été annoncé, avec les dates des "
           "documents, et rien de plus.") for _ in list_reperes(donnees, *SUITES)[:1]],
        ("texte", {"titre": "Ce que nous vous demandons", "texte": DEMANDES}, 4,
         "Laisser du silence après chaque question, et noter les réponses."),
        ("texte", {"titre": "Où lire, et suivre", "texte": _lire(racine)}, 1,
         "L’adresse reste affichée pendant les questions."),
    ]  # fmt: skip
    listes = soft_table(donnees, "propositions")[["theme", "portee"]].drop_duplicates()
    yield "Annexe", [
        ("propositions", {"titre": f"{themes[cle]} – portée {PORTEE.mot(portee).lower()}",
                          "theme": cle, "portee": portee}, 0, "")
        for cle, portee in listes.itertuples(index=False)
        if cle in themes
    ]  # fmt: skip


def _lire(racine: str) -> str:
    """Where everything is, at the public address when one is set."""
    ou = racine or "l’application"
    return (
        f"- Chaque proposition, mot pour mot, et ce qu’elle est devenue : {ou}\n"
        "- Les engagements, et où ils en sont pour chaque comité de suivi\n"
        "- Les documents à emporter, les données et leurs sources, à la même adresse\n"
        "- Ces diapositives, sur votre téléphone : le code de la salle (touche S)\n"
        "- Une question après la séance : le comité de suivi de votre territoire"
    )


def _fil(donnees: Donnees) -> list[str]:
    """The first proposal that a strong published link leads to an action, if any."""
    liens = soft_table(donnees, "liens")
    mene = (liens["origine_type"] == "proposition") & (liens["cible_type"] == "action")
    return [str(cle) for cle in liens.loc[mene & liens["force"].isin(FORTS), "origine"].head(1)]


def _revue(donnees: Donnees) -> Iterator[Partie]:
    yield "Où nous en sommes", [
        ("titre", {"titre": "Revue des engagements", "sous_titre": "Ce que suivent les comités"},
         1, "Nous venons décider, et non tout relire : une page par engagement."),
        ("revue", {"niveau": "departement"}, 4, "Lire la grille par colonne, puis ce qui a changé "
         "de sens. Une cellule vide dit que personne n’a parlé."),
    ]  # fmt: skip
    yield "Engagement par engagement", [
        ("engagement", {"engagement": str(cle), "etat": True}, 4, "Une phrase du comité, ce "
         "qui a bougé, puis : que décidons-nous ?")
        for cle in soft_table(donnees, "engagements")["id"]
    ]  # fmt: skip
    yield (
        "Ce qui demande attention",
        [
            ("attention", {}, 3, "Les plus graves d’abord. Pour chacun : qui, et pour quand ?"),
        ],
    )


def _comite(comite: str, territoire: str) -> Iterator[Partie]:
    ici = {"territoire": territoire}
    yield "Ouverture", [
        ("titre", {"titre": comite}, 1, "Rappeler qui est là, et l’heure de fin."),
        ("seance", ici, 4, "Valider l’ordre du jour, puis dire ce que sont devenues les dernières "
         "décisions."),
    ]  # fmt: skip
    yield "À décider", [
        ("examen", ici, 15, "Une proposition à la fois : retenir, écarter avec un motif, ou "
         "reporter."),
        ("attention", ici, 5, "Pour chacun : qui s’en charge, et pour quand ?"),
    ]  # fmt: skip
    yield (
        "Ce qui avance",
        [
            ("actions", ici, 8, "Les plus proches échéances d’abord. Demander ce qui bloque."),
            ("changements", ici, 3, "Ce qui a bougé, avant de se redonner rendez-vous."),
        ],
    )


def _deck(cle: str, titre: str, description: str, *parties: Partie) -> Diaporama:
    """The slides in order, then their sources."""
    fin: Partie = ("Sources", [("sources", {}, 0, "")])
    reglees = [(section, *reglee) for section, siennes in (*parties, fin) for reglee in siennes]
    diapos = tuple(
        Diapo(f"d{rang}", genre, parametres, notes, section, minutes)
        for rang, (section, genre, parametres, minutes, notes) in enumerate(reglees, 1)
    )
    duree = sum(diapo.minutes for diapo in diapos)
    return Diaporama(cle, titre, diapos, f"{description} {format_nombre(duree)} minutes prévues.")
