"""Write a file so that a kill leaves the old one or the new one, never a half."""

import os
from pathlib import Path


def write_whole(path: Path, content: bytes, mode: int = 0o666, durable: bool = False) -> bool:
    """Write a file in one step if it would change.

    Parameters
    ----------
    path : pathlib.Path
        The file; its folder is made if it is missing.
    content : bytes
        What it shall hold.
    mode : int
        Permissions of a new file, less what the user's own mask takes away.
    durable : bool
        Wait until the disk has it: for what cannot be made again.

    Returns
    -------
    bool
        Whether it was written.

    Raises
    ------
    OSError
        If it cannot be written; what stood there stays.
    """
    if path.is_file() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f".{path.name}.new")
    half.unlink(missing_ok=True)  # of a run that was cut off
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        with open(os.open(half, flags, mode), "wb") as file:
            file.write(content)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        os.replace(half, path)
    except BaseException:
        half.unlink(missing_ok=True)
        raise
    return True
