"""What trainees get: the course without anything that holds answers.

`make handout` runs `python -m classroom.handout handout.zip`; it needs git, and no package.
"""

import subprocess
import sys
from pathlib import Path, PurePosixPath

#: Folders and files that hold answers; no trainee gets them.
ANSWERS = ("solutions", "tests", "docs/items.md", "docs/teaching")


def holds_answers(path: str) -> bool:
    """Tell whether a file or folder of the course holds answers.

    Parameters
    ----------
    path : str
        Path inside the course's folder, with ``/`` between its parts.

    Returns
    -------
    bool
    """
    return any(PurePosixPath(path).is_relative_to(one) for one in ANSWERS)


def archive(file: Path, root: Path) -> None:
    """Write what is committed, without what holds answers, as a zip.

    Parameters
    ----------
    file : pathlib.Path
        The zip to write.
    root : pathlib.Path
        The course's folder, a git checkout.
    """
    command = ["git", "archive", "--format=zip", f"--output={file.resolve()}", "HEAD", "."]
    subprocess.run([*command, *(f":(exclude){one}" for one in ANSWERS)], cwd=root, check=True)


if __name__ == "__main__":
    archive(Path(sys.argv[1]), Path.cwd())
