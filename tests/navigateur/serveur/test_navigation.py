"""What tests rely on: a move inside the page, and a page that is lent, show what a load shows."""

import pytest
from playwright.sync_api import Page

from concertation.interface.socle.registre import Ecran
from tests.aides.navigateur.application import Application
from tests.aides.navigateur.ecrans import some_ecrans
from tests.aides.navigateur.navigation import go, load
from tests.aides.navigateur.profils import Profils

# Each one takes a load; all of them, a minute.
ECRANS = some_ecrans("comite")


def read(page: Page) -> str:
    """All that is written; the arrow that folds the menu comes and goes with the mouse."""
    lines = page.get_by_test_id("stApp").inner_text().splitlines()
    return "\n".join(line for line in lines if line and "double_arrow" not in line)


@pytest.mark.parametrize("ecran", ECRANS)
def test_a_screen_is_the_same_by_a_load_by_a_move_and_on_a_page_that_is_lent(
    profils: Profils, application: Application, ecran: Ecran
) -> None:
    profil = profils.lend(application.url)
    page = profil.open_page()
    load(page, f"/{ecran.url_path}")
    loaded = read(page)
    go(page, "/aide?terme=cpts")
    assert read(page) != loaded
    go(page, f"/{ecran.url_path}")
    assert read(page) == loaded
    go(page, "/propositions?rapprochements=non&theme=acces")
    profils.take_back(profil, page)
    again = profils.lend(application.url)
    lent = again.open_page()
    assert lent is page
    go(lent, f"/{ecran.url_path}")
    assert read(lent) == loaded
    profils.take_back(again, lent)
