"""The provisioner: unmodified Jupyter programs get the same from a forked kernel."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time

import pytest
from jupyter_client.manager import start_new_kernel
from jupyter_client.provisioning import KernelProvisionerFactory
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from classroom.kernels import provisioner
from classroom.kernels.process import FIXED, Forked

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux only")
CELLS = [
    "import sys; print(sys.argv, sys.path, __name__, sys.getrecursionlimit())",
    "import os; print(sorted(set(os.environ) - {'JUPYTER_DEFAULT_PROVISIONER_NAME'}), os.getcwd())",
    "import pandas as pd; print({k: pd.get_option(k) for k in ('display.max_columns', 'display.width', 'display.encoding')})",
    "import matplotlib as mpl; print(dict(mpl.rcParams), mpl.get_backend())",
    "import matplotlib.pyplot as plt; plt.plot([1, 2]);",
    "import locale; print(locale.setlocale(locale.LC_ALL), locale.getpreferredencoding(), time.tzname if 'time' in globals() else '')",
    "pd.DataFrame([range(30)])",
    "import numpy as np; print(np.get_printoptions(), np.geterr())",
    "import asyncio; await asyncio.sleep(0.01); print('slept')",
    "import subprocess; print(subprocess.run(['echo', 'x'], capture_output=True).stdout)\n!echo shell",
    "import threading; t = threading.Thread(target=print, args=('thread',)); t.start(); t.join()",
    "import signal; print(signal.getsignal(2), signal.getsignal(15))",
    "import warnings; warnings.warn('told')",
    "input('x')",
    "1 / 0",
    "print(os.umask(0o22), sys.stdin.read(1), sys.stdout.isatty(), sys.meta_path)",
]  # fmt: skip
CHANGING = r"0x[0-9a-f]+|kernel-[-0-9a-f]+|/[t]mp/tmp\w+|ipykernel_\d+/\d+|In\[\d+\]"


def use(name, monkeypatch):
    """Let kernels start by a provisioner; Jupyter reads the variable once only."""
    factory = KernelProvisionerFactory.instance()
    monkeypatch.setattr(factory, "default_provisioner_name", name)


def outputs(folder, name, monkeypatch):
    """Run the cells in kernels of a provisioner and return their outputs."""
    use(name, monkeypatch)
    last = "'classroom.kernels.confine' in sys.modules"
    book = new_notebook(cells=[new_code_cell(source) for source in [*CELLS, last]])
    where = {"metadata": {"path": str(folder)}}
    client = NotebookClient(
        book,
        timeout=60,
        kernel_name="python3",
        allow_errors=True,
        coalesce_streams=True,
        resources=where,
    )
    client.execute()
    assert book.cells.pop().outputs[0].data["text/plain"] == str(name == provisioner.NAME)
    return [re.sub(CHANGING, "X", json.dumps(cell.outputs)) for cell in book.cells]


@pytest.fixture
def forked(monkeypatch):
    """Let kernels fork."""
    use(provisioner.NAME, monkeypatch)


class Talk:
    """A kernel and what it says."""

    def __init__(self, **options):
        self.manager, self.client = start_new_kernel(kernel_name="python3", **options)
        self.forked = isinstance(self.manager.provisioner.process, Forked)

    def say(self, source):
        """Run code and return its text, or the name of its error."""
        found = []

        def hook(message):
            content = message["content"]
            found.append(content.get("text") or content.get("ename") or "")

        self.client.execute_interactive(source, output_hook=hook, timeout=20)
        return "".join(found).strip()

    def end(self):
        """End the kernel as Jupyter does."""
        self.client.stop_channels()
        self.manager.shutdown_kernel()


@pytest.fixture
def talk(forked, tmp_path):
    """Give a forked kernel."""
    one = Talk(cwd=str(tmp_path))
    assert one.forked
    yield one
    one.end()


def test_a_notebook_has_the_outputs_of_an_ordinary_kernel(tmp_path, monkeypatch):
    ordinary = outputs(tmp_path, "local-provisioner", monkeypatch)
    warm = outputs(tmp_path, provisioner.NAME, monkeypatch)
    for source, one, other in zip(CELLS, ordinary, warm, strict=True):
        assert other == one, source


def test_kernels_share_the_hash_seed_but_no_random_numbers(forked):
    said = []
    for _ in range(2):
        one = Talk()
        said.append(
            one.say(
                "import random, numpy as np; print(hash('a'), random.random(), np.random.rand())"
            ).split()
        )
        one.end()
    first, second = said
    assert first[0] == second[0]
    assert first[1] != second[1]
    assert first[2] != second[2]


def test_a_cell_is_interrupted(talk):
    threading.Timer(0.5, talk.manager.interrupt_kernel).start()
    assert talk.say("import time; time.sleep(15)") == "KeyboardInterrupt"
    assert talk.say("print('next')") == "next"


def test_a_kernel_starts_anew(talk):
    before = talk.say("import os; kept = 1; print(os.getpid())")
    talk.manager.restart_kernel()
    talk.client.wait_for_ready(timeout=20)
    assert talk.say("import os; print('kept' in globals(), os.getpid())").startswith("False")
    assert talk.say("print(os.getpid())") != before


def test_shutdown_leaves_no_process(forked):
    one = Talk()
    pid = int(one.say("import os; print(os.getpid())"))
    started = time.monotonic()
    one.end()
    assert time.monotonic() - started < 5
    assert not one.manager.is_alive()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_two_threads_have_a_kernel_each(forked):
    said = {}

    def work(name):
        one = Talk()
        said[name] = one.say(f"x = {name}; import time; time.sleep(0.3); print(x)")
        one.end()

    threads = [threading.Thread(target=work, args=(name,)) for name in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert said == {0: "0", 1: "1"}


def test_no_process_outlives_a_parent_that_is_killed(tmp_path):
    source = (
        "from jupyter_client.manager import start_new_kernel\n"
        "from classroom.kernels import provisioner\nimport time\n"
        "manager, client = start_new_kernel(kernel_name='python3')\n"
        "client.execute('import time; time.sleep(60)')\n"
        "print(provisioner.shared()._process.pid, manager.provisioner.process.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    env = os.environ | {"JUPYTER_DEFAULT_PROVISIONER_NAME": provisioner.NAME}
    with subprocess.Popen(
        [sys.executable, "-c", source], stdout=subprocess.PIPE, env=env
    ) as parent:
        numbers = [int(word) for word in parent.stdout.readline().split()]
        parent.send_signal(signal.SIGKILL)
    assert len(numbers) == 2
    until = time.monotonic() + 5
    while any(os.path.exists(f"/proc/{n}/exe") for n in numbers) and time.monotonic() < until:
        time.sleep(0.05)
    assert not [n for n in numbers if os.path.exists(f"/proc/{n}/exe")]


def test_a_folder_with_a_module_of_a_known_name_gets_an_ordinary_kernel(forked, tmp_path):
    (tmp_path / "numpy.py").write_text("own = True")
    one = Talk(cwd=str(tmp_path))
    assert not one.forked
    one.end()


def test_another_environment_gets_an_ordinary_kernel(forked):
    one = Talk(env=os.environ | {"PYTHONHASHSEED": "7"})
    assert not one.forked
    assert one.say("import os; print(os.environ['PYTHONHASHSEED'])") == "7"
    one.end()


def test_a_variable_that_no_import_reads_makes_no_difference():
    assert not provisioner.differs({"RC": "1"}, FIXED)
    assert provisioner.differs({"PYTHONPATH": "x"}, FIXED)
    assert provisioner.differs({}, FIXED | {"LANG": "C"})


def test_another_interpreter_is_started_as_usual():
    assert provisioner.launches_here([sys.executable, "-m", "ipykernel_launcher", "-f", "x"])
    assert not provisioner.launches_here(["/other/bin/python", "-m", "ipykernel_launcher"])
    assert not provisioner.launches_here([sys.executable, "-m", "xeus"])


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_other_systems_start_kernels_as_usual(monkeypatch, platform):
    monkeypatch.setattr(provisioner, "_shared", [])
    monkeypatch.setattr(provisioner.sys, "platform", platform)
    assert provisioner.shared() is None


def test_a_warm_process_that_cannot_be_is_not_tried_again(monkeypatch, caplog):
    def refuse(*_arguments):
        raise provisioner.WarmProcessError("it has other threads: x")

    monkeypatch.setattr(provisioner, "_shared", [])
    monkeypatch.setattr(provisioner, "_refused", [])
    monkeypatch.setattr(provisioner, "WarmProcess", refuse)
    assert provisioner.shared() is None
    assert provisioner.shared() is None
    assert caplog.text.count("kernels start as usual: it has other threads: x") == 1
