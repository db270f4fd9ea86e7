# Everything here runs inside .venv, which these targets make and keep up to date. Setting up needs python3
# (3.11 or later, with venv), make and a package index; pip's own configuration says which index.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet
NEEDS_BROWSER := Chromium is missing: tests of the page in a browser will be skipped (Debian: apt install chromium)

NEEDS_JAVA := Java is missing: tests of Spark will be skipped (Debian: apt install openjdk-17-jre-headless)
NEEDS_OFFICE := LibreOffice is missing: tests of workbooks in it will be skipped (Debian: apt install libreoffice-calc-nogui)

.DEFAULT_GOAL := help

.PHONY: help
help: ## Say what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

$(VENV)/made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Cadreworks needs Python 3.11 or later; this is $$($(PYTHON) --version 2>&1). Set PYTHON=..." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
		{ echo "python3 cannot make a virtual environment (Debian: apt install python3-venv)" >&2; exit 1; }
	@touch $@

$(VENV)/runtime: $(VENV)/made requirements.txt pyproject.toml
	@echo "Setting up .venv" >&2
	@$(PIP) --require-hashes -r requirements.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/develop: $(VENV)/runtime requirements-dev.txt
	@echo "Setting up the tools for tests" >&2
	@$(PIP) --require-hashes -r requirements-dev.txt
	@touch $@

.PHONY: demo
demo: $(VENV)/runtime ## Set up, and run the reference study into digital-2030/out
	@$(BIN)/cadre demo

.PHONY: test
test: $(VENV)/develop ## Set up, and run the tests
	@command -v chromium >/dev/null || echo "$(NEEDS_BROWSER)" >&2
	@command -v java >/dev/null || echo "$(NEEDS_JAVA)" >&2
	@command -v soffice >/dev/null || echo "$(NEEDS_OFFICE)" >&2
	@$(BIN)/python -m pytest -n 2 -m "not full"

.PHONY: test-fast
test-fast: $(VENV)/develop ## The tests that take no more than moments
	@$(BIN)/python -m pytest -n 2 -m "not slow and not full and not browser and not office"

.PHONY: test-full
test-full: $(VENV)/develop ## The tests that take minutes
	@$(BIN)/python -m pytest -n 2 -m full

.PHONY: check
check: $(VENV)/develop ## Style, types, rooms and generated pages; writes nothing
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python tools/write_reference_pages.py --check

.PHONY: fix
fix: $(VENV)/develop ## Put style and generated pages in order
	@$(BIN)/ruff format --quiet .
	@$(BIN)/ruff check --quiet --fix .
	@$(BIN)/python tools/write_reference_pages.py

.PHONY: lock
lock: $(VENV)/develop ## Pin what pyproject.toml asks for, with hashes; versions pinned already stay
	@$(BIN)/python tools/lock.py

.PHONY: bench
bench: $(VENV)/develop ## Time the spine beside its peers and print the ratios
	@$(MAKE) --no-print-directory -C benchmarks/spine

.PHONY: clean
clean: ## Take away the environment and everything made
	rm -rf $(VENV) .venv-* .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
