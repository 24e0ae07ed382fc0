"""JupyterLab with the course in it, in chromium: what all browser tests share."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import nbformat
import pytest
from course import ROOT
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright
from playwright.sync_api import Error as PlaywrightError

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
OPTIONS = (
    "--no-sandbox",  # refused to root, as in containers
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
)
SCREEN = {"width": 1366, "height": 768}
TOKEN = "of-this-test"
#: Longest wait for one state [s]; a machine under load needs it, a free one returns at once.
PATIENCE = 150
expect.set_options(timeout=1000 * PATIENCE)

# the page is in the hands of a test, so no test may wait in it for ever
_WITHIN = """async ([work, given, seconds]) => Promise.race([
  eval(work)(given),
  new Promise((_, no) => setTimeout(() => no(new Error(`not done in ${seconds} s`)), 1000 * seconds)),
])"""
_OPEN = """async (path) => {
  const app = window.jupyterapp;
  await app.restored;
  const panel = await app.commands.execute('docmanager:open', {path});
  app.shell.activateById(panel.id);
}"""
_KERNEL = """async () => {
  const panel = window.jupyterapp.shell.currentWidget;
  await panel.context.ready;
  await panel.sessionContext.ready;
  await panel.sessionContext.session.kernel.info;
}"""
# a request that the kernel answers after all that it was asked before
_IDLE = """async () => {
  const {kernel} = window.jupyterapp.shell.currentWidget.sessionContext.session;
  await kernel.requestExecute({code: '', silent: true}).done;
}"""
_CLOSE = """async () => {
  const {shell, serviceManager} = window.jupyterapp;
  const panels = [...shell.widgets('main')];
  const sessions = panels.map((panel) => panel.sessionContext?.session?.id).filter(Boolean);
  panels.forEach((panel) => panel.dispose());
  // a notebook opened again too early would get the kernel that ends
  await Promise.all(sessions.map((one) => serviceManager.sessions.shutdown(one).catch(() => {})));
}"""
# the command is over at the first error, even if a tag says that the run goes on
_RUN_ALL = """async () => {
  const start = performance.now();
  await window.jupyterapp.commands.execute('notebook:run-all-cells');
  const {kernel} = window.jupyterapp.shell.currentWidget.sessionContext.session;
  await kernel.requestExecute({code: '', silent: true}).done;
  return (performance.now() - start) / 1000;
}"""
_CONTENT = "() => window.jupyterapp.shell.currentWidget.context.model.toJSON()"
# in command mode, as after Escape: the keys go to the cell and not into its text
_CHOOSE = """async (index) => {
  const notebook = window.jupyterapp.shell.currentWidget.content;
  notebook.mode = 'command';
  notebook.activeCellIndex = index;
  await notebook.scrollToItem(index);
  notebook.node.focus();
  const {node, model} = notebook.widgets[index];
  return node.id ||= `cell-${model.id}`;
}"""
_WRITE = """async (sources) => {
  const {cells} = window.jupyterapp.shell.currentWidget.context.model;
  for (const [index, source] of Object.entries(sources)) {
    cells.get(Number(index)).sharedModel.setSource(source);
  }
}"""


@dataclass
class Server:
    """A JupyterLab that runs, and the course folder that it shows."""

    address: str
    folder: Path
    #: The address that the command opens in the browser of its user.
    start: str


def copy_course(folder: Path, *more: str) -> Path:
    """Copy what a trainee has (and more folders of the course) to an empty folder."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    for part in ("modules", "exercises", *more):
        unwanted = shutil.ignore_patterns(".ipynb_checkpoints")
        shutil.copytree(ROOT / part, folder / part, ignore=unwanted)
    return folder


def _settings(folder: Path) -> dict[str, str]:
    """Write the settings of a test's server; return the environment that leads to them."""
    chosen = {
        "ServerApp": {"ip": "127.0.0.1", "open_browser": False, "port": 0},
        "IdentityProvider": {"token": TOKEN},
        "LabApp": {"expose_app_in_browser": True},
    }
    folder.mkdir(parents=True)
    (folder / "jupyter_server_config.json").write_text(json.dumps(chosen))
    # nothing of the person who runs the tests, and kernels as a trainee has them
    leave_out = {
        "JUPYTER_CONFIG_PATH",
        "JUPYTER_DEFAULT_PROVISIONER_NAME",
        "RESILIENCE_WORK_FOLDER",
    }
    places = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
    own = dict.fromkeys(places, str(folder))
    return {k: v for k, v in os.environ.items() if k not in leave_out} | own


def _get(address: str, data: bytes | None = None) -> bytes:
    asked = urllib.request.Request(address, data, {"Authorization": f"token {TOKEN}"})
    with urllib.request.urlopen(asked, timeout=30) as answer:
        return answer.read()


def _answering(process: subprocess.Popen, settings: Path) -> str:
    """Wait until the server answers; return its address."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        for file in settings.glob("jpserver-*.json"):
            try:
                address = json.loads(file.read_text())["url"].rstrip("/")
                _get(f"{address}/api/status")
            except (OSError, ValueError):  # half written, or not yet listening
                continue
            return address
        time.sleep(0.1)
    raise RuntimeError(f"JupyterLab did not start:\n{(settings / 'log.txt').read_text()}")


@contextmanager
def served(folder: Path, command: str = "lab") -> Iterator[Server]:
    """Run ``course lab`` (or ``course formgrader``) in a folder, on a free port."""
    settings = folder.parent / f"{folder.name}_{command}"
    environment = _settings(settings)
    with (settings / "log.txt").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "classroom.cli", command],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # a group of its own, which can be ended as a whole
        )
    try:
        address = _answering(process, settings)
        opened = next(settings.glob("jpserver-*-open.html"))
        yield Server(address, folder, opened.as_uri())
    finally:
        _end(process, settings)


def _end(process: subprocess.Popen, settings: Path) -> None:
    try:
        for file in settings.glob("jpserver-*.json"):
            _get(json.loads(file.read_text())["url"] + "api/shutdown", data=b"")
        process.wait(20)
    except (OSError, ValueError, subprocess.TimeoutExpired):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # a kernel ends by itself without its server
        process.wait(20)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the chromium of this machine."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.fail(
            f"No browser: none of {', '.join(BROWSERS)} is on the PATH. "
            "On Debian or Ubuntu run: apt install chromium",
            pytrace=False,
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(OPTIONS))
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Lab:
    """A page of the browser that shows a JupyterLab."""

    page: Page
    server: Server
    #: Addresses that the page asked for.
    asked: list[str] = field(default_factory=list)
    #: Exceptions that no script of the page caught.
    uncaught: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.set_default_timeout(1000 * PATIENCE)
        self.page.context.on("request", lambda request: self.asked.append(request.url))
        self.page.on("pageerror", lambda error: self.uncaught.append(str(error)))

    def go(self, place: str = "/lab") -> None:
        """Open a page of the server and wait until JupyterLab stands."""
        self.page.goto(f"{self.server.address}{place}?token={TOKEN}&reset")
        self.wait_until_restored()

    def wait_until_restored(self) -> None:
        """Wait until JupyterLab has opened all that it opens at its start."""
        self.page.wait_for_function("() => window.jupyterapp !== undefined")
        self.ask("() => window.jupyterapp.restored.then(() => null)")

    def ask(self, work: str, given: Any = None, seconds: float = PATIENCE) -> Any:
        """Call a function in the page and wait for what it promises, not for ever."""
        return self.page.evaluate(_WITHIN, [work, given, seconds])

    def open_notebook(self, path: str) -> None:
        """Open a notebook in JupyterLab and wait until its kernel can calculate."""
        self.ask(_OPEN, path)
        self.wait_for_kernel()

    def wait_for_kernel(self) -> None:
        """Wait until the kernel of the open notebook can calculate."""
        self.page.wait_for_function("() => window.jupyterapp.shell.currentWidget?.sessionContext")
        self.ask(_KERNEL)

    def wait_for_idle(self) -> None:
        """Wait until the kernel has done what it was asked so far."""
        self.ask(_IDLE)

    def close_all(self) -> None:
        """Close all notebooks without saving them, and end their kernels."""
        self.ask(_CLOSE)

    @contextmanager
    def opened(self, path: str) -> Iterator[None]:
        """Open a notebook, and close it in the end whatever happened to the page."""
        try:
            self.open_notebook(path)
            yield
        finally:
            try:
                self.close_all()
                left = self.page.locator(".jp-Dialog").count()
            except PlaywrightError:
                left = 1
            if left:
                self.go()  # the tests that follow get a page that works

    def choose(self, index: int) -> Locator:
        """Scroll to a cell and choose it, as a click beside it does; return the cell."""
        return self.page.locator(f"[id='{self.ask(_CHOOSE, index)}']")

    def write(self, sources: dict[int, str]) -> None:
        """Replace the sources of cells, by their position."""
        self.ask(_WRITE, {str(index): source for index, source in sources.items()})

    def other_hosts(self) -> set[str]:
        """Return the hosts, other than this machine, that the page asked for something."""
        return {urlsplit(address).hostname for address in self.asked} - {"127.0.0.1", None}

    def command(self, name: str) -> None:
        """Run a command of JupyterLab, such as ``notebook:run-cell``."""
        self.ask("(name) => window.jupyterapp.commands.execute(name).then(() => null)", name)

    def run_all(self) -> float:
        """Run all cells of the open notebook as the menu does; return the time [s]."""
        return self.ask(_RUN_ALL)

    def notebook(self) -> nbformat.NotebookNode:
        """Return the open notebook as it stands in the page, outputs included."""
        return nbformat.from_dict(self.ask(_CONTENT))

    def faults(self) -> list[str]:
        """Return what a reader of the open notebook sees go wrong after Run All."""
        found = [fault for cell in self.notebook().cells for fault in cell_faults(cell)]
        return found + self.page.locator(".jp-Dialog").all_inner_texts()


def eventually(true: Callable[[], bool], seconds: float = PATIENCE) -> bool:
    """Ask again until something is true; return whether it became true in time."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


def cell_faults(cell: nbformat.NotebookNode) -> list[str]:
    """Return the faults of a cell that ran: not run, an error, a warning."""
    if cell.cell_type != "code" or not cell.source.strip():
        return []
    found = [] if cell.execution_count else [f"not run: {cell.source}"]
    meant = "raises-exception" in cell.metadata.get("tags", ())
    for output in cell.outputs:
        if output.output_type == "error" and not meant:
            found.append(f"{output.ename}: {output.evalue}")
        if output.output_type == "stream" and output.name == "stderr":
            found.append(output.text)
    return found
