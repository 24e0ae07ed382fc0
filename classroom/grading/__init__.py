"""Grade what trainees handed in, safely: their code is never trusted."""

import sys

# nbformat loads jsonschema, and that a grammar of internet addresses, which takes a second to
# build in every process. No notebook needs it; jsonschema does without where it is missing.
sys.modules.setdefault("rfc3987_syntax", None)
