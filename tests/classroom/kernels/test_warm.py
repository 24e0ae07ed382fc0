"""The warm process: it forks only when that is safe, and cleans up."""

import os
import sys
import threading

import pytest

from classroom.kernels import process, warm
from classroom.kernels.process import WarmProcess, WarmProcessError

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux only")


@pytest.fixture(scope="module")
def small():
    """Give a warm process that has imported little."""
    one = WarmProcess(process.command(), process.own_environment(), ["json"])
    yield one
    one.close()


def module(folder, text):
    """Write a module that a warm process imports, and return its environment."""
    (folder / "rc_planted.py").write_text(text)
    own = process.own_environment()
    own["PYTHONPATH"] = os.pathsep.join(filter(None, [str(folder), own.get("PYTHONPATH")]))
    return own


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("import threading, time\nthreading.Thread(target=time.sleep, args=(60,), daemon=True).start()", "threads"),
        ("import zmq\ncontext = zmq.Context()", "zmq context|threads"),
        ("import asyncio\nloop = asyncio.new_event_loop()", "event loop"),
    ],
    ids=["a thread", "a context", "a loop"],
)  # fmt: skip
def test_a_process_that_must_not_fork_refuses(tmp_path, text, reason):
    with pytest.raises(WarmProcessError, match=f"must not fork.*({reason})"):
        WarmProcess(process.command(), module(tmp_path, text), ["rc_planted"])


def test_a_module_that_is_missing_is_left_out(tmp_path):
    one = WarmProcess(process.command(), process.own_environment(), ["rc_missing", "json"])
    assert one.alive
    assert "json" in one.modules
    one.close()


def test_a_process_that_ends_says_its_last_words(tmp_path):
    own = module(tmp_path, "raise SystemExit('no more')")
    with pytest.raises(WarmProcessError, match="no more"):
        WarmProcess(process.command(), own, ["rc_planted"])


def test_a_command_that_is_missing_is_named():
    with pytest.raises(WarmProcessError, match="rc-no-such-command"):
        WarmProcess(["rc-no-such-command"], {})


def test_a_fork_of_the_owner_leaves_the_process_alone(small):
    pid = os.fork()
    if not pid:
        try:
            small.close()
            os._exit(small.alive)
        finally:
            os._exit(1)
    assert os.waitpid(pid, 0)[1] == 0
    assert small.alive
    assert small.ask(do="poll", pid=1) == {"code": None}


def test_an_unknown_request_is_answered(small):
    assert small.ask(do="dance") == {"error": "unknown request 'dance'"}


def test_only_own_kernels_get_signals(small):
    pid = os.fork()
    if not pid:
        threading.Event().wait(20)
        os._exit(0)
    small.ask(do="signal", pid=pid, number=9)
    assert os.waitpid(pid, os.WNOHANG) == (0, 0)
    os.kill(pid, 9)
    os.waitpid(pid, 0)


def test_a_folder_that_nobody_may_open_is_deleted(tmp_path):
    (tmp_path / "work/a/b").mkdir(parents=True)
    (tmp_path / "work/link").symlink_to(tmp_path)
    (tmp_path / "kept").mkdir(mode=0o755)
    (tmp_path / "work/outside").symlink_to(tmp_path / "kept")
    (tmp_path / "work/a/b").chmod(0)
    (tmp_path / "work/a").chmod(0)
    (tmp_path / "work").chmod(0)
    assert warm.WarmServer(None).clean(str(tmp_path / "work")) is (warm.overfull(tmp_path) is False)
    assert (tmp_path / "kept").stat().st_mode & 0o777 == 0o755


def test_threads_of_a_process_are_counted(monkeypatch):
    assert not warm.crowded(os.getpid())
    monkeypatch.setattr(warm.confine, "THREADS", 0)
    assert warm.crowded(os.getpid())
    assert not warm.crowded(2**22 + 1)  # no such process
