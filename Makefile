# Youju 有据: the one door to every command. `make` alone lists them; a room adds its targets in its own section below.
# The environment is made here, from nothing: Python's own venv (or uv where it is installed) and the hashed lock files.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory
# mkdocs-material announces its successor on every run
export NO_MKDOCS_2_WARNING := 1

VENV ?= .venv
BIN := $(VENV)/bin
PYTEST := $(BIN)/python -m pytest
# Two workers: the machines of a county office have two cores, and so has CI.
WORKERS ?= 2

.PHONY: help
help:  ## list the targets · 列出全部命令
	@awk 'BEGIN {FS = ":.*##"} /^## / {printf "\n%s\n", substr($$0, 4)} /^[a-z-]+:.*##/ {printf "  make %-12s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

## Engine · 引擎
.PHONY: demo shots demo-engine walk test-spark bench-spark

# DEMO_SERVE=0 builds, checks and stops; DEMO_ARGS="--fresh --port 8080" goes to the command.
demo: setup  ## score the shipped schemes, build a city, open it at 127.0.0.1:8000 · 演示:评分、建城、开网页
	@$(BIN)/youju demo $(DEMO_ARGS)

shots: setup  ## photograph every page that a link leads to, as each person of the demo, into var/shots · 给每一页拍照
	@$(BIN)/youju demo --no-serve >/dev/null
	@$(BIN)/python tools/shots.py var/demo var/shots

demo-engine: setup  ## score the shipped schemes only, print boards and statements · 只给自带的方案评分
	@$(BIN)/youju demo --engine

# The page first, then the same month with a real server and a real browser; the last line says how many steps passed.
walk: setup  ## docs/walk.md as a test, then the month in a browser · 走一遍
	@$(PYTEST) docs/walk.md
	@$(BIN)/python -m tests.walk

# SIZE=small takes seconds; PEERS=1 installs pymcdm, scikit-criteria and pandas into an environment of their own first.
.PHONY: bench
.tools/bench/.stamp: requirements/bench.txt tools/venv.sh
	@tools/venv.sh .tools/bench requirements/bench.txt none
	@touch $@

bench: setup $(if $(PEERS),.tools/bench/.stamp)  ## speed and scale beside hand-written SQL · 速度与规模
	@$(BIN)/python -m benchmarks.run --size $(or $(SIZE),full) --peers .tools/bench/bin/python $(BENCH_ARGS)

# Spark weighs 450 MB, so it has an environment of its own, made when it is first asked for.
.tools/spark/.stamp: requirements/spark-test.txt pyproject.toml tools/venv.sh
	@tools/venv.sh .tools/spark requirements/spark-test.txt
	@touch $@

test-spark: .tools/spark/.stamp  ## the same bundles on Spark (local[2]); needs Java 17 · 在 Spark 上得同样的成果包
	@.tools/spark/bin/python -m pytest tests/engine/spark/test_on_spark.py -rs

bench-spark: .tools/spark/.stamp  ## a nation here and on Spark, and the ratio of the times · 本机与 Spark 的用时之比
	@.tools/spark/bin/python -m benchmarks.bench_spark $(if $(VILLAGES),--villages $(VILLAGES))

## Reader · 阅读
.PHONY: bench-reading bench-registers bench-points bench-monitors

# A million records on SQLite and PostgreSQL takes some minutes; RECORDS=100000 is quicker.
bench-registers: setup  ## a register of a million records beside a plain Django model · 台账的速度
	@$(BIN)/python benchmarks/bench_registers.py $(if $(RECORDS),--records $(RECORDS)) $(if $(ROWS),--rows $(ROWS)) $(if $(KEEP),--keep $(KEEP))

bench-points: setup  ## a million entries of points beside plain SQL · 积分的速度
	@$(BIN)/python benchmarks/bench_points.py $(if $(ENTRIES),--entries $(ENTRIES))

bench-monitors: setup  ## ten million readings taken in, watched and shown · 监测的速度
	@$(BIN)/python benchmarks/bench_monitors.py $(if $(READINGS),--readings $(READINGS))

# PAGES=folder reads real pages; without it the pages written for the tests. PEERS=1 installs jionlp, cn2an and cpca into an environment of their own first.
.tools/readers/.stamp: requirements/readers.txt
	@$(BIN)/python -m venv .tools/readers
	@.tools/readers/bin/python -m pip install -q --disable-pip-version-check --require-hashes --no-deps -r requirements/readers.txt
	@touch $@

bench-reading: setup $(if $(PEERS),.tools/readers/.stamp)  ## how fast the reader reads, beside its peers · 阅读程序的速度
	@PYTHONPATH=src $(if $(PEERS),.tools/readers,$(VENV))/bin/python benchmarks/bench_reading.py $(if $(PAGES),--pages $(PAGES))

## Running a house · 运行
.PHONY: kills wheelhouse offline

# POINTS=200 kills; on PostgreSQL too where YOUJU_TEST_DATABASE names a server.
kills: setup  ## kill -9 at random moments of imports and closings · 随机断电试验
	@YOUJU_TEST_DATABASE= PYTHONPATH=src $(BIN)/python -m tests.faults.kills --points $(or $(POINTS),200)
	@[ -z "$${YOUJU_TEST_DATABASE:-}" ] || PYTHONPATH=src $(BIN)/python -m tests.faults.kills --points $(or $(POINTS),200)

wheelhouse: setup  ## every wheel and an install script in build/wheelhouse · 离线安装包
	@tools/wheelhouse.sh $(BIN)/python build/wheelhouse

offline: wheelhouse  ## install from build/wheelhouse without network into build/offline · 试离线安装
	@rm -rf build/offline
	@PIP_NO_INDEX=1 build/wheelhouse/install.sh build/offline
	@YOUJU_MODE=demo YOUJU_FOLDER=build/offline/var build/offline/bin/youju manage check

## Proof · 证明
.PHONY: matrix bench-web

# 540,000 units on SQLite and PostgreSQL take an hour on two quiet cores; UNITS=6000 OBSERVATIONS=20000 takes minutes.
bench-web: setup  ## the month over real connections beside bare Django: pages, reports, closing, a book · 网页的速度
	@$(BIN)/python benchmarks/bench_web.py --out benchmarks/web.json $(if $(UNITS),--units $(UNITS)) $(if $(OBSERVATIONS),--observations $(OBSERVATIONS)) $(BENCH_ARGS)

matrix: setup  ## try every address as every role in every place and state; the last line counts · 权限矩阵
	@$(BIN)/python -m tests.matrix

## House · 房子
.PHONY: setup test fuzz check lint format lock picture words docs clean

# The stamp is younger than everything the environment is made of, so nothing is installed twice.
$(VENV)/.stamp: requirements/dev.txt pyproject.toml tools/venv.sh
	@tools/venv.sh $(VENV) requirements/dev.txt
	@touch $@

setup: $(VENV)/.stamp  ## make .venv from the hashed lock file · 建立运行环境

# A file stays with one worker: what it builds for its tests (a region, a house, a browser) is built once. In the order of
# the folders, because by number of tests the longest walks would come last and leave the other worker idle.
test: setup  ## every test, two at a time · 全部测试
	@$(PYTEST) -n $(WORKERS) --dist loadfile --no-loadscope-reorder

fuzz: setup  ## ten times as many cases of every property, none seen before · 加倍寻找反例
	@YOUJU_HYPOTHESIS=fuzz $(PYTEST) -n $(WORKERS) tests/engine tests/reading tests/kernel tests/flow

check: lint  ## all of lint, and the rules of the house · 静态检查
	$(PYTEST) tests/house -m "not slow"

lint: setup  ## lint, format, types, imports, links of the documentation · 风格、类型、依赖、文档链接
	$(BIN)/ruff check --output-format concise .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict src/youju/engine src/youju/reading
	$(BIN)/lint-imports
	$(BIN)/mkdocs build --strict --quiet

format: setup  ## mend what the linter can mend · 自动整理格式
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

lock: setup  ## write requirements/*.txt anew from pyproject.toml · 重写锁定文件
	@tools/lock.sh $(BIN)/uv

picture: setup  ## draw docs/assets/flow.svg from FLOW · 重画流程图
	$(BIN)/python tools/flow_picture.py --write

# ROOMS="points duties" begins the catalogue of a room
words: setup  ## gather the words of the pages and compile the catalogues · 收集界面文字,编译译文
	@PYTHONPATH=src $(BIN)/python tools/words.py $(ROOMS)

docs: setup  ## build the documentation into site/, every link checked · 生成文档
	$(BIN)/mkdocs build --strict --quiet

clean:  ## forget the environment and every cache · 清除环境和缓存
	rm -rf $(VENV) .tools site build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
