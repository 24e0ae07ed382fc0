"""The project as a whole: pins, environment, sizes, and nothing that belongs to one machine."""

import re
import subprocess
import tomllib

import pytest
import yaml
from course import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def tracked():
    """Return the files of the project: those git tracks, and new ones it does not ignore."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:  # a copy without its history
        return []
    return [ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).is_file()]


def wanted(*extras):
    """Return the names that pyproject.toml asks for."""
    listed = list(PROJECT["project"]["dependencies"])
    for extra in extras:
        listed += PROJECT["project"]["optional-dependencies"][extra]
    return {re.match(r"[\w-]+", one)[0].lower() for one in listed}


def pins(file):
    """Return the pins of a requirements file."""
    pin = re.compile(r"^([A-Za-z0-9_.-]+==[^\s;]+)", re.MULTILINE)
    return set(pin.findall((ROOT / file).read_text("utf-8")))


@pytest.mark.parametrize(
    ("file", "names"),
    [
        ("requirements.txt", wanted()),
        ("requirements-test.txt", wanted("test", "site")),
        ("requirements-install.txt", {"uv", "hatchling", "editables"}),
    ],
)
def test_every_dependency_is_pinned_with_hashes_and_no_address(file, names):
    text = (ROOT / file).read_text("utf-8")
    assert "://" not in text and "--index-url" not in text
    pin = r"[A-Za-z0-9_.-]+==[^\s;]+( ; .+)? \\"
    line = re.compile(rf"\s*#.*|{pin}|    --hash=sha256:[0-9a-f]{{64}}( \\)?")
    assert [other for other in text.splitlines() if not line.fullmatch(other)] == []
    assert names <= {one.split("==")[0].lower() for one in pins(file)}


def test_tests_run_on_what_trainees_get():
    assert pins("requirements.txt") < pins("requirements-test.txt")


def test_pins_meet_the_ranges_of_pyproject():
    from packaging.requirements import Requirement

    found = dict(one.split("==") for one in pins("requirements.txt"))
    for line in PROJECT["project"]["dependencies"]:
        asked = Requirement(line)
        assert found[asked.name] in asked.specifier


def test_conda_and_binder_get_the_same_pins():
    # pip refuses an editable project beside hashes, so constraints.txt has none
    plain = (ROOT / "constraints.txt").read_text("utf-8")
    assert "://" not in plain
    assert "--hash" not in plain
    assert len(pins("constraints.txt")) > 100
    assert pins("constraints.txt") <= pins("requirements.txt")


@pytest.mark.xdist_group("together")
def test_tests_of_a_group_share_a_worker(request):
    # their fixtures take minutes; without this every worker would make them
    if not getattr(request.config.option, "loadgroup", False):
        pytest.skip("tests are not distributed by group")
    assert request.node.nodeid.endswith("@together")


def test_every_dependency_says_why_it_is_there():
    lines = (ROOT / "pyproject.toml").read_text("utf-8").splitlines()
    listed = [line for line in lines if re.match(r'\s+"[a-z0-9-]+>=', line)]
    assert len(listed) > 10
    assert all(re.search(r",\s+# \S+ \S+", line) for line in listed)


def test_environment_has_the_types_that_binder_reads():
    content = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))
    assert isinstance(content["dependencies"], list)
    assert content["dependencies"][0] == "python=3.12"
    assert content["dependencies"][-1] == {"pip": ["-c constraints.txt", "-e ."]}
    assert not (ROOT / "binder").exists(), "a binder folder would hide environment.yml"


@pytest.mark.parametrize("path", tracked(), ids=lambda p: str(p.relative_to(ROOT)))
def test_file_names_no_machine_and_no_registry(path):
    content = path.read_bytes()
    if b"\0" in content:
        return
    text = content.decode("utf-8")
    # written so that this file does not match itself
    roots = "tmp|work|root|home|Users"
    hosts = r"python[h]osted|py[p]i\.org|registry\.[n]pm|deb\.[d]ebian"
    found = re.search(rf"(?<![\w.])/({roots})/\w|{hosts}", text)
    assert not found, found[0]
    if path.suffix == ".py":
        assert len(text.splitlines()) <= 400


def test_generated_documents_are_current():
    from classroom.curriculum import documents

    for path, text in documents(ROOT).items():
        assert path.read_text("utf-8") == text, f"{path.relative_to(ROOT)}: run make docs"
