"""Grade what trainees handed in, safely: their code is never trusted."""
