// Ctrl+K leads to the field that searches everything, in the menu, unfolded for that.
addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey) return
  event.preventDefault()
  document.querySelector('[data-testid="stExpandSidebarButton"]')?.click()
  document.querySelector(".st-key-w-chercher input")?.focus()
})
// Q goes back to the presentation that opened this screen, unless one types.
addEventListener("keydown", ({ key, ctrlKey, metaKey, altKey, target }) => {
  if (key !== "q" || ctrlKey || metaKey || altKey || target.closest?.("input, textarea")) return
  document.querySelector(".st-key-retour a")?.click()
})
// A4 between its margins is 700 pixels wide.
addEventListener("beforeprint", () => {
  const large = document.querySelector('[data-testid="stMainBlockContainer"]')?.clientWidth
  if (large && !matchMedia("print").matches) document.body.style.setProperty("--papier", Math.min(1, 700 / large))
})
// Charts wear the colours of the system: Streamlit's own key draws them again when these change.
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => setTimeout(() => {
  if (matchMedia("print").matches || !document.querySelector(".js-plotly-plot")) return
  for (const press of ["keydown", "keyup"])
    document.body.dispatchEvent(new KeyboardEvent(press, { key: "r", code: "KeyR", bubbles: true }))
}, 200))
