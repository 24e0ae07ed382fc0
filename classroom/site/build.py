"""Run Sphinx on the source folder; a warning is a fault."""

import shutil
import sys
import tempfile
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from classroom.site.course_text import Place, place
from classroom.site.settings import settings
from classroom.site.source import write_source


def build(root: Path, output: Path, jobs: int = 2) -> int:
    """Build the web edition.

    Parameters
    ----------
    root : pathlib.Path
        The course.
    output : pathlib.Path
        Folder of the finished site, emptied first.
    jobs : int
        Processes to read and write pages with.

    Returns
    -------
    int
        0, or 1 if there was a warning.
    """
    shutil.rmtree(output, ignore_errors=True)
    with tempfile.TemporaryDirectory() as work:
        source = Path(work) / "source"
        write_source(root, source)
        return run_sphinx(source, output, place(root), jobs)


def run_sphinx(source: Path, output: Path, home: Place, jobs: int = 1) -> int:
    """Turn a source folder into a site; return 0, or 1 if there was a warning."""
    with patch_docutils(), docutils_namespace():
        site = Sphinx(
            srcdir=source,
            confdir=None,
            outdir=output,
            doctreedir=source.with_name("doctrees"),
            buildername="html",
            confoverrides=settings(home, source),
            warningiserror=True,
            parallel=jobs,
            status=None,  # warnings only
            warning=sys.stderr,
        )
        site.build(force_all=True)
    return site.statuscode
