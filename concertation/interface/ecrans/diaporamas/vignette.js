// Slides as they will be, made as wide as their column; in the flow where it is too narrow.
const ETROIT = 420;

function draw(boite) {
  const large = boite.clientWidth, flux = large < ETROIT;
  for (const cadre of boite.children) {
    cadre.className = flux ? "lecture" : "scene";
    const echelle = large / 1920;
    cadre.style.height = flux ? "" : `${1080 * echelle}px`;
    cadre.firstElementChild.style.transform = flux ? "" : `scale(${echelle})`;
  }
}

export default function ({ parentElement, data }) {
  const boite = parentElement.querySelector(".vignettes");
  boite.innerHTML = data.pages.map((html) => `<div>${html}</div>`).join("");
  draw(boite);
  const veille = new ResizeObserver(() => draw(boite));
  veille.observe(boite);
  return () => veille.disconnect();
}
