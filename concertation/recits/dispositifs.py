"""A « dispositif » as the documents tell it: who, where, since when, its figures and its links."""

from dataclasses import dataclass
from functools import lru_cache

from concertation.analyse.chiffre import Cible, targets_of_mesure, where
from concertation.analyse.feuille_route.chiffres import read_chiffres
from concertation.analyse.feuille_route.lecture import mesures_of
from concertation.analyse.lignes import list_records
from concertation.analyse.mots.textes import split_liste
from concertation.analyse.provenance import written_period
from concertation.donnees import Donnees, soft_table
from concertation.recits.blocs import Liste, Puce, Section, Texte, list_section
from concertation.recits.feuille import tell_faits, tell_resultats
from concertation.recits.publies import name_lieu

SANS_ADRESSE = "adresse non publiée"


@dataclass(frozen=True)
class RecitDispositif:
    """`sources` are cells of the rows told; `cibles` what their reservations may aim at."""

    nom: str
    sections: tuple[Section, ...]
    sources: tuple[str, ...]
    cibles: tuple[Cible, ...]


@lru_cache(maxsize=64)
def tell_dispositif(donnees: Donnees, cle: str) -> RecitDispositif | None:
    """The « dispositif » of an id; None when it is not published."""
    lignes = [x for x in list_records(soft_table(donnees, "dispositifs")) if x["id"] == cle]
    if not lignes:
        return None
    (ligne,) = lignes
    mesures = mesures_of(donnees, dispositif=cle)
    lieux = [x for x in list_records(soft_table(donnees, "lieux")) if x["dispositif"] == cle]
    paragraphes = [" ".join(p.split()) for p in str(ligne["extrait"]).split("\n\n")]
    chiffres = tell_resultats(donnees, read_chiffres(mesures))
    remarque = (Texte((str(ligne["remarque"]),), "discret"),) if ligne["remarque"] else ()
    faits = {
        "Porteur": ligne["porteur"],
        "Partenaires": ", ".join(split_liste(ligne["partenaires"])),
        "Où": where(donnees, ligne),
        "Période": written_period(ligne),
    }
    sections = (
        Section("En bref", (Liste(tuple(tell_faits(faits, ligne))), *remarque)),
        list_section("Chiffres publiés", chiffres.puces, "Aucun chiffre n’est publié."),
        *((list_section("Lieux", [Puce(name_lieu(x)) for x in lieux]),) if lieux else ()),
        Section("Texte du document, repris à la lettre", (Texte(tuple(paragraphes), "citation"),)),
        tell_contacts(donnees, dispositif=cle),
    )  # fmt: skip
    return RecitDispositif(
        str(ligne["nom"]),
        sections,
        tuple(dict.fromkeys([str(ligne["source"]), *mesures["source"]])),
        (
            ("dispositifs", cle),
            *(("lieux", str(x["id"])) for x in lieux),
            *(cible for m in list_records(mesures) for cible in targets_of_mesure(m)),
        ),
    )


def tell_contacts(donnees: Donnees, *, dispositif: str = "", source: str = "") -> Section:
    """Links and contacts that a document gives: of a « dispositif », or all those of a document."""
    puces = (
        Puce(f" : {c['adresse'] or SANS_ADRESSE}", fort=str(c["libelle"]))
        for c in list_records(soft_table(donnees, "contacts"))
        if (source in split_liste(c["source"]) if source else c["dispositif"] == dispositif)
    )
    vide = "Le document ne donne ni lien ni contact."
    return list_section("Liens et contacts", puces, vide)
