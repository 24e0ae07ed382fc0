"""Templates of the pages that the course writes."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined


def templates(folder: Path) -> Environment:
    """Return the templates of a folder: what is filled in is escaped, and no name may lack.

    Parameters
    ----------
    folder : pathlib.Path
        Where the templates stand.

    Returns
    -------
    jinja2.Environment
    """
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
