"""What a secret link opens without an account: an opinion to give, messages to stop, a feed."""

import datetime as dt
from functools import partial
from html import escape
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from concertation.serveur.salle.pages import answer_form, show_absent, show_page

CORPS_MAXIMUM = 200_000
INCONNU = "Ce lien n’est pas, ou n’est plus, celui d’un message de l’application."


def routes() -> list[Route]:
    """The addresses that hold a secret."""
    return [
        Route(
            "/avis/{secret}",
            partial(answer_form, _show_avis, CORPS_MAXIMUM),
            methods=["GET", "POST"],
        ),
        Route(
            "/arret/{secret}", partial(answer_form, _stop, CORPS_MAXIMUM), methods=["GET", "POST"]
        ),
        Route("/fil/{secret}", _show_feed),
    ]


def _show_avis(request: Request, dit: dict[str, str]) -> Response:
    from concertation.exploitation.etat import current_store, load_current
    from concertation.recits.avis import tell_demande
    from concertation.recits.contexte import PUBLIC, Contexte
    from concertation.suivi import ErreurSuivi, Introuvable, References, SaisieInvalide

    secret, faute = request.path_params["secret"], ""
    avis: Any = {}
    try:
        avis = (verbes := current_store().avis).asked(secret)
        if request.method == "POST":
            verbes.answer(secret, dit.get("qui", ""), dit.get("reponse", ""))
            return show_absent("Merci", "Votre réponse est enregistrée.", 200)
    except SaisieInvalide as erreur:
        faute = str(erreur)
    except ErreurSuivi as erreur:
        statut = 404 if isinstance(erreur, Introuvable) else 503
        return show_absent("Demande d’avis", str(erreur), statut)
    store = current_store().with_references(References.of_donnees(donnees := load_current()))
    dits = tell_demande(Contexte(donnees, dt.date.today(), PUBLIC, store), avis)
    tete = "".join(f"<p>{escape(dit)}</p>" for dit in dits)
    return show_page("Demande d’avis", _form(avis, tete, dit, faute), 422 if faute else 200)


def _form(avis: Any, tete: str, dit: dict[str, str], faute: str) -> str:
    dite, large = (
        escape(avis["question"]).replace("\n", "<br>"),
        'required style="width:100%;box-sizing:border-box"',
    )
    alerte = f'<p role="alert"><strong>{escape(faute)}</strong></p>' if faute else ""
    qui, reponse = escape(dit.get("qui", avis["aupres_de"])), escape(dit.get("reponse", ""))
    return (
        f'<div class="fin"><h1>Votre avis est demandé</h1>{tete}<p><strong>{dite}</strong></p>'
        f'{alerte}<form method="post">'
        f'<p><label>Votre nom<br><input name="qui" {large} value="{qui}"></label></p>'
        f'<p><label>Votre réponse<br><textarea name="reponse" rows="10" {large}>{reponse}'
        "</textarea></label></p><p><button>Envoyer la réponse</button></p></form></div>"
    )


def _stop(request: Request, dit: dict[str, str]) -> Response:
    """Asked first, since programs that look at mail open its links; those that read it press by
    themselves (RFC 8058)."""
    from concertation.exploitation.etat import current_store

    fait, encore = request.method == "POST", "encore" in dit
    if fait and not current_store().courrier.stop(request.path_params["secret"], encore):
        return show_absent("Lien inconnu", INCONNU)
    suite = "en reçoit de nouveau" if encore else "n’en reçoit plus"
    phrase = f"C’est noté : cette adresse {suite}." if fait else "Messages à cette adresse"
    reprend = fait and not encore
    nom, mots = (
        ("encore", "En recevoir de nouveau") if reprend else ("arret", "Ne plus en recevoir")
    )
    corps = f'<form method="post"><button name="{nom}" value="1">{mots}</button></form>'
    return show_page(phrase, f'<div class="fin"><h1>{phrase}</h1>{corps}</div>')


def _show_feed(request: Request) -> Response:
    from concertation.analyse.adresses import public_root
    from concertation.exploitation.etat import current_store, load_current
    from concertation.recits.contexte import Contexte
    from concertation.restitution.courrier import build_feed
    from concertation.suivi import Acteur, References

    donnees = load_current()
    store = current_store().with_references(References.of_donnees(donnees))
    lieu = store.courrier.feed_of(request.path_params["secret"])
    if lieu is None:
        return show_absent("Fil inconnu", INCONNU)
    lecteur = Acteur("Fil du comité", "comite", frozenset({lieu}))
    contexte = Contexte(donnees, dt.date.today(), lecteur, store)
    racine = public_root()[0] or str(request.base_url).rstrip("/")
    return Response(build_feed(contexte, lieu, racine), media_type="application/atom+xml")
