# Corridor. `make` alone says what there is.
.DEFAULT_GOAL := help
.PHONY: help run dev test test-sqlite test-postgres check format bench fuzz acceptance requirements clean

PYTHON ?= python3
PORT ?= 8000
# How many tests run at a time, and which: make test TESTS=tests/news
WORKERS ?= 2
TESTS ?=
N ?= 5000
DATA ?=

PY := .venv/bin/python
PYTEST := $(PY) -m pytest -q -n $(WORKERS) --dist loadfile --no-loadscope-reorder

help: ## Say what there is
	@echo "Corridor, an intranet. What make can do:"
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## /\1@/' | awk -F@ '{ printf "  make %-13s %s\n", $$1, $$2 }'

run: ## Try it: install into .venv, load the demo, serve on 127.0.0.1 (PORT=8000)
	@$(PYTHON) tools/venv.py
	@$(PY) tools/run.py --port $(PORT)

dev: .venv/development ## Work on it: the same with DEBUG, reloading as you save
	@$(PY) tools/run.py --port $(PORT) --dev

test: test-sqlite test-postgres ## Run every test, on SQLite and on PostgreSQL, both beside Elasticsearch (TESTS=tests/news for some)

test-sqlite: .venv/development .cache/vnu.jar
	$(PY) tools/elastic.py --for-tests $(PYTEST) $(TESTS)

test-postgres: .venv/development .cache/vnu.jar
	$(PY) tools/postgres.py $(PY) tools/elastic.py --for-tests $(PYTEST) -m "not browser" $(TESTS)

check: .venv/development ## Check format, lint, types, templates, imports, migrations and settings
	@$(PY) tools/check.py

format: .venv/development ## Put code and templates into the house format
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .

bench: .venv/development ## Measure speed and size
	$(PY) tools/bench/pages.py
	$(PY) tools/bench/bell.py
	$(PY) tools/bench/access.py
	$(PY) tools/bench/wall.py
	$(PY) tools/bench/adminsearch.py
	$(PY) tools/bench/search.py
	$(PY) tools/postgres.py $(PY) tools/bench/search.py --engine postgresql
	ELASTICSEARCH_HEAP=1g $(PY) tools/postgres.py $(PY) tools/elastic.py $(PY) tools/bench/search.py --engine elasticsearch

fuzz: .venv/development ## Run the property tests for long (N=5000 examples each)
	HYPOTHESIS_EXAMPLES=$(N) $(PYTEST) --hypothesis-profile=fuzz -m hypothesis

acceptance: .venv/development ## Try it on an agency's real files (DATA=folder)
	@test -n "$(DATA)" || { echo "Say where they are: make acceptance DATA=folder"; exit 2; }
	ACCEPTANCE_DATA="$(abspath $(DATA))" $(PY) -m pytest -q -s tests/acceptance

requirements: .venv/development ## Turn the ranges of pyproject.toml into exact versions
	$(PY) tools/requirements.py

clean: ## Remove .venv and every cache; the database and the uploads in var/ stay
	rm -rf .venv .cache .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis test-results
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Always asked, soon answered: tools/venv.py leaves at once when nothing has changed.
.PHONY: .venv/development
.venv/development:
	@$(PYTHON) tools/venv.py --development

.cache/vnu.jar:
	@$(PY) tools/vnu.py
