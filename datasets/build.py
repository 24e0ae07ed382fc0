"""Make every table of the course again, and the description of all of them.

    python datasets/build.py                write the tables beside this file
    python datasets/build.py FOLDER         write them into FOLDER
    python datasets/build.py --check        write nothing; say which files would change
    python datasets/build.py --raw FOLDER   take the raw files from FOLDER

The result is the same to the byte on every machine. The few observed numbers stand in the
`sources_*.py` modules with the source beside each value, and the fictional city stands in the
`lanwan*.py` modules, as a declared story or made with the seed that stands in the call.
Long observed series are made from raw files (see `kept_tables.py`), which are not part of the
project: they are looked for in ../shared/data beside the repository. Where they are not, the
committed table is taken as it is; its SHA-256 is checked either way.
"""

import argparse
import json
import sys
from pathlib import Path

import lanwan_carbon
import lanwan_community
import lanwan_finance
import lanwan_funding
import lanwan_green
import lanwan_hazard_tables
import lanwan_heat_tables
import lanwan_measures
import lanwan_nature
import lanwan_options
import lanwan_plan
import lanwan_sponge
import lanwan_tables
import lanwan_votes
import sources_carbon
import sources_cities
import sources_damage
import sources_events
import sources_finance
import sources_frameworks
import sources_heat
import sources_nature
import sources_peers
import sources_rain
import sources_runoff
import sources_scorecard
import sources_sea
import sources_typhoons
from table_format import CC_BY, Table

HERE = Path(__file__).resolve().parent
RAW = HERE.parent.parent / "shared" / "data"
DESCRIPTION = (
    "Tables of the course Resilient Cities. Facts about real cities and frameworks are cited; "
    "every table whose name begins with 'lanwan' is synthetic and belongs to Lanwan, a fictional "
    "river-delta city. The property 'kind' tells which: observed, derived or synthetic."
)


def all_tables(raw: Path | None) -> list[Table]:
    """Return the tables of all modules, in the order of the data package.

    Parameters
    ----------
    raw : Path or None
        Folder of the raw files; None to take the committed tables.
    """
    return [
        *sources_cities.tables(),
        *sources_scorecard.tables(),
        *sources_frameworks.tables(),
        *sources_events.tables(),
        *lanwan_tables.tables(),
        *sources_rain.tables(raw),
        *sources_typhoons.tables(raw),
        *sources_damage.tables(),
        *lanwan_hazard_tables.tables(),
        *sources_heat.tables(),
        *lanwan_heat_tables.tables(),
        *sources_sea.tables(),
        *lanwan_measures.tables(),
        *sources_carbon.tables(),
        *lanwan_carbon.tables(),
        *sources_finance.tables(),
        *lanwan_finance.tables(),
        *lanwan_funding.tables(),
        *sources_runoff.tables(),
        *lanwan_sponge.tables(),
        *lanwan_green.tables(),
        *sources_nature.tables(),
        *lanwan_nature.tables(),
        *lanwan_options.tables(),
        *lanwan_community.tables(),
        *lanwan_votes.tables(),
        *sources_peers.tables(),
        *lanwan_plan.tables(),
    ]


def package(described: list[Table]) -> dict:
    """Return the descriptor of the data package.

    Parameters
    ----------
    described : list of Table
        Tables that the package holds.

    Returns
    -------
    dict
        Content of `datapackage.json`.
    """
    return {
        "profile": "tabular-data-package",
        "name": "resilient-cities",
        "title": "Tables of the course Resilient Cities",
        "description": DESCRIPTION,
        "version": "1.0.0",
        "licenses": [CC_BY],
        "resources": [table.resource() for table in described],
    }


def tables(raw: Path | None) -> dict[str, bytes]:
    """Return every file that this program writes: the tables and their description.

    Parameters
    ----------
    raw : Path or None
        Folder of the raw files; None to take the committed tables.

    Returns
    -------
    dict of str to bytes
        File name -> content.
    """
    described = all_tables(raw)
    descriptor = json.dumps(package(described), indent=2, ensure_ascii=False) + "\n"
    made = {f"{table.name}.csv": table.csv_bytes() for table in described}
    made["datapackage.json"] = descriptor.encode("utf-8")
    return made


def changed(folder: Path, raw: Path | None) -> list[str]:
    """Return the names of files in `folder` that differ from a fresh build.

    Parameters
    ----------
    folder : Path
        Folder that holds the tables.
    raw : Path or None
        Folder of the raw files; None to take the committed tables.

    Returns
    -------
    list of str
        Names of missing, different or left-over files, sorted.
    """
    made = tables(raw)
    there = {path.name: path.read_bytes() for path in folder.glob("*.csv")}
    descriptor = folder / "datapackage.json"
    if descriptor.exists():
        there[descriptor.name] = descriptor.read_bytes()
    return sorted(name for name in made.keys() | there.keys() if made.get(name) != there.get(name))


def main(arguments: list[str]) -> int:
    """Write or check the tables; return 0, or 1 if something is not as it must be."""
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("folder", nargs="?", type=Path, default=HERE)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--raw", type=Path)
    chosen = parser.parse_args(arguments)
    if chosen.raw and not chosen.raw.is_dir():
        parser.error(f"--raw names {chosen.raw}; it must be a folder that exists")
    raw = chosen.raw or (RAW if RAW.is_dir() else None)
    try:
        if chosen.check:
            different = changed(chosen.folder, raw)
            for name in different:
                print(f"{name} differs from a fresh build")
            return 1 if different else 0
        made = tables(raw)
    except (ValueError, FileNotFoundError) as error:
        print(error, file=sys.stderr)
        return 1
    chosen.folder.mkdir(parents=True, exist_ok=True)
    for name, content in made.items():
        (chosen.folder / name).write_bytes(content)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
