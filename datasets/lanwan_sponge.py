"""A few streets of Lanwan's Old Town with their drains, and what could make them a sponge.

All of it is declared by hand; no street, pipe or price is that of a real city. The prices are
of the order that Chinese guides name, and stand for building without upkeep.
"""

from table_format import CC_BY, Column, Table

SOURCES = [{"title": "Invented for the course; generator: datasets/lanwan_sponge.py"}]
BY_HAND = "Synthetic: declared by hand; generator: datasets/lanwan_sponge.py, no random numbers. "

# block, area [ha], roof, paved, green [%], curve number of the green, width of the overland flow
# [m], slope [%], bottom of the manhole and ground [m], where its pipe goes, length [m],
# diameter [m], bottom of the pipe's far end [m].
CATCHMENT = [
    ("Upper Lane", 3.6, 44, 36, 20, 79, 260, 0.8, 4.10, 6.20, "Temple Street", 210, 0.8, 3.36),
    ("Temple Street", 4.2, 48, 40, 12, 79, 280, 0.6, 3.36, 5.50, "Silk Market", 230, 1.0, 2.67),
    ("Silk Market", 5.0, 52, 42, 6, 79, 310, 0.5, 2.67, 4.70, "River Gate", 240, 1.2, 1.95),
    ("School Quarter", 3.8, 36, 34, 30, 79, 260, 0.7, 3.40, 5.40, "Fish Market", 220, 0.8, 2.63),
    ("Fish Market", 4.4, 46, 42, 12, 79, 290, 0.5, 2.63, 4.60, "River Gate", 230, 1.0, 1.95),
    ("River Gate", 3.0, 40, 34, 26, 79, 230, 0.5, 1.95, 4.40, "river", 160, 1.6, 1.47),
]

# measure, surface that it takes, room on it [%], hard ground that drains to a square metre of it
# [m2], ponding, pavement, soil and gravel [mm], price [CNY/m2], kind in SWMM, what it is.
MEASURES = [
    ("sunken green", "green", 50, 3, 120, 0, 300, 0, 60, "RG",
     "Green lowered by 0.12 m, so that streets drain into it."),
    ("bioretention", "paved", 6, 10, 150, 0, 500, 250, 700, "BC",
     "Planted strips along the streets, with soil and gravel below."),
    ("permeable paving", "paved", 45, 0, 0, 100, 0, 250, 220, "PP",
     "Courts and car parks whose paving lets its own rain through to gravel."),
    ("green roof", "roof", 30, 0, 10, 0, 120, 0, 280, "GR",
     "Planted flat roofs that drain through a mat."),
]  # fmt: skip
#: Share of each layer that keeps water: ponding, pavement, soil (all its voids, 0.45, but the driest
#: 0.10), gravel. A roof drains: only its soil keeps water, what it holds against gravity (0.40 - 0.10).
KEEPS = (1.0, 0.15, 0.35, 0.4)
ROOF_KEEPS = (0.0, 0.0, 0.3, 0.0)


def catchment() -> Table:
    """Return the blocks and the pipes of the small catchment."""
    percent = {"minimum": 0, "maximum": 100}
    return Table(
        "lanwan_catchment",
        "Six blocks of Lanwan's Old Town and their storm drains",
        BY_HAND + "24 ha that drain to one outfall at the river. Each block has one manhole; the "
        "pipe that leaves it goes to the manhole of another block or to the river.",
        "synthetic",
        (
            Column("block", "string", "text", "Name.", constraints={"unique": True}),
            Column("area_ha", "number", "ha", "Area.", constraints={"minimum": 0.1}),
            Column("roof_percent", "integer", "percent", "Roofs.", constraints=percent),
            Column("paved_percent", "integer", "percent", "Streets, courts and car parks.",
                   constraints=percent),
            Column("green_percent", "integer", "percent", "Lawns, beds and bare soil.",
                   constraints=percent),
            Column("curve_number", "integer", "1",
                   "Of the green: open space in fair condition on soil of group C (TR-55).",
                   constraints={"minimum": 1, "maximum": 100}),
            Column("width_m", "integer", "m", "Width over which water flows to the drains.",
                   constraints={"minimum": 1}),
            Column("slope_percent", "number", "percent", "Slope of the ground.",
                   constraints={"minimum": 0}),
            Column("invert_m", "number", "m above mean sea level", "Bottom of the manhole.",
                   decimals=2),
            Column("ground_m", "number", "m above mean sea level", "Lid of the manhole.",
                   decimals=2),
            Column("pipe_to", "string", "text", "Block whose manhole the pipe reaches, or river."),
            Column("pipe_m", "integer", "m", "Length of the pipe.", constraints={"minimum": 1}),
            Column("diameter_m", "number", "m", "Diameter of the pipe.", decimals=1,
                   constraints={"minimum": 0.1}),
            Column("pipe_end_m", "number", "m above mean sea level", "Bottom of the pipe's far end.",
                   decimals=2),
        ),
        CATCHMENT,
        SOURCES,
        [CC_BY],
        "block",
    )  # fmt: skip


def _storage_mm(layers: tuple[int, ...], keeps: tuple[float, ...]) -> int:
    return round(sum(a * b for a, b in zip(layers, keeps, strict=True)))


def sponge_measures() -> Table:
    """Return the measures, with the water that their layers hold."""
    rows = [
        (*row[:8], _storage_mm(row[4:8], ROOF_KEEPS if row[9] == "GR" else KEEPS), *row[8:])
        for row in MEASURES
    ]
    count = {"minimum": 0}
    return Table(
        "lanwan_sponge_measures",
        "Four measures that let Lanwan's Old Town keep its rain",
        BY_HAND + "A layer keeps a share of its thickness: ponding 1, pavement 0.15, dry soil 0.35, "
        "gravel 0.4. A roof drains: it keeps 0.3 of its soil. Prices in CNY of today, to build.",
        "synthetic",
        (
            Column("measure", "string", "text", "Name.", constraints={"unique": True}),
            Column("surface", "string", "text", "Surface that it takes.",
                   constraints={"enum": ["roof", "paved", "green"]}),
            Column("room_percent", "integer", "percent", "Share of that surface with room for it.",
                   constraints={"minimum": 0, "maximum": 100}),
            Column("serves", "integer", "m2 per m2",
                   "Roofs and streets that drain to a square metre of it.", constraints=count),
            Column("berm_mm", "integer", "mm", "Depth of water that can stand on it.",
                   constraints=count),
            Column("pavement_mm", "integer", "mm", "Thickness of its permeable pavement.",
                   constraints=count),
            Column("soil_mm", "integer", "mm", "Thickness of its soil.", constraints=count),
            Column("gravel_mm", "integer", "mm", "Thickness of its gravel.", constraints=count),
            Column("storage_mm", "integer", "mm", "Water that all layers keep when dry before.",
                   constraints=count),
            Column("cost_cny_per_m2", "integer", "CNY/m2", "Price to build.", constraints=count),
            Column("swmm_kind", "string", "code",
                   "What SWMM calls it: RG rain garden, BC bioretention cell, PP permeable "
                   "pavement, GR green roof.",
                   constraints={"enum": ["RG", "BC", "PP", "GR"]}),
            Column("what", "string", "text", "What it is."),
        ),
        rows,
        SOURCES,
        [CC_BY],
        "measure",
    )  # fmt: skip


def tables() -> list[Table]:
    """Return the tables of the sponge city."""
    return [catchment(), sponge_measures()]
