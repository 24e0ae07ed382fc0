"""Gate 10: imports run one way, and the library is light to import."""

import ast
import subprocess
import sys

import pytest
from course import ROOT

LIBRARY = ROOT / "resilience_helpers"
SUBJECTS = sorted(p for p in LIBRARY.glob("[a-z]*/*.py"))
HEAVY = (
    "scipy",
    "matplotlib",
    "networkx",
    "numpy_financial",
    "thermofeel",
    "pyswmm",
    "docx",
    "ipywidgets",
    "anywidget",
    "openpyxl",
    "IPython",
)


def imported(path):
    """Return the dotted names of all modules that a file imports anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports name the package in full"
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module}
    return found


@pytest.mark.parametrize("path", SUBJECTS, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_subject_files_import_only_datasets(path):
    own = {i for i in imported(path) if i.startswith("resilience_helpers")} - {"resilience_helpers"}
    # a file whose name starts with an underscore is a part of its package's subject files
    parts = ("datasets", "_text", "_validate", f"{path.parent.name}._")
    allowed = tuple(f"resilience_helpers.{low}" for low in parts)
    assert all(name.startswith(allowed) for name in own), own
    assert not {i.split(".")[0] for i in imported(path)} & {"matplotlib", "ipywidgets", "anywidget"}


@pytest.mark.parametrize("path", sorted(LIBRARY.rglob("*.py")), ids=lambda p: p.name)
def test_library_never_imports_the_classroom(path):
    assert not {name for name in imported(path) if name.split(".")[0] == "classroom"}


def test_notebooks_never_import_the_classroom():
    for path in [*(ROOT / "modules").rglob("*.ipynb"), *(ROOT / "exercises").rglob("*.ipynb")]:
        assert "import classroom" not in path.read_text("utf-8")
        assert "from classroom" not in path.read_text("utf-8")


def test_import_is_light():
    # what makes an import slow is the heavy libraries, and that does not depend on the machine
    light = [
        f"resilience_helpers.{one}" for one in ("check", "city", "datasets", "plan", "progress")
    ]
    subjects = [f"resilience_helpers.{p.parent.name}.{p.stem}" for p in SUBJECTS]
    modules = ", ".join(["resilience_helpers", *light, *subjects]).replace(".__init__", "")
    code = f"import sys, {modules}; print([one for one in {HEAVY!r} if one in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


@pytest.mark.parametrize("name", ["datasets", "check", "plan", "city", "_answer", "_validate"])
def test_what_all_lessons_share_imports_no_subject_and_no_figure(name):
    upper = {path.parent.name for path in SUBJECTS} | {"figures", "explore"}
    for imports in imported(LIBRARY / f"{name}.py"):
        parts = imports.split(".")
        assert parts[0] != "resilience_helpers" or not upper & set(parts[1:2]), imports


@pytest.mark.parametrize(
    "path", sorted((ROOT / "classroom" / "kernels").glob("*.py")), ids=lambda p: p.name
)
def test_kernels_know_nothing_of_the_course(path):
    # they are all that the sandbox sees of the classroom
    inside = {i for i in imported(path) if i.split(".")[0] in ("classroom", "resilience_helpers")}
    assert all(i == "classroom" or i.startswith("classroom.kernels") for i in inside), inside
