PYTHON ?= python3
PORT   ?= 8000
LINE_PORT ?= $(shell expr $(PORT) + 1)
VENV   := .venv
BIN    := $(VENV)/bin
CATALOGUE := locale/ja/LC_MESSAGES/django
PIP    := $(PYTHON) -m pip --python $(BIN)/python install -q --disable-pip-version-check --require-hashes -r
COMPILE := $(BIN)/uv pip compile -q --universal --generate-hashes --python-version 3.11 --custom-compile-command "make lock"
# uv then trusts the machine's certificates, as pip does.
export UV_SYSTEM_CERTS ?= true
# What is compiled once stays compiled, whatever the machine says: each worker of the tests loads all there is.
unexport PYTHONDONTWRITEBYTECODE

# What production has to name (.env.example); nothing is reached by it.
AS_IN_PRODUCTION = DEBUG=false DATABASE_URL=postgres://app@db/app REDIS_URL=redis://redis EMAIL_URL=smtp://mail \
	SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(48))') TRUSTED_PROXY_COUNT=1 \
	ALLOWED_HOSTS=example.jp SITE_URL=https://example.jp SUPPORT_PHONE=0120-111-222 \
	OPERATOR_NAME=example OPERATOR_ADDRESS=example OPERATOR_LICENCE=example OPERATOR_CONTACT=example

.PHONY: help run test stories check messages mails states lock bench chaos attack fuzz screenshots

help:
	@echo "make run          the whole service with demo data on http://127.0.0.1:$(PORT)  (PORT=... for another)"
	@echo "make run LINE=demo  the same with a double of LINE, whose phone is on http://127.0.0.1:$(LINE_PORT)"
	@echo "make test         the test suite;  DATABASE_URL=... REDIS_URL=... make test  on PostgreSQL and Redis"
	@echo "make stories      the stories in a browser, and the long walks through everything"
	@echo "make check        style, types, Django's checks, migrations, catalogues"
	@echo "make messages     collect what is to be translated, and compile the Japanese catalogue"
	@echo "make states       docs/states.md, from the tables in the models"
	@echo "make mails        docs/mails.md, from what each app says of its mails"
	@echo "make bench        time the database work beside plain SQL  (needs DATABASE_URL; ARGS=--quick takes minutes)"
	@echo "make chaos        kill workers and brokers, refuse mail, set a clock wrong, restore a backup: nothing is lost"
	@echo "make attack       the long part of the suite: every guise of an advisor, every way, the stories in English too;"
	@echo "                  twenty minutes of a processor, and up to two for a line of it: it names each as it is done"
	@echo "make fuzz         nonsense in every address and form, as everybody, longer than in the suite  (FUZZ=5000)"
	@echo "make screenshots  the pictures in docs/"
	@echo "make lock         resolve pyproject.toml into requirements/"

# Development and the look at a fresh checkout: DEBUG is on unless the environment says otherwise.
run test stories check messages mails states bench chaos attack fuzz screenshots: export DEBUG ?= true

# honcho gives each process a port of its own; the addresses in mails must name the web server's.
run: export SITE_URL ?= http://127.0.0.1:$(PORT)
# Whose channel it is, only its processes know.
ifeq ($(LINE),demo)
run: export LINE_CHANNEL_SECRET = demo
run: export LINE_CHANNEL_ACCESS_TOKEN = demo
run: export LINE_API_BASE = http://127.0.0.1:$(LINE_PORT)
run: PROCFILE = Procfile.line
else
run: PROCFILE = Procfile
endif
run: $(if $(wildcard $(VENV)/.dev),$(VENV)/.dev,$(VENV)/.base)
	$(BIN)/python manage.py migrate --noinput -v 0
	PORT=$(PORT) $(BIN)/python manage.py seed_demo
	@PORT=$(PORT) PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/honcho -f $(PROCFILE) start || test $$? -eq 130

test: $(VENV)/.dev
	$(BIN)/python -m pytest -n 3 $(ARGS)

stories: $(VENV)/.dev
	$(BIN)/python -m pytest -n 3 -m "story and not long" $(ARGS)

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .
	$(BIN)/python manage.py check --fail-level WARNING
	$(AS_IN_PRODUCTION) $(BIN)/python manage.py check --deploy --fail-level WARNING
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python -m pytest tests/test_consistency.py

# Without the places and dates of the texts, which would change with every line of code.
messages: $(VENV)/.dev
	$(BIN)/python manage.py makemessages -l ja --no-location --no-obsolete $(addprefix --ignore=,.venv var staticfiles requirements tests benchmarks docs)
	$(BIN)/python -c 'import polib; po = polib.pofile("$(CATALOGUE).po", wrapwidth=0); po.metadata.pop("POT-Creation-Date"); po.save(); po.save_as_mofile("$(CATALOGUE).mo")'

states: $(VENV)/.dev
	$(BIN)/python -m docs.states

mails: $(VENV)/.dev
	$(BIN)/python manage.py shell -v 0 -c "from docs.mails import main; main()"

bench: $(VENV)/.dev
	$(BIN)/python -m benchmarks $(ARGS)

chaos: $(VENV)/.dev
	$(BIN)/python -m pytest -q tests/chaos $(ARGS)

attack: $(VENV)/.dev
	$(BIN)/python -m pytest -n 3 -v -m long $(ARGS)

# So many questions of each person; each run asks others.
fuzz: export FUZZ ?= 2000
fuzz: $(VENV)/.dev
	$(BIN)/python -m pytest -q -m story tests/demo/test_fuzz.py $(ARGS)

screenshots: $(VENV)/.dev
	$(BIN)/python docs/screenshots.py

# uv is ten times quicker; where it cannot be had or does not work, pip installs the same locked files.
$(VENV)/.base $(VENV)/.dev: $(VENV)/.%: requirements/%.txt requirements/uv.txt | $(VENV)/.made
	$(PIP) requirements/uv.txt && $(BIN)/uv pip install -q --python $(BIN)/python --require-hashes -r $< || $(PIP) $<
	@touch $@

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11")'
	$(PYTHON) -m venv --clear --without-pip $(VENV)
	@touch $@

lock: $(VENV)/.dev
	$(COMPILE) pyproject.toml -o requirements/base.txt
	$(COMPILE) pyproject.toml --extra production -o requirements/production.txt
	$(COMPILE) pyproject.toml --extra production --group dev -o requirements/dev.txt
	echo uv | $(COMPILE) - -o requirements/uv.txt
