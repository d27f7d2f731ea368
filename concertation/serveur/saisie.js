// What is typed in a form is told on each pause, once a second meanwhile, and before the page is
// hidden or left: Streamlit's text fields tell it once they are left, so that who is cut off would
// lose it. A key that nobody pressed does it; focus, caret and what is typed meanwhile stay.
// Streamlit sends it some moments later: whoever leaves the screen meanwhile (a link, Back) would
// leave first. The link goes behind it, Back waits for the answer.
(() => {
  const LINK = '[data-testid="stPageLink-NavLink"]'
  // Those of forms alone: what a search says late is of no use to who left it, nor are the words
  // that look for an option in a list.
  const FIELD = '[class*="st-key-f-"] :is(textarea, input:not([role="combobox"]), [role="spinbutton"])'
  // In a form of Streamlit's own the key would press its button.
  const TEXT = ":is(.stTextArea, .stTextInput) :not([data-testid='stForm'] *)"
  const PAUSE = 500
  const LONGEST = 800
  let typed = null
  let pause = 0
  let since = 0
  let moves = 0
  let adding = null
  const tell = () => {
    clearTimeout(pause)
    pause = since = 0
    if (adding) { pause = setTimeout(tell, PAUSE); return }
    if (!typed?.isConnected || !typed.matches(TEXT)) return
    const told = typed
    told.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", ctrlKey: true, bubbles: true }))
    // Once it is sent: this waits behind it, twice, since the page sets that timer after this one.
    setTimeout(() => setTimeout(() => { if (typed === told && !pause) typed = null }))
  }
  const wait = (event) => {
    typed = event.target.closest?.(FIELD) ?? null
    clearTimeout(pause)
    since ||= performance.now()
    // Half a word of another script is no text yet.
    if (!event.isComposing) pause = setTimeout(tell, Math.min(PAUSE, since + LONGEST - performance.now()))
  }
  addEventListener("input", wait, true)
  addEventListener("compositionend", wait, true)
  addEventListener("pagehide", tell)
  addEventListener("visibilitychange", tell, true)
  // It is no shortcut of a button: those listen here, later.
  document.addEventListener("keydown", (event) => {
    if (!event.isTrusted && event.key === "Enter") event.stopImmediatePropagation()
  })
  const runs = () => document.querySelector('[data-testid="stApp"]')?.dataset.testScriptState !== "notRunning"
  // Calm: a run may ask for another one, which begins some moments after its end.
  const answered = (then, waited = 0, seen = false, calm = 0) => {
    const now = runs()
    if ((seen && calm > 2) || waited > 5000 || (!seen && waited > 1500)) then()
    else setTimeout(answered, 20, then, waited + 20, seen || now, now ? 0 : calm + 1)
  }
  // A press counts for what it began on: a run draws it elsewhere, or anew, under a hand that does
  // not move, and the browser would press nothing.
  const PRESSED = `${LINK}, button[kind], label, summary`
  let press = null
  addEventListener("mousedown", ({ button, target, clientX, clientY }) => {
    const on = button ? null : target.closest?.(PRESSED)
    press = on && { on, clientX, clientY }
  }, true)
  addEventListener("mouseup", ({ clientX, clientY }) => {
    const begun = press
    if (!begun || Math.hypot(clientX - begun.clientX, clientY - begun.clientY) > 4) return
    setTimeout(() => { if (press === begun) drawn(begun.on.control ?? begun.on)?.click() })
  }, true)
  const drawn = (on) => on.isConnected || !on.matches(LINK) ? on
    : [...document.querySelectorAll(LINK)].find((a) => a.getAttribute("href") === on.getAttribute("href"))
  addEventListener("click", (event) => {
    if (press?.on.contains(event.target)) press = null
    const link = event.target.closest?.(LINK)
    if (!link || !event.isTrusted || event.ctrlKey || event.metaKey || event.shiftKey) return
    moves++
    event.preventDefault()
    event.stopImmediatePropagation()
    setTimeout(() => drawn(link)?.click())
  }, true)
  // A field that a gesture asks for takes the hands (a reason, without which nothing is recorded).
  // Two runs answer: the first one notes the gesture, the second one draws the field.
  const ask = () => {
    const last = performance.now() + 5000
    const look = () => {
      const field = document.querySelector(".st-key-demande textarea")
      if ((!field || runs()) && performance.now() < last) setTimeout(look, 50)
      else if (field?.value === "") {
        field.focus({ preventScroll: true })
        field.scrollIntoView({ block: "nearest" })
      }
    }
    answered(look)
  }
  const ASKS = '[class*="st-key-f-"]:not([class*="-enregistrer"]) button'
  addEventListener("click", ({ target }) => { if (target.closest?.(ASKS)) ask() })
  // Enter in a field that adds a row presses its button, behind what it says. What is typed for the
  // next row waits for the answer, which empties the field: said sooner, it would take its place.
  const ADDS = '[class*="st-key-f-ajout-"]'
  const held = []
  const addRow = (field) => {
    const name = field.closest(ADDS).className.match(/st-key-f-ajout-\S+-/)
    adding = field
    field.select()
    document.execCommand("delete")
    setTimeout(() => setTimeout(() => {
      document.querySelector(`.${name}enregistrer button`)?.click()
      answered(() => giveHeld(document.querySelector(`[class*="${name}"] input`)))
    }))
  }
  const giveHeld = (field) => {
    adding = null
    while (field && held.length) {
      const key = held.shift()
      field.focus()
      if (key === "Enter") {
        field.dispatchEvent(new KeyboardEvent("keydown", { key, ctrlKey: true, bubbles: true }))
        return addRow(field)
      }
      document.execCommand(key === "Backspace" ? "delete" : "insertText", false, key)
    }
  }
  const hold = (event, keys) => {
    if (!adding || !event.isTrusted || !event.target.closest?.(ADDS)) return
    event.preventDefault()
    event.stopImmediatePropagation()
    held.push(...keys)
  }
  addEventListener("paste", (event) => hold(event, [event.clipboardData.getData("text")]), true)
  addEventListener("keydown", (event) => {
    const { key, altKey, ctrlKey, metaKey } = event
    // AltGr is both: it writes.
    const writes = key.length === 1 && !metaKey && ctrlKey === altKey
    if (writes || key === "Enter" || key === "Backspace") hold(event, [key])
  }, true)
  // Streamlit would write the name of the key in English on the button.
  const RECORDS = '[class*="-motive"] button, .st-key-demande [class*="-enregistrer"] button'
  addEventListener("keydown", ({ key, ctrlKey, metaKey, isTrusted, target }) => {
    if (!isTrusted || key !== "Enter") return
    if (target.closest?.(ADDS)) addRow(target)
    if (!(ctrlKey || metaKey) || !target.closest?.(".st-key-demande")) return
    document.querySelector(RECORDS)?.click()
    strike(() => {})
  })
  // An empty date is typed from its day, wherever one pressed: begun at its month it is never whole,
  // and is wiped as one leaves.
  addEventListener("click", ({ target }) => {
    const parts = target.closest?.(".react-aria-DateField")?.querySelectorAll('[role="spinbutton"]')
    if (parts && ![...parts].some((one) => one.hasAttribute("aria-valuenow"))) parts[0].focus()
  }, true)
  // A digit or an arrow beside a form waits for the answer to the gesture before: it would fall on
  // the sheet that is being left.
  const keys = []
  const go = () => { keys[0](); answered(() => { keys.shift(); if (keys.length) go() }) }
  const strike = (key) => { if (keys.push(key) === 1) runs() ? answered(go) : go() }
  addEventListener("keydown", (event) => {
    const { key, target, isTrusted, repeat, altKey, ctrlKey, metaKey } = event
    if (!isTrusted || altKey || ctrlKey || metaKey || !/^(\d|Arrow(Left|Right))$/.test(key)) return
    if (!target.matches("body, .stButton button") || !document.querySelector('[class*="st-key-f-"]')) return
    event.stopImmediatePropagation()
    if (!repeat) strike(() => {
      document.body.dispatchEvent(new KeyboardEvent("keydown", event))
      if (key >= "0" && key <= "9") ask()
    })
  }, true)
  // A new screen begins at its top: the box that scrolls stays from one to the other. As its title is
  // drawn, no later, since whoever reads it may scroll; Back leaves it.
  const named = () => document.querySelector('[data-testid="stMain"] h1')?.textContent
  const push = history.pushState
  let drawing = null
  history.pushState = function (...args) {
    const before = named()
    push.apply(this, args)
    const main = document.querySelector('[data-testid="stMain"]')
    drawing?.disconnect()
    if (!main) return
    const watch = drawing = new MutationObserver(() => {
      if (named() === before) return
      watch.disconnect()
      main.scrollTo(0, 0)
    })
    watch.observe(main, { subtree: true, childList: true, characterData: true })
    setTimeout(() => watch.disconnect(), 5000)
  }
  addEventListener("popstate", (event) => {
    drawing?.disconnect()
    const move = ++moves
    if (typed === null || typed !== document.activeElement) return
    event.stopImmediatePropagation()
    typed.blur()
    typed = null
    const target = location.href
    answered(() => {
      // Who went elsewhere meanwhile stays there.
      if (move !== moves) return
      // The answer may have written the address of the screen that is being left.
      if (location.href === target) dispatchEvent(new PopStateEvent("popstate", { state: event.state }))
      else history.back()
    })
  }, true)
})()
