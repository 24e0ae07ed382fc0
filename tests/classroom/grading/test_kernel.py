"""`classroom.grading.kernel`: whatever a kernel sends or does, the grader goes on."""

import time
from pathlib import Path

import pytest
from sandboxed import attacked, needs_sandbox, open_kernel  # noqa: F401

from classroom.grading.kernel import KernelGone
from resilience_helpers.check import MIME

pytestmark = needs_sandbox
#: Start of code that writes to the grader's sockets itself.
FORGE = """
import json, zmq
kernel = get_ipython().kernel
parent = kernel.get_parent()["header"]
session, socket = kernel.session, kernel.iopub_socket
def forge(kind, content, parent=parent, signature=None):
    parts = [json.dumps(part, default=str).encode() for part in (session.msg_header(kind), parent, {})]
    parts.append(content if isinstance(content, bytes) else json.dumps(content).encode())
    socket.send_multipart([b"t", b"<IDS|MSG>", signature or session.sign(parts), *parts])
"""


def memory():
    """Return the memory of this process [MB]."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 2**20


def text(ran):
    return "".join(output.get("text", "") for output in ran.outputs)


@pytest.mark.parametrize(
    "forged",
    {
        "a wrong signature": "'stream', {'name': 'stdout', 'text': 'forged'}, signature=b'0'",
        "another cell": "'stream', {'name': 'stdout', 'text': 'forged'}, parent={'msg_id': 'x'}",
        "no object": "'stream', b'[1]'",
        "no JSON": "'stream', b'{'",
        "deep nesting": "'stream', b'[' * 100000 + b']' * 100000",
        "a huge number": "'stream', b'{\"text\": ' + b'9' * 100000 + b'}'",
        "values of wrong types": "'stream', {'name': {}, 'text': [1]}",
        "a parent of a wrong type": "'stream', {'text': 'forged'}, parent=[1]",
        "an error without a list": "'error', {'ename': 1, 'traceback': {'a': 1}}",
        "a bundle without a dictionary": "'display_data', {'data': [1]}",
        "a script": "'display_data', {'data': {'text/html': 'forged', 'image/svg+xml': 'forged'}}",
    }.items(),
    ids=lambda item: item[0],
)
def test_a_malformed_message_does_no_harm(open_kernel, forged):  # noqa: F811
    ran = open_kernel.run(f"{FORGE}forge({forged[1]})\nprint('honest')", 10)
    assert ran.error is None
    assert "honest" in text(ran)
    assert "forged" not in str(ran.outputs)
    assert text(open_kernel.run("print('next')", 10)) == "next\n"


def test_frames_without_sense_do_no_harm(open_kernel):  # noqa: F811
    frames = "for parts in ([b''], [b'<IDS|MSG>'], [b'x'] * 50): socket.send_multipart(parts)"
    assert open_kernel.run(FORGE + frames, 10).error is None


def test_sixty_megabytes_of_output_cost_only_that_output(attacked):  # noqa: F811
    with attacked.kernel() as kernel:
        before = memory()
        ran = kernel.run("print('a' * 60_000_000)", 20)
        assert (ran.error, ran.interrupted, len(text(ran)) < 10**6) == (None, False, True)
        assert kernel.cut
        assert text(kernel.run("print('next')", 10)) == "next\n"
        assert memory() - before < 300


def test_a_message_of_any_number_of_parts_is_stopped(attacked):  # noqa: F811
    before = memory()
    endless = (
        "part = b'x' * 2**22\ndirect = kernel.iopub_thread.socket\n"
        "for _ in range(2000): direct.send(part, zmq.SNDMORE)"
    )
    try:
        ran = attacked.run(FORGE + endless)
    except KernelGone as gone:
        assert "sent more than" in str(gone)
    else:  # we read slowly, and the kernel has run into its own limit of memory
        assert ran.error
    assert memory() - before < 400  # it is given back


def test_too_many_bytes_end_the_kernel(attacked):  # noqa: F811
    with pytest.raises(KernelGone, match="sent more than 100 MB"):
        attacked.run("for _ in range(40): print('a' * 4_000_000, flush=True)", 20)


def test_a_message_that_grows_when_it_is_decoded_is_not_decoded(attacked):  # noqa: F811
    before = memory()
    attacked.run(FORGE + "forge('stream', b'{\"a\": [' + b'{},' * 3_000_000 + b'1]}')")
    assert memory() - before < 100


def test_an_unread_channel_takes_no_memory(attacked):  # noqa: F811
    before = memory()
    source = (
        "control = (kernel.control_stream or kernel.control_socket)\n"
        "control = getattr(control, 'socket', control)\nblock = b'x' * 2**25\n"
        "for _ in range(20): control.send_multipart([parent['session'].encode(), block], zmq.NOBLOCK)"
    )
    attacked.run(FORGE + source)
    assert memory() - before < 100


def test_a_flood_of_messages_ends_with_its_cell(attacked):  # noqa: F811
    with attacked.kernel() as kernel:
        ran = kernel.run("for i in range(8000): print(i, flush=True)", 30)
        assert not ran.interrupted
        assert text(kernel.run("print('next')", 10)) == "next\n"


def test_outputs_beyond_the_budget_do_not_cost_a_later_error(attacked):  # noqa: F811
    with attacked.kernel(output_bytes=1000) as kernel:
        kernel.run("print('a' * 5000)", 10)
        assert kernel.cut
        assert [output.ename for output in kernel.run("1 / 0", 10).outputs] == ["ZeroDivisionError"]


def test_a_large_figure_arrives(attacked):  # noqa: F811
    source = (
        "import matplotlib.pyplot as plt, numpy as np\n"
        "plt.imshow(np.random.rand(300, 300)); plt.gcf().set_size_inches(6, 6); plt.show()"
    )
    with attacked.kernel(output_bytes=5 * 2**20) as kernel:
        ran = kernel.run(source, 20)
    assert len(ran.outputs[0].data["image/png"]) > 2**17


@pytest.mark.parametrize(
    ("source", "reason"),
    {
        "leaves": ("import os; os._exit(0)", "It ended the kernel"),
        "closes its sockets": ("import os; os.closerange(3, 500)", "ended|stopped"),
        "is killed by its own clock": (
            "import signal, time; signal.setitimer(signal.ITIMER_REAL, 0.2); time.sleep(9)",
            "ended",
        ),
        "stops itself": ("import os; os.kill(os.getpid(), 19)", "could not be stopped"),
        "catches interrupts": (
            "while True:\n  try:\n    while True: sum(range(99))\n  except BaseException: pass",
            "could not be stopped",
        ),
        "ignores signals": (
            "import signal\nfor n in (2, 15): signal.signal(n, signal.SIG_IGN)\nwhile True: pass",
            "could not be stopped",
        ),
    }.values(),
    ids=["leaves", "closes", "clock", "stops", "catches", "ignores"],
)
def test_a_kernel_that_does_not_end_its_cell_is_ended(attacked, monkeypatch, source, reason):  # noqa: F811
    monkeypatch.setattr("classroom.grading.kernel.GRACE", 0.5)
    started = time.monotonic()
    with pytest.raises(KernelGone, match=reason):
        attacked.run(source, 1)
    assert time.monotonic() - started < 8
    assert attacked.printed("print('next')") == "next\n"


def test_an_endless_cell_is_interrupted_and_the_kernel_goes_on(open_kernel):  # noqa: F811
    assert open_kernel.run("while True: pass", 0.5).interrupted
    assert text(open_kernel.run("print('next')", 10)) == "next\n"


def test_a_sandbox_that_ends_costs_one_notebook(attacked):  # noqa: F811
    with pytest.raises(KernelGone), attacked.kernel() as kernel:
        attacked.sandbox._process.kill()
        kernel.run("1", 5)
    assert attacked.printed("print('next')") == "next\n"


def test_a_huge_error_is_an_error_and_not_a_cell_that_cannot_be_stopped(attacked):  # noqa: F811
    started = time.monotonic()
    ran = attacked.run("raise ValueError('x' * 20_000_000)")
    assert ran.error and not ran.interrupted
    assert time.monotonic() - started < 8


def test_a_long_published_value_outlives_the_budget_of_outputs(attacked):  # noqa: F811
    source = (
        "from IPython.display import display\n"
        "for _ in range(60): display({'text/plain': 'y' * 19_000}, raw=True)\n"
        f"display({{'text/plain': '', {MIME!r}: {{'value': 'x' * 60_000}}}}, raw=True)"
    )
    with attacked.kernel(output_bytes=10_000) as kernel:
        ran = kernel.run(source, 10)
    assert [one for one in ran.outputs if MIME in one.get("data", {})]
