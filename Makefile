# make run: the bot (with DISCORD_TOKEN) or its preview page.   make test: everything CI checks.
# Paths are relative throughout, so a folder with a space in its name is no special case.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test lint fmt bench soak audit sbom lock catalogs venv clean

run: $(VENV)/.run
	$(BIN)/python -m bot run

test: lint
	$(BIN)/python -m pytest -n 2

lint: $(VENV)/.dev
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m mypy
	$(BIN)/lint-imports

fmt: $(VENV)/.dev
	$(BIN)/python -m ruff check --fix .
	$(BIN)/python -m ruff format .

bench: $(VENV)/.bench
	$(BIN)/python -m tests.benchmarks $(BENCH)

soak: $(VENV)/.dev
	$(BIN)/python -m tests.benchmarks.soak $(SOAK)

# --strict: a package that the service does not know, or cannot be asked about, is no package found safe.
audit: $(VENV)/.audit
	$(BIN)/python -m pip freeze --exclude-editable > $(VENV)/audited.txt
	@$(BIN)/python -m pip_audit --strict --disable-pip --no-deps --progress-spinner off -r $(VENV)/audited.txt $(AUDIT) \
	|| { echo "Not audited clean: see above. No network? Run it where pypi.org can be reached," \
	"or with AUDIT='-s osv' where api.osv.dev can." >&2; exit 1; }

# What the image and the service are made of, in CycloneDX's form.
sbom: $(VENV)/.audit
	$(BIN)/python -m cyclonedx_py requirements deploy/requirements/full.txt -o sbom.json

LOCK := $(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url
lock: $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[lock]'
	$(LOCK) --extra metrics --extra watch -o deploy/requirements/small.txt pyproject.toml
	$(LOCK) --extra metrics --extra watch --extra postgres --extra milvus --extra html --extra timeline --extra exports \
	--extra documents --extra wiki --extra feeds --extra pdf --extra web -o deploy/requirements/full.txt pyproject.toml

# Brings bot/language/catalogs up to date with the sentences of the code, and docs/wording.md with both.
catalogs: $(VENV)/.dev
	$(BIN)/python -m tests.language.extraction
	$(BIN)/python -m tests.chat.test_wording

# What `run` needs, without starting it: for a service.
venv: $(VENV)/.run

clean:
	rm -rf $(VENV) build dist *.egg-info data

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

# The editable install follows our code; only a change of the dependencies runs pip again.
$(VENV)/.run: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[all]'
	@touch $@

$(VENV)/.dev: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $(VENV)/.run $@

$(VENV)/.bench: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[bench]'
	@touch $(VENV)/.run $(VENV)/.dev $@

$(VENV)/.audit: $(VENV)/.dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[audit]'
	@touch $@
