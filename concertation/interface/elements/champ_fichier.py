"""Files received from the reader's machine; one can be kept until it is dealt with."""

import base64
import binascii
from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from concertation.interface.socle.demandeur import current_demandeur
from concertation.interface.socle.textes import escape
from concertation.restitution.diapos.modele import DiaporamaInvalide
from concertation.restitution.fabrication.fabrique import LectureImpossible, read_apart
from concertation.restitution.fabrication.processus import warm
from concertation.restitution.pptx import ModeleInvalide

T = TypeVar("T")
MO = 1024 * 1024
TAILLE_MAX = 10 * MO

# The native uploader speaks English and breaks an accessibility rule (its drop zone): this one
# is the browser's own file field, with a French label.
_CHAMP = st.components.v2.component(
    "champ_fichier",
    html="""
<label for="fichier"></label>
<input id="fichier" type="file" aria-describedby="taille">
<p id="taille"></p>
<p role="status"></p>
""",
    css="""
label, input, p { font-family: var(--st-font); color: var(--st-text-color); font-size: 1rem; }
label { display: block; margin-bottom: .5rem; }
input { max-width: 100%; }
p { margin: .5rem 0 0; min-height: 1.2em; }
""",
    js="""
export default function ({ parentElement, setTriggerValue, data }) {
  const champ = parentElement.querySelector("input");
  const mot = parentElement.querySelector("[role=status]");
  const mo = data.maximum / 1024 / 1024 + " Mo";
  parentElement.querySelector("#taille").textContent = mo + " au plus.";
  parentElement.querySelector("label").textContent = data.libelle;
  champ.accept = data.types;
  champ.multiple = data.plusieurs;
  champ.onchange = async () => {
    if (!champ.files.length) return;
    const total = [...champ.files].reduce((somme, fichier) => somme + fichier.size, 0);
    if (total > data.maximum) {
      mot.textContent = data.plusieurs
        ? "Ces fichiers dépassent " + mo + " : déposez-en moins à la fois."
        : "Ce fichier dépasse " + mo + ".";
      champ.value = "";
      return;
    }
    const lus = {};
    for (const fichier of champ.files) {
      mot.textContent = "Lecture de " + fichier.name + "…";
      const octets = new Uint8Array(await fichier.arrayBuffer());
      let texte = "";
      for (let i = 0; i < octets.length; i += 32768)
        texte += String.fromCharCode(...octets.subarray(i, i + 32768));
      lus[fichier.name] = btoa(texte);
    }
    mot.textContent = "";
    setTriggerValue("recus", lus);
    if (!data.plusieurs) champ.value = "";
  };
}
""",
)


def read_champ(
    libelle: str, types: str, *, cle: str, plusieurs: bool = False, maximum: int = TAILLE_MAX
) -> dict[str, bytes]:
    """Contents by name of the files chosen just now; empty in any other run."""
    warm()
    donnees = {"libelle": libelle, "types": types, "plusieurs": plusieurs, "maximum": maximum}
    retour = _CHAMP(key=cle, data=donnees, on_recus_change=lambda: None)
    return {str(nom): _decode(str(texte), maximum) for nom, texte in (retour.recus or {}).items()}


def show_champ_lu(
    libelle: str,
    types: str,
    *,
    cle: str,
    read: Callable[..., T],
    nomme: bool = True,
    maximum: int = TAILLE_MAX,
    garde: bool = False,
) -> tuple[str, T] | None:
    """Name of the file chosen last, and what `read(content)` made of it, once, in a process of its
    own; None until one is chosen, once `forget_fichier`, and when it can't be read.

    `nomme`: `read` wants the name too. `garde`: `kept_octets` gives the file again.
    """
    for nom, contenu in read_champ(libelle, types, cle=f"w-{cle}", maximum=maximum).items():
        forget_fichier(cle)
        with st.spinner(f"Lecture de {escape(nom)}…"):
            try:
                lu = read_apart(read, contenu, *[nom][:nomme], **current_demandeur())
                st.session_state[cle] = (nom, lu)
                if garde:
                    st.session_state[f"{cle}-octets"] = contenu
            except (LectureImpossible, DiaporamaInvalide, ModeleInvalide) as refus:
                st.session_state[f"{cle}-refus"] = f"{nom} : {refus}"
    if phrase := st.session_state.get(f"{cle}-refus"):
        st.error(escape(phrase), icon=":material/report:")
    recu: tuple[str, T] | None = st.session_state.get(cle)
    return recu


def kept_octets(cle: str) -> bytes | None:
    """The bytes of the file chosen last, as they came."""
    octets: bytes | None = st.session_state.get(f"{cle}-octets")
    return octets


def forget_fichier(cle: str) -> None:
    """Ask for another file; what was kept of this one goes, under keys that begin with its own."""
    siens = [nom for nom in map(str, st.session_state) if nom == cle or nom.startswith(f"{cle}-")]
    for garde in siens:
        st.session_state.pop(garde, None)


def _decode(texte: str, maximum: int) -> bytes:
    """What is no base64, or too large for the field, counts as empty."""
    try:
        contenu = base64.b64decode(texte, validate=True)
    except binascii.Error:
        return b""
    return contenu if len(contenu) <= maximum else b""
