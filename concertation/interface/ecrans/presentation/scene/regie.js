// What joins the windows of one presentation: the speaker's, the telephones', the grid, the time.
const REGIE = {
  fillRoom({ salle, message }) {
    const volet = this.q(".qr");
    const mots = salle ? `${salle.qr}<p>${salle.adresse}</p>${salle.note && `<p class="note">${salle.note}</p>`}` : `<p>${message}</p>`;
    volet.innerHTML = mots + FERMER;
    if (this.attendSalle && (salle || message)) {
      this.attendSalle = false;
      volet.hidden = true;
      this.toggle(".qr");
    }
    if (salle && salle.jeton !== this.jeton) {
      this.jeton = salle.jeton;
      this.dit = undefined;
    }
    if (salle) sessionStorage.salle = JSON.stringify(salle.cle);
    else if (sessionStorage.salle && !this.orateur) {
      const cle = JSON.parse(sessionStorage.salle);
      sessionStorage.removeItem("salle");
      if (cle.deck === this.data.deck) this.ask("retrouver", cle);
    }
  },

  askRoom() {
    if (this.data.salle) this.toggle(".qr");
    else {
      this.attendSalle = true;
      this.ask("salle");
    }
  },

  openChannel() {
    if (this.canal) this.canal.close();
    this.canal = new BroadcastChannel(`concertation-${(sessionStorage.canal ??= this.ici)}`);
    this.canal.onmessage = ({ data }) => this.hear(data);
    this.canal.postMessage(this.orateur ? { demande: true } : { projecteur: this.ici });
  },

  hear({ demande, projecteur, pris, pages, rang, noir, depart }) {
    if (this.orateur && pages) {
      this.recues = true;
      this.fill(pages);
      this.depart = depart;
      this.show(rang, true);
    } else if (!this.orateur && demande) this.tellSpeaker();
    // A tab that was duplicated takes a channel of its own.
    else if (!this.orateur && projecteur) this.canal.postMessage({ pris: projecteur });
    else if (pris === this.ici) {
      sessionStorage.removeItem("canal");
      this.openChannel();
    } else if (rang && rang !== this.rang) this.show(rang, true);
    if (noir !== undefined) this.darken(noir, true);
  },

  tellSpeaker() {
    const { rang, noir, depart, data } = this;
    this.canal.postMessage({ pages: data.pages, rang, noir, depart });
  },

  tellRoom() {
    // Nothing is shown, there either, while the screen is black.
    const salle = this.data.salle, position = this.noir ? 0 : this.rang;
    if (!salle || this.dit === position) return;
    this.dit = position;
    const body = new URLSearchParams({ jeton: salle.jeton, position });
    fetch(salle.api, { method: "POST", body, keepalive: true })
      .then((reponse) => { if (reponse.status >= 500) throw new Error(reponse.status); })
      .catch(() => setTimeout(() => { this.dit = undefined; this.tellRoom(); }, 1000));
  },

  darken(noir, silencieux = false) {
    this.noir = noir;
    this.q(".noir").hidden = !noir;
    if (!silencieux) this.canal.postMessage({ noir });
    if (!this.orateur && this.data.pages) this.tellRoom();
  },

  toggleGrid() {
    this.grille = !this.grille;
    this.plateau.classList.toggle("en-grille", this.grille);
    this.show(this.rang, true);
  },

  // What is left of the minutes planned: of the whole, and until the end of the section shown.
  countdown(ms) {
    const pages = this.data?.pages ?? [], ici = pages[this.rang - 1];
    const fin = ici && pages.findLastIndex((page) => page.section === ici.section);
    const reste = (lot) => lot.reduce((somme, page) => somme + page.minutes, 0) - Math.floor(ms / 60000);
    if (!ici || !pages.some((page) => page.minutes)) return "";
    const mots = (n) => (n < 0 ? `${-n} min de trop` : `${n} min`);
    const section = ici.section && `, dont « ${ici.section} » ${mots(reste(pages.slice(0, fin + 1)))}`;
    return `Reste ${mots(reste(pages))}${section}`;
  },
};
