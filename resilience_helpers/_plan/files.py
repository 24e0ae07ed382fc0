"""Files of the plan, written whole or not at all."""

import os
from pathlib import Path

from resilience_helpers._text import _


def replace(file: Path, content: bytes) -> None:
    """Write a file in one swap at the end: nothing is lost if writing stops half-way.

    Raises
    ------
    PermissionError
        If the file is open in another program, or nobody may write in its folder.
    """
    new = file.with_name(file.name + ".new")
    try:
        new.write_bytes(content)
        os.replace(new, file)
    except PermissionError as error:
        told = _(
            "{file} cannot be written; is it open in another program, or its folder read-only? "
            "Close it, or take another folder, and run again"
        )
        raise PermissionError(told.format(file=file.name)) from error
    finally:
        new.unlink(missing_ok=True)
