// What the browser alone knows of the network. Streamlit says it in English, or says nothing: where
// websockets don't pass, its page stays grey for ever.
(() => {
  const base = window.__streamlit.BACKEND_BASE_URL
  const stream = new URL("_stcore/stream", base).href.replace(/^http/, "ws")
  const LOST = "La connexion au serveur est perdue ; elle reprendra d’elle-même. Attendez-la avant de "
    + "saisir ou de cliquer : ce qui serait fait d’ici là pourrait ne pas être enregistré."
  const BLOCKED = "Les écrans ne peuvent pas s’afficher : les websockets n’arrivent pas au serveur. La "
    + `personne qui administre le réseau ou le serveur doit laisser passer ${stream} ; transmettez-lui `
    + "cette phrase, ou essayez par un autre réseau.\n\n"
    + `Sans eux, on peut suivre une présentation en cours, à l’adresse ${base}salle/ suivie du code que `
    + "donne la personne qui présente."
  const BROKEN = "Cette page ne peut plus suivre l’application. Rechargez-la."
  // Milliseconds: a handshake takes less, and who waits is told within five seconds.
  const PATIENCE = 3000
  const BLINK = 1000
  let opened = false
  let doubt = 0
  let socket = null
  let band = null

  function say(words) {
    if (!band) {
      band = document.createElement("div")
      band.setAttribute("role", "alert")
      band.className = "reseau"
      document.body.append(band)
    }
    if (band.textContent !== words) band.textContent = words
  }
  function reassure() {
    clearTimeout(doubt)
    doubt = 0
    opened = true
    band?.remove()
    band = null
  }
  async function look() {
    let words = LOST
    // Asked by POST, which names the page: the server says when a proxy hides the page's address, and
    // when it has too many websockets.
    const signal = AbortSignal.timeout(PATIENCE / 2)
    const answer = await fetch(`${base}_stcore/health`, { method: "POST", signal }).catch(() => null)
    if (!opened && answer?.status < 500) words = BLOCKED
    if (!opened && answer?.status === 403) words += `\n\n${await answer.text()}`
    if (answer?.status === 503 && answer.headers.has("retry-after")) words = await answer.text()
    if (doubt) say(words)
  }
  const suspect = (delay) => { doubt ||= setTimeout(look, delay) }

  window.WebSocket = class extends WebSocket {
    constructor(...args) {
      super(...args)
      socket = this
      suspect(PATIENCE)
      this.addEventListener("open", reassure)
      this.addEventListener("close", () => {
        if (opened) suspect(BLINK)
        else look()
      })
    }
  }
  addEventListener("offline", () => say(LOST))
  addEventListener("online", () => { if (socket?.readyState === WebSocket.OPEN) reassure() })
  // The dialogs of Streamlit, which the page's HOST_CONFIG keeps closed.
  addEventListener("message", ({ data, source }) => {
    if (source !== window || data?.type !== "CLIENT_ERROR_DIALOG") return
    if (data.error !== "Connection error") say(BROKEN)
    else if (!band) say(LOST)
  })
})()
