// Follows the presenter: asks every second which page is shown, and fetches it when it changes.
const { salle: base, vote } = document.documentElement.dataset;
const vue = document.querySelector("main");
const mot = document.querySelector("#etat");
let montree = 0;
let absences = 0;

async function follow() {
  try {
    const reponse = await fetch(`${base}/etat`, { cache: "no-store" });
    if (reponse.status === 429) {
      mot.textContent = await reponse.text();
      return setTimeout(follow, 1000 * reponse.headers.get("retry-after"));
    }
    if (reponse.status === 404) return finish("Cette salle n’existe plus.");
    const etat = await reponse.json();
    absences = 0;
    mot.textContent = "";
    if (etat.close) return finish("");
    // A vote has a page of its own, which stays as it is typed until the vote changes.
    if (etat.vote !== vote) return location.replace(etat.vote ? `${base}/vote` : base);
    if (vote) return setTimeout(follow, 1000);
    document.body.classList.toggle("noir", !etat.position);
    if (etat.position && etat.position !== montree) await show(etat.position);
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
  scrollTo(0, 0);
}

async function finish(phrase) {
  const reponse = await fetch(`${base}/fin`);
  vue.innerHTML = reponse.ok ? await reponse.text() : "<p>La présentation est terminée.</p>";
  mot.textContent = phrase;
}

follow();
