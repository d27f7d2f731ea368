"""A committee's session: who is expected, what is on the agenda, what came out of each item.

What is recorded in a session carries its number.
"""

from concertation.declarations.champ import VUES, Champ, Objet, Vue
from concertation.declarations.codes import Code, CodeListe, Signe

ETAT_SEANCE = CodeListe(
    "etat_seance", "État d’une séance",
    Code("preparee", "Préparée", Signe("circle-open", plein=False), "event"),
    Code("ouverte", "Ouverte", Signe("triangle-right", "bleu"), "meeting_room"),
    Code("close", "Close", Signe("square", "vert"), "lock"),
    depart="preparee",
)  # fmt: skip
_DITS = (
    Code("decision", "Décision", Signe("square", "bleu"), "gavel", roles=frozenset({"decide"})),
    Code("action", "Action", Signe("triangle-right", "vert"), "task"),
    Code("avis", "Avis", Signe("diamond", "ambre"), "forum"),
    Code("information", "Information", Signe("circle"), "info"),
)
GENRE_POINT = CodeListe("genre_point", "Nature d’un point", *_DITS, depart="information")
ISSUE = CodeListe(
    "issue", "Issue d’un point",
    Code("", "Pas encore traité", Signe("circle-open", plein=False), "pending"),
    *_DITS,
    Code("reporte", "Reporté", Signe("x", "rouge"), "event_repeat", roles=frozenset({"reporte"})),
)  # fmt: skip
REGLE_VOTE = CodeListe(
    "regle_vote", "Règle d’un vote",
    Code("", "Sans vote", Signe("circle-open", plein=False), "remove"),
    Code("exprimes", "Majorité des voix exprimées", Signe("circle"), "how_to_vote",
         roles=frozenset({"exprimes"})),
    Code("membres", "Majorité des membres présents ou représentés", Signe("square"), "groups",
         roles=frozenset({"membres"})),
    Code("deux_tiers", "Deux tiers des voix exprimées", Signe("triangle-up"), "percent",
         roles=frozenset({"deux_tiers"})),
    Code("unanimite", "Unanimité des voix exprimées", Signe("diamond"), "handshake",
         roles=frozenset({"unanimite"})),
)  # fmt: skip
ETAT_PRESENCE = CodeListe(
    "etat_presence", "Présence",
    Code("attendue", "Attendue", Signe("circle-open", plein=False), "schedule",
         roles=frozenset({"attendu"})),
    Code("presente", "Présente", Signe("circle", "vert"), "check_circle",
         roles=frozenset({"present"})),
    Code("excusee", "Excusée", Signe("diamond", "ambre"), "event_busy",
         roles=frozenset({"excuse"})),
    Code("absente", "Absente", Signe("x"), "cancel"),
    depart="attendue",
)  # fmt: skip
VOIX = ("pour", "contre", "abstention", "sans_part")

# Free texts of before items and people were rows: read for ever, typed no more.
_AVANT: tuple[Vue, ...] = ("formulaire",)
SEANCE = Objet(
    "seance", "Séance",
    (
        Champ("territoire", "Territoire", "territoire", True),
        Champ("date", "Date", "date", True),
        Champ("heure", "Heure", exemple="18:30", sauf=("releve",)),
        Champ("duree", "Durée prévue", "nombre", aide="en minutes", sauf=("releve",)),
        Champ("quorum", "Quorum", "nombre", aide="personnes présentes ou représentées"),
        Champ("lieu", "Lieu"),
        Champ("visio", "Lien pour participer à distance", exemple="https://…", personne=True,
              finalite="rejoindre la séance à distance", sauf=("releve",)),
        Champ("presents", "Personnes présentes", "long", personne=True, sauf=_AVANT,
              finalite="établir le relevé de la séance"),
        Champ("ordre_du_jour", "Ordre du jour", "long", sauf=_AVANT),
        Champ("decisions", "Décisions", "long", sauf=_AVANT),
        Champ("prochaine_date", "Prochaine séance", "date", sauf=_AVANT),
        Champ("signe_par", "Signée par", personne=True, sauf=_AVANT,
              finalite="savoir qui a signé un relevé"),
        Champ("signe_le", "Signée le", "date", sauf=_AVANT),
        Champ("empreinte", "Empreinte du relevé signé",
              sauf=("formulaire", "classeur", "releve", "demo")),
        Champ("etat", "État", "choix", True, ETAT_SEANCE),
    ),
    vues=("formulaire", "classeur", "journal", "releve", "demo"),
)  # fmt: skip

_SEANCE = Champ("seance_id", "Séance", "identifiant", True, sauf=VUES)
POINT = Objet(
    "point", "Point de l’ordre du jour",
    (
        _SEANCE,
        Champ("rang", "Rang", "nombre", sauf=("formulaire", "releve", "demo")),
        Champ("titre", "Titre", requis=True, pleine=True),
        Champ("genre", "Nature", "choix", True, GENRE_POINT),
        Champ("duree", "Minutes prévues", "nombre", sauf=("releve",)),
        Champ("porteur", "Porté par", personne=True, finalite="savoir qui présente un point"),
        Champ("lie", "Porte sur", aide="propositions, engagements, actions, par « | »"),
        Champ("issue", "Issue", "choix", liste=ISSUE),
        Champ("texte", "Relevé du point", "long", hauteur=180),
        Champ("suite", "Suites", "long", aide="qui part avec quoi", personne=True, hauteur=100,
              finalite="savoir qui part avec quoi d’une séance"),
        Champ("regle", "Règle du vote", "choix", liste=REGLE_VOTE),
        Champ("pour", "Pour", "nombre"),
        Champ("contre", "Contre", "nombre"),
        Champ("abstention", "Abstentions", "nombre"),
        Champ("sans_part", "Ne prennent pas part", "nombre"),
    ),
    parents=(SEANCE,),
    figes=("seance_id",),
    vues=("formulaire", "journal", "releve", "demo"),
)  # fmt: skip

PRESENCE = Objet(
    "presence", "Personne d’une séance",
    (
        _SEANCE,
        Champ("nom", "Nom", requis=True, personne=True,
              finalite="établir la liste des personnes d’une séance"),
        Champ("organisme", "Organisme"),
        Champ("qualite", "Qualité", personne=True, finalite="dire à quel titre l’on siège"),
        Champ("etat", "Présence", "choix", True, ETAT_PRESENCE),
        # That somebody is represented counts for the quorum and the votes, whoever reads.
        Champ("mandataire", "Représentée par", personne=True, tu="une personne présente",
              finalite="savoir qui représente"),
    ),
    parents=(SEANCE,),
    figes=("seance_id",),
    vues=("formulaire", "journal", "releve", "demo"),
)  # fmt: skip
