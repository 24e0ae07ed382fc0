"""Validate works in a trainee's JupyterLab; formgrader answers the instructor only."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import pytest
from course import EXERCISES, ROOT

import classroom

INSTRUCTOR = Path(classroom.__file__).parent / "jupyter" / "instructor"
TOKEN = "of-this-test"
ALONE = ["--ip=127.0.0.1", f"--IdentityProvider.token={TOKEN}", "--allow-root"]


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course folder with one exercise."""
    folder = tmp_path_factory.mktemp("course")
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    shutil.copy(EXERCISES[0], folder / "exercise.ipynb")
    return folder


def start(course, **more):
    """Start JupyterLab in the course folder; return the process and its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", f"--port={port}", *ALONE]
    # neither the settings of the person who runs the tests, nor those of an earlier server
    environment = os.environ | {"JUPYTER_CONFIG_DIR": str(course / "none")}
    environment.pop("JUPYTER_CONFIG_PATH", None)
    environment |= more
    log = (course / f"server{port}.log").open("w")
    server = subprocess.Popen(command, cwd=course, env=environment, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    for _ in range(120):
        try:
            get(f"{address}/api/status")
            return server, address
        except OSError:
            time.sleep(0.25)
    server.terminate()
    raise RuntimeError(Path(log.name).read_text())


def get(address, data=None):
    """Return status and text of a page; an HTTP error is a status too."""
    asked = urllib.request.Request(address, data, {"Authorization": f"token {TOKEN}"})
    try:
        with urllib.request.urlopen(asked, timeout=60) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


@pytest.fixture(scope="module")
def trainee(course):
    server, address = start(course)
    yield address
    server.terminate()
    server.wait(20)


@pytest.fixture(scope="module")
def instructor(course):
    server, address = start(course, JUPYTER_CONFIG_PATH=str(INSTRUCTOR))
    yield address
    server.terminate()
    server.wait(20)


def page_config(address):
    """Return the extensions that a JupyterLab page has switched off."""
    _, page = get(f"{address}/lab")
    start = page.index("{", page.index('id="jupyter-config-data"'))
    return set(json.loads(page[start : page.index("</script>", start)])["disabledExtensions"])


def test_trainee_has_no_formgrader_and_no_news(trainee):
    assert get(f"{trainee}/formgrader")[0] == 404
    off = page_config(trainee)
    assert {"@jupyter/nbgrader:formgrader", "@jupyterlab/apputils-extension:announcements"} <= off
    assert "@jupyter/nbgrader:validate-assignment" not in off


def test_trainee_validates_in_jupyterlab(trainee):
    query = urllib.parse.urlencode({"path": "exercise.ipynb"})
    status, text = get(f"{trainee}/assignments/validate?{query}", data=b"")
    assert status == 200
    answer = json.loads(text)
    assert answer["success"], answer
    said = json.dumps(answer["value"])
    assert "Q1 is still open" in said
    assert "Traceback" not in said


def test_instructor_has_formgrader(instructor):
    status, page = get(f"{instructor}/formgrader/manage_assignments")
    assert status == 200
    assert "Manage Assignments" in page
    assert "@jupyter/nbgrader:formgrader" not in page_config(instructor)
