# run, test, check, bench, translate: each sets up what it needs, and only when that has changed.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.SUFFIXES:

PYTHON ?= python3
PORT ?= 8000
PYTEST_ARGS ?= -q -n 2 --dist worksteal
export PORT

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install --require-hashes --requirement
NPM := npm --prefix assets --no-audit --no-fund --loglevel=error
CATALOGUES := $(wildcard translations/*/LC_MESSAGES/messages.po)
COMPILED := $(CATALOGUES:.po=.mo)
ASSETS := $(shell find assets -name node_modules -prune -o -type f -print)
BUILT := app/static/build/manifest.json

.PHONY: help run test check bench translate
help:
	@echo "make run        serve both demo cities at http://localhost:$(PORT)"
	@echo "make test       the whole test suite, on SQLite, on PostgreSQL and in a browser"
	@echo "make check      format, lint, types, templates, translations, migrations, constants"
	@echo "make bench      the benchmarks"
	@echo "make translate  extract what is to be translated and update the catalogues"

run: .venv/.run $(BUILT) $(COMPILED)
	@exec $(BIN)/python -m app.serve

test: .venv/.dev assets/node_modules/.dev $(BUILT) $(COMPILED)
	@tools/browser.sh
	@$(BIN)/python -m pytest $(PYTEST_ARGS)

check: .venv/.dev $(COMPILED)
	@echo "format";       $(BIN)/ruff format --quiet --check --diff .
	@echo "lint";         $(BIN)/ruff check --quiet .
	@echo "types";        $(BIN)/mypy --no-error-summary
	@echo "templates";    $(BIN)/djlint app --lint --quiet
	@echo "translations"; $(BIN)/python -m tools.check_translations
	@echo "constants";    $(BIN)/python -m tools.check_constants
	@echo "migrations";   $(BIN)/python -m tools.check_migrations

bench: .venv/.dev .venv/.server $(BUILT) $(COMPILED)
	@$(BIN)/python -m bench

translate: .venv/.dev
	@$(BIN)/python -m tools.translate

.venv/bin/python:
	@echo "Making a virtual environment"
	@tools/python.sh $(PYTHON)

.venv/.%: requirements/%.txt | .venv/bin/python
	@echo "Installing requirements/$*.txt"
	@$(PIP) $<
	@touch $@

assets/node_modules/.run: assets/package-lock.json
	@tools/node.sh
	@echo "Installing front-end packages"
	@$(NPM) ci --omit=dev
	@touch $@

assets/node_modules/.dev: assets/package-lock.json
	@tools/node.sh
	@echo "Installing front-end packages and checkers"
	@$(NPM) ci
	@touch $@ assets/node_modules/.run

$(BUILT): $(ASSETS)
	@$(MAKE) --no-print-directory assets/node_modules/.run
	@echo "Building the front end"
	@$(NPM) run --silent build >/dev/null
	@touch $@

%.mo: %.po .venv/.run
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@
