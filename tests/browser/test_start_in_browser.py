"""The address that `course lab` opens: the start page, ready to use, and its links."""

import re

import pytest
from lab_in_chromium import SCREEN, Lab
from playwright.sync_api import expect

pytest_plugins = ["browser_fixtures"]
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("start")]
# of the open notebook only; JupyterLab keeps the others in the page, hidden
NOTEBOOK = ".jp-NotebookPanel:not(.lm-mod-hidden)"


@pytest.fixture(scope="module")
def start(browser, server):
    """The start page as `course lab` opens it, in a browser that never saw it."""
    context = browser.new_context(viewport=SCREEN)
    lab = Lab(context.new_page(), server)
    lab.page.goto(server.start)
    lab.wait_until_restored()
    lab.wait_for_kernel()
    yield lab
    lab.close_all()
    context.close()


def test_start_page_opens_without_a_question(start):
    title = start.page.locator(NOTEBOOK).get_by_role("heading", level=1)
    assert title.inner_text().startswith("Start here")
    assert title.is_visible()
    assert start.page.locator(".jp-Dialog").all_inner_texts() == []
    assert start.uncaught == []


def test_start_page_asks_no_other_host_and_brings_no_news(start):
    assert start.other_hosts() == set()
    # the prompt for news comes late; the extension that brings it must not even start
    news = "'@jupyterlab/apputils-extension:announcements'"
    assert not start.ask(f"() => window.jupyterapp.hasPlugin({news})")
    assert start.page.locator(".Toastify__toast").all_inner_texts() == []


def test_link_of_the_start_page_opens_the_lesson(start):
    start.page.locator(NOTEBOOK).locator(
        "a[href*='04_financing/2_transferring_risk']"
    ).first.click()
    lesson = (
        start.page.locator(NOTEBOOK)
        .get_by_role("heading", level=1)
        .filter(has_text="What do we keep, and what do we insure?")
    )
    lesson.wait_for()
    expect(start.page).to_have_url(re.compile(r"/04_financing/2_transferring_risk\.ipynb$"))
    assert len(start.page.context.pages) == 1, "the lesson opens beside, not in a new window"
