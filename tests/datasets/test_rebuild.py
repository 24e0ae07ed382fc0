"""`datasets/build.py` makes every table again, the same to the byte."""

import doctest
import hashlib
import importlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

FOLDER = Path(__file__).resolve().parents[2] / "datasets"
RAW = FOLDER.parent.parent / "shared" / "data"
# Tables made from raw files, which are not part of the project: a build without them keeps these.
KEPT = ("annual_max_rain", "hongkong_daily_rain", "rainstorm_warnings", "typhoons_near_zhuhai",
        "typhoon_tracks")  # fmt: skip
MODULES = sorted(path.stem for path in FOLDER.glob("*.py"))


@pytest.fixture(scope="module", autouse=True)
def build_modules():
    """Let the modules beside build.py be imported, and leave no trace afterwards."""
    # A published package is called "build" too; it comes back when these tests are over.
    others = {name: sys.modules.pop(name) for name in MODULES if name in sys.modules}
    sys.path.insert(0, str(FOLDER))
    yield
    sys.path.remove(str(FOLDER))
    for name in MODULES:
        sys.modules.pop(name, None)
    sys.modules.update(others)


@pytest.fixture
def alone(tmp_path):
    """A copy of the programs and of the kept tables, without anything beside them."""
    folder = tmp_path / "elsewhere" / "datasets"
    folder.mkdir(parents=True)
    for path in FOLDER.glob("*.py"):
        shutil.copy(path, folder)
    for name in KEPT:
        shutil.copy(FOLDER / f"{name}.csv", folder)
    return folder


def run(folder: Path, *arguments: str, hash_seed: str = "0") -> subprocess.CompletedProcess:
    """Run the build program of `folder` with the root of the disk as working folder."""
    return subprocess.run(
        [sys.executable, "-B", str(folder / "build.py"), *arguments],
        cwd=folder.anchor,
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
    )


def contents(folder: Path) -> dict[str, bytes]:
    """Files of `folder` that the build program makes."""
    paths = [*folder.glob("*.csv"), *folder.glob("*.json")]
    return {path.name: path.read_bytes() for path in paths}


@pytest.mark.parametrize("hash_seed", ["1", "2"])
def test_rebuild_is_identical_to_the_byte(alone, hash_seed):
    assert len(contents(alone)) == len(KEPT)
    result = run(alone, hash_seed=hash_seed)
    assert result.returncode == 0, result.stderr
    made, committed = contents(alone), contents(FOLDER)
    assert made.keys() == committed.keys()
    assert [name for name in made if made[name] != committed[name]] == []


def test_build_writes_into_the_folder_that_is_named(alone, tmp_path):
    before = contents(alone)
    assert run(alone, str(tmp_path / "new" / "place")).returncode == 0
    assert contents(alone) == before
    assert contents(tmp_path / "new" / "place") == contents(FOLDER)


def test_check_accepts_the_committed_tables():
    result = run(FOLDER, "--check")
    assert (result.returncode, result.stdout) == (0, "")


def test_check_names_changed_missing_and_spare_files(alone):
    assert run(alone).returncode == 0
    changed = alone / "lanwan_districts.csv"
    changed.write_bytes(changed.read_bytes().replace(b"268000", b"268001"))
    (alone / "cities.csv").unlink()
    (alone / "old_table.csv").write_text("a\n1\n", encoding="utf-8")
    before = contents(alone)
    result = run(alone, "--check")
    assert result.returncode == 1
    named = [line.split()[0] for line in result.stdout.splitlines()]
    assert named == ["cities.csv", "lanwan_districts.csv", "old_table.csv"]
    assert contents(alone) == before


@pytest.mark.parametrize("arguments", [["--chekc"], ["one", "two"], ["--raw", "no/such/folder"]])
def test_unknown_arguments_write_nothing(alone, arguments):
    before = contents(alone)
    result = run(alone, *arguments)
    assert result.returncode == 2 and "--check" in result.stderr
    assert contents(alone) == before


@pytest.mark.skipif(not RAW.is_dir(), reason="the raw files are not at hand")
def test_rebuild_from_raw_files_is_identical_to_the_byte(alone):
    for name in KEPT:
        (alone / f"{name}.csv").unlink()
    result = run(alone, "--raw", str(RAW))
    assert result.returncode == 0, result.stderr
    assert contents(alone) == contents(FOLDER)


def test_a_kept_table_that_was_edited_is_refused(alone):
    edited = alone / "hongkong_daily_rain.csv"
    edited.write_bytes(edited.read_bytes().replace(b"534.1", b"543.1"))
    before = contents(alone)
    for arguments in ([], ["--check"]):
        result = run(alone, *arguments)
        assert result.returncode == 1
        assert "hongkong_daily_rain" in result.stderr and "SHA-256" in result.stderr
    assert contents(alone) == before


def test_a_missing_kept_table_without_raw_files_is_named(alone):
    (alone / "typhoon_tracks.csv").unlink()
    result = run(alone)
    assert result.returncode == 1
    assert "typhoon_tracks.csv is missing" in result.stderr and "--raw" in result.stderr


def test_checksums_are_those_of_the_committed_tables():
    checksums = importlib.import_module("kept_tables").CHECKSUMS
    assert set(checksums) == set(KEPT)
    for name, expected in checksums.items():
        assert hashlib.sha256((FOLDER / f"{name}.csv").read_bytes()).hexdigest() == expected


def test_seed_decides_the_scatter():
    lanwan = importlib.import_module("lanwan")
    once = lanwan.scattered(lanwan.LEVELS, seed=1)
    assert once == lanwan.scattered(lanwan.LEVELS, seed=1)
    assert once != lanwan.scattered(lanwan.LEVELS, seed=2)
    half_a_digit = [0.5 / 10 ** about[3] for about in lanwan.INDICATORS.values()]
    for district, levels in lanwan.LEVELS.items():
        for level, value, half in zip(levels, once[district], half_a_digit, strict=True):
            assert abs(value - level) <= 0.05 * level + half


@given(st.integers(-(10**9), 10**9), st.integers(0, 4))
@settings(deadline=None, derandomize=True)
def test_a_number_survives_the_file(steps, decimals):
    table_format = importlib.import_module("table_format")
    value = steps / 10**decimals
    column = table_format.Column("rain_mm", "number", "mm", "Rain.", decimals=decimals)
    assert float(column.text(value)) == value


def test_a_number_is_never_rounded_in_silence():
    table_format = importlib.import_module("table_format")
    column = table_format.Column("rain_mm", "number", "mm", "Rain.", decimals=1)
    with pytest.raises(ValueError, match="rain_mm holds 2.25; it must have at most 1 decimals"):
        column.text(2.25)
    with pytest.raises(ValueError, match="rain_mm is empty"):
        column.text(None)


@pytest.mark.parametrize(("kind", "kind_of_column"), [("invented", "string"), ("observed", "date")])
def test_unknown_kind_or_type_is_refused(kind, kind_of_column):
    table_format = importlib.import_module("table_format")
    column = table_format.Column("day", kind_of_column, "day", "Day.")
    with pytest.raises(ValueError, match="it must be one of"):
        table_format.Table("rain", "Rain", "Rain.", kind, (column,), [], [], [])


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_the_build_modules(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0
