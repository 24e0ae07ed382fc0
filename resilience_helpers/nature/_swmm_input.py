"""The parts of an input file of SWMM, written from tables.

Names in the file are short codes (B1, M1, P1 …), because SWMM parts its words by blanks; what
they stand for is told in a comment.
"""

import pandas as pd

from resilience_helpers._text import _
from resilience_helpers._validate import numbers, one_of, refuse, zero_or_more
from resilience_helpers.nature._streets import SURFACES, alone, need, surface_m2

OUTFALL = "OUT"
RIVER = "river"
#: Columns that must be above zero in every block.
SIZES = ("area_ha", "curve_number", "width_m", "slope_percent", "pipe_m", "diameter_m")
LEVELS = ("invert_m", "ground_m", "pipe_end_m")
#: Kind of low-impact development, as SWMM calls it -> the layers that it has.
KINDS = {
    "BC": ("surface", "soil", "storage", "drain"),
    "RG": ("surface", "soil", "storage"),
    "PP": ("surface", "pavement", "storage", "drain"),
    "GR": ("surface", "soil", "mat"),
}
#: Soil: share of voids, water that it holds against gravity, water that plants cannot take;
#: conductivity when wet [mm/h] and its fall as it dries [-], suction [mm]. The light soil of roofs
#: holds more and drains faster.
SOIL = "0.45 0.2 0.1 100 10 60"
ROOF_SOIL = "0.5 0.4 0.1 1000 40 60"
#: A roof's soil is full at what does not drain: (0.4 - 0.1) / (0.5 - 0.1) of its voids.
ROOF_FULL = 0.75
GRAVEL_VOIDS, PAVEMENT_VOIDS = 0.4, 0.15
SEEPAGE_MM_H = 3
#: How far water runs over a measure before it leaves [m]. Without a width SWMM lets nothing out
#: of the mat below a green roof.
PATH_M = 10
#: Any day does: the model knows no seasons.
START = pd.Timestamp(2024, 6, 1)
OPTIONS = """[TITLE]
;;Written by resilience_helpers.nature.swmm

[OPTIONS]
FLOW_UNITS           CMS
INFILTRATION         CURVE_NUMBER
FLOW_ROUTING         DYNWAVE
START_DATE           06/01/2024
START_TIME           00:00
END_DATE             {day}
END_TIME             {end}
REPORT_STEP          00:01:00
WET_STEP             00:01:00
DRY_STEP             00:01:00
ROUTING_STEP         5
VARIABLE_STEP        0.75
ALLOW_PONDING        NO
THREADS              1

[EVAPORATION]
CONSTANT 0

[REPORT]
INPUT NO
CONTROLS NO
"""


def model_text(
    catchment: pd.DataFrame,
    storm: pd.Series,
    step_min: int,
    measures: pd.DataFrame | None,
    saturation: float,
    hours_after: int,
) -> str:
    """Return the whole file; arguments as for `swmm.input_text`, checked there."""
    if measures is None:
        measures = pd.DataFrame(columns=["measure", "surface", "area_m2"])
    _refuse_bad(catchment)
    surface = surface_m2(catchment)
    built = _built(surface, measures)
    hard = _hard_left(surface, built, measures)
    minutes = int(storm.index[-1]) + step_min + 60 * hours_after
    parts = [
        OPTIONS.format(
            day=(START + pd.Timedelta(minutes=minutes)).strftime("%m/%d/%Y"),
            end=_clock(minutes % (24 * 60)),
        ),
        _rain(storm, step_min),
        _ground(catchment, hard),
        _pipes(catchment),
    ]
    if built.to_numpy().any():
        parts += [_layers(measures), _usage(built, hard["m2"], measures, saturation)]
    return "\n".join(parts)


def manhole(place: int) -> str:
    """Return the name of the manhole of a block in the file."""
    return f"M{place + 1}"


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _refuse_bad(catchment: pd.DataFrame) -> None:
    """Refuse sizes that are missing or not above zero, levels that are missing, names twice."""
    need("catchment", catchment, ["block", "pipe_to", *SIZES, *LEVELS])
    alone("catchment", catchment, "block")
    for name in (*SIZES, *LEVELS):
        values = numbers(name, catchment[name])
        refuse(name, values, (values <= 0) & (name in SIZES), _("it must be above 0"))
    number = numbers("curve_number", catchment["curve_number"])
    refuse("curve_number", number, number > 100, _("a curve number is at most 100"))


def _built(surface: pd.DataFrame, measures: pd.DataFrame) -> pd.DataFrame:
    """Area of each measure in each block [m2], in proportion to the surface that it stands on."""
    need("measures", measures, ["measure", "surface", "area_m2"])
    alone("measures", measures, "measure")
    area = zero_or_more("area_m2", measures["area_m2"].astype(float))
    for on in measures["surface"]:
        one_of("surface", on, SURFACES)
    for on in SURFACES:
        taken, there = area[measures["surface"] == on].sum(), surface[on].sum()
        if taken > there * (1 + 1e-9):
            told = _("area_m2 takes {taken:,.0f} m2 of {on}; there are {there:,.0f}")
            raise ValueError(told.format(taken=taken, on=on, there=there))
    shares = surface / surface.sum().clip(lower=1)
    return pd.DataFrame(
        {
            name: one * shares[on]
            for name, on, one in zip(measures["measure"], measures["surface"], area, strict=True)
        },
        index=surface.index,
    )


def _hard_left(surface: pd.DataFrame, built: pd.DataFrame, measures: pd.DataFrame) -> pd.DataFrame:
    """Hard ground beside the measures, in square metres and in percent of what is left."""
    left = surface.copy()
    for name, on in zip(measures["measure"], measures["surface"], strict=True):
        left[on] = (left[on] - built[name]).clip(lower=0)
    hard = left["roof"] + left["paved"]
    return pd.DataFrame({"m2": hard, "percent": 100 * hard / (hard + left["green"]).clip(lower=1)})


def _rain(storm: pd.Series, step_min: int) -> str:
    lines = [
        "[RAINGAGES]",
        ";;Rain of each step in mm",
        f"GAUGE VOLUME {_clock(step_min)} 1.0 TIMESERIES STORM",
        "\n[TIMESERIES]",
    ]
    lines += [f"STORM {_clock(int(minute))} {rain:.4f}" for minute, rain in storm.items()]
    lines.append(f"STORM {_clock(int(storm.index[-1]) + step_min)} 0")
    return "\n".join(lines) + "\n"


def _ground(catchment: pd.DataFrame, hard: pd.DataFrame) -> str:
    """Blocks, with the share of hard ground that is left beside the measures."""
    blocks, areas, infiltration = (
        ["[SUBCATCHMENTS]", ";;Name Rain To Area[ha] Hard[%] Width[m] Slope[%] Kerb"],
        ["[SUBAREAS]", ";;Name Manning hard, soft; puddles[mm] hard, soft; without puddles[%]"],
        ["[INFILTRATION]", ";;Name CurveNumber Unused DryingDays"],
    )
    for place, row in enumerate(catchment.to_dict("records")):
        name = f"B{place + 1}"
        blocks.append(
            f"{name} GAUGE {manhole(place)} {row['area_ha']:.3f} {hard['percent'].iloc[place]:.3f} "
            f"{row['width_m']:.1f} {row['slope_percent']:.2f} 0  ;{row['block']}"
        )
        areas.append(f"{name} 0.015 0.2 1.5 5 0 OUTLET")
        infiltration.append(f"{name} {row['curve_number']:.1f} 0 7")
    return "\n\n".join("\n".join(part) for part in (blocks, areas, infiltration)) + "\n"


def _pipes(catchment: pd.DataFrame) -> str:
    """Manholes, the outfall and the pipes between them."""
    names = {block: manhole(place) for place, block in enumerate(catchment["block"])}
    names[RIVER] = OUTFALL
    _reach_the_river(dict(zip(catchment["block"], catchment["pipe_to"], strict=True)))
    bottoms = dict(zip(catchment["block"], catchment["invert_m"], strict=True))
    bottoms[RIVER] = catchment.loc[catchment["pipe_to"] == RIVER, "pipe_end_m"].iloc[0]
    manholes = ["[JUNCTIONS]", ";;Name Bottom[m] Depth[m] Start Surcharge Ponded"]
    pipes = ["[CONDUITS]", ";;Name From To Length[m] Manning OffsetIn OffsetOut"]
    shapes = ["[XSECTIONS]", ";;Pipe Shape Diameter[m]"]
    for place, row in enumerate(catchment.to_dict("records")):
        depth = row["ground_m"] - row["invert_m"]
        if depth <= row["diameter_m"]:
            told = _("ground_m of {block} is {depth:.2f} m above its pipe; it must cover the pipe")
            raise ValueError(told.format(block=row["block"], depth=depth))
        over = row["pipe_end_m"] - bottoms[row["pipe_to"]]
        if over < 0:
            told = _("pipe_end_m of {block} is {low:.2f} m below the manhole that it reaches")
            raise ValueError(told.format(block=row["block"], low=-over))
        pipe, start = f"P{place + 1}", manhole(place)
        manholes.append(f"{start} {row['invert_m']:.2f} {depth:.2f} 0 0 0")
        to = f"{names[row['pipe_to']]} {row['pipe_m']:.1f} 0.013 0 {over:.2f}"
        pipes.append(f"{pipe} {start} {to}")
        shapes.append(f"{pipe} CIRCULAR {row['diameter_m']:.2f} 0 0 0 1")
    outfall = ["[OUTFALLS]", ";;Name Bottom[m] Kind", f"{OUTFALL} {bottoms[RIVER]:.2f} FREE"]
    return "\n\n".join("\n".join(part) for part in (manholes, outfall, pipes, shapes)) + "\n"


def _reach_the_river(pipe_to: dict[str, str]) -> None:
    """Refuse pipes that lead nowhere, in a circle, or to more than one outfall."""
    ends = list(pipe_to.values()).count(RIVER)
    if ends != 1:
        told = _("pipe_to names the river {ends} times; just one block must drain to it")
        raise ValueError(told.format(ends=ends))
    for block in pipe_to:
        at = block
        for _pipe in pipe_to:
            at = pipe_to.get(at, at)
        if at != RIVER:
            told = _("pipe_to: the water of {block!r} never reaches the river; it ends at {at!r}")
            raise ValueError(told.format(block=block, at=at))


def _layers(measures: pd.DataFrame) -> str:
    """Layers of each measure; thickness in mm, conductivity and seepage in mm/h."""
    for name in ("serves", *(f"{one}_mm" for one in ("berm", "pavement", "soil", "gravel"))):
        need("measures", measures, [name, "swmm_kind"])
        zero_or_more(name, measures[name])
    lines = ["[LID_CONTROLS]", ";;Name Layer Thickness and properties"]
    for place, row in enumerate(measures.to_dict("records")):
        name, kind = f"L{place + 1}", row["swmm_kind"]
        if kind not in KINDS:
            told = _("swmm_kind is {kind!r}; it must be one of {kinds}")
            raise ValueError(told.format(kind=kind, kinds=", ".join(KINDS)))
        # void ratio is voids over solids, the share of voids is voids over all
        gravel, pavement = (v / (1 - v) for v in (GRAVEL_VOIDS, PAVEMENT_VOIDS))
        soil = ROOF_SOIL if kind == "GR" else SOIL
        layers = {
            "surface": f"SURFACE {row['berm_mm']} 0 0.1 1 5",
            "soil": f"SOIL {row['soil_mm']} {soil}",
            "pavement": f"PAVEMENT {row['pavement_mm']} {pavement:.4f} 0 500 0",
            "storage": f"STORAGE {row['gravel_mm']} {gravel:.4f} {SEEPAGE_MM_H} 0",
            "drain": "DRAIN 0 0.5 0 6",
            "mat": "DRAINMAT 10 0.5 0.1",
        }
        lines.append(f"{name} {kind}  ;{row['measure']}")
        lines += [f"{name} {layers[one]}" for one in KINDS[kind]]
    return "\n".join(lines) + "\n"


def _usage(built: pd.DataFrame, hard: pd.Series, measures: pd.DataFrame, saturation: float) -> str:
    """Which measure stands where, and how much of the hard ground drains to it."""
    lines = ["[LID_USAGE]", ";;Block Measure Number Area[m2] Width Start[%] OfHard[%] ToSoft"]
    for block in built.index:
        free = 100.0
        for place, row in enumerate(measures.to_dict("records")):
            area = built.loc[block, row["measure"]]
            if area <= 0:
                continue
            # no more than all of the hard ground can drain to measures
            share = min(100 * row["serves"] * area / max(hard[block], 1), free)
            free -= share
            full = saturation * (ROOF_FULL if row["swmm_kind"] == "GR" else 1)
            start = f"{100 * full:.1f} {share:.3f} 0"
            lines.append(f"B{block + 1} L{place + 1} 1 {area:.3f} {area / PATH_M:.3f} {start}")
    return "\n".join(lines) + "\n"
