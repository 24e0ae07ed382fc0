"""Charts of the lessons: few kinds, labelled, with alternative text.

Each function takes a table and the words to show, and returns a `Picture`. The palette is
Okabe and Ito's, which colour-blind readers can tell apart; line styles and hatching carry
the same difference, so that a print in grey still reads. Pass every label as an argument:
a translated lesson then needs no change here.
"""

import base64
import functools
import html
import io
import textwrap
from collections.abc import Callable, Mapping, Sequence

import matplotlib
import numpy as np
import pandas as pd
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import StrMethodFormatter

#: Okabe-Ito colours; the first three also differ in lightness and stand out from paper.
PALETTE = ("#0072B2", "#D55E00", "#000000", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
MARKERS = ("o", "s", "^", "D", "v", "P", "X")
STYLES = ("-", "--", "-.", ":", (0, (5, 1)), (0, (3, 1, 1, 1)), "-")
CJK_FONTS = (
    "Noto Sans CJK SC",
    "Noto Sans CJK JP",
    "Noto Sans SC",
    "Microsoft YaHei",
    "PingFang SC",
)
DOTS_PER_INCH = 100


class Picture:
    """A finished chart with its alternative text.

    A notebook shows it as an image; a screen reader reads `alt`.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        The chart.
    alt : str
        What the chart shows, in one or two sentences with its main numbers.

    Raises
    ------
    ValueError
        If `alt` is empty.
    """

    def __init__(self, figure: Figure, alt: str) -> None:
        if not alt.strip():
            raise ValueError("alt is empty; every figure needs alternative text")
        self.figure = figure
        self.alt = " ".join(alt.split())

    @functools.cached_property
    def _png(self) -> bytes:
        # kept: drawing again would lay the chart out again, a little differently
        buffer = io.BytesIO()
        with matplotlib.rc_context(_style()):
            # no "Software" entry: it would name the version of matplotlib
            self.figure.savefig(buffer, format="png", metadata={"Software": None})
        return buffer.getvalue()

    def png(self) -> bytes:
        """Return the chart as the bytes of a PNG file."""
        return self._png

    @property
    def source(self) -> str:
        """The chart as a data address for an image element."""
        return "data:image/png;base64," + base64.b64encode(self.png()).decode()

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, str]:
        # HTML, not image/png: JupyterLab gives an image/png output no alternative text
        tag = f'<img alt="{html.escape(self.alt)}" src="{self.source}">'
        return {"text/html": tag, "text/plain": self.alt}


def _styled(draw: Callable[..., Picture]) -> Callable[..., Picture]:
    """Let all parts of a chart, its legend too, have the course's fonts."""

    @functools.wraps(draw)
    def drawn(*arguments: object, **named: object) -> Picture:
        with matplotlib.rc_context(_style()):
            return draw(*arguments, **named)

    return drawn


@_styled
def lines(
    frame: pd.DataFrame,
    x_title: str,
    y_title: str,
    alt: str,
    names: Mapping[str, str] | None = None,
    shade_to: float | None = None,
    y_range: tuple[float, float] | None = None,
    markers: bool = True,
) -> Picture:
    """Draw each column of a table as a line over its index.

    Parameters
    ----------
    frame : pandas.DataFrame
        Index: positions on the x axis; one column a line.
    x_title, y_title : str
        Axis titles with their units.
    alt : str
        Alternative text.
    names : mapping, optional
        Words to show instead of the column names.
    shade_to : float, optional
        Shade the area between the first line and this level [unit of y].
    y_range : tuple, optional
        Lower and upper end of the y axis [unit of y].
    markers : bool
        Whether each reading gets a mark; leave out for smooth curves.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If the table has more lines than can be told apart (7), or no alternative text.

    Examples
    --------
    >>> water = pd.DataFrame({"water": [55, 100]}, index=[0, 18])
    >>> lines(water, "Time [days]", "Supply [%]", alt="Supply rises from 55 to 100 %.").alt
    'Supply rises from 55 to 100 %.'
    """
    if frame.shape[1] > len(PALETTE):
        raise ValueError(
            f"frame has {frame.shape[1]} lines; at most {len(PALETTE)} can be told apart"
        )
    figure, axes = _axes()
    for position, column in enumerate(frame.columns):
        data = frame[column].dropna()
        axes.plot(
            data.index,
            data.to_numpy(),
            color=PALETTE[position],
            linestyle=STYLES[position],
            marker=MARKERS[position] if markers else "",
            label=(names or {}).get(column, column),
        )
    if shade_to is not None:
        first = frame.iloc[:, 0].dropna()
        axes.fill_between(
            first.index,
            first.to_numpy(),
            shade_to,
            facecolor="none",
            edgecolor=PALETTE[0],
            hatch="///",
            alpha=0.5,
            linewidth=0,
        )
    axes.set(xlabel=x_title, ylabel=y_title)
    axes.grid(color="#DDDDDD")
    if y_range is not None:
        axes.set_ylim(*y_range)
    if frame.shape[1] > 1:
        axes.legend(frameon=False)
    return Picture(figure, alt)


@_styled
def bars(
    values: pd.Series,
    x_title: str,
    y_title: str,
    alt: str,
    highlight: Sequence[str] = (),
    decimals: int = 0,
) -> Picture:
    """Draw one horizontal bar for each value, first value on top.

    Parameters
    ----------
    values : pandas.Series
        Index: names of the bars; values in the unit that `x_title` states.
    x_title, y_title : str
        Title of the value axis with its unit, and of what each bar stands for.
    alt : str
        Alternative text.
    highlight : sequence of str
        Names of bars to stress by colour and hatching.
    decimals : int
        Decimals of the numbers beside the bars.

    Returns
    -------
    Picture

    Examples
    --------
    >>> risk = pd.Series({"Harbour": 3.0, "Old Town": 5.5})
    >>> bars(risk, "Risk [million CNY a year]", "District", alt="Old Town has most.").alt
    'Old Town has most.'
    """
    highlight = (highlight,) if isinstance(highlight, str) else tuple(highlight)
    figure, axes = _axes(height=0.9 + 0.36 * len(values))
    places = range(len(values))
    drawn = axes.barh(places, values.to_numpy(float), color="#9BB8CC", edgecolor="#333333")
    axes.set_yticks(places, [_short(str(name)) for name in values.index])
    for bar, name in zip(drawn, values.index, strict=True):
        if name in highlight:
            bar.set(facecolor=PALETTE[1], hatch="//")
    axes.bar_label(drawn, labels=[f"{v:,.{decimals}f}" for v in values], padding=3)
    axes.invert_yaxis()
    axes.margins(x=0.14)
    axes.set(xlabel=x_title, ylabel=y_title)
    axes.xaxis.set_major_formatter(StrMethodFormatter("{x:,.6g}"))
    return Picture(figure, alt)


@_styled
def heat(
    frame: pd.DataFrame,
    x_title: str,
    y_title: str,
    value_title: str,
    alt: str,
    decimals: int = 2,
    value_range: tuple[float, float] | None = None,
) -> Picture:
    """Draw a table as a grid of shaded cells with their numbers.

    Parameters
    ----------
    frame : pandas.DataFrame
        Rows and columns as they are to be shown.
    x_title, y_title, value_title : str
        Titles of the columns, the rows and the shading, with units.
    alt : str
        Alternative text.
    decimals : int
        Decimals of the numbers in the cells.
    value_range : tuple, optional
        Values of the darkest and the lightest shade; default: the data's own.

    Returns
    -------
    Picture

    Examples
    --------
    >>> scores = pd.DataFrame({"climate": [0.2, 0.8]}, index=["Harbour", "Old Town"])
    >>> heat(scores, "Dimension", "District", "Score [0-1]", alt="Harbour is weak.").alt
    'Harbour is weak.'
    """
    grid = frame.to_numpy(float, na_value=np.nan)
    low, high = value_range or (float(np.nanmin(grid)), float(np.nanmax(grid)))
    figure, axes = _axes(height=1.5 + 0.36 * len(frame))
    image = axes.imshow(grid, cmap="cividis", vmin=low, vmax=high, aspect="auto")
    axes.set_xticks(range(frame.shape[1]), [textwrap.fill(str(c), 14) for c in frame.columns])
    axes.set_yticks(range(len(frame)), [str(row) for row in frame.index])
    axes.set(xlabel=x_title, ylabel=y_title)
    for (row, column), number in np.ndenumerate(grid):
        dark = number < (low + high) / 2
        text = "" if np.isnan(number) else f"{number:.{decimals}f}"
        axes.text(column, row, text, ha="center", va="center", color="white" if dark else "black")
    axes.tick_params(length=0)
    figure.colorbar(image, label=value_title)
    return Picture(figure, alt)


def _axes(width: float = 7.0, height: float = 3.6) -> tuple[Figure, Axes]:
    figure = Figure(figsize=(width, height), dpi=DOTS_PER_INCH, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.subplots()
    axes.spines[["top", "right"]].set_visible(False)
    return figure, axes


def _short(name: str, most: int = 48) -> str:
    return name if len(name) <= most else name[: most - 1] + "…"


def _style() -> dict[str, object]:
    # a missing font would make matplotlib warn on every figure, so ask first
    known = set(font_manager.get_font_names())
    cjk = [name for name in CJK_FONTS if name in known][:1]
    return {"font.family": ["DejaVu Sans", *cjk], "font.size": 11, "savefig.dpi": DOTS_PER_INCH}
