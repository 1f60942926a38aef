# `make demo` and `make test` need Python 3.11 or newer and make, nothing else.
# From another directory: make -C path/to/checkout demo

# The first of these that is new enough is used. To choose another: make demo PYTHON=/path/to/python3.12
PYTHON ?= python3 python3.14 python3.13 python3.12 python3.11 python
# Its virtualenv, in the checkout. Another Python can have one of its own: make test PYTHON=python3.13 VENV=.venv-3.13
VENV   := .venv
RUN    := $(VENV)/bin/python
WORKERS := -n 2 --dist loadgroup --no-loadscope-reorder
# A copy of the installed lock file. Its text is compared, because git changes a file's date.
STAMP  := $(VENV)/requirements.lock
# The same, where what tests and linters need is installed, too.
DEV    := $(VENV)/requirements-dev.lock
# DataHub's client has a virtualenv of its own: its package is called datahub, as one of the bank's is.
CLIENT := .venv-catalog
# dbt has a virtualenv of its own: its requirements are many, and nothing else needs them.
DBT    := .venv-analytics

.DEFAULT_GOAL := help
.PHONY: help demo site warehouse test test-hard digests papers lint format erd screenshots lineage clean install install-dev install-catalog install-warehouse

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-17s %s\n", $$1, $$2 }' Makefile

demo: install ## Start PostgreSQL, create the six databases, seed a bank at scale 0.5 and show its tables
	@$(RUN) manage.py demo

site: install ## Serve the admin site; ARGS go to runserver: make site ARGS=8001
	@$(RUN) manage.py runserver $(ARGS)

warehouse: install install-warehouse ## Build analytics/warehouse.duckdb with dbt from the six databases; ARGS go to the command
	@$(RUN) manage.py warehouse $(ARGS)

test: install-dev ## Run the quick tests, one case of each statement; ARGS go to pytest: make test ARGS="-n 0 -k reader"
	@$(RUN) -m pytest $(WORKERS) $(ARGS)

test-hard: install-dev ## Run the tests that take long because they are thorough: every case, kills, clusters, browsers
	@$(RUN) -m pytest $(WORKERS) -m hard $(ARGS)

digests: install-dev ## Write this version's digests into TESTING.md, after an intended change of the bank's rows
	@$(RUN) -m pytest -n 0 -q -m "" --renew-digests tests/bank/test_determinism.py tests/commands/test_seed_fingerprint.py

papers: install ## Write what follows from the code: docs/bank.md's table of tables, the sources of analytics/, docs/ledger.md
	@$(RUN) -m docs.papers

lint: install-dev ## Run the linters
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy

format: install-dev ## Format the code and fix what the linters can fix
	$(RUN) -m ruff check --fix .
	$(RUN) -m ruff format .

# This order draws the shortest lines.
erd: install ## Draw docs/erd.svg, which the site has too, the tables and keys of the six databases; needs Graphviz
	@command -v dot >/dev/null || { echo "Graphviz is missing; on Debian and Ubuntu: apt-get install graphviz" >&2; exit 1; }
	@drawing=$$($(RUN) manage.py graph_models customers employees insurance compliance accounts loans --dot \
		--theme bank --app-style docs/erd_style.json --group-models --disable-sort-fields --rankdir LR) && \
	printf '%s\n' "$$drawing" | dot -Tsvg | tee datahub/static/browsing/erd.svg > docs/erd.svg

screenshots: install-dev ## Renew docs/screenshots from a bank seeded for them; needs Chromium and its driver
	@$(RUN) -m docs.screenshots

lineage: install-catalog ## Trace the warehouse's columns anew, after a change of the models in analytics/
	@traced=$$($(CLIENT)/bin/python -I docs/trace_warehouse.py) && \
	printf '%s\n' "$$traced" > seeding/catalog/warehouse_lineage.json

clean: ## Delete the virtualenvs, the caches and the warehouse, but not the databases
	@rm -rf .venv .venv-3.* $(CLIENT) $(DBT) .mypy_cache .ruff_cache .pytest_cache analytics/target analytics/logs analytics/warehouse.duckdb*

# Not venv --clear: where it is a link it would empty the target, which may be another project's.
install: ## Create the virtualenv or update it
	@if cmp -s requirements.lock $(STAMP) && $(RUN) -c '' 2>/dev/null; then exit 0; fi; \
	fail() { echo "$$1" >&2; exit 1; }; \
	for python in $(PYTHON) ''; do \
		"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && break; \
	done; \
	test -n "$$python" || fail "Python 3.11 or newer is not found; install it, or name it: make demo PYTHON=/path/to/python3.12"; \
	"$$python" -c 'import ensurepip, venv' 2>/dev/null || \
		fail "the venv module of $$python is missing; on Debian and Ubuntu: apt-get install python3-venv"; \
	echo "Installing the requirements in $(VENV)"; \
	rm -rf $(VENV) && "$$python" -m venv $(VENV) && \
	$(RUN) -m pip install --quiet --disable-pip-version-check --no-input -r requirements.txt -c requirements.lock && \
	ln -sf ../../dhub $(VENV)/bin/dhub && \
	cp requirements.lock $(STAMP)

install-dev: install ## Install what the tests and linters need, too
	@if cmp -s requirements.lock $(DEV); then exit 0; fi; \
	echo "Installing what tests and linters need in $(VENV)"; \
	$(RUN) -m pip install --quiet --disable-pip-version-check --no-input -r requirements.lock && \
	cp requirements.lock $(DEV)

install-catalog: install ## Install DataHub's client in .venv-catalog, for ingestion and catalog_push
	@if cmp -s requirements-catalog.txt $(CLIENT)/requirements.lock && $(CLIENT)/bin/python -c '' 2>/dev/null; then exit 0; fi; \
	echo "Installing DataHub's client in $(CLIENT)"; \
	rm -rf $(CLIENT) && $(RUN) -m venv $(CLIENT) && \
	$(CLIENT)/bin/python -m pip install --quiet --disable-pip-version-check --no-input -r requirements-catalog.txt && \
	cp requirements-catalog.txt $(CLIENT)/requirements.lock

# DuckDB would download its extension for PostgreSQL at the first use; this takes it from a wheel.
install-warehouse: install ## Install dbt and DuckDB in .venv-analytics, for the warehouse
	@if cmp -s analytics/requirements.lock $(DBT)/requirements.lock && $(DBT)/bin/python -c '' 2>/dev/null; then exit 0; fi; \
	echo "Installing dbt and DuckDB in $(DBT)"; \
	rm -rf $(DBT) && $(RUN) -m venv $(DBT) && \
	$(DBT)/bin/python -m pip install --quiet --disable-pip-version-check --no-input -r analytics/requirements.lock && \
	$(DBT)/bin/python analytics/install_extension.py $(DBT)/duckdb && \
	cp analytics/requirements.lock $(DBT)/requirements.lock
