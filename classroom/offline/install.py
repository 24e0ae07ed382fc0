"""Install the course from this folder into `.venv`, with no network.

A pack holds this file beside `pack.json`, which names the Python and the platform that the
wheels fit. It needs Python's own library only.
"""

import json
import os
import platform
import subprocess
import sys
import sysconfig
from pathlib import Path

ENVIRONMENT = ".venv"


def this_python():
    """Return the version of Python that runs this, such as ``3.12``."""
    return f"{sys.version_info[0]}.{sys.version_info[1]}"


def this_platform():
    """Return system and processor as wheels name them, such as ``linux-x86_64``."""
    name = sysconfig.get_platform()
    # on macOS the name holds the oldest system that this Python was built for
    return f"macos-{platform.machine()}" if name.startswith("macosx") else name


def why_not(pack):
    """Return why the pack does not fit here, or an empty text."""
    fits = f"This pack fits Python {pack['python']} on {pack['platform']}"
    if (this_python(), this_platform()) != (pack["python"], pack["platform"]):
        return (
            f"{fits}; this is Python {this_python()} on {this_platform()}. "
            f"Install Python {pack['python']}, or make a pack on a computer like this one."
        )
    system = platform.mac_ver()[0]
    if pack["macos"] and _numbers(system)[:2] < _numbers(pack["macos"]):
        return (
            f"{fits} with macOS {pack['macos']} or newer; this computer has {system}. "
            "Make a pack on a computer like this one."
        )
    library, version = platform.libc_ver()
    if pack["glibc"] and (library != "glibc" or _numbers(version) < _numbers(pack["glibc"])):
        return (
            f"{fits} with glibc {pack['glibc']} or newer; "
            f"this computer has {library or 'another C library'} {version}".rstrip()
            + ". "
            "Make a pack on a computer like this one."
        )
    return ""


def _numbers(version):
    return [int(part) for part in version.split(".")]


def install(folder):
    """Make the environment and install the course; return an exit code."""
    pack = json.loads((folder / "pack.json").read_text("utf-8"))
    if reason := why_not(pack):
        print(reason, file=sys.stderr)
        return 1
    environment = folder / ENVIRONMENT
    print(f"Installing into {environment}; this takes about a minute.", flush=True)
    if subprocess.run([sys.executable, "-m", "venv", "--clear", str(environment)]).returncode:
        print(
            "Python cannot make an environment here. On Debian and Ubuntu install the package "
            f"python{pack['python']}-venv; on a USB stick copy the folder to the computer first.",
            file=sys.stderr,
        )
        return 1
    code = subprocess.run(_pip(folder, environment), env=_own_settings()).returncode
    if code:
        print("The course is not installed: see the last lines above.", file=sys.stderr)
        return code
    start = "start.bat" if os.name == "nt" else "sh start.sh"
    print(f"The course is installed. Start it: {start}")
    return 0


def _pip(folder, environment):
    python = environment / ("Scripts" if os.name == "nt" else "bin") / "python"
    return [
        *(str(python), "-m", "pip", "--isolated", "--disable-pip-version-check"),
        *("install", "--quiet", "--no-cache-dir", "--no-index", "--no-deps"),
        *("--find-links", str(folder / "wheels")),
        *("--require-hashes", "-r", str(folder / "requirements.txt")),
    ]


def _own_settings():
    """Return the environment without what would change pip or Python."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PIP_", "PYTHON"))}
    return {**kept, "PIP_CONFIG_FILE": os.devnull}


if __name__ == "__main__":
    sys.exit(install(Path(__file__).resolve().parent))
