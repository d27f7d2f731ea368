"""Files received from the reader's machine; one can be kept until it is dealt with."""

import base64
import binascii
from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from concertation.interface.socle.textes import escape

T = TypeVar("T")
TAILLE_MAX = 10 * 1024 * 1024

# The native uploader speaks English and breaks an accessibility rule (its drop zone): this one
# is the browser's own file field, with a French label.
_CHAMP = st.components.v2.component(
    "champ_fichier",
    html="""
<label for="fichier"></label>
<input id="fichier" type="file">
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
  const mot = parentElement.querySelector("p");
  parentElement.querySelector("label").textContent = data.libelle;
  champ.accept = data.types;
  champ.multiple = data.plusieurs;
  champ.onchange = async () => {
    if (!champ.files.length) return;
    const total = [...champ.files].reduce((somme, fichier) => somme + fichier.size, 0);
    if (total > data.maximum) {
      const mo = data.maximum / 1024 / 1024 + " Mo";
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


def read_champ(libelle: str, types: str, *, cle: str, plusieurs: bool = False) -> dict[str, bytes]:
    """Contents by name of the files chosen just now; empty in any other run."""
    donnees = {"libelle": libelle, "types": types, "plusieurs": plusieurs, "maximum": TAILLE_MAX}
    retour = _CHAMP(key=cle, data=donnees, on_recus_change=lambda: None)
    return {str(nom): _decode(str(texte)) for nom, texte in (retour.recus or {}).items()}


def show_champ_fichier(libelle: str, types: str, *, cle: str) -> tuple[str, bytes] | None:
    """Name and content of the file chosen last; None until one is, or once `forget_fichier`."""
    return show_champ_lu(libelle, types, cle=cle, read=lambda contenu, nom: contenu)


def show_champ_lu(
    libelle: str, types: str, *, cle: str, read: Callable[[bytes, str], T]
) -> tuple[str, T] | None:
    """`show_champ_fichier` with what `read(content, name)` made of the file, once, in its place."""
    for nom, contenu in read_champ(libelle, types, cle=f"w-{cle}").items():
        with st.spinner(f"Lecture de {escape(nom)}…"):
            st.session_state[cle] = (nom, read(contenu, nom))
    recu: tuple[str, T] | None = st.session_state.get(cle)
    return recu


def forget_fichier(cle: str) -> None:
    """Ask for another file."""
    st.session_state.pop(cle, None)


def _decode(texte: str) -> bytes:
    """What is no base64, or too large for the field, counts as empty."""
    try:
        contenu = base64.b64decode(texte, validate=True)
    except binascii.Error:
        return b""
    return contenu if len(contenu) <= TAILLE_MAX else b""
