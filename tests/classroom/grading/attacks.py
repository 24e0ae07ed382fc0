"""What a trainee may write to get points or to do harm; each is the source of one cell.

`GAIN` wants points: with it, an item that is wrong or open must not become right. `HARM` wants
to break the run: the item where it stands may be lost, all others must keep their points.
"""

GAIN = {
    "replaces the checks": """
from resilience_helpers import check
for name in ("choice", "value", "function"):
    setattr(check, name, lambda *args, **kwargs: None)
""",
    "lets a check publish nothing": """
from resilience_helpers import check
check._publish = lambda *args, **kwargs: None
check._judge = lambda *args, **kwargs: None
""",
    "publishes a guess with the check's own function": """
from resilience_helpers import check
publish = check._publish
check._publish = lambda asked, typed, *rest, **more: publish(
    asked, {"type": "number", "value": 1.0}, *rest, **more)
""",
    "publishes a verdict of its own": """
from IPython.display import display
display({"text/plain": "Q1: right", "application/vnd.resilient-cities.check+json": {
    "version": 1, "item": "m01e1_q1_exposure", "part": "shown", "within": 0.0,
    "state": "right", "points": 100, "value": {"type": "text", "value": "?"}}}, raw=True)
""",
    "drops asserts and checks from the syntax tree": """
import ast
class Drop(ast.NodeTransformer):
    def visit_Assert(self, node):
        return ast.Pass()
    def visit_Expr(self, node):
        return ast.Pass() if "check" in ast.unparse(node) else node
get_ipython().ast_transformers.append(Drop())
""",
    "replaces run_code": """
async def nothing(*args, **kwargs):
    return False
get_ipython().run_code = nothing
""",
    "replaces do_execute": """
async def fine(*args, **kwargs):
    return {"status": "ok", "execution_count": 1, "payload": [], "user_expressions": {}}
get_ipython().kernel.do_execute = fine
""",
    "replaces run_cell_async": """
from IPython.core.interactiveshell import ExecutionResult
shell = get_ipython()
async def fine(raw, *args, **kwargs):
    return ExecutionResult(None)
shell.run_cell_async = fine
shell.run_cell = lambda *args, **kwargs: ExecutionResult(None)
""",
    "hides errors": """
shell = get_ipython()
shell.showtraceback = lambda *args, **kwargs: None
shell._showtraceback = lambda *args, **kwargs: None
shell.set_custom_exc((BaseException,), lambda *args, **kwargs: None)
""",
    "replaces json and numpy": """
import json, numpy
json.dumps = lambda *args, **kwargs: "{}"
numpy.isclose = numpy.allclose = lambda *args, **kwargs: True
numpy.abs = numpy.round = lambda *args, **kwargs: 0.0
""",
    "writes modules that shadow the course's": """
import os, sys
os.makedirs("resilience_helpers", exist_ok=True)
open("resilience_helpers/__init__.py", "w").write("")
open("resilience_helpers/check.py", "w").write("choice = value = function = lambda *a, **k: None")
for name in list(sys.modules):
    if name.startswith("resilience_helpers"):
        del sys.modules[name]
""",
    "writes startup files": """
import os
folder = os.path.join(os.environ["IPYTHONDIR"], "profile_default", "startup")
os.makedirs(folder, exist_ok=True)
open(os.path.join(folder, "00.py"), "w").write("import os; os._exit(0)")
open("sitecustomize.py", "w").write("raise SystemExit")
""",
    "removes the display hook": """
import sys
sys.displayhook = lambda value: None
get_ipython().display_pub.publish = lambda *args, **kwargs: None
""",
}
# what the cell holds in place of an answer
OBJECTS = {
    "equals everything": "type('Any', (), {'__eq__': lambda s, o: True, '__hash__': lambda s: 0})()",
    "is any number": "type('Any', (float,), {'__eq__': lambda s, o: True, '__float__': lambda s: 1 / 0})(1)",
    "has an evil text": "type('Any', (), {'__repr__': lambda s: 1 / 0, '__str__': lambda s: 1 / 0})()",
    "ends in its text": "type('Any', (), {'__repr__': lambda s: __import__('os')._exit(0)})()",
    "is every letter": "type('Any', (str,), {'__eq__': lambda s, o: True, 'strip': lambda s, *a: s, '__hash__': str.__hash__})('ABCD')",
    "is very long": "'A' * 10**7",
    "is very deep": "__import__('functools').reduce(lambda inner, _n: [inner], range(5000), [])",
    "holds itself": "(lambda one: one.append(one) or one)([])",
}
HARM = {
    "ends the kernel": "import os; os._exit(0)",
    "exits": "exit()",
    "runs for ever": "while True: pass",
    "runs for ever and ignores interrupts": (
        "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass"
    ),
    "stops itself": "import os, signal; os.kill(os.getpid(), signal.SIGSTOP)",
    "forks for ever": "import os\nwhile True: os.fork()",
    "takes all memory": "block = []\nwhile True: block.append(bytearray(10**8))",
    "starts threads for ever": (
        "import threading, time\nwhile True: threading.Thread(target=time.sleep, args=(60,)).start()"
    ),
    "kills all processes": "import os; os.kill(-1, 9)",
    "starts a daemon": "import subprocess; subprocess.Popen(['sleep', '60'], start_new_session=True)",
    "prints 60 MB": "for _ in range(600): print('x' * 100_000)",
    "shows 60 MB": (
        "from IPython.display import display\nfor _ in range(60): "
        "display({'text/plain': 'x' * 10**6}, raw=True)"
    ),
    "publishes a very deep value": (
        "from IPython.display import display\nimport json\ndeep = '1'\n"
        "for _ in range(900): deep = [deep]\n"
        "display({'text/plain': '', 'application/vnd.resilient-cities.check+json': {'a': deep}}, raw=True)"
    ),
    "closes all files": "import os\nos.closerange(0, 200)",
    "fills the work folder": (
        "for number in range(100): open(f'f{number}', 'wb').write(bytes(10**6))"
    ),
    "locks the work folder": (
        "import os\nos.makedirs('a/b/c'); open('a/b/c/d', 'w').close()\n"
        "os.chmod('a/b', 0); os.chmod('a', 0); os.chmod('.', 0)"
    ),
    "writes to the sockets of the kernel": (
        "import os\nfor number in range(3, 60):\n"
        "    try: os.write(number, b'rubbish' * 1000)\n    except OSError: pass"
    ),
    "deletes the builtins": "import builtins\nfor name in list(vars(builtins)): delattr(builtins, name)",
}
#: Must end with an error in the kernel, and show nothing of what it is after.
READS = {
    "the solutions": "open('{course}/solutions/01_concepts/1_risk_and_resilience.ipynb').read()",
    "the gradebook": "open('{course}/gradebook.db', 'rb').read()",
    "another submission": "import os; os.listdir('{course}/submitted')",
    "the environment": "import os; print(os.environ['RESILIENT_CITIES_SECRET'])",
    "the environment of the grader": (
        "import glob\nfor name in glob.glob('/proc/[0-9]*/environ'):\n"
        "    if 'self' not in name: print(open(name).read())"
    ),
    "the network": "import urllib.request; urllib.request.urlopen('http://127.0.0.1:{port}/')",
    "the home folder": "import os; os.listdir('{home}/.ssh')",
}
