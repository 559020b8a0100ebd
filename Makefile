# The front door. Every command is a thin call into scripts/, where `--help` says more.
#
# All of them take, from the environment or the command line:
#   RAW_DATA_DIR     landed files (default: data/demo, which is made on first use)
#   WAREHOUSE_PATH   DuckDB file of plain dbt and `make land` (default: warehouse/dev.duckdb)
#   PUBLISH_DIR      where `make build` keeps its releases (default: warehouse)
#   DUCKDB_MEMORY_LIMIT  what a build may hold in memory (default: 80%), such as 8GB
#   SPARK_WORK_DIR   where `make build-spark` works (default: warehouse/spark); more in docs/engines.md
#   DBT_VARS         YAML for dbt --vars: make build DBT_VARS='{systems: [generic], as_of: 2025-12-31}'

PYTHON ?= python3
VENV ?= .venv
VENV_SPARK ?= .venv-spark
FULL_REFRESH ?=
ACCEPT_WORSE ?=
PYTEST_ARGS ?=
SCALE ?= 0.2
NIGHTS ?= 1

# Variables given on make's command line reach the scripts untouched through the environment.
export DO_NOT_TRACK := 1
export GX_ANALYTICS_ENABLED := false

RUN := $(VENV)/bin/python
DBT := $(VENV)/bin/dbt --no-use-colors
CHECK_TARGET := target/check
BUILD_FLAGS := $(if $(FULL_REFRESH),--full-refresh) $(if $(ACCEPT_WORSE),--accept-worse)

.DEFAULT_GOAL := help
.PHONY: help setup lock land build build-spark parity java audit doctor scorecard check test test-spark docs clean

help:  ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' Makefile
	@sed -n 's/^#   /  /p' Makefile

setup: $(VENV)/.ok  ## set up .venv from requirements.lock

$(VENV)/.ok: requirements.lock
	@command -v $(PYTHON) >/dev/null || { \
		echo "$(PYTHON) was not found: install Python 3.11 or newer, or name one: make PYTHON=/path/to/python3.12" >&2; \
		exit 1; }
	@$(PYTHON) scripts/setup_environment.py --venv $(VENV)

lock: $(VENV)/.ok  ## resolve requirements*.in into their locks again
	@$(RUN) scripts/setup_environment.py --venv $(VENV) --lock

land: $(VENV)/.ok  ## land RAW_DATA_DIR (or the demo) into WAREHOUSE_PATH, for plain dbt
	@$(RUN) scripts/prepare_raw_data.py
	@$(RUN) scripts/land_raw_data.py

build: $(VENV)/.ok  ## land, build, audit, publish, print the scorecard (FULL_REFRESH=1 starts afresh, ACCEPT_WORSE=1 see docs/audit.md)
	@$(RUN) scripts/build_warehouse.py $(BUILD_FLAGS)

build-spark: java $(VENV_SPARK)/.ok  ## land and build on Spark with Iceberg tables (needs Java 17; FULL_REFRESH=1 starts afresh)
	@$(VENV_SPARK)/bin/python scripts/build_spark.py $(if $(FULL_REFRESH),--full-refresh)

parity: java $(VENV)/.ok $(VENV_SPARK)/.ok  ## build one demo (SCALE=0.2) on DuckDB and on Spark, compare every mart row for row (NIGHTS=3: over three nights)
	@$(RUN) scripts/run_parity.py --scale $(SCALE) --nights $(NIGHTS) --spark-python $(VENV_SPARK)/bin/python

test-spark: java $(VENV_SPARK)/.ok  ## the tests that start Spark: landing, macros, incremental tables (needs Java 17)
	$(VENV_SPARK)/bin/pytest $(PYTEST_ARGS) tests/python/test_spark_session.py tests/python/test_spark_nights.py

java:
	@$(PYTHON) scripts/check_java.py

$(VENV_SPARK)/.ok: requirements-spark.lock
	@$(PYTHON) scripts/setup_environment.py --venv $(VENV_SPARK) --requirements requirements-spark.lock

audit: $(VENV)/.ok  ## audit WAREHOUSE_PATH as it stands, for plain dbt
	@$(RUN) scripts/audit_warehouse.py

doctor: $(VENV)/.ok  ## say what RAW_DATA_DIR holds, what is missing and which KPIs that costs
	@$(RUN) scripts/prepare_raw_data.py
	@$(RUN) scripts/run_doctor.py

scorecard: $(VENV)/.ok  ## print the figures of the last release
	@$(RUN) scripts/show_scorecard.py

check: $(VENV)/.ok  ## lint, parse, types, conventions, generated docs; builds nothing
	@mkdir -p $(CHECK_TARGET)
	env -u DBT_VARS WAREHOUSE_PATH=:memory: DBT_TARGET_PATH=$(CHECK_TARGET) DBT_LOG_PATH=$(CHECK_TARGET) \
		$(DBT) --quiet --warn-error parse --profiles-dir profiles
	$(VENV)/bin/sqlfluff lint --nocolor --disable-progress-bar models tests
	$(VENV)/bin/ruff check scripts tests
	$(VENV)/bin/ruff format --check scripts tests
	$(VENV)/bin/mypy
	$(RUN) scripts/check_conventions.py --manifest $(CHECK_TARGET)/manifest.json
	$(RUN) scripts/render_docs.py --check --manifest $(CHECK_TARGET)/manifest.json

test: check  ## make check, then pytest with whole builds; CI runs this, and test-spark where there is Java
	$(VENV)/bin/pytest -n auto --dist loadfile --no-loadscope-reorder $(PYTEST_ARGS)

docs: $(VENV)/.ok  ## render the generated docs pages again
	@mkdir -p $(CHECK_TARGET)
	@WAREHOUSE_PATH=:memory: DBT_TARGET_PATH=$(CHECK_TARGET) DBT_LOG_PATH=$(CHECK_TARGET) \
		$(DBT) --quiet parse --profiles-dir profiles
	@$(RUN) scripts/render_docs.py --manifest $(CHECK_TARGET)/manifest.json

clean:  ## remove what dbt and the checks wrote; data, releases and .venv stay
	rm -rf target logs .pytest_cache .mypy_cache .ruff_cache
