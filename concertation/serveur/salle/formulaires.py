"""What telephones fill in: the vote of the room, then what all said; questions."""

from collections.abc import Mapping
from html import escape
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from concertation.analyse.mots.textes import split_liste
from concertation.analyse.mots.typographie import typeset
from concertation.declarations.vote import ACCORDS, MODE_VOTE
from concertation.serveur.salle.pages import VIF, document, lead, refuse, store

RECUE = "Question reçue : elle se lira ici quand la personne qui présente l’aura montrée."


def name_step(vote: Mapping[str, Any]) -> str:
    """What telephones compare: another one is another page."""
    return f"{vote['id']} {vote['etat']}" if vote else ""


def _names(vote: Mapping[str, Any]) -> dict[str, str]:
    """What each proposal of a vote says."""
    from concertation.exploitation.etat import load_current

    lus = load_current().table("propositions").set_index("id")["intitule"]
    return {cle: escape(lus.get(cle, cle)) for cle in split_liste(vote["lie"])}


def tell_result(vote: Mapping[str, Any]) -> str:
    from concertation.recits.votes import RESERVE, tell_points, tell_stamp

    noms, points = _names(vote), tell_points(vote).items()
    dits = "".join(f"<li><strong>{dit}</strong> – {noms[cle]}</li>" for cle, dit in points)
    question = f"<h1>{escape(vote['question'])}</h1>"
    return f'<div class="fin">{question}<ul>{dits}</ul><p>{tell_stamp(vote)}. {RESERVE}</p></div>'


def show_vote(request: Request, dit: dict[str, str]) -> Response:
    """The form of this device, as it answered or was refused, or what all said."""
    code, votes, mot = request.path_params["code"], store().votes, ""
    if request.method == "POST":
        ballot = {**dit, dit.get("choix", ""): "1"}
        if not (mot := refuse(request, lambda appareil: votes.vote(code, appareil, ballot))):
            return lead("./vote")
    if not (vote := votes.of_room(code)):
        return lead(f"../{quote(code)}")
    corps = "<p>Le vote est clos, le résultat va suivre.</p>"
    if vote["etat"] == "ouvert":
        if not mot:
            siens = votes.ballots(vote["id"], request.scope.get("appareil") or "-")
            dit = {cle: str(n) for lu in siens for cle, n in lu.items()}
        dite = mot or "Réponse enregistrée ; elle se change jusqu’à la clôture." * bool(dit)
        champs = "".join(
            f'<label class="voix">{_field(vote["mode"], escape(c), dit.get(c, ""))} {nom}</label>'
            for c, nom in _names(vote).items()
        )
        champs += f'<input type="hidden" name="vote" value="{vote["id"]}">'
        corps = f"<p>{MODE_VOTE.mot(vote['mode'])}</p>{_form(dite, champs)}"
    corps = f'<div class="fin"><h1>{escape(vote["question"])}</h1>{corps}</div>'
    if vote["etat"] == "montre":
        corps = tell_result(vote)
    suit = vote["etat"] != "ouvert"  # no form is taken from who fills it
    page = document(code, "Vote", corps, "../../", suit=suit, vote=name_step(vote))
    return HTMLResponse(page, 422 if mot else 200, headers=VIF)


def _field(mode: str, cle: str, dit: str) -> str:
    if mode == "choix":
        return f'<input type="radio" name="choix" value="{cle}"{" checked" * (dit == "1")}>'
    options = (
        f'<option value="{n}"{" selected" * (dit == str(n))}>{mot}</option>'
        for n, mot in enumerate(ACCORDS if mode == "accord" else range(11))
    )
    return f'<select name="{cle}">{"".join(options)}</select>'


def _form(mot: str, champs: str) -> str:
    return (
        f'<p role="alert"><strong>{escape(mot)}</strong></p><form method="post">{champs}'
        "<p><button>Envoyer</button></p></form>"
    )


def show_questions(request: Request, dit: dict[str, str]) -> Response:
    """What the presenter has shown of the room's questions, and where to ask one."""
    code, salles, mot = request.path_params["code"], store().salles, ""
    etat = salles.state(code)
    if etat is None or etat.close:
        return lead(f"../{quote(code)}")
    texte = dit.get("texte", "")
    if request.method == "POST" and not (
        mot := refuse(request, lambda appareil: salles.ask(code, appareil, texte))
    ):
        return lead("./questions?recue=1")
    montrees = (typeset(q.contenu["texte"]) for q in salles.questions(code) if q.contenu["montree"])
    lues = "".join(f"<li>{escape(question)}</li>" for question in montrees)
    champs = (
        '<p><label>Votre question, sans nom de personne<br><textarea name="texte" rows="4" '
        f'maxlength="200" required>{escape(texte)}</textarea></label></p>'
    )
    corps = f"<h1>Questions de la salle</h1><ul>{lues}</ul>"
    corps += _form(mot or RECUE * ("recue" in request.query_params), champs)
    pied = f'<a href="../{code}">À l’écran</a>'
    page = document("", "Questions", f'<div class="fin">{corps}</div>', "../../", pied)
    return HTMLResponse(page, 422 if mot else 200, headers=VIF)
