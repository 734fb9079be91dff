# make run    starts site, worker and inbox: http://127.0.0.1:8000/ and /inbox/
# make test   passes the tests
# make check  lint, types, templates, migrations, deployment, locked requirements
# make docs   writes .env.example and the tables of the documents anew
# make bench  measures what the design promises

PYTHON ?= python3
PORT ?= $(or $(shell sed -n 's/^PORT=//p' .env 2>/dev/null),8000)
INBOX_SMTP_PORT ?= $(or $(shell sed -n 's/^INBOX_SMTP_PORT=//p' .env 2>/dev/null),1025)
BIN := .venv/bin
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.12 --generate-hashes --custom-compile-command 'make lock'

.PHONY: install run test check docs bench lock browser
.DEFAULT_GOAL := run

install: .venv/installed browser

.venv/installed: requirements/dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null || \
		{ echo 'Cinemahub needs Python 3.12 or newer: make PYTHON=/path/to/python3.13' >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

browser: .venv/installed
	@$(BIN)/python -m tests.chromium

run: .venv/installed
	@PORT=$(PORT) INBOX_SMTP_PORT=$(INBOX_SMTP_PORT) $(BIN)/python manage.py addresses
	@PORT=$(PORT) $(BIN)/python manage.py migrate --verbosity 0
	@PATH="$(abspath $(BIN)):$$PATH" SITE_PORT=$(PORT) INBOX_SMTP_PORT=$(INBOX_SMTP_PORT) \
		honcho --no-colour start --procfile Procfile.dev --env /dev/null

# Files and not tests are dealt out: a file's servers, and the browser and the site of its folder, stay in one process.
PYTEST := $(BIN)/python -m pytest --numprocesses auto --dist loadfile

test: install
	$(PYTEST)
	$(PYTEST) --database postgresql

check: .venv/installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .
	$(BIN)/djade --check --target-version 6.1 $$(git ls-files 'templates/*.html')
	ENV_FILE=/dev/null DATABASE_URL=sqlite:///:memory: $(BIN)/python manage.py makemigrations --check --dry-run
	ENV_FILE=.ci/staging.env $(BIN)/python manage.py check --settings settings.staging --deploy --fail-level WARNING
	ENV_FILE=.ci/production.env $(BIN)/python manage.py check --settings settings.production --deploy --fail-level WARNING
	@for name in base production dev bench; do \
		cp requirements/$$name.txt .venv/$$name.txt && $(LOCK) requirements/$$name.in -o .venv/$$name.txt && \
		cmp requirements/$$name.txt .venv/$$name.txt || { echo "requirements/$$name.txt is not up to date: make lock" >&2; exit 1; }; \
	done

docs: .venv/installed
	$(BIN)/python -m docs

lock: .venv/installed
	@for name in base production dev bench; do $(LOCK) requirements/$$name.in -o requirements/$$name.txt; done

bench: .venv/bench-installed
	$(BIN)/python -m bench

.venv/bench-installed: .venv/installed requirements/bench.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bench.txt
	@touch $@
