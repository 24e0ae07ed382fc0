"""The web edition as a reader and a browser see it: all pages, no answer, no other host."""

import functools
import html
import http.server
import json
import re
import subprocess
import sys
import threading
from html.parser import HTMLParser
from pathlib import Path

import pytest
from accessibility import Known, examine
from course import EXERCISES, LESSONS, ROOT, SOLUTIONS, read
from lab_in_chromium import SCREEN

from classroom.site.course_text import pages, place

pytest_plugins = ["browser_fixtures"]
# one worker builds the site and opens it
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]

SHOWN = [*LESSONS, *EXERCISES]
LESSON = "modules/01_concepts/1_risk_and_resilience.html"
FORMULA = "modules/05_nature_based_solutions/1_sponge_city.html"
EXERCISE = "exercises/01_concepts/1_risk_and_resilience.html"
OPENED = ["index.html", "modules/00_start_here.html", LESSON, FORMULA, EXERCISE, "glossary.html"]
NARROW = [*OPENED, "modules/01_concepts/index.html", "docs/curriculum.html", "sources.html"]
ACCESSIBLE = ["index.html", LESSON, EXERCISE, "glossary.html", "docs/table_exercise.html"]
NOT_OURS = (
    Known(
        "region",
        ".sidebar-primary-item, .sidebar-primary-item *",
        "the theme sets its title outside every landmark",
    ),
)
LOADS = {"script": "src", "img": "src", "iframe": "src", "source": "src", "link": "href"}
BLOCK = re.compile(r"### BEGIN (SOLUTION|HIDDEN TESTS)\n(.*?)### END \1", re.DOTALL)


class Page(HTMLParser):
    """What a page loads, where it leads, which places it has, and its text."""

    def __init__(self, path):
        super().__init__()
        self.loads, self.leads, self.places, self.parts = [], [], set(), []
        self.feed(path.read_text("utf-8"))
        self.text = " ".join("".join(self.parts).split())

    def handle_starttag(self, tag, attributes):
        named = dict(attributes)
        self.places.add(named.get("id"))
        if tag in LOADS and named.get(LOADS[tag]):
            self.loads.append(named[LOADS[tag]])
        if tag == "a" and named.get("href"):
            self.leads.append(named["href"])

    def handle_data(self, data):
        self.parts.append(data)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The finished site; any warning fails it."""
    folder = tmp_path_factory.mktemp("web") / "site"
    command = [sys.executable, "-m", "classroom.site", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr
    return folder


@pytest.fixture(scope="module")
def read_pages(site):
    """All pages of the site by their path in it."""
    return {p.relative_to(site).as_posix(): Page(p) for p in sorted(site.rglob("*.html"))}


@pytest.fixture(scope="module")
def address(site):
    """Where this machine serves the site."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Quiet, directory=site)
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def web_path(path):
    """Return where the site has the page of a notebook."""
    return path.relative_to(ROOT).with_suffix(".html").as_posix()


def test_every_lesson_and_exercise_has_its_page(read_pages):
    assert {web_path(path) for path in SHOWN} <= set(read_pages)
    for path in SHOWN:
        title = read(path).cells[0].source.splitlines()[0].removeprefix("# ")
        plain = title.replace("'", "’")
        assert plain in read_pages[web_path(path)].text.replace("'", "’")


def test_front_page_leads_to_every_lesson_and_module(read_pages):
    leads = read_pages["index.html"].leads
    for page in pages(ROOT):
        assert page.path.replace(".ipynb", ".html") in leads
        assert f"{Path(page.path).parent.as_posix()}/index.html" in leads
    assert place(ROOT).binder("modules/00_start_here.ipynb") in leads


def test_links_inside_the_site_resolve(site, read_pages):
    for name, page in read_pages.items():
        for lead in page.leads:
            if re.match(r"[a-z]+:", lead) or lead == "#":
                continue
            file, _, fragment = lead.partition("#")
            target = (site / name).parent / file if file else site / name
            assert target.resolve().is_file(), f"{name}: {lead} leads nowhere"
            found = target.resolve().relative_to(site).as_posix()
            if fragment and found in read_pages:
                assert fragment in read_pages[found].places, f"{name}: {lead} has no such place"


def test_a_notebook_page_says_where_it_runs_and_gives_the_true_file(site, read_pages):
    for path in SHOWN:
        name = path.relative_to(ROOT).as_posix()
        page = read_pages[web_path(path)]
        assert page.leads.count(place(ROOT).binder(name)) == 2, "the notice and the button"
        opening = "You read this exercise" if path in EXERCISES else "You read a saved copy"
        assert opening in page.text
        assert (site / "_sources" / name).read_bytes() == path.read_bytes()


def test_saved_figures_stand_on_the_page(site):
    for path in LESSONS:
        outputs = [o for c in read(path).cells if c.cell_type == "code" for o in c.outputs]
        shown = (site / web_path(path)).read_text("utf-8")
        figures = [
            re.search(r'alt="([^"]+)"', o.data["text/html"])[1]
            for o in outputs
            if "<img" in o.get("data", {}).get("text/html", "")
        ]
        assert figures
        for alt in figures:
            assert f'alt="{alt}"' in shown
        assert "widget-view" not in shown


def answer_lines():
    """Return the lines of answers and hidden tests that trainees do not get."""
    given = "\n".join(c.source for path in SHOWN for c in read(path).cells)
    lines = set()
    for path in SOLUTIONS:
        for cell in read(path).cells:
            told = [block for _, block in BLOCK.findall(cell.source)]
            marks = cell.metadata.get("nbgrader", {})
            if marks.get("solution") and cell.cell_type == "markdown":
                told.append(cell.source)
            lines |= {line.strip() for block in told for line in block.splitlines()}
    return {line for line in lines if len(line) >= 25 and line not in given}


def test_no_answer_and_no_hidden_test_is_in_the_site(site, read_pages):
    lines = answer_lines()
    assert len(lines) > 150
    texts = {name: page.text for name, page in read_pages.items()}
    for path in site.rglob("*"):
        if path.suffix in {".md", ".js", ".txt"}:
            texts[str(path)] = path.read_text("utf-8")
        elif path.suffix == ".ipynb":
            cells = json.loads(path.read_text("utf-8"))["cells"]
            texts[str(path)] = "\n".join("".join(cell["source"]) for cell in cells)
    together = "\n".join(html.unescape(" ".join(text.split())) for text in texts.values())
    for line in lines:
        assert " ".join(line.split()) not in together
    assert "### BEGIN HIDDEN TESTS" not in together
    assert not [name for name in texts if "solutions" in Path(name).parts or "items" in name]


def test_marks_of_the_grading_do_not_show(read_pages):
    for path in EXERCISES:
        text = read_pages[web_path(path)].text
        assert "schema_version" not in text
        assert not re.search(r'sealed="[^"]{24,}"', text)
        assert "sealed=" in text


def test_no_page_loads_from_another_host(site, read_pages):
    for name, page in read_pages.items():
        foreign = [load for load in page.loads if re.match(r"(https?:)?//", load)]
        assert foreign == [], name
    for sheet in site.rglob("*.css"):
        text = sheet.read_text("utf-8")
        assert not re.search(r"""(url\(|@import)\s*["']?(https?:)?//""", text), sheet.name


def test_the_glossary_leads_each_term_to_its_lesson(site):
    text = (site / "glossary.html").read_text("utf-8")
    meanings = re.findall(r"<dd>(.*?)</dd>", text, re.DOTALL)
    assert len(meanings) == text.count("<dt id=") > 150
    for meaning in meanings:
        assert re.search(r'href="modules/[^"]+\.html"', meaning)


def test_pages_ask_nothing_of_another_host(browser, address):
    page = browser.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    for name in OPENED:
        page.goto(address + name, wait_until="networkidle")
    page.goto(f"{address}search.html?q=typhoon")
    page.get_by_text("Search finished, found").wait_for()
    assert page.locator("#search-results li").count() > 5
    page.wait_for_load_state("networkidle")
    assert len(asked) > 20
    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []
    page.close()


@pytest.mark.parametrize("name", NARROW)
def test_a_phone_needs_no_sideways_scrolling(browser, address, name):
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(address + name)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 390
    assert page.evaluate("document.body.scrollWidth") <= 390
    wide = page.evaluate(
        """() => [...document.querySelectorAll('article pre, article table')].filter(box => {
            for (let one = box; one.tagName !== 'ARTICLE'; one = one.parentElement) {
                if (['auto', 'scroll'].includes(getComputedStyle(one).overflowX)) return false;
            }
            return box.scrollWidth > box.clientWidth || box.getBoundingClientRect().right > 390;
        }).length"""
    )
    assert wide == 0, "a wide table or code has no box of its own to scroll in"
    page.close()


@pytest.mark.parametrize("name", ACCESSIBLE)
def test_pages_are_accessible(browser, address, name):
    page = browser.new_page(viewport=SCREEN)
    page.goto(address + name)
    assert not examine(page, NOT_OURS).violations
    page.close()
