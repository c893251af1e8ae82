# Leitlinien-Werkstatt. `make` alone lists what there is to do.

PORT ?= 6543
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# one more than there are cores: a third of the time a test waits for a database or a browser
WORKERS := $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)
PIP_INSTALL := $(BIN)/python -m pip install -qq --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help serve install test check format catalogues bench screenshots clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

serve: export GW_PUBLIC_URL = http://localhost:$(PORT)
serve: install ## run the application with the demonstration consultation (PORT=8080 for another port)
	@$(BIN)/guideline-workshop migrate development.ini
	@$(BIN)/guideline-workshop demo development.ini --if-new
	@echo "Serving on http://localhost:$(PORT) (stop with Ctrl+C)"
	@exec $(BIN)/pserve --server-name=port development.ini http_port=$(PORT)

install: $(VENV)/.installed ## create the virtual environment and install the application

test: $(VENV)/.installed-for-tests ## install what the tests need and run all of them
	@PYTHON=$(PYTHON) bin/install-system-packages test
	@$(BIN)/pytest --ignore=tests/benchmarks --numprocesses=$(WORKERS) --dist=loadfile --no-loadscope-reorder \
	  --durations=10

check: $(VENV)/.installed-for-tests ## lint, types, layers, templates, catalogues
	@PATH="$(CURDIR)/$(BIN):$$PATH" bin/check

format: $(VENV)/.installed-for-tests ## format the code and repair what the linter can repair
	@$(BIN)/ruff check --fix-only --quiet
	@$(BIN)/ruff format

catalogues: $(VENV)/.installed-for-tests ## extract, update and compile the translations
	@$(BIN)/python bin/catalogues update

bench: $(VENV)/.installed-for-benchmarks ## measure the speed; the figures are kept under .benchmarks/
	@$(BIN)/pytest tests/benchmarks --benchmark-only --benchmark-autosave --benchmark-storage=.benchmarks

screenshots: $(VENV)/.installed-for-tests ## take the pictures of the user guide anew
	@PYTHON=$(PYTHON) bin/install-system-packages test
	@$(BIN)/pytest tests/browser/screenshots.py

clean: ## remove everything made by these commands, the database under var/ included
	rm -rf $(VENV) build dist var *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache \
	  .hypothesis .benchmarks
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# pip runs again only when the package's description has changed.
$(BIN)/python:
	@PYTHON=$(PYTHON) bin/install-system-packages serve
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: setup.cfg pyproject.toml | $(BIN)/python
	@echo "Installing the application and its libraries (a minute or two)"
	@$(PIP_INSTALL) --editable .
	@touch $@

$(VENV)/.installed-for-tests: setup.cfg pyproject.toml | $(BIN)/python
	@echo "Installing the application, its libraries and the test tools (a minute or two)"
	@$(PIP_INSTALL) --editable ".[test]"
	@touch $@ $(VENV)/.installed

$(VENV)/.installed-for-benchmarks: setup.cfg pyproject.toml | $(BIN)/python
	@echo "Installing the application, the test tools and what it is measured beside (a minute or two)"
	@$(PIP_INSTALL) --editable ".[test,bench]"
	@touch $@ $(VENV)/.installed-for-tests $(VENV)/.installed
