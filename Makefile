# The course's commands, for Linux and macOS; Windows users follow environment.yml.
# `make lab` and `make test` install what they need first.
VENV ?= .venv
BIN := $(VENV)/bin
PYTHON := $(BIN)/python
# what the course needs, and with it what tests and the web edition need
INSTALLED := $(VENV)/.installed
TESTED := $(VENV)/.tested
# commands that are called by name (course, nbgrader, alembic) must be those of the environment
RUN := PATH="$(abspath $(BIN)):$$PATH"
# the first interpreter on the machine that the course supports
FIND_PYTHON = for name in python3 python3.13 python3.12 python3.11 python; do \
	if $$name -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; \
	then echo $$name; break; fi; done

# uv installs in a quarter of pip's time; byte code is compiled once, not in every kernel
# (system certificates: many offices sit behind a proxy with a certificate of its own)
UV := $(PYTHON) -m uv --system-certs pip
INSTALL := $(UV) install --quiet --python $(PYTHON) --compile-bytecode --require-hashes
COMPILE := $(UV) compile --universal --python-version 3.11 --no-emit-index-url --no-emit-find-links \
	--custom-compile-command "make lock" --quiet

.PHONY: lab formgrader test browser-test install-test site bench exercises lessons datasets docs \
	lock handout clean

lab: $(INSTALLED)  ## open the course in JupyterLab on the start page
	$(RUN) course lab

formgrader: $(INSTALLED)  ## open JupyterLab for the instructor, with formgrader
	$(RUN) course formgrader

test: $(TESTED)  ## run all tests
	$(RUN) python -m pytest -n 2 --dist loadgroup
	$(RUN) python -m pytest -n 2 --dist loadfile --nbval --nbval-current-env \
		--nbval-sanitize-with tests/nbval.cfg modules

browser-test: $(TESTED)  ## open the course in JupyterLab in chromium, and in a print
	$(RUN) python -m pytest -n 2 --dist loadgroup -m browser tests/browser

install-test: $(TESTED)  ## install the course as Binder does, and from a folder without a network
	$(RUN) python -m pytest -m installs tests/installs

site: $(TESTED)  ## build the web edition in build/site
	$(RUN) python -m classroom.site build/site

bench: $(TESTED)  ## measure what must be fast; takes some minutes
	$(RUN) python tests/benchmarks/impact.py
	$(RUN) python tests/benchmarks/grading.py --trainees 60 --stock 10 --large 600

exercises: $(INSTALLED)  ## generate exercises/ from solutions/
	$(PYTHON) -m classroom.build exercises

lessons: $(INSTALLED)  ## run the lessons and save their outputs
	$(PYTHON) -m classroom.build lessons

datasets: $(INSTALLED)  ## make every table again
	$(PYTHON) datasets/build.py

docs: $(INSTALLED)  ## make the generated pages of docs/ again
	$(PYTHON) -m classroom.curriculum
	$(PYTHON) -m classroom.data_notes

lock: $(INSTALLED)  ## pin the newest versions that pyproject.toml allows
	printf 'editables\nhatchling\nuv\n' | $(COMPILE) --upgrade --generate-hashes -o requirements-install.txt -
	$(COMPILE) --upgrade --generate-hashes --extra test --extra site -o requirements-test.txt pyproject.toml
	$(COMPILE) --constraints requirements-test.txt --generate-hashes -o requirements.txt pyproject.toml
	$(COMPILE) --constraints requirements.txt --no-annotate -o constraints.txt pyproject.toml

handout:  ## pack what trainees get, without anything that holds answers
	$$($(FIND_PYTHON)) -m classroom.handout handout.zip

clean:  ## remove the installation and what runs left behind
	rm -rf $(VENV) build dist handout.zip .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# what JupyterLab reads of the course is copied at the installation
$(INSTALLED): requirements.txt requirements-install.txt pyproject.toml \
		$(wildcard classroom/jupyter/trainee/*.json classroom/jupyter/templates/*/*)
	@found=$$($(FIND_PYTHON)); \
	if [ -z "$$found" ]; then echo "The course needs Python 3.11, 3.12 or 3.13; none was found."; exit 1; fi; \
	$$found -m venv $(VENV)
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-install.txt
	$(INSTALL) -r requirements.txt
	$(UV) install --quiet --python $(PYTHON) --no-deps --no-build-isolation -e .
	@touch $@

$(TESTED): $(INSTALLED) requirements-test.txt
	$(INSTALL) -r requirements-test.txt
	@touch $@
