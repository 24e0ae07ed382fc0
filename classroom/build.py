"""Make what is generated: exercises from solutions, and the saved outputs of lessons.

Run ``python -m classroom.build exercises`` or ``lessons``; the Makefile does.
"""

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat.notebooknode import NotebookNode
from nbgrader.apps import NbGraderAPI
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from classroom.trainee import handed_out

ROOT = Path(__file__).resolve().parent.parent
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


def tools_on_path() -> None:
    """Let nbgrader find its helper `alembic`, which it calls by name, in any environment."""
    folder = str(Path(sys.executable).parent)
    if folder not in os.environ["PATH"].split(os.pathsep):
        os.environ["PATH"] = folder + os.pathsep + os.environ["PATH"]


def course_config(root: Path, database: Path | None = None) -> Config:
    """Return the course's nbgrader configuration for a course folder.

    Parameters
    ----------
    root : pathlib.Path
        Folder that holds `nbgrader_config.py` and `solutions/`.
    database : pathlib.Path, optional
        Gradebook to use instead of the folder's own.

    Returns
    -------
    traitlets.config.Config
    """
    config = PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()
    config.CourseDirectory.root = str(root)
    if database is not None:
        config.CourseDirectory.db_url = f"sqlite:///{database}"
    return config


def notebooks(folder: Path) -> list[Path]:
    """Return all notebooks below a folder in order, without JupyterLab's own copies."""
    return sorted(p for p in folder.rglob("*.ipynb") if ".ipynb_checkpoints" not in p.parts)


def modules(root: Path = ROOT) -> list[str]:
    """Return the names of the modules that have instructor notebooks, in order."""
    return sorted({path.parent.name for path in notebooks(root / "solutions")})


def generate_exercises(target: Path, root: Path = ROOT) -> list[Path]:
    """Generate every exercise from its instructor notebook, with nbgrader.

    Parameters
    ----------
    target : pathlib.Path
        Folder that receives ``module/notebook.ipynb``. Exercises there are replaced, and a
        notebook that has no instructor notebook is deleted.
    root : pathlib.Path
        The course.

    Returns
    -------
    list of pathlib.Path
        The exercises written.

    Raises
    ------
    RuntimeError
        If nbgrader could not generate a module; its log is in the message.
    """
    tools_on_path()
    written = []
    with tempfile.TemporaryDirectory() as folder:
        # a scratch course: no gradebook of an instructor is touched
        course = Path(folder)
        shutil.copy(root / "nbgrader_config.py", course)
        hidden = shutil.ignore_patterns(".*")
        shutil.copytree(root / "solutions", course / "solutions", ignore=hidden)
        api = NbGraderAPI(config=course_config(course, course / "gradebook.db"))
        for module in modules(course):
            result = api.generate_assignment(module, force=True, create=True)
            if not result["success"]:
                raise RuntimeError(
                    f"{module} was not generated:\n{result['log']}\n{result['error']}"
                )
            for source in notebooks(course / "exercises" / module):
                goal = target / module / source.name
                goal.parent.mkdir(parents=True, exist_ok=True)
                goal.write_bytes(source.read_bytes())
                written.append(goal)
    kept = set(written)
    for old in notebooks(target):
        if old not in kept:
            print(f"deleted, as it has no instructor notebook: {old.parent.name}/{old.name}")
            old.unlink()
    return written


def write_handed_out(exercises: Path, target: Path = handed_out.FILE) -> Path:
    """Save what is handed out inside the package, for `course check`; return the file."""
    target.write_text(handed_out.collect(exercises), encoding="utf-8", newline="\n")
    return target


def run_lesson(path: Path) -> NotebookNode:
    """Run a lesson and return it with the outputs that it is saved with."""
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook,
        timeout=120,
        resources={"metadata": {"path": str(path.parent)}},
        store_widget_state=False,
    )
    client.execute()
    return stable(notebook)


def stable(notebook: NotebookNode) -> NotebookNode:
    """Take out of a run notebook what changes from run to run or machine to machine."""
    notebook.metadata.get("language_info", {}).pop("version", None)
    notebook.metadata.pop("widgets", None)
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        for output in cell.get("outputs", []):
            # without its kernel a widget is an error box; the still figure stands beside it
            output.get("data", {}).pop(WIDGET_VIEW, None)
    return notebook


def write_notebook(notebook: NotebookNode, path: Path) -> None:
    """Save a notebook with LF line ends and a last newline."""
    path.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8", newline="\n")


def main() -> None:
    """Make the generated part that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["exercises", "lessons"])
    parser.add_argument("notebooks", nargs="*", type=Path, help="lessons to run; default all")
    arguments = parser.parse_args()
    if arguments.what == "exercises":
        for path in generate_exercises(ROOT / "exercises"):
            print(path.relative_to(ROOT))
        print(write_handed_out(ROOT / "exercises").relative_to(ROOT))
        return
    for path in arguments.notebooks or notebooks(ROOT / "modules"):
        write_notebook(run_lesson(path), path)
        print(path.resolve().relative_to(ROOT))


if __name__ == "__main__":
    main()
