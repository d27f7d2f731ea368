"""« Vérifier mes fichiers »: files dropped by a reader, checked, never stored."""

import base64
import binascii
from typing import Any

import streamlit as st

from concertation.donnees import Donnees, check_fichiers
from concertation.interface.garde import show_anomalies
from concertation.interface.textes import escape, plural

TAILLE_MAX = 10 * 1024 * 1024

# The native uploader speaks English and breaks an accessibility rule (its drop zone): this one
# is the browser's own file field, with a French label.
_DEPOT = st.components.v2.component(
    "depot_fichiers",
    html="""
<label for="fichiers">Choisissez un ou plusieurs fichiers CSV, ou une archive zip</label>
<input id="fichiers" type="file" multiple accept=".csv,.zip,.json,.geojson">
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
  champ.onchange = async () => {
    const total = [...champ.files].reduce((somme, fichier) => somme + fichier.size, 0);
    if (total > data.maximum) {
      mot.textContent = "Ces fichiers dépassent " + data.mo + " Mo : déposez-en moins à la fois.";
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
    setTriggerValue("fichiers", lus);
  };
}
""",
)


def show_verification(donnees: Donnees) -> None:
    """Choose files, watch the check advance, read its report."""
    st.markdown(
        "Déposez un ou plusieurs fichiers du contrat (ou une archive zip). Ils sont vérifiés en "
        "mémoire, avec les autres fichiers de l'application pour référence, puis oubliés : "
        "rien n'est enregistré."
    )
    retour = _DEPOT(
        key="depot",
        data={"maximum": TAILLE_MAX, "mo": TAILLE_MAX // 1024 // 1024},
        on_fichiers_change=lambda: None,
    )
    recus = _decode(retour.fichiers or {})
    if recus:
        _show_rapport(donnees, recus)


def _decode(recus: dict[str, Any]) -> dict[str, bytes]:
    """Names and contents of the files; what is no base64 counts as empty."""
    contenus = {}
    for nom, texte in recus.items():
        try:
            contenus[str(nom)] = base64.b64decode(str(texte), validate=True)
        except binascii.Error:
            contenus[str(nom)] = b""
    return contenus


def _show_rapport(donnees: Donnees, recus: dict[str, bytes]) -> None:
    barre = st.progress(0.0, text="Vérification en cours…")

    def advance(part: float, mot: str) -> None:
        barre.progress(min(part, 1.0), text=escape(mot))

    rapport = check_fichiers(recus, donnees.dossier, advance)
    barre.empty()
    noms = escape(", ".join(rapport.fichiers or tuple(recus)))
    if rapport.anomalies:
        nombre = plural(len(rapport.anomalies), "anomalie")
        st.error(f"{nombre} dans {noms}.", icon=":material/report:")
        show_anomalies(rapport.anomalies)
    else:
        st.success(f"Aucune anomalie dans {noms}.", icon=":material/check_circle:")
    if rapport.consequences:
        st.warning(
            f"{plural(len(rapport.consequences), 'anomalie')} dans les fichiers que vous n'avez "
            "pas déposés, à cause de ceux-ci.",
            icon=":material/warning:",
        )
        show_anomalies(rapport.consequences)
