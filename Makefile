PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
COMPILED := $(VENV)/.compiled
PEERS := .venv-peers
TRAIN := .venv-train
TRAIN_STAMP := $(TRAIN)/.installed
PEERS_STAMP := $(PEERS)/.installed
REPLAYWEB := replaywebpage@2.4.6

.PHONY: demo test lint compiled faults train bench bench-schedule-real bench-widgets bench-split bench-layout bench-schedule bench-archive bench-store golden peers lock clean

demo: $(STAMP)
	$(BIN)/scrapy demo

test: lint compiled peers
	$(BIN)/pytest -n auto

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Everything that can go wrong, at full length: 200 kills, a stop at each change of a file, each trap on its own, 200,000 mutated inputs.
faults: $(COMPILED)
	FAULTS=full $(BIN)/pytest -n auto tests/faults

golden: $(STAMP)
	PYTHONPATH=tests $(BIN)/python -m golden.write

bench-schedule: $(COMPILED)
	$(BIN)/python -m benchmarks.schedule

bench-archive: $(COMPILED)
	$(BIN)/python -m benchmarks.archive

bench-widgets: $(COMPILED)
	$(BIN)/python -m benchmarks.widgets

# The split beside other extractors (their environment is `make peers`'s), with models that had not seen the page's domain.
bench-split: $(COMPILED) $(PEERS_STAMP)
	$(BIN)/python -m benchmarks.split

# What a station's layout brings, before and after a redesign.
bench-layout: $(COMPILED)
	$(BIN)/python -m benchmarks.layout

# The schedule on the demo network: two days in eight minutes, killed and started again six times.
bench-schedule-real: $(COMPILED)
	PYTHONPATH=tests $(BIN)/python -m e2e.rehearsal

# A year of hourly captures of one station, and the questions of docs/queries.md on it.
bench-store: $(COMPILED)
	PYTHONPATH=tests $(BIN)/python -m benchmarks.store

bench: bench-archive bench-widgets bench-split bench-layout bench-store bench-schedule

$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed, this is " + sys.version.split()[0])'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $(STAMP)

# The splitter's inner loops through mypyc and the C compiler, where there is one; made again when a source is newer.
compiled: $(COMPILED)

$(COMPILED): $(STAMP) pipelines/compiled.py $(wildcard compiling/*.py pipelines/split/*.py pipelines/widgets/*.py)
	$(BIN)/python -m compiling
	touch $(COMPILED)

# pywb, wacz, moto's S3 server and ReplayWeb.page, each as its users have it, and a browser: what the tests hold our archives against.
peers: $(PEERS_STAMP)
	@command -v chromium >/dev/null || { command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ] && apt-get update -qq && \
	  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null; } || \
	  echo "Chromium is not installed: the tests that look at pages on a screen are skipped" >&2

$(PEERS_STAMP): requirements-peers.lock
	$(PYTHON) -m venv $(PEERS)
	$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-peers.lock
	@if command -v npm >/dev/null; then \
	  cd $(PEERS) && npm pack --silent $(REPLAYWEB) >/dev/null && mkdir -p replaywebpage && tar xzf replaywebpage-*.tgz -C replaywebpage; \
	  else echo "npm is not installed: the test with ReplayWeb.page is skipped" >&2; fi
	touch $(PEERS_STAMP)

# The article model, from the labelled pages in PAGES; training/folds/ gets one for each fold of domains, for bench-split.
PAGES ?= ../shared/data
train: $(TRAIN_STAMP)
	$(TRAIN)/bin/python -m training $(PAGES)

$(TRAIN_STAMP): requirements-train.lock
	$(PYTHON) -m venv $(TRAIN)
	$(TRAIN)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-train.lock
	touch $(TRAIN_STAMP)

lock: $(STAMP)
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra s3 --group dev pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --group peers -o requirements-peers.lock
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --group train pyproject.toml -o requirements-train.lock

clean:
	rm -rf $(VENV) $(PEERS) $(TRAIN) pipelines/_compiled
