"""Limits of a kernel: each attack on the real path, as a trainee would write it."""

import platform

import pytest
from sandboxed import CALL, attacked, needs_sandbox, open_kernel  # noqa: F401

from classroom.grading.kernel import KernelGone
from classroom.kernels import confine
from classroom.kernels.process import TEMPORARY

pytestmark = needs_sandbox
only_here = pytest.mark.skipif(platform.machine() != "x86_64", reason="numbers of x86-64 calls")
SPOOL = "import os; spool = [f.path for f in os.scandir('/tmp') if f.name.startswith('rc-')][0]\n"
SPOOL += "place = max(os.scandir(spool), key=lambda one: int(one.name)).path\n"


@only_here
@pytest.mark.parametrize(
    "call",
    {
        "fork": "57",
        "fork with odd upper bits": "57 | 1 << 32",
        "vfork": "58",
        "clone": "56, 17, 0, 0, 0, 0",
        "clone with odd upper bits": "56, 17 | 1 << 32, 0, 0, 0, 0",
        "clone3": "435, 0, 0",
        "execve": "59, b'/bin/true', None, None",
        "kill all": "62, -1, 9",
        "kill the parent": "62, os.getppid(), 9",
        "kill with odd upper bits": "62, os.getpid() | 1 << 32, 9",
        "tkill": "200, os.getppid(), 9",
        "tgkill": "234, os.getppid(), os.getppid(), 9",
        "pidfd_open": "434, os.getppid(), 0",
        "prlimit of the parent": "302, os.getppid(), 7, 0, 0",
        "processors of the parent": "203, os.getppid(), 8, b'\\1' + bytes(7)",
        "disk priority of the parent": "251, 1, os.getppid(), 3 << 13",
        "priority of the parent": "141, 0, os.getppid(), 5",
        "signal by a detour": "72, 0, 8, os.getppid()",
        "ptrace": "101, 16, os.getppid(), 0, 0",
        "socket": "41, 2, 1, 0",
        "memory behind a descriptor": "319, b'x', 0",
        "unshare": "272, 0x10000000",
        "io_uring": "425, 1, bytes(120)",
        "shared memory": "29, 0, 4096, 0o1600",
    }.items(),
    ids=lambda item: item[0],
)
def test_a_system_call_is_refused(open_kernel, call):  # noqa: F811
    ran = open_kernel.run(f"{CALL}call({call[1]})", 10)
    # EPERM alone: a call that fails for another reason was not refused
    assert (ran.error, ran.message[:9]) in {
        ("PermissionError", "[Errno 1]"),
        ("OSError", "[Errno 38"),
    }


@only_here
@pytest.mark.parametrize("code", ["b802000000cd80c3", "b839000040" + "0f05c3"], ids=["i386", "x32"])
def test_a_call_of_another_processor_ends_the_kernel_at_once(attacked, code):  # noqa: F811
    source = (
        "import ctypes, mmap\nm = mmap.mmap(-1, 4096, prot=7)\n"
        f"m.write(bytes.fromhex('{code}'))\n"
        "ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(m)))()"
    )
    with pytest.raises(KernelGone, match="ended the kernel"):
        attacked.run(source)


@pytest.mark.parametrize(
    "path",
    [
        TEMPORARY + "/mark",
        "/sandbox/mark",
        "/dev/shm/mark",
        "/proc/self/oom_score_adj",
        "/dev/full",
    ],
)
def test_nothing_is_written_outside_the_work_folder(open_kernel, path):  # noqa: F811
    assert open_kernel.run(f"open({path!r}, 'w')", 10).error == "PermissionError"


@pytest.mark.parametrize("name", ["environ", "mem", "maps", "fd/0"])
def test_the_warm_process_is_not_read(open_kernel, name):  # noqa: F811
    ran = open_kernel.run(f"import os; open(f'/proc/{{os.getppid()}}/{name}', 'rb').read(1)", 10)
    assert ran.error == "PermissionError"


@pytest.mark.parametrize(
    "harm",
    {
        "a file": "open(place + '/x', 'w')",
        "a folder": "os.mkdir(place + '/x')",
        "a socket without a server": "os.mknod(place + '/x', 0o140600)",
        "another name": "os.link(place + '/k-1', place + '/x')",
        "a link": "os.symlink('/', place + '/x')",
        "an attribute": "os.setxattr(place, 'user.x', b'x')",
        "another owner": "os.chown(place, 1000, 1000)",
        "a deletion": "os.unlink(place + '/k-1')",
    }.items(),
    ids=lambda item: item[0],
)
def test_the_spool_is_not_changed(open_kernel, harm):  # noqa: F811
    assert open_kernel.run(SPOOL + harm[1], 10).error == "PermissionError"


def test_the_spool_stays_closed_to_other_users(attacked):  # noqa: F811
    with attacked.kernel() as kernel:
        assert kernel.run(SPOOL + "os.chmod(spool, 0o777); os.chmod(place, 0o777)", 5).error is None
        spool = attacked.sandbox.spool
        assert [p.stat().st_mode & 0o777 for p in (spool, *spool.iterdir())] == [0o700, 0o700]


def test_memory_is_limited(attacked):  # noqa: F811
    assert attacked.run("bytearray(2 * 2**30)").error == "MemoryError"
    shared = "import mmap\nkept = [mmap.mmap(-1, 2**28) for _ in range(8)]"
    assert attacked.run(shared).error == "OSError"


def test_the_size_of_a_file_and_of_all_files_is_limited(attacked):  # noqa: F811
    assert attacked.run("open('a', 'wb').write(bytes(33 * 2**20))").error == "OSError"
    ran = attacked.run("for i in range(3): open(f'f{i}', 'wb').write(bytes(31 * 2**20))")
    assert "No space left" in ran.message


def test_a_limit_cannot_be_raised(open_kernel):  # noqa: F811
    ran = open_kernel.run("import resource; resource.setrlimit(resource.RLIMIT_AS, (-1, -1))", 10)
    assert ran.error == "ValueError"


def test_many_threads_end_the_kernel_or_are_refused(attacked):  # noqa: F811
    source = (
        "import threading, time\nthreading.stack_size(32768)\nfor _ in range(2000):\n"
        "    threading.Thread(target=time.sleep, args=(5,), daemon=True).start()\ntime.sleep(3)"
    )
    try:  # root has no limit of threads, so that its kernel is ended
        assert attacked.run(source).error == "RuntimeError"
    except KernelGone as gone:
        assert "ended" in str(gone)


def test_many_files_end_the_kernel(attacked):  # noqa: F811
    with pytest.raises(KernelGone, match="ended"):
        attacked.run("for i in range(10**6): open(f'f{i}', 'w').close()", 20)


def test_no_descriptor_leads_to_the_grader(attacked):  # noqa: F811
    said = attacked.printed(
        "import os\nown = {os.readlink(f'/proc/self/fd/{i}') for i in (1, 2)}\n"
        "for name in os.listdir('/proc/self/fd'):\n"
        "    try:\n        link = os.readlink(f'/proc/self/fd/{name}')\n"
        "    except OSError:\n        continue\n"
        "    if link not in own and not link.startswith(('anon_inode:', 'socket:')): print(link)"
    )
    assert set(said.split()) <= {"/dev/null"}


def test_honest_work_is_not_hindered(attacked):  # noqa: F811
    said = attacked.printed(
        "import asyncio, shutil, sqlite3, threading, tempfile\n"
        "from concurrent.futures import ThreadPoolExecutor\n"
        "open('a', 'w').write('x'); shutil.copy('a', 'b'); shutil.copy2('a', 'c')\n"
        "with tempfile.TemporaryFile() as file: file.write(b'x')\n"
        "base = sqlite3.connect('x.db'); base.execute('create table t (a)'); base.commit()\n"
        "with ThreadPoolExecutor(20) as pool: print(sum(pool.map(int, range(100))))\n"
        "await asyncio.to_thread(print, 'thread')"
    )
    assert said.split() == ["4950", "thread"]


def test_a_system_without_landlock_starts_no_kernel(monkeypatch):
    monkeypatch.setattr(confine, "landlock_version", lambda: 0)
    with pytest.raises(confine.CannotConfine, match="Landlock is missing"):
        confine.fence([], [])
