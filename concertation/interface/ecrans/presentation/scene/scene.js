// The projector's scene and the speaker's window: slides come whole, keys are answered here, so
// that the next slide waits for nobody. Python hears of a screen asked for, and of the end. The
// speaker's window shows the pages that its projector sends it, whoever reads there.
class Scene {
  constructor(racine) {
    this.racine = racine;
    this.plateau = racine.querySelector(".plateau");
    this.arret = new AbortController();
    this.rang = 0;
    this.chiffres = "";
    // A reload goes on where it was; another tab has a channel, a room and a clock of its own.
    this.depart = Number((sessionStorage.depart ??= Date.now()));
    this.cumul = 0;
    this.ici = `${Date.now()}-${Math.random()}`;
    this.noir = false;
    this.tourne = true;
    const options = { signal: this.arret.signal };
    document.addEventListener("keydown", (e) => this.onKey(e), { ...options, capture: true });
    this.plateau.addEventListener("mousemove", () => this.showBar(), options);
    this.plateau.addEventListener("click", (e) => this.onClick(e), options);
    this.plateau.addEventListener("touchstart", (e) => (this.toucher = e.changedTouches[0].clientX), { ...options, passive: true });
    this.plateau.addEventListener("touchend", (e) => this.onSwipe(e), options);
    // What goes full screen comes above what was there: come back above it.
    document.addEventListener("fullscreenchange", () => this.raise(), options);
    // Back may lead to another screen, whose address has no slide.
    window.addEventListener("popstate", () => location.search.includes("diapo=") && this.show(this.readAddress(), true), options);
    this.veille = new ResizeObserver(() => this.fit());
    this.veille.observe(this.plateau);
    this.horloge = setInterval(() => this.tick(), 500);
    this.fillHelp();
  }

  raise() {
    if (this.plateau.matches(":popover-open")) this.plateau.hidePopover();
    this.plateau.showPopover();
    this.plateau.focus({ preventScroll: true });
  }

  q(selecteur) {
    return this.plateau.querySelector(selecteur);
  }

  update(data, trigger) {
    this.trigger = trigger;
    const avant = this.data;
    this.data = data;
    this.orateur = data.vue === "orateur";
    if (!this.canal) this.openChannel();
    this.plateau.classList.toggle("vue-orateur", this.orateur);
    this.fillRoom(data);
    for (const geste of PROJECTEUR) this.q(`[data-geste="${geste}"]`).hidden = this.orateur;
    if (this.orateur) for (const nom of [".suivant", ".orateur", ".notes"]) this.q(nom).hidden = false;
    // One's own pages are for who rehearses alone.
    if (this.recues) this.data.pages = avant.pages;
    else if (!avant || avant.empreinte !== data.empreinte) this.fill(data.pages);
    this.show(avant ? this.rang : this.readAddress(), true);
    if (!this.orateur) this.tellSpeaker();
    if (!this.plateau.matches(":popover-open")) this.raise();
  }

  fill(pages) {
    this.data.pages = pages;
    for (const cadre of [".courant", ".suivant"])
      this.q(cadre + " .scene").innerHTML = pages.map((page) => `<div>${page.html}</div>`).join("");
    let section = "";
    [...this.q(".courant .scene").children].forEach((boite, i) => {
      if (pages[i].section !== section) boite.dataset.section = section = pages[i].section;
    });
    this.fit();
  }

  // As wide as the window allows between 4:3 and 16:9: the slides are laid out on that scene.
  fit() {
    const { clientWidth: large, clientHeight: haut } = this.plateau;
    if (!large || !haut) return;
    const ratio = Math.min(16 / 9, Math.max(4 / 3, large / haut));
    this.plateau.style.setProperty("--ratio", ratio);
    this.plateau.style.setProperty("--haut", `${Math.round(1920 / ratio)}px`);
    this.plateau.style.setProperty("--agrandi", Math.sqrt(16 / 9 / ratio));
  }

  readAddress() {
    return Number(new URLSearchParams(location.search).get("diapo")) || 1;
  }

  get total() {
    return this.data.pages.length;
  }

  show(rang, silencieux = false) {
    if (!this.total) return;
    this.rang = Math.min(Math.max(1, Math.round(rang)), this.total);
    this.mark(".courant", this.rang);
    if (this.orateur) this.mark(".suivant", Math.min(this.rang + 1, this.total));
    const page = this.data.pages[this.rang - 1];
    this.q(".annonce").textContent = `Diapositive ${this.rang} sur ${this.total} : ${page.titre}`;
    this.q(".progres div").style.width = `${(100 * this.rang) / this.total}%`;
    this.q(".notes .texte").innerHTML = page.notes;
    const adresse = new URL(location.href);
    if (adresse.searchParams.get("diapo") !== String(this.rang)) {
      adresse.searchParams.set("diapo", this.rang);
      history.replaceState(history.state, "", adresse);
    }
    if (!silencieux) this.canal.postMessage({ rang: this.rang });
    if (!this.orateur) this.tellRoom();
    if (this.grille) this.q(".courant .vue").scrollIntoView({ block: "nearest" });
    this.tick();
  }

  mark(cadre, rang) {
    [...this.q(cadre + " .scene").children].forEach((boite, i) => {
      boite.classList.toggle("vue", i === rang - 1);
      boite.classList.toggle("prete", i === rang || i === rang - 2);
      boite.toggleAttribute("inert", i !== rang - 1 && !this.grille);
    });
  }

  fillHelp() {
    const lignes = TOUCHES.map(([touche, effet]) => `<tr><th scope="row">${touche}</th><td>${effet}</td></tr>`);
    this.q(".aide").innerHTML = `<h2>Touches</h2><table><tbody>${lignes.join("")}</tbody></table>${FERMER}`;
  }

  onKey(e) {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    const dansBouton = e.composedPath().some((n) => n.tagName === "BUTTON");
    if (dansBouton && (e.key === " " || e.key === "Enter")) return;
    let geste = GESTES[e.key.length === 1 ? e.key.toLowerCase() : e.key];
    if (e.key === " " && e.shiftKey) geste = "precedente";
    if (this.grille && ["Enter", " ", "Escape"].includes(e.key)) geste = "grille";
    if (e.key === "Enter" && this.chiffres) geste = "aller";
    const chiffre = /^[0-9]$/.test(e.key);
    if (!geste && !chiffre) return;
    e.preventDefault();
    e.stopPropagation();
    if (chiffre) this.addDigit(e.key);
    else this.act(geste);
  }

  addDigit(chiffre) {
    this.chiffres += chiffre;
    clearTimeout(this.attente);
    this.attente = setTimeout(() => this.act("aller"), CHIFFRES_MS);
  }

  act(geste) {
    if (this.orateur && PROJECTEUR.includes(geste)) return undefined;
    if (this.noir && !["noir", "echap"].includes(geste)) this.darken(false);
    switch (geste) {
      case "suivante": return this.show(this.rang + 1);
      case "precedente": return this.show(this.rang - 1);
      case "debut": return this.show(1);
      case "fin": return this.show(this.total);
      case "aller": {
        clearTimeout(this.attente);
        const voulu = Number(this.chiffres);
        this.chiffres = "";
        return voulu ? this.show(voulu) : undefined;
      }
      case "plein": return this.toggleFull();
      case "notes": return this.toggleNotes();
      case "noir": return this.darken(!this.noir);
      case "grille": return this.toggleGrid();
      case "pointeur": this.plateau.classList.toggle("pointe"); return undefined;
      case "orateur": return this.openSpeaker();
      case "salle": return this.askRoom();
      case "aide": return this.toggle(".aide");
      case "ecran": return this.ask("ecran");
      case "quitter": return this.ask("quitter");
      case "fermer": return this.closePanels();
      case "pause": return this.pause();
      case "zero": this.cumul = 0; this.depart = Date.now(); return this.tick();
      case "echap": return this.escape();
    }
    return undefined;
  }

  ask(quoi, reste = {}) {
    if (quoi === "quitter") sessionStorage.removeItem("depart");
    this.trigger("geste", { quoi, rang: this.rang, fois: Date.now(), ...reste });
  }

  escape() {
    if (this.noir) { this.darken(false); return; }
    if (!this.q(".aide").hidden || !this.q(".qr").hidden) { this.closePanels(); return; }
    if (!document.fullscreenElement) this.ask("quitter");
  }

  toggle(nom) {
    const volet = this.q(nom), ouvre = volet.hidden;
    this.closePanels();
    volet.hidden = !ouvre;
    if (ouvre) volet.querySelector("button").focus();
  }

  closePanels() {
    this.q(".aide").hidden = this.q(".qr").hidden = true;
    this.plateau.focus();
  }

  toggleNotes() {
    const notes = this.q(".notes");
    notes.hidden = !notes.hidden;
    this.q('[data-geste="notes"]').setAttribute("aria-pressed", String(!notes.hidden));
  }

  toggleFull() {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen().catch(() => {});
  }

  openSpeaker() {
    const adresse = new URL(location.href);
    adresse.searchParams.set("vue", "orateur");
    window.open(adresse, "orateur");
  }

  onClick(e) {
    const bouton = e.target.closest("[data-geste]");
    if (bouton) return this.act(bouton.dataset.geste);
    if (e.target.closest(".volet, .notes, .courant a")) return undefined;
    if (this.grille) {
      const boite = e.target.closest(".courant .scene > div");
      if (boite) { this.show([...boite.parentElement.children].indexOf(boite) + 1); this.toggleGrid(); }
      return undefined;
    }
    return this.act(e.clientX < this.plateau.clientWidth / 4 ? "precedente" : "suivante");
  }

  onSwipe(e) {
    const ecart = e.changedTouches[0].clientX - this.toucher;
    if (Math.abs(ecart) > 50) { this.act(ecart < 0 ? "suivante" : "precedente"); e.preventDefault(); }
    else this.showBar();
  }

  showBar() {
    this.plateau.classList.add("bouge");
    clearTimeout(this.cache);
    this.cache = setTimeout(() => this.plateau.classList.remove("bouge"), BARRE_MS);
  }

  pause() {
    if (this.tourne) this.cumul += Date.now() - this.depart;
    this.depart = Date.now();
    this.tourne = !this.tourne;
    this.q('[data-geste="pause"]').textContent = this.tourne ? "Arrêter le chronomètre" : "Reprendre le chronomètre";
    this.tick();
  }

  tick() {
    const heure = new Date().toLocaleTimeString("fr-FR", { hour: "2-digit", minute: "2-digit" });
    const ms = this.cumul + (this.tourne ? Date.now() - this.depart : 0);
    const deux = (n) => String(Math.floor(n)).padStart(2, "0");
    const duree = `${deux(ms / 60000)}:${deux((ms / 1000) % 60)}`;
    this.q(".montre").textContent = `${this.rang} / ${this.total} · ${heure} · ${duree}`;
    this.q(".horloge").textContent = heure;
    this.q(".duree").textContent = duree;
    this.q(".reste").textContent = this.countdown(ms);
  }

  close() {
    this.arret.abort();
    this.veille.disconnect();
    clearInterval(this.horloge);
    clearTimeout(this.attente);
    if (this.canal) this.canal.close();
  }
}

Object.assign(Scene.prototype, REGIE);

export default function ({ parentElement, data, setTriggerValue }) {
  parentElement.scene ??= new Scene(parentElement);
  parentElement.scene.update(data, setTriggerValue);
  return () => {
    parentElement.scene?.close();
    parentElement.scene = undefined;
  };
}
