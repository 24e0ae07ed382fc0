"""Build the web edition: ``python -m classroom.site build/site``; ``make site`` does."""

import argparse
import importlib.util
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
_NEEDED = ("myst_nb", "sphinx", "sphinx_book_theme", "latex2mathml")


def main(arguments: list[str] | None = None) -> int:
    """Build the web edition and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m classroom.site", description=__doc__)
    parser.add_argument("output", type=Path, help="folder of the finished site")
    output = parser.parse_args(arguments).output.resolve()
    fault = _fault(ROOT, output)
    if fault:
        print(fault, file=sys.stderr)
        return 1
    from classroom.site.build import build
    from classroom.site.course_text import place

    code = build(ROOT, output)
    if code:
        print("The web edition has faults: mend each warning above.", file=sys.stderr)
        return code
    print(f"The web edition is ready: open {output / 'index.html'}")
    if place(ROOT).is_placeholder:
        print(
            "The Binder buttons lead nowhere yet: put your own place for OWNER/REPOSITORY into README.md."
        )
    return 0


def _fault(root: Path, output: Path) -> str:
    if not (root / "modules").is_dir():
        return (
            f"No folder modules/ in {root}: the web edition is built from a checkout of the course, "
            "not from an installed package. Run `make site` there."
        )
    missing = [name for name in _NEEDED if not importlib.util.find_spec(name)]
    if missing:
        return f"The web edition needs {', '.join(missing)}. `make site` installs them."
    if output.is_dir() and any(output.iterdir()) and not (output / ".buildinfo").exists():
        return f"{output} holds files that are no web edition. Name another folder, or empty it."
    return ""


if __name__ == "__main__":
    sys.exit(main())
