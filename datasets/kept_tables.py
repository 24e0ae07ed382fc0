"""Tables that are made from raw files, where those are at hand, or kept as they are.

The raw files (tens of thousands of daily values, thousands of storm positions) are not part of
the project. Where their folder is found, a table is made again from them; elsewhere the
committed table is taken. Either way its SHA-256 must be the one that stands here, so that the
bytes are the same on every machine and nobody edits an observed number by hand.
"""

import hashlib
from dataclasses import replace
from pathlib import Path

from table_format import Table

HERE = Path(__file__).resolve().parent
CHECKSUMS = {
    "annual_max_rain": "ce423a193832e5818ae6176466dcfb8dbb96d8fd59f4c41cc78688df6c86a14a",
    "hongkong_daily_rain": "ffdd59a738c292303150e02cec0ca5ca74f7c2e7d4ac6eae82ecddc5aa50eb32",
    "rainstorm_warnings": "802dba07c656217f5d6873fb177aebfce30635972fc092eceade759e69449ce3",
    "typhoons_near_zhuhai": "931da19fa6a0b054f0de459b82efcdc908cc01c110a41699159074f05f4fb931",
    "typhoon_tracks": "c4840e1c64cbbbe0715c69a01585abbca885755ad150ed212e9977f9e71aa5b3",
}


def made_or_kept(described: Table, reader: object, raw: Path | None) -> Table:
    """Return a table with rows from the raw files, or with the committed content.

    Parameters
    ----------
    described : Table
        Name, columns and sources of the table, without rows.
    reader : callable
        Takes the raw folder and returns the rows.
    raw : Path or None
        Folder of the raw files; None where it is not at hand.

    Returns
    -------
    Table
        The table, ready to be written.

    Raises
    ------
    ValueError
        If the content is not the one whose SHA-256 stands in `CHECKSUMS`.
    FileNotFoundError
        If neither the raw files nor the committed table are there.
    """
    file = HERE / f"{described.name}.csv"
    if raw is not None:
        table = replace(described, rows=reader(raw))
        origin = f"the rows made from {raw.name}"
    elif file.is_file():
        table = replace(described, kept=file.read_bytes())
        origin = file.name
    else:
        raise FileNotFoundError(
            f"{file.name} is missing and there are no raw files to make it from; "
            "take it from the repository, or name their folder with --raw"
        )
    found = hashlib.sha256(table.csv_bytes()).hexdigest()
    if found != CHECKSUMS[described.name]:
        raise ValueError(
            f"{described.name}: {origin} have the SHA-256 {found}; "
            f"it must be {CHECKSUMS[described.name]} (CHECKSUMS in kept_tables.py)"
        )
    return table
