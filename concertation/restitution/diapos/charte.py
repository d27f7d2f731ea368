"""The identity of a service, from the folder that CONCERTATION_IDENTITE names: one place gives its
colour, foot, font and logo to screens, slides, telephones, PowerPoint, PDF and A4."""

import base64
import os
import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from concertation.analyse.mots.formats import format_nombre
from concertation.donnees.phrases import explain
from concertation.graphiques.style.couleurs import CONTRASTE, contrast, legible

CLAIRS, SOMBRES = ("#FFFFFF", "#F3F5F8"), ("#14161A", "#262B33")  # grounds of screens and papers
FORMES = {  # of what goes into style sheets and files as it is
    "accent": "#[0-9A-Fa-f]{6}", "police": r"[\w -]{1,60}", "pied": r"[^\x00-\x1f]{1,120}",
    "logo": r"[^/\\\x00]+",
}  # fmt: skip
ATTENDU = "On attend accent (#RRGGBB), pied, police ou logo (une image à côté), entre guillemets"


@dataclass(frozen=True)
class Charte:
    """What a service sets, the house's own where it doesn't; its folder may hold files of fonts."""

    dossier: Path | None = None
    accent: str = "#0A4077"
    pied: str = ""
    police: str = ""
    logo: Any = None  # a `Photo`, whose library takes a moment to load
    image: bytes = b""  # of the logo
    large: float = 0  # of the logo, for a height of one
    sombre: str = ""  # the accent as dark grounds need it

    @property
    def css(self) -> str:
        """What it changes to `diapo.css`."""
        dits = f":root,:host{{--maison:{self.accent};--maison-sombre:{self.sombre}}}"
        dits += f'.diapo{{font-family:"{self.police}",system-ui,sans-serif}}' * bool(self.police)
        if self.logo:
            dits += (
                f".diapo footer::before{{width:{1.8 * self.large:.2f}em;height:1.8em;content:'';"
            )
            dits += f"background:url({self.logo.adresse}) 0/contain no-repeat}}"
        return dits if self.dossier else ""


def current_charte() -> Charte:
    """The identity of the service; what can't be worn ends the process with a French sentence."""
    nom = os.environ.get("CONCERTATION_IDENTITE", "").strip()
    return _read(nom) if nom else Charte()


@lru_cache(maxsize=4)
def _read(nom: str) -> Charte:
    dossier = Path(nom).absolute()
    refus = f"Identité, «\u00a0{dossier / 'identite.toml'}\u00a0»\u00a0: "
    try:
        dits = tomllib.loads((dossier / "identite.toml").read_text(encoding="utf-8"))
        for cle, dit in dits.items():
            if not isinstance(dit, str) or not re.fullmatch(FORMES.get(cle, ""), dit):
                raise ValueError(f"{cle} = {dit!r}")
        if "logo" in dits:
            from concertation.restitution.diapos.photos import read_photo

            logo = read_photo((dossier / dits["logo"]).read_bytes(), plein=True)
            image, large = base64.b64decode(logo.octets), logo.largeur / logo.hauteur
            dits |= {"logo": logo, "image": image, "large": large}
        sombre = legible(dits.get("accent", Charte.accent), SOMBRES, "#FFFFFF")
        charte = Charte(dossier, sombre=sombre, **dits)
        if (pire := min(contrast(charte.accent, fond) for fond in CLAIRS)) < CONTRASTE:
            dit = f"{format_nombre(pire, 1)} pour {format_nombre(CONTRASTE)} au moins"
            raise ValueError(f"{charte.accent} se lit mal sur fond clair, contraste de {dit}")
    except OSError as erreur:
        raise SystemExit(f"{refus}{Path(erreur.filename).name}, {explain(erreur)}.") from erreur
    except ValueError as erreur:  # what TOML, the picture or the forms refuse
        raise SystemExit(f"{refus}{erreur}. {ATTENDU}.") from erreur
    return charte
