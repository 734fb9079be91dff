# make run        starts site, worker and inbox: http://127.0.0.1:8000/ and /inbox/
# make secret-key prints a new SECRET_KEY
# make test       passes the tests
# make check      lint, types, templates, migrations, deployment, generated texts, locked requirements
# make format     formats code and templates
# make docs       writes .env.example and the tables of the documents anew
# make icons      makes the icons from the logo
# make messages   collects what is to be translated, and says what is not
# make coverage   passes the tests and says which branches none of them takes
# make upgrade    PACKAGE=django: locks the newest version within the range
# make outdated   says which locked versions have a newer one within the range
# make bench      measures what the design promises

BIN := .venv/bin
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.12 --generate-hashes --custom-compile-command 'make lock'
LOCKED := base production dev bench
TEMPLATES = $$(find . -path '*/templates/*.html' -not -path './.venv/*' -not -path './tests/*' -not -path './bench/*')
# What was given to make; the rest stands in .env, which Python reads.
PORTS := $(foreach name,PORT INBOX_SMTP_PORT,$(if $($(name)),$(name)=$($(name))))
# Files and folders are dealt out and not single tests, by tests/groups.py: a server or a browser is started once.
PYTEST := $(BIN)/python -m pytest --numprocesses auto

.PHONY: install run secret-key test check format docs icons messages coverage bench lock upgrade outdated browser
.DEFAULT_GOAL := run

install: .venv/installed browser

.venv/installed: requirements/dev.txt
	@.ci/venv $(PYTHON)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

browser: .venv/installed
	@$(BIN)/python -m tests.chromium

run: .venv/installed
	@test "$${DJANGO_SETTINGS_MODULE:-settings.dev}" = settings.dev || { \
		echo 'make run is for settings.dev, by http. For staging and production see docs/deploy.md.' >&2; exit 2; }
	@$(PORTS) $(BIN)/python manage.py addresses
	@$(PORTS) $(BIN)/python manage.py migrate --verbosity 0
	@SITE_PORT=$$($(PORTS) $(BIN)/python -c 'from settings.dev import PORT; print(PORT)') && \
		export SITE_PORT PATH="$(abspath $(BIN)):$$PATH" $(filter INBOX_SMTP_PORT=%,$(PORTS)) && \
		honcho --no-colour start --procfile Procfile.dev --env /dev/null

secret-key:
	@python3 -c 'import secrets; print(secrets.token_urlsafe(50))'

test: install
	$(PYTEST)
	$(PYTEST) --database postgresql

coverage: install
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest --numprocesses auto
	$(BIN)/coverage run -m pytest --numprocesses auto --database postgresql
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

check: .venv/installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .
	$(BIN)/djade --check --target-version 6.1 $(TEMPLATES)
	ENV_FILE=/dev/null DATABASE_URL=sqlite:///:memory: $(BIN)/python manage.py makemigrations --check --dry-run
	ENV_FILE=.ci/staging.env $(BIN)/python manage.py check --settings settings.staging --deploy --fail-level WARNING
	ENV_FILE=.ci/production.env $(BIN)/python manage.py check --settings settings.production --deploy --fail-level WARNING
	@for name in $(LOCKED); do \
		cp requirements/$$name.txt .venv/$$name.txt && $(LOCK) requirements/$$name.in -o .venv/$$name.txt && \
		cmp requirements/$$name.txt .venv/$$name.txt || { echo "requirements/$$name.txt is not up to date: make lock" >&2; exit 1; }; \
	done

format: .venv/installed
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/djade --target-version 6.1 $(TEMPLATES)

docs: .venv/installed
	$(BIN)/python -m docs

icons: install
	$(BIN)/python -m docs.icons

messages: .venv/installed
	ENV_FILE=/dev/null $(BIN)/python manage.py makemessages
	ENV_FILE=/dev/null $(BIN)/python manage.py compilemessages --verbosity 0

lock: .venv/installed
	@for name in $(LOCKED); do $(LOCK) $(if $(PACKAGE),--upgrade-package $(PACKAGE)) requirements/$$name.in -o requirements/$$name.txt; done

upgrade:
	@test -n "$(PACKAGE)" || { echo 'Which one? make upgrade PACKAGE=django' >&2; exit 1; }
	@$(MAKE) --no-print-directory lock PACKAGE=$(PACKAGE)

outdated: .venv/installed
	@for name in $(LOCKED); do \
		cp requirements/$$name.txt .venv/$$name.txt && $(LOCK) --upgrade requirements/$$name.in -o .venv/$$name.txt; \
		diff requirements/$$name.txt .venv/$$name.txt | grep '^[<>] [a-z]' | sort -k2 -u | sed "s/ ;.*//;s/ \\\\\$$//"; \
	done

bench: .venv/bench-installed
	$(BIN)/python -m bench

.venv/bench-installed: .venv/installed requirements/bench.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bench.txt
	@touch $@
