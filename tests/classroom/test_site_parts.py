"""The parts of the web edition: addresses, links, formulas, pages that are made."""

import re

import nbformat
import pytest
from course import LESSONS, ROOT, read
from nbformat.v4 import new_code_cell, new_notebook, new_output

from classroom.site.__main__ import _fault
from classroom.site.build import run_sphinx
from classroom.site.course_text import Place, glossary, module_names, pages, place
from classroom.site.formulas import mathml
from classroom.site.pages import TO_PRINT, glossary_page
from classroom.site.source import links_inside, write_source
from classroom.site.spoken import name_summaries

HOME = Place("owner", "course", "HEAD")


def test_the_badge_of_the_readme_is_the_one_place_of_the_address(tmp_path):
    text = (ROOT / "README.md").read_text("utf-8")
    (tmp_path / "README.md").write_text(text.replace("OWNER/REPOSITORY", "a/b"), "utf-8")
    moved = place(tmp_path)
    assert moved == Place("a", "b", "HEAD")
    assert not moved.is_placeholder
    assert moved.binder("x.ipynb") == "https://mybinder.org/v2/gh/a/b/HEAD?urlpath=lab/tree/x.ipynb"
    for path in (ROOT / "classroom" / "site").iterdir():
        if path.name != "course_text.py" and path.is_file():
            assert "v2/gh" not in path.read_text("utf-8")


def test_a_readme_without_a_badge_is_named(tmp_path):
    (tmp_path / "README.md").write_text("# Course\n", "utf-8")
    with pytest.raises(ValueError, match=r"README\.md has no Binder badge"):
        place(tmp_path)


@pytest.mark.parametrize(
    ("link", "wanted"),
    [
        ("[a](../docs/b.md)", "[a](../docs/b.md)"),
        ("[a](../docs/b.md#c)", "[a](../docs/b.md#c)"),
        (
            "[a](../docs/grading.md)",
            "[a](https://github.com/owner/course/blob/HEAD/docs/grading.md)",
        ),
        ("[a](https://example.org/x)", "[a](https://example.org/x)"),
        ("[a](#here)", "[a](#here)"),
    ],
)
def test_links_out_of_the_site_lead_to_the_repository(link, wanted):
    assert links_inside(link, "modules/x.ipynb", {"docs/b.md"}, HOME) == wanted


def test_every_lesson_states_what_its_module_page_tells():
    listed = pages(ROOT)
    assert len(listed) == len(LESSONS) - 1  # without the start page
    for page in listed:
        assert page.name, page.path
        assert page.time, page.path
        assert page.section, page.path
        assert len(page.sources) > 100, page.path
        assert page.lesson.objectives, page.path
    assert {"01", "02", "03", "04", "05", "06"} <= set(module_names(ROOT))


def test_the_glossary_holds_each_term_of_the_start_page():
    text = "\n".join(c.source for c in read(ROOT / "modules" / "00_start_here.ipynb").cells)
    table = text.split("| Term | Meaning | Lesson |")[1].split("\n\n")[0]
    rows = [line for line in table.splitlines() if line.startswith("| ")]
    terms = glossary(ROOT)
    assert len(terms) == len(rows) > 150
    assert {term.lessons for term in terms if term.word == "4 R"} == {("01.1",)}
    page = glossary_page(ROOT, pages(ROOT))
    for term in terms:
        assert f"\n{term.word}\n  {term.meaning} [" in page


def test_the_source_folder_holds_only_what_may_be_read(tmp_path):
    write_source(ROOT, tmp_path / "source")
    found = {
        p.relative_to(tmp_path / "source").as_posix() for p in tmp_path.rglob("*") if p.is_file()
    }
    assert {path.split("/")[0] for path in found if path.endswith(".ipynb")} == {
        "modules",
        "exercises",
    }
    assert {path for path in found if path.startswith("docs/")} == {"docs/curriculum.md", *TO_PRINT}
    for path in found:
        if path.startswith("exercises/"):
            assert (tmp_path / "source" / path).read_bytes() == (ROOT / path).read_bytes()


@pytest.mark.parametrize(
    ("latex", "part"),
    [
        (r"\frac{a}{b}", "<mfrac>"),
        (r"x_i^2", "<msubsup>"),
        (r"\sum_{t=1}^{T} \frac{C_t}{(1+r)^t}", "&#x02211;"),
        (r"\sqrt{1 - p} \le \alpha \cdot \text{risk}", "<msqrt>"),
        (r"\begin{pmatrix}1 & 2\\3 & 4\end{pmatrix}", "<mtable"),
    ],
)
def test_formulas_become_mathml(latex, part):
    assert part in mathml(latex, "block")


@pytest.mark.parametrize("latex", [r"\nonsense{x}", r"\frac{a", r"a \right) b", "x^"])
def test_a_formula_with_a_fault_is_refused(latex):
    with pytest.raises(ValueError, match="formula"):
        mathml(latex, "inline")


def test_folded_parts_of_the_contents_have_names():
    html = '<a href="#">03 · Adaptation</a><details open="open"><summary><span>'
    assert '<summary aria-label="Pages of 03 · Adaptation">' in name_summaries(html)


def small_source(folder, text):
    """Return a source folder of one page of text and one notebook with a widget."""
    source = folder / "source"
    (source / "_static").mkdir(parents=True)
    (source / "_static" / "site.css").write_text("")
    tree = "\n\n```{toctree}\nbook\n```\n"
    (source / "index.md").write_text(f"# Small\n\n{text}{tree}", "utf-8")
    data = {
        "application/vnd.jupyter.widget-view+json": {"model_id": "1", "version_major": 2},
        "text/html": '<img alt="A static figure" src="data:image/png;base64,AAAA">',
        "text/plain": "plain",
    }
    cell = new_code_cell("show()", outputs=[new_output("execute_result", data=data)])
    book = new_notebook(cells=[nbformat.v4.new_markdown_cell("# Book"), cell])
    book.metadata["language_info"] = {"name": "python", "pygments_lexer": "ipython3"}
    nbformat.write(book, source / "book.ipynb")
    return source


def test_a_page_shows_formulas_and_the_static_figure(tmp_path):
    source = small_source(tmp_path, "A rate $r = \\frac{1}{2}$ and\n\n$$x^2$$\n")
    assert run_sphinx(source, tmp_path / "site", HOME) == 0
    index = (tmp_path / "site" / "index.html").read_text("utf-8")
    assert index.count("<math ") == 2
    book = (tmp_path / "site" / "book.html").read_text("utf-8")
    assert '<img alt="A static figure"' in book
    assert "model_id" not in book
    assert not re.search(r'<(?:script|link)[^>]+(?:src|href)="(?:https?:)?//', index + book)


def test_a_formula_with_a_fault_fails_the_build(tmp_path, capfd):
    source = small_source(tmp_path, "A rate $\\nonsense{2}$.\n")
    assert run_sphinx(source, tmp_path / "site", HOME) == 1
    assert r"the command \nonsense is not known" in capfd.readouterr().err


def test_outside_a_checkout_the_command_says_so(tmp_path):
    assert "built from a checkout" in _fault(tmp_path, tmp_path / "out")


def test_the_command_empties_no_folder_of_somebody_else(tmp_path):
    (tmp_path / "letter.txt").write_text("keep")
    assert "holds files that are no web edition" in _fault(ROOT, tmp_path)
    (tmp_path / ".buildinfo").write_text("")
    assert _fault(ROOT, tmp_path) == ""
