# The one list of commands. Each step leaves a stamp beside what it makes and is redone only when what it read has changed.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.ONESHELL:
MAKEFLAGS += --no-builtin-rules

PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null && command -v $$p && break; done)
PLATFORM ?= linux-x86_64
VENV := .venv
BIN := $(CURDIR)/$(VENV)/bin
STAMPS := build/stamps
JDK17 = $(firstword $(wildcard /usr/lib/jvm/java-17-openjdk-*))
GRADLE = $(if $(JDK17),JAVA_HOME=$(JDK17)) gradle --no-daemon --console=plain -q -Pplatform=$(PLATFORM)

# What the jars are made from. Sources that come and go change the folders' list, so a deleted file counts as well.
JVM_SOURCES := $(shell find jvm -path '*/build' -prune -o -type f -path '*/src/main/*' -print) $(wildcard jvm/*/deps.txt jvm/*/*.sh)
JVM_TESTS := $(shell find jvm -path '*/build' -prune -o -type f -path '*/src/test/*' -print)
JVM_LIST := $(shell mkdir -p $(STAMPS); printf '%s\n' $(sort $(JVM_SOURCES)) | cmp -s - $(STAMPS)/jvm.list || \
	printf '%s\n' $(sort $(JVM_SOURCES)) > $(STAMPS)/jvm.list)
BUILD_FILES := build.gradle settings.gradle $(STAMPS)/jvm.list

.PHONY: help setup demo demo-cluster test test-java test-python bench conformance conformance-ci lint api format wheel install generate clean
help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

setup: $(VENV)/.installed build/jars/.made ## everything that the other commands need

demo: setup $(STAMPS)/images ## vectorize, train locally and on Spark, evaluate, save, predict: build/demo
	$(BIN)/python -m pydl4j.demo

demo-cluster: setup $(STAMPS)/images build/servers/.made ## the loop of one cluster: HDFS, Spark, tuning, Kafka: build/demo-cluster
	$(BIN)/python -m pydl4j.demo_cluster

test: test-java test-python ## all tests

test-java: setup ## module table and JUnit tests
	$(GRADLE) check

test-python: setup $(STAMPS)/java-tests build/servers/.made dist/.built
	$(BIN)/python -m pytest -q tests

bench: setup $(STAMPS)/bench build/servers/.made ## our speed beside the peers': build/bench.json, build/bench.png
	$(BIN)/python -m tests.bench

conformance: setup $(STAMPS)/conformance $(STAMPS)/java-tests ## ours against other frameworks; ARRAY_API_TESTS=folder of array-api-tests adds it
	$(BIN)/python -m pytest -q tests/conformance

conformance-ci: setup $(STAMPS)/conformance-ci $(STAMPS)/java-tests build/servers/.made ## its short form, and the kernels of older processors: what .ci/run adds
	PYDL4J_MUTANTS=0.1 $(BIN)/python -m pytest -q tests/conformance
	for isa in v3 v2; do
	  PYDL4J_ISA=$$isa $(GRADLE) :pydl4j-nd-cpu:junit
	  PYDL4J_ISA=$$isa $(BIN)/python -m pytest -q tests/test_tiny.py tests/nd/test_properties.py tests/onnx/test_onnx_models.py
	done

lint: setup ## ruff, mypy, arrows between modules and packages, form of the sources, javac with every warning an error, and the API
	$(BIN)/ruff check . && $(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python build-tools/arrows.py pydl4j
	$(GRADLE) classes testClasses arrows :pydl4j-codegen:api :pydl4j-format:checkFormat
	$(BIN)/python build-tools/api.py check

format: setup ## one form for all sources
	$(BIN)/ruff format .
	$(GRADLE) :pydl4j-format:format

api: setup ## what programs may rely on, as it is now: api/*.txt, which lint holds
	$(GRADLE) :pydl4j-codegen:api
	$(BIN)/python build-tools/api.py write

wheel: dist/.built ## dist/*.whl: one platform wheel with jars and natives

install: $(STAMPS)/tools ## our jars with POMs into the local Maven repository
	$(GRADLE) install

generate: setup ## the Python functions and constructors that come from Java's declarations
	$(GRADLE) generate

clean: ## what was built; the virtual environment stays
	rm -rf build dist jvm/*/build .gradle *.egg-info

# ---- steps -----------------------------------------------------------------------------------------------------------

$(STAMPS)/tools: build-tools/tools.sh
	@mkdir -p $(@D)
	bash build-tools/tools.sh "$(PYTHON)"
	touch $@

$(STAMPS)/images: build-tools/images.sh
	@mkdir -p $(@D)
	bash build-tools/images.sh
	touch $@

$(VENV)/.installed: pyproject.toml setup.py $(STAMPS)/tools
	test -x $(BIN)/python || "$(PYTHON)" -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check -e '.[all,test]'
	touch $@

build/jars/.made: $(JVM_SOURCES) $(BUILD_FILES) pydl4j/__init__.py $(STAMPS)/tools
	$(GRADLE) jars
	touch $@

$(STAMPS)/java-tests: $(JVM_TESTS) build/jars/.made
	$(GRADLE) testClasses
	touch $@

build/servers/.made: $(wildcard jvm/testkit/deps.txt) build/jars/.made
	$(GRADLE) servers
	touch $@

$(STAMPS)/bench: pyproject.toml $(VENV)/.installed
	$(BIN)/python -m pip install -q --disable-pip-version-check -e '.[bench]'
	touch $@

$(STAMPS)/conformance-ci: pyproject.toml $(VENV)/.installed
	$(BIN)/python -m pip install -q --disable-pip-version-check -e '.[conformance-ci]'
	touch $@

$(STAMPS)/conformance: pyproject.toml $(VENV)/.installed
	$(BIN)/python -m pip install -q --disable-pip-version-check -e '.[conformance]'
	touch $@

dist/.built: build/jars/.made $(VENV)/.installed setup.py build-tools/repack.py $(shell find pydl4j conf -name '*.py' -o -name '*.properties') README.md
	rm -rf dist build/wheel build/lib build/bdist.*
	$(BIN)/python build-tools/repack.py build/jars build/wheel $(PLATFORM)
	$(BIN)/python -m pip wheel -q --disable-pip-version-check --no-deps -w dist .
	touch $@
