"""Binder takes environment.yml, and the course runs on top of the packages Binder starts with."""

import importlib.resources
import json
import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from course import ROOT
from try_course import is_what_a_trainee_sees, try_elsewhere

pytestmark = pytest.mark.installs

UV = shutil.which("uv", path=str(Path(sys.executable).parent)) or "uv"
#: conda's names of packages that have another name elsewhere.
RENAMED = {
    "brotli-python": "brotli",
    "jupyterhub-base": "jupyterhub",
    "nbconvert-core": "nbconvert",
    "python-fastjsonschema": "fastjsonschema",
}
#: What Binder's base must hold, or its file is read wrongly.
EXPECTED = {"jupyterlab", "jupyter_server", "notebook", "ipywidgets", "sqlalchemy", "jupyterhub"}


@pytest.fixture
def copy(tmp_path):
    """A folder that Binder builds from, with the course's environment.yml."""
    shutil.copy(ROOT / "environment.yml", tmp_path)
    return tmp_path


def built_by_binder(folder):
    """Return what repo2docker would build, and what it logs."""
    command = [sys.executable, "-m", "repo2docker", "--no-build", "--debug", "."]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def wrong_types(text):
    """Return what Binder would not read in an environment.yml, one line each."""
    content = yaml.safe_load(text)
    if not isinstance(content, dict):
        return ["the file is no mapping"]
    wrong = [] if isinstance(content.get("name"), str) else ["name is no text"]
    wrong += [] if is_texts(content.get("channels")) else ["channels is no list of texts"]
    dependencies = content.get("dependencies")
    if not isinstance(dependencies, list) or not dependencies:
        return [*wrong, "dependencies is no list"]
    if not is_texts(dependencies[:-1]):
        wrong.append("a dependency is no text")
    if not any(re.fullmatch(r"python=3\.\d+", str(one)) for one in dependencies):
        wrong.append("no dependency is python=3.x")
    last = dependencies[-1]
    if not (isinstance(last, dict) and list(last) == ["pip"] and is_texts(last["pip"])):
        wrong.append("the last dependency is no pip with a list of texts")
    return wrong


def is_texts(value):
    return isinstance(value, list) and bool(value) and all(isinstance(v, str) for v in value)


def test_binder_chooses_conda_and_the_python_that_is_asked_for():
    asked = re.search(r"- python=(\S+)", (ROOT / "environment.yml").read_text("utf-8"))[1]
    assert wrong_types((ROOT / "environment.yml").read_text("utf-8")) == []
    code, said = built_by_binder(ROOT)
    assert code == 0, said
    assert f"Building conda environment for python={asked}" in said
    assert "Python version unspecified" not in said
    assert 'env update -p ${NB_PYTHON_PREFIX} --file "environment.yml"' in said
    # the project is installed for editing, so its files must be there before the packages
    assert said.index("COPY --chown=0:0 src/ ") < said.index("env update -p")


@pytest.mark.parametrize(
    ("right", "wrong", "what"),
    [
        ("- python=3.12", "- python: 3.12", "a dependency is no text"),
        ("- python=3.12", "- [python=3.12]", "a dependency is no text"),
        ("dependencies:\n", "dependencies: {}\nmore:\n", "dependencies is no list"),
    ],
)
def test_wrong_type_makes_binder_choose_another_python(copy, right, wrong, what):
    file = copy / "environment.yml"
    text = file.read_text("utf-8")
    assert right in text
    file.write_text(text.replace(right, wrong), "utf-8")
    assert what in wrong_types(file.read_text("utf-8"))
    code, said = built_by_binder(copy)
    assert code == 0, "Binder says nothing about the wrong type"
    assert "Building conda environment for python=3.12" not in said


@pytest.mark.parametrize(
    ("right", "wrong", "what"),
    [
        ("name: resilient-cities", "name: 2026", "name is no text"),
        ("channels:\n  - conda-forge", "channels: conda-forge", "channels is no list of texts"),
        ("- -e .", "- {e: .}", "the last dependency is no pip with a list of texts"),
        ("  - pip:\n", "  - pips:\n", "the last dependency is no pip with a list of texts"),
    ],
)
def test_other_wrong_types_are_found(right, wrong, what):
    text = (ROOT / "environment.yml").read_text("utf-8")
    assert right in text
    assert what in wrong_types(text.replace(right, wrong))


def frozen(version):
    """Return Binder's frozen Python packages for a version of Python, as pins."""
    processor = {"arm64": "aarch64", "aarch64": "aarch64"}.get(platform.machine(), "64")
    name = f"environment.py-{version}-linux-{processor}.lock"
    lock = importlib.resources.files("repo2docker") / "buildpacks" / "conda" / name
    line = r"^https://\S+/(\S+)-([^-/\s]+)-([^-/\s]+)\.(?:conda|tar\.bz2)#"
    return {
        RENAMED.get(name, name): found
        for name, found, build in re.findall(line, lock.read_text("utf-8"), re.MULTILINE)
        if re.match(r"py(hd|h[0-9a-f]|\d)", build) and name != "cpython"
    }


def python_of_binder():
    """Return an interpreter and its version: environment.yml's, or else the running one."""
    asked = re.search(r"- python=(\S+)", (ROOT / "environment.yml").read_text("utf-8"))[1]
    find = [UV, "python", "find", "--system", "--no-python-downloads", asked]
    found = subprocess.run(find, capture_output=True, text=True, check=False)
    if found.returncode == 0:
        return found.stdout.strip(), asked
    return sys.executable, f"3.{sys.version_info[1]}"


def uv(*words, **more):
    command = [UV, "--system-certs", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=True, **more).stdout


@pytest.fixture(scope="module")
def binder(tmp_path_factory):
    """An environment as on Binder: its frozen base, and on top what environment.yml says."""
    python, version = python_of_binder()
    place = tmp_path_factory.mktemp("binder")
    base = frozen(version)
    assert {name.lower() for name in base} >= EXPECTED
    pins = place / "base.txt"
    pins.write_text("".join(f"{name}=={found}\n" for name, found in base.items()), "utf-8")
    inside = place / "environment" / "bin" / "python"
    uv("venv", "--python", python, place / "environment")
    uv("pip", "install", "--python", inside, "-r", pins)
    before = versions(inside)
    assert "resilient-cities-course" not in before
    asked = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))["dependencies"][-1]
    words = " ".join(asked["pip"]).split()
    uv("pip", "install", "--python", inside, *words, cwd=ROOT)  # there `.` is the course
    return inside, version, before


def versions(python):
    listed = json.loads(uv("pip", "list", "--python", python, "--format", "json"))
    return {one["name"]: one["version"] for one in listed}


def test_course_runs_beside_the_packages_of_binder(binder, tmp_path):
    python, version, before = binder
    uv("pip", "check", "--python", python)
    after = versions(python)
    assert after.keys() >= before.keys()
    helped = subprocess.run(
        [python.parent / "course", "--help"], capture_output=True, text=True, check=True
    )
    assert "offline-pack" in helped.stdout
    changed = [name for name in before if before[name] != after[name]]
    print(f"Python {version}: {len(before)} packages of Binder, {len(changed)} replaced")
    for folder in ("modules", "exercises"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    seen = try_elsewhere(python, tmp_path)
    is_what_a_trainee_sees(seen)
    assert "Q1" in seen["check"]
