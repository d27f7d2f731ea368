// Follows the presenter: asks every second which page is shown, and fetches it when it changes.
const racine = document.documentElement;
const { salle: base, vote = "", recul } = racine.dataset;
const vue = document.querySelector("main");
const mot = document.querySelector("#etat");
let montree = Number(racine.dataset.rang);
let absences = 0;

async function follow() {
  try {
    const reponse = await fetch(`${base}/etat`, { cache: "no-store" });
    if (reponse.status === 429) {
      mot.textContent = await reponse.text();
      return setTimeout(follow, 1000 * reponse.headers.get("retry-after"));
    }
    if (reponse.status === 404) return (mot.textContent = "Cette salle n’existe plus.");
    const etat = await reponse.json();
    absences = 0;
    mot.textContent = "";
    // The end and a vote have pages of their own; a form stays as it is typed until the vote changes.
    if (etat.close || etat.vote !== vote) return location.replace(base);
    if (!vote) racine.dataset.rang = etat.position;
    if (!vote && !recul && etat.position && etat.position !== montree) await show(etat.position);
  } catch {
    absences += 1;
    if (absences > 2) mot.textContent = "La connexion est perdue ; nouvel essai…";
  }
  setTimeout(follow, document.hidden ? 5000 : 1000);
}

async function show(position) {
  const reponse = await fetch(`${base}/page/${position}`);
  if (!reponse.ok) return;
  vue.innerHTML = await reponse.text();
  montree = position;
  const avant = document.querySelector("#avant");
  avant.href = `${base}?page=${position - 1}`;
  avant.hidden = position < 2;
  scrollTo(0, 0);
}

follow();
