"""Go to an address in the page that is there, and lend a page to one test after the other.

A load reads and compiles the application again, for three times the time of a move inside it.
"""

from playwright.sync_api import Page

from tests.aides.navigateur.aides import IS_SHOWN, OUVERTURE, wait_ready

# The component of the application that holds its session and knows when a run ends.
_APP = """
    const stage = document.querySelector('[data-testid="stApp"]');
    const name = stage && Object.keys(stage).find((key) => key.startsWith("__reactFiber$"));
    let part = name && stage[name];
    while (part && !part.stateNode?.addScriptFinishedHandler) part = part.return;
    const app = part?.stateNode;"""
# As the back button does, or in a session that begins when the page was put aside: waits for the
# end of the run that this asks for, since the page shows the screen before until then.
_MOVE = f"""([path, patience]) => new Promise((done, fail) => {{{_APP}
    if (!app || new URL(path, location).origin !== location.origin) return done(false);
    const finished = () => {{
        // False from the request to its first answer: the end of a run before it is not ours.
        if (!app.hasReceivedNewSession) return;
        app.removeScriptFinishedHandler(finished);
        clearTimeout(alarm);
        done(true);
    }};
    const alarm = setTimeout(() => fail(new Error(path + " has not come")), patience);
    app.addScriptFinishedHandler(finished);
    history.pushState({{}}, "", path);
    if (app.connectionManager)
        return dispatchEvent(new PopStateEvent("popstate", {{ state: {{}} }}));
    app.setState({{
        scriptRunState: "rerunRequested",
        currentPageScriptHash: "",
        queryParams: location.search.slice(1),
    }});
    app.initializeConnectionManager();
}})"""
# No session, no element, nothing that was typed: what a load would begin with.
_PUT_ASIDE = f"""(unfolded) => {{{_APP}
    if (!app?.connectionManager || stage.dataset.testConnectionState !== "CONNECTED") return false;
    // The menu was folded away, by hand or by a paper's width: it would stay so.
    const menu = document.querySelector('[data-testid="stSidebar"]');
    if (menu?.dataset.collapsed === "true" && unfolded) return false;
    app.connectionManager.disconnect();
    app.connectionManager = null;
    app.sessionInfo._current = app.sessionInfo._last = undefined;
    app.cleanupAutoReruns();
    app.setState({{ elements: app.state.elements.constructor.empty("", true), dialog: null }},
        () => app.widgetMgr.removeInactive(new Set()));
    document.activeElement?.blur();
    // Where Tab begins.
    getSelection().collapse(document.body, 0);
    sessionStorage.clear();
    return true;
}}"""


def load(page: Page, path: str = "/") -> None:
    """Load an address of the application, in a session of its own."""
    page.goto(path)
    wait_ready(page, OUVERTURE)


def go(page: Page, path: str = "/") -> None:
    """Be at an address of the application, complete; in the session of the page if it has one."""
    if page.evaluate(IS_SHOWN):
        # What a gesture asked for would write its own address over this one.
        wait_ready(page)
    if page.evaluate(_MOVE, [path, OUVERTURE]):
        wait_ready(page, OUVERTURE)
    else:
        load(page, path)


def put_aside(page: Page, unfolded: bool) -> bool:
    """End the session of a page that stays loaded for the next one; false if it can't.

    `unfolded`: whether its menu must be.
    """
    return bool(page.evaluate(_PUT_ASIDE, unfolded))
