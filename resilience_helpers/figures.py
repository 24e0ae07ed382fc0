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
from matplotlib.ticker import LogLocator, StrMethodFormatter

#: Okabe-Ito colours, the last two darkened: each stands out from paper (3 to 1 or more).
PALETTE = ("#0072B2", "#D55E00", "#000000", "#009E73", "#CC79A7", "#C08400", "#3C9AD0")
MARKERS = ("o", "s", "^", "D", "v", "P", "X")
STYLES = ("-", "--", "-.", ":", (0, (5, 1)), (0, (3, 1, 1, 1)), (0, (8, 2)))
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
    _refuse_too_many(frame)
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
def curves(
    frame: pd.DataFrame,
    x_title: str,
    y_title: str,
    alt: str,
    points: pd.Series | None = None,
    band: pd.DataFrame | None = None,
    log_x: bool = False,
    y_range: tuple[float, float] | None = None,
) -> Picture:
    """Draw smooth curves with the readings behind them and the band of what is not sure.

    Parameters
    ----------
    frame : pandas.DataFrame
        Index: positions on the x axis; one column a curve, its name in the legend.
    x_title, y_title : str
        Axis titles with their units.
    alt : str
        Alternative text.
    points : pandas.Series, optional
        Index: positions on the x axis; its name stands in the legend.
    band : pandas.DataFrame, optional
        Index: positions on the x axis; columns "low" and "high".
        ``band.attrs["name"]`` stands in the legend.
    log_x : bool
        Whether the x axis is logarithmic, as for return periods.
    y_range : tuple, optional
        Lower and upper end of the y axis [unit of y].

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If the table has more curves than can be told apart (7), or no alternative text.

    Examples
    --------
    >>> level = pd.DataFrame({"Gumbel": [320, 428]}, index=[10, 50])
    >>> curves(level, "Return period [years]", "Rain [mm]", alt="It rises.", log_x=True).alt
    'It rises.'
    """
    _refuse_too_many(frame)
    figure, axes = _axes()
    if band is not None:
        hatched = {"facecolor": "#D6E4EE", "edgecolor": "#9BB8CC", "hatch": "..", "linewidth": 0}
        axes.fill_between(
            band.index, band["low"], band["high"], label=band.attrs.get("name"), **hatched
        )
    for position, column in enumerate(frame.columns):
        data = frame[column].dropna()
        style = {"color": PALETTE[position], "linestyle": STYLES[position], "linewidth": 2}
        axes.plot(data.index, data.to_numpy(), label=column, **style)
    if points is not None:
        ring = {"facecolors": "white", "edgecolors": "black", "zorder": 3, "s": 22}
        axes.scatter(points.index, points.to_numpy(), label=points.name, **ring)
    if log_x:
        axes.set_xscale("log")
        axes.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        axes.xaxis.set_major_formatter(StrMethodFormatter("{x:,.6g}"))
        axes.minorticks_off()
    axes.set(xlabel=x_title, ylabel=y_title)
    axes.grid(color="#DDDDDD")
    if y_range is not None:
        axes.set_ylim(*y_range)
    if len(axes.get_legend_handles_labels()[0]) > 1:
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
    x_range: tuple[float, float] | None = None,
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
    x_range : tuple, optional
        Lower and upper end of the value axis, so that explored charts compare.

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
    if x_range is not None:
        axes.set_xlim(*x_range)
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

    A table of more than 20 rows becomes a map: square cells without numbers, and
    paper where a number is missing.

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
    is_map = len(frame) > 20
    figure, axes = _axes(height=4.6 if is_map else 1.5 + 0.36 * len(frame))
    shape = "equal" if is_map else "auto"
    image = axes.imshow(grid, cmap="cividis", vmin=low, vmax=high, aspect=shape)
    for axis, labels in ((axes.xaxis, frame.columns), (axes.yaxis, frame.index)):
        places = _tenths(labels) if is_map else range(len(labels))
        words = [str(labels[place]) for place in places]
        axis.set_ticks(
            places, [textwrap.fill(w, 14) for w in words] if axis.axis_name == "x" else words
        )
    axes.set(xlabel=x_title, ylabel=y_title)
    for (row, column), number in np.ndenumerate(grid[:0] if is_map else grid):
        dark = number < low + 0.465 * (high - low)  # from here on black is read better
        text = "" if np.isnan(number) else f"{number:.{decimals}f}"
        axes.text(column, row, text, ha="center", va="center", color="white" if dark else "black")
    axes.tick_params(length=0)
    figure.colorbar(image, label=value_title)
    return Picture(figure, alt)


def _tenths(labels: pd.Index) -> list[int]:
    """Return the places of the round numbers, or of every tenth label where there are none."""
    round_numbers = [place for place, one in enumerate(labels) if str(one).endswith("0")]
    return round_numbers or list(range(0, len(labels), 10))


def _refuse_too_many(frame: pd.DataFrame) -> None:
    if frame.shape[1] > len(PALETTE):
        raise ValueError(
            f"frame has {frame.shape[1]} lines; at most {len(PALETTE)} can be told apart"
        )


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
