"""Browser, server and page that the browser tests of a worker share.

A test module asks for them by ``pytest_plugins = ["browser_fixtures"]``: so each is made once
a worker and not once a module.
"""

import pytest
from lab_in_chromium import SCREEN, Lab, chromium, copy_course, served


@pytest.fixture(scope="session")
def browser():
    """The browser, one a worker."""
    with chromium() as started:
        yield started


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """A trainee's JupyterLab, one a worker."""
    with served(copy_course(tmp_path_factory.mktemp("trainee") / "course")) as started:
        yield started


@pytest.fixture(scope="session")
def lab(browser, server):
    """A page with a trainee's JupyterLab, one a worker; close notebooks after use."""
    page = browser.new_page(viewport=SCREEN)
    shown = Lab(page, server)
    shown.go()
    yield shown
    page.close()
