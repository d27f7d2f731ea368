// What each key does, said in the help and done by `Scene.act`.
const CHIFFRES_MS = 1000;
const BARRE_MS = 2500;
const FERMER = '<button type="button" data-geste="fermer">Fermer</button>';
const TOUCHES = [
  ["→ ↓ Espace, Page ↓", "diapositive suivante"],
  ["← ↑, Page ↑", "diapositive précédente"],
  ["Début, Fin", "première, dernière"],
  ["Chiffres, puis Entrée", "aller à ce numéro"],
  ["G", "grille de toutes les diapositives ; Entrée ou un clic en ouvre une"],
  ["F ou F5", "plein écran"],
  ["L", "pointeur, montré aussi sur l’écran projeté"],
  ["N", "notes"],
  ["O", "fenêtre de l’orateur"],
  ["S", "adresse et code de la salle"],
  ["B ou .", "écran noir, téléphones compris"],
  ["Q", "écran filtré derrière la diapositive ; Q pour revenir"],
  ["?", "cette aide"],
  ["Échap", "fermer, puis quitter"],
];
// What the speaker's window does not do.
const PROJECTEUR = ["orateur", "ecran", "salle", "notes"];
const GESTES = {
  ArrowRight: "suivante", ArrowDown: "suivante", PageDown: "suivante", " ": "suivante", Enter: "suivante",
  ArrowLeft: "precedente", ArrowUp: "precedente", PageUp: "precedente", Backspace: "precedente",
  Home: "debut", End: "fin", f: "plein", F5: "plein", g: "grille", l: "pointeur", n: "notes", b: "noir",
  ".": "noir", o: "orateur", s: "salle", q: "ecran", "?": "aide", Escape: "echap",
};
