"""Make every table of the course again, and the description of all of them.

    python datasets/build.py             write the tables beside this file
    python datasets/build.py FOLDER      write them into FOLDER
    python datasets/build.py --check     write nothing; say which files would change

The result is the same to the byte on every machine. Nothing is read from outside: the few
observed numbers stand in the `sources_*.py` modules with the source beside each value
(the raw series that they were computed from are not part of the project), and the fictional
city stands in `lanwan.py`, as a declared story or made with the seed that stands in the call.
"""

import json
import sys
from pathlib import Path

import lanwan_tables
import sources_cities
import sources_events
import sources_frameworks
import sources_scorecard
from table_format import CC_BY, Table

HERE = Path(__file__).resolve().parent
DESCRIPTION = (
    "Tables of the course Resilient Cities. Facts about real cities and frameworks are cited; "
    "every table whose name begins with 'lanwan' is synthetic and belongs to Lanwan, a fictional "
    "river-delta city. The property 'kind' tells which: observed, derived or synthetic."
)


def all_tables() -> list[Table]:
    """Return the tables of all modules, in the order of the data package."""
    return [
        *sources_cities.tables(),
        *sources_scorecard.tables(),
        *sources_frameworks.tables(),
        *sources_events.tables(),
        *lanwan_tables.tables(),
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


def tables() -> dict[str, bytes]:
    """Return every file that this program writes: the tables and their description.

    Returns
    -------
    dict of str to bytes
        File name -> content.
    """
    described = all_tables()
    descriptor = json.dumps(package(described), indent=2, ensure_ascii=False) + "\n"
    made = {f"{table.name}.csv": table.csv_bytes() for table in described}
    made["datapackage.json"] = descriptor.encode("utf-8")
    return made


def changed(folder: Path) -> list[str]:
    """Return the names of files in `folder` that differ from a fresh build.

    Parameters
    ----------
    folder : Path
        Folder that holds the tables.

    Returns
    -------
    list of str
        Names of missing, different or left-over files, sorted.
    """
    made = tables()
    there = {path.name: path.read_bytes() for path in folder.glob("*.csv")}
    descriptor = folder / "datapackage.json"
    if descriptor.exists():
        there[descriptor.name] = descriptor.read_bytes()
    return sorted(name for name in made.keys() | there.keys() if made.get(name) != there.get(name))


def main(arguments: list[str]) -> int:
    """Write or check the tables; return 0, or 1 if `--check` found a difference."""
    if arguments == ["--check"]:
        different = changed(HERE)
        for name in different:
            print(f"{name} differs from a fresh build")
        return 1 if different else 0
    if len(arguments) > 1 or any(argument.startswith("-") for argument in arguments):
        print(__doc__, file=sys.stderr)
        return 2
    folder = Path(arguments[0]) if arguments else HERE
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in tables().items():
        (folder / name).write_bytes(content)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
