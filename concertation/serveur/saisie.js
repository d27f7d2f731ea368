// What is typed is sent once its field is left, a moment later: whoever leaves the screen by the
// same gesture (a link, Back) would leave first, and lose it. The way out waits for its answer.
(() => {
  const LINK = '[data-testid="stPageLink-NavLink"]'
  // Those of forms alone: what a search says late is of no use to who left it.
  const FIELD = '[class*="st-key-f-"] :is(textarea, input, [role="spinbutton"])'
  let typed = null
  let left = false
  const runs = () => document.querySelector('[data-testid="stApp"]')?.dataset.testScriptState !== "notRunning"
  const answered = (then, waited = 0, seen = false) => {
    const now = runs()
    if ((seen && !now) || waited > 5000 || (!seen && waited > 1500)) then()
    else setTimeout(answered, 20, then, waited + 20, seen || now)
  }
  addEventListener("input", (event) => { typed = event.target.closest?.(FIELD) ?? null }, true)
  addEventListener("pointerdown", (event) => {
    left = typed !== null && !typed.contains(event.target)
    if (left) typed = null
  }, true)
  addEventListener("click", (event) => {
    const link = event.target.closest?.(LINK)
    if (!link || !left || !event.isTrusted || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    event.stopImmediatePropagation()
    left = false
    const href = link.getAttribute("href")
    answered(() => {
      const still = [...document.querySelectorAll(LINK)].find((a) => a.getAttribute("href") === href)
      still?.click()
    })
  }, true)
  addEventListener("popstate", (event) => {
    if (typed === null || typed !== document.activeElement) return
    event.stopImmediatePropagation()
    typed.blur()
    typed = null
    const target = location.href
    answered(() => {
      // The answer may have written the address of the screen that is being left.
      if (location.href === target) dispatchEvent(new PopStateEvent("popstate", { state: event.state }))
      else history.back()
    })
  }, true)
})()
