"""Find a trainee's exercises, from wherever in the course the trainee stands."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

#: A lesson has the same file name as its exercise; lessons are in this folder.
LESSONS = "modules"


def levels(folder: Path, names: Sequence[str]) -> Iterator[tuple[list[Path], tuple[str, ...]]]:
    """Yield the exercises that a folder holds, then those of each folder above it.

    Parameters
    ----------
    folder : pathlib.Path
        Where to start.
    names : sequence of str
        The exercises to look for, such as ``01_concepts/1_risk_and_resilience``.

    Yields
    ------
    found : list of pathlib.Path
        In the order of the names; a folder without any is passed over.
    inner : tuple of str
        Names of the folders between this one and the first.
    """
    place, inner = folder, ()
    for above in [Path(os.path.abspath(folder)), *Path(os.path.abspath(folder)).parents]:
        if found := below(place, names):
            yield found, inner
        place, inner = place / "..", (*inner, above.name)


def of_course(folder: Path, names: Sequence[str]) -> list[Path]:
    """Return the exercises of the whole course that a folder is in; empty if it is in none."""
    # a module's own folder holds some of them, the course's folder above it all
    found = [files for files, _inner in levels(folder, names)]
    return max(found, key=len, default=[])


def below(folder: Path, names: Sequence[str]) -> list[Path]:
    """Return the exercises in a folder: of a course, of fetched modules, or of one module."""
    files = [Path(f"{name}.ipynb") for name in names]
    here = Path(os.path.abspath(folder))
    tried = [[folder / "exercises" / file] for file in files]
    if LESSONS not in (here.name, here.parent.name):
        for one, file in zip(tried, files, strict=True):
            one.append(folder / file)
            if file.parent.name == here.name:
                one.append(folder / file.name)
    return [path for one in tried for path in one if path.is_file()]
