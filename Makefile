# make demo     a whole shop on this machine, with its own PostgreSQL and Redis  (PORT=8041)
# make serve    the same without the demo data
# make test     the tests, on real servers and in a real browser where there is one
# make check    every linter
# make bench    figures of speed beside their bars        (SIZE=0.1 for a short run)
# make drills   servers killed on purpose, at length
# make lock     pin the requirements anew                 make messages   collect the texts to translate

PYTHON ?= python3
BIN := .venv/bin
SIZE ?= 1.0
PORT := 8000
UV := $(shell command -v uv 2>/dev/null)
MO := locale/it/LC_MESSAGES/django.mo locale/es/LC_MESSAGES/django.mo

.PHONY: demo serve test check bench drills lock messages
.DEFAULT_GOAL := demo

demo: .venv/app $(MO)
	@REGIA_DEMO=1 $(BIN)/python manage.py serve --demo --port $(PORT)

serve: .venv/app $(MO)
	@$(BIN)/python manage.py serve --port $(PORT)

test: .venv/dev $(MO)
	$(BIN)/python -m pytest -n 2 --dist loadgroup

check: .venv/dev $(MO)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py check --fail-level WARNING

bench: .venv/dev $(MO)
	$(BIN)/python -m benchmarks --size $(SIZE)

drills: .venv/dev $(MO)
	$(BIN)/python -m pytest -m drill --drills -p no:xdist -s

.venv/python:
	@$(PYTHON) -c 'import sys; sys.exit("Regia needs Python 3.11 or newer: make PYTHON=python3.12 …" if sys.version_info < (3, 11) else 0)'
	@echo "Setting up .venv (once)…"
ifdef UV
	@$(UV) venv --quiet --allow-existing --python $(PYTHON) .venv
else
	@$(PYTHON) -m venv .venv
endif
	@touch $@

.venv/app: requirements/app.txt | .venv/python
	@$(call install,requirements/app.txt)
	@touch $@

.venv/dev: requirements/dev.txt .venv/app
	@$(call install,requirements/dev.txt)
	@touch $@

ifdef UV
install = VIRTUAL_ENV=.venv $(UV) pip install --quiet --require-hashes -r $(1)
else
install = $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1)
endif

%.mo: %.po | .venv/app
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@

lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--no-emit-index-url --no-emit-find-links pyproject.toml -o requirements/app.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--no-emit-index-url --no-emit-find-links --group dev pyproject.toml -o requirements/dev.txt

messages: .venv/dev
	$(BIN)/python manage.py makemessages --locale it --locale es --no-location --no-obsolete --ignore '.venv/*' --ignore '.data/*'
