"""Short addresses: `/p/ACC-L-05`, `/e/E3`, `/t/61` lead to the sheet of what they name."""

from functools import partial
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from concertation.analyse.adresses import COURTES, resolve
from concertation.serveur.salle.pages import show_absent

INCONNUE = "Rien ne porte ce nom ici : vérifiez l’adresse, ou cherchez dans les écrans."


def routes() -> list[Route]:
    """The address of each kind, and of what it names."""
    return [Route(f"/{lettre}/{{cle}}", partial(_lead, lettre)) for lettre in COURTES]


def _lead(lettre: str, request: Request) -> Response:
    """To the sheet; a page in French when nothing has that name."""
    # Imported when asked: pandas comes with the data, and the server listens before.
    from concertation.donnees import DonneeIndisponible
    from concertation.exploitation.etat import load_current

    try:
        connus = _known(load_current(), lettre)
    except DonneeIndisponible as erreur:
        return show_absent("Données indisponibles", str(erreur), 503)
    trouve = resolve(request.path_params["cle"], connus)
    if trouve is None:
        return show_absent("Adresse inconnue", INCONNUE)
    ecran, param = COURTES[lettre]
    cible = f"../{ecran}?{urlencode({param: connus[trouve]})}"
    return RedirectResponse(cible, 302, headers={"Cache-Control": "no-cache"})


def _known(donnees: Any, lettre: str) -> dict[str, str]:
    """The id of each thing by what an address may call it: a territory by its code too."""
    from concertation.analyse.territoires.noms import NIVEAUX

    table = donnees.table(COURTES[lettre][0])
    connus = {str(cle): str(cle) for cle in table["id"]}
    if lettre == "t":
        for niveau in NIVEAUX:
            siens = table[(table["niveau"] == niveau) & (table["code"] != "")]
            for code, cle in zip(siens["code"], siens["id"], strict=True):
                connus.setdefault(str(code), str(cle))
    return connus
