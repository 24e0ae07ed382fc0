"""Translation of the library's own words.

Every sentence that a trainee reads passes through `_`. Without a catalogue for the
language of the machine the English text is shown.
"""

import gettext
from pathlib import Path

_catalogue = gettext.translation(
    "resilience_helpers", localedir=Path(__file__).parent / "locale", fallback=True
)


def _(text: str) -> str:
    """Return `text` in the reader's language.

    Parameters
    ----------
    text : str
        English sentence; placeholders in braces are filled by the caller afterwards.

    Returns
    -------
    str
        The translated sentence, or `text` itself where no translation exists.

    Examples
    --------
    >>> _("open")
    'open'
    """
    return _catalogue.gettext(text)


def N_(text: str) -> str:
    """Mark `text` for the catalogue and return it unchanged; `_` translates it later."""
    return text
