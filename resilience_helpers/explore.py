"""Explorers: a figure with controls, for the mouse, the keyboard and the screen reader.

An explorer is a function that draws a `figures.Picture` and one labelled control for each of
its arguments. The controls are the browser's own (range, select, checkbox), each with its
label: the sliders of ipywidgets have no name that a screen reader could say. Where no kernel
runs, as in a web page, the figure of the starting values stands still.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from resilience_helpers._text import _
from resilience_helpers.figures import Picture

Control = dict[str, Any]


def slider(label: str, low: float, high: float, step: float, start: float) -> Control:
    """Describe a slider.

    Parameters
    ----------
    label : str
        What it sets, with the unit: ``"Repair time [days]"``.
    low, high, step, start : float
        Ends, step and starting value, in the unit of the label.

    Returns
    -------
    dict
        The control for `explore`.

    Raises
    ------
    ValueError
        If the start lies outside the ends, or the step is not above 0 and within them.

    Examples
    --------
    >>> slider("Repair time [days]", 2, 36, 2, start=18)["start"]
    18
    """
    if not (low <= start <= high and 0 < step <= high - low):
        raise ValueError(
            f"slider {label!r}: start {start} must lie from {low} to {high}, and step {step} between 0 and their distance"
        )
    return {
        "kind": "range",
        "label": _label(label),
        "low": low,
        "high": high,
        "step": step,
        "start": start,
    }


def select(label: str, options: Sequence[str], start: str | None = None) -> Control:
    """Describe a list to choose from.

    Parameters
    ----------
    label : str
        What it sets.
    options : sequence of str
        What can be chosen.
    start : str, optional
        The option at the start; default: the first.

    Returns
    -------
    dict
        The control for `explore`.

    Raises
    ------
    ValueError
        If `start` is not among the options.

    Examples
    --------
    >>> select("Shape", ["linear", "exponential"])["start"]
    'linear'
    """
    start = options[0] if start is None and options else start
    if start not in options:
        raise ValueError(f"select {label!r}: start {start!r} is not among {list(options)}")
    return {"kind": "select", "label": _label(label), "options": list(options), "start": start}


def switch(label: str, start: bool = False) -> Control:
    """Describe a box to tick.

    Parameters
    ----------
    label : str
        What it switches.
    start : bool
        Whether it is ticked at the start.

    Returns
    -------
    dict
        The control for `explore`.

    Examples
    --------
    >>> switch("With a sea wall")["start"]
    False
    """
    return {"kind": "checkbox", "label": _label(label), "start": bool(start)}


def _label(label: str) -> str:
    if not label.strip():
        raise ValueError("label is empty; a screen reader needs a name for each control")
    return label


class Panel(anywidget.AnyWidget):
    """The widget behind an explorer: controls, one figure, one spoken description."""

    _esm = Path(__file__).parent / "explore.js"
    controls = traitlets.List().tag(sync=True)
    values = traitlets.Dict().tag(sync=True)
    picture = traitlets.Dict().tag(sync=True)


class Explorer:
    """A figure function with its controls; show it as the last line of a cell.

    Attributes
    ----------
    panel : Panel
        The live widget; setting ``panel.values`` redraws the figure.
    """

    def __init__(self, figure: Callable[..., Picture], controls: dict[str, Control]) -> None:
        self._figure = figure
        start = {name: control["start"] for name, control in controls.items()}
        self._first = figure(**start)
        self.panel = Panel(
            controls=[{"name": name} | control for name, control in controls.items()],
            values=start,
            picture=_shown(self._first),
        )
        self.panel.observe(self._redraw, names="values")

    def _redraw(self, change: dict[str, Any]) -> None:
        try:
            self.panel.picture = _shown(self._figure(**change["new"]))
        except ValueError as error:  # a pair of values may be impossible; say so in place
            self.panel.picture = {"source": "", "alt": str(error)}

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, Any]:
        view = self.panel._repr_mimebundle_()
        live = view[0] if isinstance(view, tuple) else view
        key = "application/vnd.jupyter.widget-view+json"
        return self._first._repr_mimebundle_() | {key: live[key]}


def explore(figure: Callable[..., Picture], **controls: Control) -> Explorer:
    """Join a figure function to its controls.

    Parameters
    ----------
    figure : callable
        Takes one argument for each control and returns a `Picture`; no side effects.
    **controls : dict
        `slider`, `select` or `switch` for each argument, by its name.

    Returns
    -------
    Explorer

    Raises
    ------
    ValueError
        If there is no control.
    """
    if not controls:
        raise ValueError(_("An explorer needs at least one control."))
    return Explorer(figure, controls)


def _shown(picture: Picture) -> dict[str, str]:
    return {"source": picture.source, "alt": picture.alt}
