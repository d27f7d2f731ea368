"""What an address says of a screen: a state declares its parameters, and is read and written here.

Reading forgives: case and trailing punctuation don't count, a label stands for its value, and what
is unknown is left out and said in French. Writing is silent about defaults, in the declared order.
"""

import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from ipaddress import ip_address
from typing import Any, Literal, Self
from urllib.parse import urlsplit

from concertation.analyse.mots.textes import clean, fold, read_day
from concertation.analyse.mots.typographie import one_line

Params = Mapping[str, Sequence[str]]
Connus = Collection[str] | Callable[[Any], Collection[str]]
"""Values by word, or values alone; or what gives them when the address is read."""
# A longer number is no page nor row, and would be slow to read.
CHIFFRES = 9
MAXIMUM = 10**CHIFFRES - 1
ANNEES = range(2000, 3000)
OPTIONS_CITEES = 12
CITATION_MAXIMUM = 60
_BORDS = " \t\r\n.,;:!?)»"


@dataclass(frozen=True)
class Param:
    """A parameter of an address, by the name of its field unless `nom` says another."""

    libelle: str
    genre: Literal["choix", "texte", "jour", "entier", "drapeau"] = "texte"
    connus: Connus = ()
    plusieurs: bool = False
    nom: str = ""
    bornes: tuple[int, int] = (1, MAXIMUM)
    mots: Mapping[str, Any] = field(default_factory=dict)
    """Words that stand for a value that an address can't hold: `{"aucune": ""}`; `()` is that of
    no value at all, where the default is some."""
    anciens: Callable[[Any], Mapping[str, str]] | None = None
    """Values that addresses said before, each with the one that it is now."""
    avec: str = ""
    """The field without which this one is not written."""
    sans: str = ""
    """The field that implies this one."""
    partage: bool = False
    """Another field reads the parameter too, and says what is unknown."""

    def read(self, ecrits: Iterable[str] | str, source: Any = None) -> tuple[Any, list[str]]:
        """The value, None when nothing known is said, and a sentence for each unknown value.

        `source` is what `connus` is made from; a bare text counts as one value.
        """
        dits = [clean(str(e)) for e in ([ecrits] if isinstance(ecrits, str) else ecrits)]
        if not any(dits) and not (dits and self.genre == "choix"):
            return None, []
        options = self.options(source)
        if self.anciens is not None:
            remplaces = self.anciens(source)
            dits = [remplaces.get(resolve(dit, remplaces) or "", dit) for dit in dits]
        vide_admis = "" in options and "" not in self.mots.values()
        lus, ignores = [], []
        for dit in dits:
            if dit.strip() or (dit and self.genre == "texte") or (vide_admis and not dit):
                valeur = self._parse(dit, options)
                if valeur is not None:
                    lus.append(valeur)
                elif not self.partage:
                    ignores.append(explain_unknown(self.libelle, dit, self._said(options)))
        if not self.plusieurs or not lus:
            return (lus[0] if lus else None), ignores
        ordre = options if self.genre == "choix" else lus
        return tuple(dict.fromkeys(valeur for valeur in ordre if valeur in lus)), ignores

    def write(self, valeur: Any) -> list[str]:
        """The values of the parameter."""
        return [self._say(v) for v in (valeur if self.plusieurs else [valeur])] or [self._say(())]

    def options(self, source: Any) -> Mapping[str, str]:
        """Words of the known values of a choice."""
        connus = self.connus(source) if callable(self.connus) else self.connus
        return connus if isinstance(connus, Mapping) else {valeur: valeur for valeur in connus}

    def _parse(self, dit: str, options: Mapping[str, str]) -> Any:
        if (mot := dit.strip(_BORDS).casefold()) in self.mots:
            return self.mots[mot]
        if self.genre == "choix":
            return resolve(dit, options)
        if self.genre == "jour":
            lu = read_day(dit.strip(_BORDS))
            return lu if lu and lu.year in ANNEES else None
        if self.genre == "entier":
            chiffres = dit.strip(_BORDS)
            if not (chiffres.isascii() and chiffres.isdigit() and len(chiffres) <= CHIFFRES):
                return None
            return int(chiffres) if self.bornes[0] <= int(chiffres) <= self.bornes[1] else None
        return dit if self.genre == "texte" else None

    def _say(self, valeur: Any) -> str:
        return next((mot for mot, v in self.mots.items() if v == valeur), str(valeur))

    def _said(self, options: Mapping[str, str]) -> dict[str, str]:
        """Words by what an address says, those that stand for a value too."""
        if self.genre in ("choix", "drapeau"):
            options = {**dict.fromkeys(self.mots, ""), **options}
        return {self._say(cle): mot for cle, mot in options.items() if self._say(cle)}


def choix(libelle: str, connus: Connus, defaut: str = "", **reste: Any) -> Any:
    """A field: one of the known values."""
    return _field(Param(libelle, "choix", connus, **reste), defaut)


def plusieurs(libelle: str, connus: Connus = (), defaut: tuple[str, ...] = (), **reste: Any) -> Any:
    """A field: several of the known values, in their order; any texts when none are known."""
    genre: Any = "choix" if connus else "texte"
    return _field(Param(libelle, genre, connus, plusieurs=True, **reste), defaut)


def texte(libelle: str, **reste: Any) -> Any:
    """A field: any text."""
    return _field(Param(libelle, **reste), "")


def jour(libelle: str, **reste: Any) -> Any:
    """A field: a date, None by default."""
    return _field(Param(libelle, "jour", **reste), None)


def entier(libelle: str, defaut: int = 0, **reste: Any) -> Any:
    """A field: a whole number within `bornes`."""
    return _field(Param(libelle, "entier", **reste), defaut)


def drapeau(libelle: str, mot: str = "oui", **reste: Any) -> Any:
    """A field: true when the address says this word."""
    return _field(Param(libelle, "drapeau", mots={mot: True}, **reste), False)


def _field(param: Param, defaut: Any) -> Any:
    return field(default=defaut, metadata={"param": param})


@dataclass(frozen=True)
class Adresse:
    """The state of a screen; subclasses are frozen dataclasses of the fields above."""

    @classmethod
    def from_params(cls, params: Params, source: Any = None) -> tuple[Self, tuple[str, ...]]:
        """The state of an address, and French sentences about what was left out of it.

        `source` is what the known values are made from, mostly the data.
        """
        lus, ignores = {}, []
        for nom, param in params_of(cls).items():
            valeur, phrases = param.read(params.get(param.nom or nom, ()), source)
            ignores += phrases
            if valeur is not None:
                lus[nom] = valeur
        etat = cls(**lus)
        gardes = {nom: valeur for nom, valeur in lus.items() if etat._stands(nom)}
        return cls(**gardes).complete(source), tuple(ignores)

    def complete(self, source: Any) -> Self:
        """The state with what its values imply."""
        return self

    def to_params(self) -> dict[str, list[str]]:
        """The state as parameters of an address, silent about defaults."""
        dits = {}
        for nom, param in params_of(type(self)).items():
            valeur = getattr(self, nom)
            if valeur != getattr(type(self), nom) and self._stands(nom):
                dits[param.nom or nom] = param.write(valeur)
        return dits

    def _stands(self, nom: str) -> bool:
        """Whether the other fields leave this one something to say."""
        param = params_of(type(self))[nom]
        exclu = bool(param.sans and getattr(self, param.sans))
        return not exclu and bool(not param.avec or getattr(self, param.avec))


def known_names(classe: type[Adresse] = Adresse) -> set[str]:
    """The names of parameters that the states imported so far declare."""
    siens = {param.nom or nom for nom, param in params_of(classe).items()}
    return siens.union(*map(known_names, classe.__subclasses__()))


def params_of(classe: type[Adresse]) -> dict[str, Param]:
    """The parameters that a state declares, by field."""
    return {c.name: c.metadata["param"] for c in fields(classe) if "param" in c.metadata}


def resolve(ecrit: str, options: Mapping[str, str]) -> str | None:
    """The value that somebody wrote, or the only one with that label: case, accents and trailing
    punctuation don't count. None when there is none."""
    if ecrit in options:
        return ecrit
    plie = fold(ecrit).strip(_BORDS)
    for sens in (lambda cle, _: cle, lambda _, mot: mot):
        trouves = [c for c, mot in options.items() if fold(sens(c, mot)).strip(_BORDS) == plie]
        if plie and len(trouves) == 1:
            return trouves[0]
    return None


def explain_unknown(libelle: str, ecrit: str, options: Collection[str] = ()) -> str:
    """« « x » : valeur inconnue pour « Thème ». Valeurs possibles : acces (Accès aux soins), … »"""
    cite = one_line(ecrit)
    if len(cite) > CITATION_MAXIMUM:
        cite = cite[: CITATION_MAXIMUM - 1] + "…"
    mots = options if isinstance(options, Mapping) else dict.fromkeys(options, "")
    possibles = [
        cle if not mot or fold(cle) == fold(mot) else f"{cle} ({mot})" for cle, mot in mots.items()
    ]
    suite = ""
    if len(possibles) > OPTIONS_CITEES:
        suite = f" Exemple : {possibles[0]}."
    elif possibles:
        suite = f" Valeurs possibles : {', '.join(possibles)}."
    return f"« {cite} » : valeur inconnue pour « {libelle} ».{suite}"


# Short addresses: the letter, the screen and its parameter.
COURTES = {
    "p": ("propositions", "fiche"),
    "e": ("engagements", "engagement"),
    "t": ("territoires", "territoire"),
}
LOCALE = "Cette adresse ne vaut que sur cette machine : aucun code QR n’en est fait."


def short_path(lettre: str, cle: str) -> str:
    """« p/ACC-L-05 », below the address of the application."""
    return f"{lettre}/{cle}"


def public_root() -> tuple[str, str]:
    """Where everybody reaches the application (`CONCERTATION_ADRESSE`), without its last slash.

    Else "", and why in a French sentence.
    """
    ecrite = os.environ.get("CONCERTATION_ADRESSE", "").strip()
    if not ecrite:
        return "", "L’adresse publique n’est pas réglée (CONCERTATION_ADRESSE)."
    if not (hote := _host(ecrite)):
        cite = ecrite[:CITATION_MAXIMUM]
        return "", f"CONCERTATION_ADRESSE : « {cite} » n’est pas une adresse web."
    if is_local(hote):
        return "", "CONCERTATION_ADRESSE désigne cette machine seule."
    return ecrite.rstrip("/"), ""


def _host(adresse: str) -> str:
    """The host of a web address; "" when it is none."""
    try:
        lue = urlsplit(adresse)
        _ = lue.port
    except ValueError:
        return ""
    simple = lue.scheme in ("http", "https") and not (lue.query or lue.fragment)
    return (lue.hostname or "") if simple else ""


def is_local(hote: str) -> bool:
    """Whether a host name is that of the machine itself."""
    try:
        lue = ip_address(hote)
    except ValueError:
        return hote.lower() == "localhost"
    return lue.is_loopback or lue.is_unspecified
