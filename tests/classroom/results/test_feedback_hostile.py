"""Nothing that a trainee puts into a notebook does anything on the feedback page."""

import base64
import re

import pytest
from course import ROOT
from feedback_course import (
    ASSIGNMENT,
    PIXEL,
    Work,
    assert_harmless,
    html5lib,
    make_course,
    page_path,
    picture,
    published,
    verdict,
)
from nbconvert.exporters import HTMLExporter
from nbformat import from_dict
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbgrader.server_extensions.formgrader.handlers import template_path

from classroom.build import course_config
from classroom.results.feedback import feedback

ATTACK = "<script>alert(1)</script>"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'


def shows(data: dict) -> Work:
    """Return work whose answer cell has one rich output."""
    # not by new_output, which refuses odd types
    output = {"output_type": "display_data", "data": data, "metadata": {}}
    return Work(flats_outputs=[from_dict(output)])


def prints(text: str) -> Work:
    return Work(flats_outputs=[new_output("stream", name="stdout", text=text)])


def raises(name: str, message: str) -> Work:
    error = new_output("error", ename=name, evalue=message, traceback=["Traceback 4711", ATTACK])
    return Work(flats_outputs=[error])


def encoded(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def added_with_attachment() -> Work:
    cell = new_markdown_cell("![a](attachment:a.svg) ![b](attachment:missing.png)")
    cell["attachments"] = {"a.svg": {"image/svg+xml": encoded(SVG.encode())}}
    return Work(own=[cell])


GENUINE = base64.b64decode(picture())
FIGURE = new_output("display_data", data={"image/png": picture()})
DEEP = "<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>"

#: By name: the work, and what a person reads on its page ("" where nothing is to be read).
HOSTILE = {
    "script_in_markdown": (Work(mayor=f"Dear mayor {ATTACK}"), f"Dear mayor {ATTACK}"),
    "script_as_block": (Work(mayor=f"a\n\n{ATTACK}\n\nb"), ATTACK),
    "script_in_an_added_cell": (Work(own=[new_markdown_cell(ATTACK)]), ATTACK),
    "script_in_source": (Work(flats=f"flats = 1  # {ATTACK}</code></pre>{ATTACK}"), ATTACK),
    "script_in_stream": (prints(f"</pre>{ATTACK}"), f"</pre>{ATTACK}"),
    "script_in_error_name": (raises(ATTACK, "b"), f"{ATTACK}: b"),
    "script_in_error_message": (raises("ValueError", ATTACK), f"ValueError: {ATTACK}"),
    "script_in_text_output": (shows({"text/plain": ATTACK}), ATTACK),
    "script_in_html_output": (shows({"text/html": ATTACK, "text/plain": "a table"}), "a table"),
    "script_in_html_alone": (shows({"text/html": ATTACK}), "only a notebook can show"),
    "javascript_output": (shows({"application/javascript": "alert(1)"}), "only a notebook"),
    "svg_output": (shows({"image/svg+xml": SVG, "text/plain": "<Figure>"}), "<Figure>"),
    "latex_output": (shows({"text/latex": r"$\href{javascript:alert(1)}{x}$"}), "only a notebook"),
    "markdown_output": (shows({"text/markdown": ATTACK}), "only a notebook can show"),
    "widget": (
        shows({"application/vnd.jupyter.widget-view+json": {"model_id": ATTACK}}),
        "only a notebook can show",
    ),
    "script_in_attachment": (added_with_attachment(), "(picture left out: a)"),
    "script_in_check_line": (Work(check_outputs=[published(ATTACK)]), ATTACK),
    "script_in_verdict": (Work(check_outputs=[verdict(f"Q1: {ATTACK}")]), f"Q1: {ATTACK}"),
    "script_in_findings": (Work(findings=[f"The cell {ATTACK} is odd."]), f"The cell {ATTACK}"),
    "script_in_name": (Work(first_name=f"Mei {ATTACK}"), f"Mei {ATTACK}"),
    "script_in_comment": (Work(scores={"e1_q3_mayor": (1.0, f"Good. {ATTACK}")}), ATTACK),
    "javascript_link": (Work(mayor="[a](javascript:alert(1)) [b](JaVa\tScript:alert(1))"), "a"),
    "entity_in_link": (Work(mayor="[a](java&#115;cript:alert(1)) <javascript:alert(1)>"), "a"),
    "data_link": (Work(mayor=f"[a](data:text/html;base64,{encoded(ATTACK.encode())})"), "a"),
    "link_to_the_own_disk": (Work(mayor="[a](file:///etc/passwd) [b](//evil.org) [c](/x)"), "a"),
    "link_by_reference": (Work(mayor="[a][1]\n\n[1]: javascript:alert(1) 'b'"), "a"),
    "link_title": (Work(mayor="[a](https://a.org '\" onclick=\"alert(1)')"), "a"),
    "quote_in_link": (Work(mayor='[a](https://a.org/"onclick="alert(1))'), "a"),
    "picture_by_address": (Work(mayor="![a](https://evil.org/count.png) ![](x)"), "left out: a"),
    "img_onerror": (Work(mayor="<img src=x onerror=alert(1)>"), "<img src=x onerror=alert(1)>"),
    "picture_alt": (Work(mayor='![" onerror="alert(1)](x)'), "onerror"),
    "nested_svg_style": (Work(mayor=DEEP), DEEP),
    "nested_math": (
        Work(mayor="<math><mtext><table><mglyph><style><!--</style><img src onerror=alert(1)>"),
        "<mglyph>",
    ),
    "noscript": (
        Work(mayor='<noscript><p title="</noscript><img src=x onerror=alert(1)>">'),
        "<noscript>",
    ),
    "template": (Work(mayor=f"<template>{ATTACK}</template>"), "<template>"),
    "unclosed_comment": (Work(mayor="before <!-- after", flats="flats = 1 # <!--"), "<!--"),
    "unclosed_cdata": (Work(mayor="<![CDATA[ <?php <!DOCTYPE a"), "<![CDATA["),
    "end_of_style": (Work(flats="# </style></main></body></html>"), "</style></main>"),
    "code_block": (Work(mayor=f"```html\n</code></pre>{ATTACK}\n```"), f"</code></pre>{ATTACK}"),
    "code_language": (Work(mayor='```"><script>alert(1)</script>\nx\n```'), "x"),
    "mermaid": (Work(mayor=f"```mermaid\n</pre>{ATTACK}\n```"), ATTACK),
    "math": (Work(mayor=f"$a < {ATTACK}$ and $$</div>{ATTACK}$$"), ATTACK),
    "math_environment": (Work(mayor=rf"\begin{{a}}{ATTACK}\end{{a}}"), ATTACK),
    "table": (Work(mayor=f"| a |\n|:-:|\n| {ATTACK} |"), ATTACK),
    "style_attribute": (
        Work(mayor='<p style="background:url(https://evil.org)">x</p>'),
        "<p style=",
    ),
    "style_element": (Work(mayor="<style>@import 'https://evil.org'</style>"), "<style>"),
    "meta_refresh": (
        Work(mayor='<meta http-equiv="refresh" content="0;url=https://evil.org">'),
        "<meta",
    ),
    "base_address": (Work(mayor='<base href="https://evil.org/">'), "<base"),
    "form": (Work(mayor='<form action="https://evil.org"><input name=a></form>'), "<form"),
    "srcdoc": (Work(mayor=f'<iframe srcdoc="{ATTACK}"></iframe>'), "<iframe"),
    "template_language": (Work(mayor="{{ 7 * 191 }} {% raw %}", flats="{{ 7*7 }}"), "{{ 7 * 191"),
    "control_characters": (prints("a\x00\x08\x1b]8;;https://evil.org\x07b\x1b[31mc\x9b"), "abc"),
    "lone_surrogate": (Work(flats="flats = '\ud800'", mayor="a\udfffb"), "a\ufffdb"),
    "bidi_override": (
        Work(first_name="Mei\u202eimE\u2066", mayor="a\u202eb"),
        "Mei\ufffdimE\ufffd",
    ),
    "png_that_is_html": (shows({"image/png": encoded(ATTACK.encode() * 9)}), "only a notebook"),
    "png_head_on_html": (
        shows({"image/png": encoded(GENUINE[:8] + ATTACK.encode() * 9)}),
        "only a notebook can show",
    ),
    "png_cut_short": (shows({"image/png": encoded(GENUINE[:50])}), "only a notebook can show"),
    "png_said_to_be_jpeg": (shows({"image/jpeg": picture()}), "only a notebook can show"),
    "png_leaves_its_attribute": (shows({"image/png": f'{picture()}" onload="a'}), "only a"),
    "png_of_too_many_points": (shows({"image/png": picture(size=(9_000, 9_000))}), "only a"),
    "svg_said_to_be_png": (shows({"image/png": SVG}), "only a notebook can show"),
    "odd_types": (
        shows({"text/plain": {"a": ATTACK}, "image/png": 7, "text/html": [1, None]}),
        "only a notebook can show",
    ),
    "deep_markdown": (Work(mayor="[![" * 2_000 + ">" * 900 + "\n" + "> - " * 300 + "end"), ""),
    "huge_stream": (prints(("a" * 99 + "\n") * 10_000), "1,000,000 characters in all"),
    "huge_line": (prints("\r" * 100_000), ""),
    "huge_markdown": (Work(mayor="*a " * 50_000), "150,000 characters in all"),
    "huge_source": (Work(flats="a = 1\n" * 10_000), "60,000 characters in all"),
    "many_outputs": (
        Work(flats_outputs=[new_output("stream", text=f"{n}\n") for n in range(1_000)]),
        "988 more outputs left out",
    ),
    "many_figures": (
        Work(own=[new_code_cell(f"plot({n})", outputs=[FIGURE] * 10) for n in range(5)]),
        "plot(4)",
    ),
    "many_cells": (Work(own=[new_code_cell(f"{n}") for n in range(1_000)]), "added here (20)"),
}


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Write the pages of all hostile works in one go."""
    folder = tmp_path_factory.mktemp("hostile") / "course"
    make_course(folder, {name: work for name, (work, _) in HOSTILE.items()})
    done = feedback(folder, ASSIGNMENT, say=lambda line: None)
    assert not done.skipped
    return folder


@pytest.mark.parametrize("case", HOSTILE)
def test_nothing_can_run_or_load(course, case):
    page = page_path(course, case).read_text("utf-8")
    assert_harmless(page)
    assert len(page) < 100_000
    words = " ".join("".join(html5lib.parse(page).itertext()).split())
    assert " ".join(HOSTILE[case][1].split()) in words


@pytest.mark.parametrize(
    "planted",
    [
        ATTACK,
        "<img src=x onerror=alert(1)>",
        "<a href='javascript:alert(1)' rel='noopener noreferrer'>a</a>",
        "<a href='https://a.org'>a</a>",
        "<p style='color:red'>a</p>",
        "<img src='data:image/svg+xml;base64,AA=='>",
        "<img src='https://evil.org/a.png'>",
        "<svg></svg>",
        "<form action='https://evil.org'></form>",
        "<!-- comment -->",
        "<meta http-equiv='refresh' content='0'>",
        "<style>a</style>",
        "<iframe srcdoc='a'></iframe>",
    ],
)
def test_the_gate_sees_what_is_planted(course, planted):
    page = page_path(course, "form").read_text("utf-8")
    with pytest.raises(AssertionError):
        assert_harmless(page.replace("<h3>", f"{planted}<h3>", 1))


def test_a_traceback_is_not_on_the_page(course):
    assert "Traceback 4711" not in page_path(course, "script_in_error_name").read_text("utf-8")


def test_figures_of_one_page_are_bounded(course):
    assert page_path(course, "many_figures").read_text("utf-8").count(PIXEL) == 12


@pytest.mark.parametrize("name", ["timestamp.txt", "submission_secret.txt"])
def test_a_link_among_what_was_handed_in_is_not_followed(tmp_path, name):
    course = make_course(tmp_path / "course", {"wang": Work()})
    folder = course / "submitted" / "wang" / ASSIGNMENT
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).unlink(missing_ok=True)
    (tmp_path / "private").write_text("4711")
    (folder / name).symlink_to(tmp_path / "private")
    feedback(course, ASSIGNMENT, say=lambda line: None)
    assert "4711" not in (page_path(course, "wang").parent / name).read_text()


@pytest.mark.parametrize(
    "source", [ATTACK, SVG, "<img src=x onerror=alert(1)>", "[a](javascript:alert(1))"]
)
def test_a_written_answer_does_nothing_in_formgrader(source):
    config = course_config(ROOT)
    config.HTMLExporter.template_name = "formgrade"
    config.HTMLExporter.extra_template_basedirs = [template_path]
    notebook = new_notebook(cells=[new_markdown_cell(f"4711 {source}")])
    page, _ = HTMLExporter(config=config).from_notebook_node(
        notebook, resources={"index": 0, "total": 1}
    )
    answer = re.search(r"4711.*?</div>", page, re.DOTALL).group()
    assert not re.search(r"<(script|svg|img|a)\b", answer)
