"""The sandbox: what it shows of the machine, and what is left of a kernel."""

import contextlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from course import ROOT
from sandboxed import MISSING, attacked, needs_sandbox, open_kernel  # noqa: F401

from classroom.grading.kernel import KernelGone
from classroom.kernels import sandbox
from classroom.kernels.sandbox import Sandbox, SandboxMissing


def mentions(text):
    """Return the processes with a text in their command."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if text in entry.read_text(errors="replace"):
                found.append(entry.parent.name)
        except OSError:
            continue
    return found


@needs_sandbox
@pytest.mark.parametrize(
    "path",
    [ROOT / "solutions", ROOT / "modules", ROOT / "tests", ROOT / ".git", ROOT / "classroom/grading",
     Path.home() / ".ssh", "/etc/passwd", "/etc/shadow", "/etc/hosts", "/run", "/var", "/home"],
    ids=str,
)  # fmt: skip
def test_what_is_not_needed_is_not_there(open_kernel, path):  # noqa: F811
    ran = open_kernel.run(f"import os; os.stat({str(path)!r})", 10)
    assert ran.error == "FileNotFoundError"


@needs_sandbox
def test_there_is_no_network_card(attacked):  # noqa: F811
    said = attacked.printed("print(open('/proc/net/dev').read())")
    assert [line.split(":")[0].strip() for line in said.splitlines()[2:] if line] == ["lo"]


@needs_sandbox
def test_there_are_three_processes(attacked):  # noqa: F811
    said = attacked.printed("import os; print(*[n for n in os.listdir('/proc') if n.isdigit()])")
    assert len(said.split()) == 3  # bubblewrap, the warm process, the kernel


@needs_sandbox
def test_no_variable_of_the_grader_is_seen(monkeypatch):
    monkeypatch.setenv("RC_SECRET", "value-of-a-secret")
    from sandboxed import Attacked

    one = Attacked()
    try:
        said = one.printed("import os; print(dict(os.environ), open('/proc/self/environ').read())")
    finally:
        one.sandbox.close()
    assert "RC_SECRET" not in said


@needs_sandbox
def test_there_are_no_rights_of_an_administrator(attacked):  # noqa: F811
    said = attacked.printed(
        "import os; print(os.getuid()); "
        "print(*[l.split()[1] for l in open('/proc/self/status') if l.startswith('Cap')])"
    )
    user, *rights = said.split()
    assert user != "0"
    assert {int(right, 16) for right in rights} == {0}


@needs_sandbox
def test_the_environment_of_python_is_read_only(attacked):  # noqa: F811
    said = attacked.printed("print(open('/proc/self/mountinfo').read())")
    mounts = {line.split()[4]: line.split()[5] for line in said.splitlines() if line}
    bound = [m for m in mounts if Path(m).is_relative_to(sys.prefix) or m.startswith("/usr")]
    assert bound
    assert all(mounts[mount].startswith("ro") for mount in bound)


@needs_sandbox
@pytest.mark.parametrize(
    "mess",
    {
        "files": "open('left', 'w').write('x')",
        "folders that nobody may open": "import os\nos.umask(0o777)\nos.makedirs('a/b')\nos.mkdir('b')",
        "long names": "open('n' * 255, 'w').close()",
        "a link to the system": "import os; os.symlink('/usr', 'usr'); os.symlink('/tmp', 'tmp')",
        "a full folder": "try:\n  for i in range(9): open(f'f{i}','wb').write(bytes(2**23))\nexcept OSError: pass",
        "a deep folder": "import os\nfor _ in range(1500): os.mkdir('d'); os.chdir('d')",
    }.items(),
    ids=lambda item: item[0],
)  # fmt: skip
def test_the_next_kernel_finds_nothing_of_the_one_before(attacked, mess):  # noqa: F811
    with contextlib.suppress(KernelGone):  # the deep folder may take too long
        attacked.run(mess[1], 5)
    said = attacked.printed("import os; print(os.listdir('/sandbox'), os.listdir('.'))")
    count = said.split("'")[1]
    assert said == f"['{count}'] ['.ipython']\n"
    open_space = "open('f', 'wb').write(bytes(30 * 2**20)); print('space')"
    assert attacked.printed(open_space) == "space\n"


@needs_sandbox
def test_state_of_a_kernel_does_not_reach_the_next(attacked):  # noqa: F811
    attacked.run("import numpy, json; numpy.pi = 3; json.loads = None; import os; os.umask(0)")
    said = attacked.printed("import numpy, json, os; print(numpy.pi, json.loads('1'), os.umask(0))")
    assert said == "3.141592653589793 1 18\n"


@needs_sandbox
def test_no_process_and_no_folder_is_left():
    one = Sandbox()
    spool = one.spool
    assert mentions(str(spool))
    assert spool.stat().st_mode & 0o777 == 0o700
    one.close()
    assert not mentions(str(spool))
    assert not spool.exists()


@needs_sandbox
def test_a_long_folder_for_temporary_files_does_no_harm(monkeypatch, tmp_path):
    long = tmp_path / ("x" * 100)
    long.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(long))
    one = Sandbox()
    try:
        place, _work = one.next_place()
        assert len(os.fsencode(place / "k-5")) <= sandbox.SOCKET_PATH
        assert list(long.iterdir()) == []
    finally:
        one.close()


def test_an_environment_in_the_course_folder_does_not_show_the_course(monkeypatch, tmp_path):
    for name in ("bin", "lib", "solutions", "gradebook.db", "pyvenv.cfg"):
        (tmp_path / name).mkdir()
    (tmp_path / "bin" / "python").touch()
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "bin" / "python"))
    shown = {path.name for path in sandbox._python_folders() if path.parent == tmp_path}
    assert shown == {"bin", "lib", "pyvenv.cfg"}


def test_every_link_on_the_way_to_the_interpreter_is_shown(tmp_path):
    for name in ("real", "env"):
        (tmp_path / name / "bin").mkdir(parents=True)
    (tmp_path / "real/bin/python3").touch()
    (tmp_path / "minor").symlink_to("real")  # as uv installs it
    (tmp_path / "env/bin/python").symlink_to("../../minor/bin/python3")
    prefixes = sandbox._linked(tmp_path / "env/bin/python")
    assert prefixes == [tmp_path / "env", tmp_path / "minor"]


def test_a_machine_without_bubblewrap_is_told_how_to_install_it(monkeypatch):
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(sandbox.shutil, "which", lambda _name: None)
    with pytest.raises(SandboxMissing, match="apt install bubblewrap"):
        Sandbox()


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_another_system_is_told_what_to_use(monkeypatch, platform):
    monkeypatch.setattr(sys, "platform", platform)
    assert "WSL2" in sandbox.why_missing()
    assert "container" in sandbox.why_missing()


@pytest.mark.parametrize(
    ("folder", "seen"),
    [(Path("/usr/src/course"), True), (ROOT, False), (ROOT / "resilience_helpers", True)],
    ids=str,
)
def test_a_course_among_the_system_is_seen(folder, seen):
    assert sandbox.sees(folder) is seen


def test_an_older_bubblewrap_is_named(monkeypatch):
    def old(command, **_options):
        at = "--size" in command
        return subprocess.CompletedProcess(command, at, "", "bwrap: Unknown option --size" * at)

    monkeypatch.setattr(sandbox.sys, "platform", "linux")
    monkeypatch.setattr(sandbox.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(sandbox.confine, "landlock_version", lambda: 3)
    monkeypatch.setattr(sandbox.subprocess, "run", old)
    assert "0.7 or newer" in sandbox.why_missing()
