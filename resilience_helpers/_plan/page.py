"""The plan as one web page, with its figures inside."""

import base64
from pathlib import Path

from resilience_helpers._pages import templates
from resilience_helpers._plan.parts import Document


def write(plan: Document) -> str:
    """Return the plan as the text of an .html file.

    Parameters
    ----------
    plan : Document
        What stands in it.

    Returns
    -------
    str
        A page that needs nothing beside itself.
    """
    environment = templates(Path(__file__).parent)
    environment.filters["base64"] = lambda data: base64.b64encode(data).decode()
    template = environment.get_template("page.html.j2")
    return template.render(plan=plan, parts=[(type(one).__name__, one) for one in plan.parts])
