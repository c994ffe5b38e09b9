# Legation. `make demo` shows it, `make test` tests it, `make check` is what CI runs besides.
# pip takes its settings from the environment (PIP_INDEX_URL, PIP_FIND_LINKS, pip.conf), as always.

# The first Python that will do; PYTHON=/path/to/python chooses another.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null && { echo $$p; break; }; done)
VENV ?= .venv
BIN := $(VENV)/bin
ARGS ?=
FRONTEND := graph/component/frontend

.DEFAULT_GOAL := help
TEXTS ?=

.PHONY: help demo test check lint types layers gate train format bundle clean

help:
	@echo "make demo     install into $(VENV), read the sample articles, show them in the browser"
	@echo "              (ARGS=--no-app stops before the app, ARGS='--port 8600' takes another port)"
	@echo "make test     run all tests (ARGS='-k dates' runs some)"
	@echo "make check    lint, types, layers and gate: what CI runs besides the tests"
	@echo "make gate     precision and recall of the reader against their floors"
	@echo "make train    train the learned reader anew (TEXTS='FILE.jsonl ...': the articles of data/training/wikinews; see SOURCES.md)"
	@echo "make format   put the code into its form"
	@echo "make bundle   rebuild the network component (needs node)"
	@echo "make neo4j    start a real Neo4j on this machine for trying and testing (needs Java 17 and Maven); make neo4j-stop"
	@echo "make fuseki   start a real SPARQL server (Fuseki) in the same way; make fuseki-stop"
	@echo "make gephi    fetch the Gephi toolkit, with which tests open exports (needs Java 17 and Maven)"
	@echo "make server-jars  fetch all three from Maven Central, so that 'make test' runs the tests that need them"
	@echo "make clean    remove what these commands made"

include servers/*.mk

.PHONY: server-jars
server-jars: neo4j-jars fuseki-jar gephi

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Legation needs Python 3.11, 3.12 or 3.13: install one, or name it: make PYTHON=/path/to/python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "$(PYTHON) cannot make virtual environments: on Debian and Ubuntu, apt-get install python3-venv" >&2; exit 1; }

# Installing takes minutes the first time; the stamps repeat it only when pyproject.toml has changed.
$(VENV)/.installed: pyproject.toml | $(BIN)/python
	@echo "Installing Legation into $(VENV); the first time this takes a few minutes."
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml | $(BIN)/python
	@echo "Installing Legation and its test tools into $(VENV); the first time this takes a few minutes."
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --editable '.[dev]'
	@touch $@ $(VENV)/.installed

demo: $(VENV)/.installed
	@$(BIN)/legation demo --store demo-store $(ARGS)

test: $(VENV)/.installed-dev
	@$(BIN)/python -m pytest $(ARGS)

$(VENV)/.installed-train: pyproject.toml | $(BIN)/python
	@echo "Installing PyTorch into $(VENV), with which the learned reader is trained."
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --editable '.[train]'
	@touch $@

train: $(VENV)/.installed-train
	@test -n "$(TEXTS)" || { echo "make train needs the articles' texts: make train TEXTS='political.jsonl other.jsonl'; data/SOURCES.md says how to rebuild them" >&2; exit 2; }
	@$(BIN)/python -m loaders.training.train --texts $(TEXTS) -o data/models/reader

check: lint types layers gate

lint: $(VENV)/.installed-dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(VENV)/.installed-dev
	@$(BIN)/mypy

layers: $(VENV)/.installed-dev
	@$(BIN)/lint-imports

gate: $(VENV)/.installed-dev
	@$(BIN)/python tests/gate.py $(ARGS)

format: $(VENV)/.installed-dev
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bundle:
	@cd $(FRONTEND) && npm ci --no-audit --no-fund && npm run build

clean:
	rm -rf $(VENV) demo-store .servers build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache $(FRONTEND)/node_modules
	find graph loaders tests -name __pycache__ -type d -prune -exec rm -rf {} +
