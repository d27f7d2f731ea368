"""Where a screen that runs without a server is opened from."""

from streamlit.runtime.context import StreamlitHeaders

from concertation.porte import CACHET, ICI


def opened_with(*headers: tuple[str, str]) -> property:
    """In the place of `ContextProxy.headers`: the headers of every session."""
    return property(lambda _: StreamlitHeaders(headers))


AT_THE_MACHINE = opened_with((CACHET, ICI))
BY_A_PROXY = opened_with(("Host", "exemple.fr"), ("Origin", "https://exemple.fr"))
LOST = opened_with()
