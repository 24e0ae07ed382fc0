"""`resilience_helpers.explore`: labelled controls, a figure that follows them, a still one beside."""

import json
import shutil
import subprocess
from pathlib import Path

import pandas as pd
import pytest

from resilience_helpers import explore, figures

VIEW = "application/vnd.jupyter.widget-view+json"
SCRIPT = Path(explore.__file__).with_name("explore.js")


def recovery(days, shape, marks):
    """Draw a small recovery; too short a repair is refused."""
    if days < 1:
        raise ValueError("days is 0; it must be 1 or more\n(one day)")
    frame = pd.DataFrame({"water": [55.0, 100.0]}, index=[0.0, days])
    alt = f"Back on day {days}, {shape}, marks {marks}."
    return figures.lines(frame, "day", "service [%]", alt, markers=marks)


def explorer():
    return explore.explore(
        recovery,
        days=explore.slider("Repair time [days]", 0, 30, 1, 18),
        shape=explore.select("Shape", ["straight", "steps"]),
        marks=explore.switch("Show readings", True),
    )


def test_controls_are_described_with_their_labels():
    assert explorer().panel.controls == [
        {"name": "days", "kind": "range", "label": "Repair time [days]", "low": 0, "high": 30,
         "step": 1, "start": 18},
        {"name": "shape", "kind": "select", "label": "Shape", "options": ["straight", "steps"],
         "start": "straight"},
        {"name": "marks", "kind": "checkbox", "label": "Show readings", "start": True},
    ]  # fmt: skip


def test_it_starts_with_the_starting_values():
    panel = explorer().panel
    assert panel.values == {"days": 18, "shape": "straight", "marks": True}
    assert panel.picture["alt"] == "Back on day 18, straight, marks True."
    assert panel.picture["source"] == recovery(18, "straight", True).source


def test_other_values_redraw_the_figure():
    panel = explorer().panel
    before = panel.picture
    panel.values = panel.values | {"days": 6, "marks": False}
    assert panel.picture["alt"] == "Back on day 6, straight, marks False."
    assert panel.picture["source"] == recovery(6, "straight", False).source != before["source"]
    panel.values = {"days": 18, "shape": "straight", "marks": True}
    assert panel.picture == before


def test_an_impossible_value_is_a_text_in_place_of_the_figure():
    panel = explorer().panel
    panel.values = panel.values | {"days": 0}
    assert panel.picture["source"] == ""
    assert "days is 0; it must be 1 or more" in panel.picture["alt"]
    panel.values = panel.values | {"days": 2}
    assert panel.picture["alt"].startswith("Back on day 2") and panel.picture["source"]


def test_what_is_shown_holds_the_still_figure_and_the_live_view():
    shown = explorer()
    bundle = shown._repr_mimebundle_()
    assert set(bundle) == {"text/html", "text/plain", VIEW}
    assert bundle["text/plain"] == "Back on day 18, straight, marks True."
    assert '<img alt="Back on day 18' in bundle["text/html"]
    assert recovery(18, "straight", True).source in bundle["text/html"]
    assert bundle[VIEW]["model_id"] == shown.panel.model_id


def test_two_explorers_do_not_share_their_state():
    one, other = explorer().panel, explorer().panel
    one.values = one.values | {"days": 3}
    assert other.values["days"] == 18 and other.picture["alt"].startswith("Back on day 18")


def test_the_state_of_a_panel_is_plain_json():
    panel = explorer().panel
    state = {name: getattr(panel, name) for name in ("controls", "values", "picture")}
    assert json.loads(json.dumps(state, allow_nan=False)) == state


@pytest.mark.parametrize(
    ("low", "high", "step", "start"),
    [(0, 10, 1, 11), (0, 10, 1, -1), (10, 0, 1, 5), (0, 10, 0, 5), (0, 10, -1, 5), (0, 10, 11, 5),
     (0, 10, 1, float("nan")), (0, float("nan"), 1, 5), (0, 10, float("nan"), 5)],
)  # fmt: skip
def test_limits_of_a_slider_are_checked(low, high, step, start):
    with pytest.raises(ValueError, match="slider 'Repair time'"):
        explore.slider("Repair time", low, high, step, start)


@pytest.mark.parametrize("start", [0, 10, 2.5])
def test_a_slider_may_start_at_its_ends(start):
    assert explore.slider("Repair time", 0, 10, 0.5, start)["start"] == start


def test_a_list_starts_with_one_of_its_options():
    first = explore.select("Width", ("narrow", "wide"))
    assert (first["start"], first["options"]) == ("narrow", ["narrow", "wide"])
    assert explore.select("Width", ["narrow", "wide"], start="wide")["start"] == "wide"
    with pytest.raises(ValueError, match=r"select 'Width': start 'high' is not among"):
        explore.select("Width", ["narrow", "wide"], start="high")


def test_a_list_without_options_is_refused():
    with pytest.raises(ValueError, match="select 'Width'"):
        explore.select("Width", [])


@pytest.mark.parametrize(
    "control",
    [
        lambda label: explore.slider(label, 0, 1, 1, 0),
        lambda label: explore.select(label, ["a"]),
        explore.switch,
    ],
    ids=["slider", "select", "switch"],
)
def test_no_control_goes_without_a_label(control):
    for label in ("", " \n"):
        with pytest.raises(ValueError, match="label"):
            control(label)


def test_an_explorer_without_controls_is_refused():
    with pytest.raises(ValueError, match="at least one control"):
        explore.explore(recovery)


# A page with as little as the script needs; it plays a person who moves the controls.
PAGE = """
class Element {
  constructor(tag) { this.tag = tag; this.children = []; this.style = {}; this.dataset = {};
    this.attributes = {}; this.listeners = {}; }
  append(...parts) { this.children.push(...parts); }
  add(option) { this.children.push(option); }
  setAttribute(name, value) { this.attributes[name] = value; }
  addEventListener(name, call) { this.listeners[name] = call; }
  all(tag) { return this.children.flatMap((c) => [...(c.tag === tag ? [c] : []), ...c.all(tag)]); }
}
globalThis.document = { createElement: (tag) => new Element(tag) };
globalThis.Option = class extends Element {
  constructor(text, value) { super("option"); this.text = text; this.value = value; }
};
const state = JSON.parse(process.argv[2]), heard = {}, sent = [], said = [];
const model = {
  get: (name) => state[name], set: (name, value) => { state[name] = value; },
  save_changes: () => sent.push(structuredClone(state.values)),
  on: (name, call) => { heard[name] = call; }, off: (name) => { delete heard[name]; },
};
const el = new Element("div");
const script = await import(process.argv[3]);
const stop = script.default.render({ model, el });
const [form] = el.children, [image] = el.all("img"), [spoken] = el.all("p");
const inputs = [...form.all("input"), ...form.all("select")];
const look = () => ({ hidden: image.hidden, src: image.src, alt: image.alt, spoken: spoken.textContent });
const labels = form.all("label").map((label) => [label.textContent,
  inputs.filter((input) => input.id === label.htmlFor).map((i) => [i.type ?? i.tag, i.value ?? i.checked])]);
const first = look();
form.all("input")[0].value = "7"; form.listeners.input();
form.all("input")[1].checked = false; form.listeners.input();
await new Promise((done) => setTimeout(done, 300));
state.picture = { source: "", alt: "days is 0" }; heard["change:picture"]();
const refused = look();
stop();
console.log(JSON.stringify({ labels, first, refused, sent, heard: Object.keys(heard),
  own: inputs.map((input) => input.dataset.lmSuppressShortcuts), form: form.attributes, live: spoken.attributes,
  range: ["min", "max", "step"].map((name) => form.all("input")[0][name]),
  options: form.all("option").map((option) => option.value) }));
"""


@pytest.mark.skipif(not shutil.which("node"), reason="runs the page's script, which needs Node.js")
def test_the_page_shows_labelled_controls_and_sends_what_they_say(tmp_path):
    panel = explorer().panel
    state = {name: getattr(panel, name) for name in ("controls", "values")}
    state["picture"] = {"source": "data:,", "alt": "Back on day 18."}
    (tmp_path / "page.mjs").write_text(PAGE, "utf-8")
    script = shutil.copy(SCRIPT, tmp_path / "explore.mjs")
    done = subprocess.run(
        ["node", "page.mjs", json.dumps(state), Path(script).as_uri()],
        cwd=tmp_path, capture_output=True, text=True, timeout=30,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    page = json.loads(done.stdout)
    assert page["labels"] == [
        ["Repair time [days]", [["range", 18]]],
        ["Shape", [["select", "straight"]]],
        ["Show readings", [["checkbox", True]]],
    ]
    assert page["first"] == {"hidden": False, "src": "data:,", "alt": "Back on day 18.",
                             "spoken": "Back on day 18."}  # fmt: skip
    assert page["sent"] == [{"days": 7, "shape": "straight", "marks": False}], "once, as numbers"
    assert page["refused"]["hidden"] is True and page["refused"]["spoken"] == "days is 0"
    assert page["range"] == [0, 30, 1] and page["options"] == ["straight", "steps"]
    assert page["own"] == ["true"] * 3, "JupyterLab leaves the arrow keys to the controls"
    assert page["form"] == {"role": "group"}
    assert page["live"] == {"aria-live": "polite"}
    assert page["heard"] == [], "nothing listens any more once the view is gone"
