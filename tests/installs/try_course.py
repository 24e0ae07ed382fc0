"""Use the course as a trainee does, in an environment other than that of the tests.

    python try_course.py FOLDER

FOLDER holds modules/ and exercises/. It needs the installed course and Python's own library,
and prints as JSON what it saw.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

LESSON = "modules/01_concepts/1_risk_and_resilience.ipynb"
EXERCISE = "exercises/01_concepts/1_risk_and_resilience.ipynb"
BIN = Path(sys.executable).parent
TOKEN = "of-this-test"
#: Longest wait for a server; its first start compiles byte code [s].
PATIENCE = 150


def network():
    """Return "connected" if a public name server answers, or else why it does not."""
    try:
        socket.create_connection(("1.1.1.1", 53), timeout=3).close()
    except OSError as error:
        return str(error)
    return "connected"


def run_lesson(folder):
    """Run a lesson with nbclient; return its errors, and its text outputs cell by cell."""
    import nbclient
    import nbformat

    import resilience_helpers

    notebook = nbformat.read(folder / LESSON, as_version=4)
    saved = [texts(cell) for cell in notebook.cells]
    with tempfile.TemporaryDirectory() as place:
        os.environ["RESILIENCE_WORK_FOLDER"] = place
        done = nbclient.NotebookClient(
            notebook, timeout=120, allow_errors=True, resources={"metadata": {"path": place}}
        ).execute()
    outputs = [output for cell in done.cells for output in cell.get("outputs", [])]
    now = [texts(cell) for cell in done.cells]
    return {
        "library": str(Path(resilience_helpers.__file__).parent),
        "errors": [one["evalue"] for one in outputs if one["output_type"] == "error"],
        "images": sum("<img alt=" in one.get("data", {}).get("text/html", "") for one in outputs),
        "texts": sum(map(bool, now)),
        "changed": [pair for pair in zip(saved, now, strict=True) if pair[0] != pair[1]],
    }


def texts(cell):
    """Return what a cell shows as text; an explorer is saved as a figure, and left out."""
    if "explore.explore(" in cell.source:
        return []
    found = [one.get("data", {}) for one in cell.get("outputs", [])]
    return [one["text/plain"] for one in found if "text/plain" in one]


def check(folder):
    """Check an exercise with the command of the course."""
    command = [BIN / "course", "check", EXERCISE]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=180)
    return done.stdout + done.stderr


def serve(folder):
    """Open the course with its command, and return what its server answers."""
    with tempfile.TemporaryDirectory() as place, (Path(place) / "log").open("w+") as log:
        settings = {"ServerApp": {"open_browser": False, "ip": "127.0.0.1", "port": 0}}
        (Path(place) / "jupyter_server_config.json").write_text(json.dumps(settings), "utf-8")
        own = {"JUPYTER_CONFIG_DIR": place, "JUPYTER_TOKEN": TOKEN, "JUPYTER_RUNTIME_DIR": place}
        server = subprocess.Popen(
            [BIN / "course", "lab"],
            cwd=folder,
            env=os.environ | own,
            stdout=log,
            stderr=log,
            start_new_session=True,  # a group of its own, which can be ended as a whole
        )
        address = ""
        try:
            address, seconds = answering(Path(place), server, log)
            return ask(address, seconds)
        finally:
            end(address, server)


def answering(place, server, log):
    """Wait for the server; return its address, and how long that took [s]."""
    started = time.monotonic()
    while server.poll() is None and time.monotonic() - started < PATIENCE:
        for file in place.glob("jpserver-*.json"):
            try:
                address = json.loads(file.read_text("utf-8"))["url"].rstrip("/")
            except ValueError:  # half written
                continue
            if get(f"{address}/api/status")[0] == 200:
                return address, time.monotonic() - started
        time.sleep(0.1)
    log.seek(0)
    raise RuntimeError(f"no server: {log.read()}")


def end(address, server):
    """End a server, and whatever it started."""
    if address:
        get(f"{address}/api/shutdown", b"")
    try:
        server.wait(30 if address else 0)
    except subprocess.TimeoutExpired:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def ask(address, seconds):
    """Return the pages of a server."""
    _, page, _ = get(f"{address}/lab")
    start = page.index("{", page.index('id="jupyter-config-data"'))
    data = json.loads(page[start : page.index("</script>", start)])
    script = page.split('<script defer="defer" src="')[1].split('"')[0]
    return {
        "seconds": round(seconds, 1),
        "opens": get(f"{address}/")[2],
        "start_page": get(f"{address}/api/contents/modules/00_start_here.ipynb?content=0")[0],
        "script": get(address + script)[0],
        "formgrader": get(f"{address}/formgrader")[0],
        "print": get(f"{address}/nbconvert/html/{LESSON}")[1].count("overflow-wrap: anywhere"),
        "switched_off": data["disabledExtensions"],
    }


def get(address, data=None):
    """Return status, text and last address of a page; no answer is status 0."""
    asked = urllib.request.Request(address, data, {"Authorization": f"token {TOKEN}"})
    try:
        with urllib.request.urlopen(asked, timeout=60) as answer:
            return answer.status, answer.read().decode("utf-8", "replace"), answer.url
    except urllib.error.HTTPError as error:
        return error.code, "", address
    except OSError:
        return 0, "", address


def try_elsewhere(python, folder, wrapped=()):
    """Run this file with another Python, and return what it saw."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "JUPYTER"))}
    command = [*wrapped, str(python), str(Path(__file__).resolve()), str(folder)]
    done = subprocess.run(command, cwd=folder, env=kept, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def is_what_a_trainee_sees(seen):
    """Assert that lesson, check and JupyterLab are as they must be."""
    lesson, server = seen["lesson"], seen["server"]
    assert lesson["errors"] == lesson["changed"] == []
    assert lesson["texts"] > 3
    assert lesson["images"] > 3
    assert server["opens"].split("?")[0].endswith("/lab/tree/modules/00_start_here.ipynb")
    assert (server["start_page"], server["script"], server["formgrader"]) == (200, 200, 404)
    assert server["print"], "a lesson is not printed with the style of the course"
    assert "@jupyter/nbgrader:formgrader" in server["switched_off"]
    assert "@jupyterlab/apputils-extension:announcements" in server["switched_off"]


if __name__ == "__main__":
    course = Path(sys.argv[1])
    seen = {"network": network(), "lesson": run_lesson(course)}
    seen |= {"check": check(course), "server": serve(course)}
    print(json.dumps(seen))
