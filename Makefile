# The one list of commands. Each step leaves a stamp beside what it makes and is redone only when what it read has changed.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.ONESHELL:
MAKEFLAGS += --no-builtin-rules -j2

PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null && command -v $$p && break; done)
PLATFORM ?= linux-x86_64
VENV := .venv
BIN := $(CURDIR)/$(VENV)/bin
STAMPS := build/stamps
GRADLE = bash build-tools/gradle.sh --parallel -Pplatform=$(PLATFORM)
PIP = $(BIN)/python -m pip install -q --disable-pip-version-check

# The instruction sets that the C++ kernels are compiled for: this machine's, until something needs all of them, then all.
ISAS := $(if $(filter wheel install conformance-ci,$(MAKECMDGOALS)),all,$(or $(ISAS),$(shell cut -d' ' -f2- $(STAMPS)/target 2>/dev/null),native))
export ISAS

# What the jars are made from. Sources that come and go change the folders' list, so a deleted file counts as well.
JVM_SOURCES := $(shell find jvm -path '*/build' -prune -o -type f -path '*/src/main/*' -print) $(wildcard jvm/*/deps.txt jvm/*/*.sh)
JVM_TESTS := $(shell find jvm -path '*/build' -prune -o -type f -path '*/src/test/*' -print)
JVM_LIST := $(shell mkdir -p $(STAMPS); printf '%s\n' $(sort $(JVM_SOURCES)) | cmp -s - $(STAMPS)/jvm.list || \
	printf '%s\n' $(sort $(JVM_SOURCES)) > $(STAMPS)/jvm.list)
TARGET := $(shell echo "$(PLATFORM) $(ISAS)" | cmp -s - $(STAMPS)/target || echo "$(PLATFORM) $(ISAS)" > $(STAMPS)/target)
BUILD_FILES := build.gradle settings.gradle $(wildcard build-tools/*.gradle) build-tools/licences.json $(STAMPS)/jvm.list $(STAMPS)/target

.PHONY: help setup demo demo-cluster test test-java test-python bench conformance conformance-ci docs lint api format wheel install generate clean
help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

setup: $(VENV)/.installed build/jars/.made ## everything that the other commands need

demo: setup $(STAMPS)/images ## vectorize, train locally and on Spark, evaluate, save, predict: build/demo
	@$(BIN)/python -m pydl4j.demo

demo-cluster: setup $(STAMPS)/images build/servers/.made ## the loop of one cluster: HDFS, Spark, tuning, Kafka: build/demo-cluster
	@$(BIN)/python -m pydl4j.demo_cluster

test: test-java test-python ## all tests, JUnit beside pytest, and where the time went
	@$(BIN)/python build-tools/slowest.py

test-java: setup $(STAMPS)/java-tests ## module table and JUnit tests; what they say stands in build/junit.log
	@bash build-tools/step.sh "JUnit tests: build/junit.log" 240 bash -c '$(GRADLE) check > build/junit.log 2>&1' || { cat build/junit.log; exit 1; }

test-python: setup $(STAMPS)/test $(STAMPS)/java-tests build/servers/.made dist/.built ## pytest, a process per core, and its slowest tests
	@bash build-tools/step.sh "pytest" 360 $(BIN)/python -m pytest -q -n 2 --dist loadfile --durations=15 tests --ignore tests/conformance

bench: setup $(STAMPS)/bench build/servers/.made ## our speed beside the peers': build/bench.json, build/bench.png
	$(BIN)/python -m tests.bench

conformance: setup $(STAMPS)/test $(STAMPS)/conformance $(STAMPS)/java-tests ## ours against other frameworks; ARRAY_API_TESTS=folder of array-api-tests adds it
	$(BIN)/python -m pytest -q tests/conformance

conformance-ci: setup $(STAMPS)/test $(STAMPS)/conformance-ci $(STAMPS)/java-tests build/servers/.made ## its short form, and the kernels of older processors: what .ci/run adds
	PYDL4J_MUTANTS=0.1 $(BIN)/python -m pytest -q tests/conformance
	$(BIN)/python -m pytest -q tests/nd/test_process.py -k cap
	for isa in v3 v2; do
	  PYDL4J_ISA=$$isa $(GRADLE) :pydl4j-nd-cpu:junit
	  PYDL4J_ISA=$$isa $(BIN)/python -m pytest -q tests/test_tiny.py tests/nd/test_properties.py tests/onnx/test_onnx_models.py
	done

docs: setup $(STAMPS)/test $(STAMPS)/docs $(STAMPS)/images ## the site of documentation: build/site
	@bash build-tools/step.sh "javadoc" 60 $(GRADLE) javadocs
	bash build-tools/step.sh "the site, with the examples run as notebooks" 240 env NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build -q --strict

lint: setup $(STAMPS)/test ## ruff, mypy, arrows, licences, form of the sources, javac and javadoc with every warning an error, and the API
	$(BIN)/ruff check . && $(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python build-tools/arrows.py pydl4j
	$(BIN)/python build-tools/licences.py check
	$(GRADLE) classes testClasses arrows licences apiDoc :pydl4j-codegen:api :pydl4j-format:checkFormat
	$(BIN)/python build-tools/api.py check

format: setup $(STAMPS)/test ## one form for all sources
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
	bash build-tools/step.sh "tools: looking for JDK 17, Gradle, g++" 30 bash build-tools/tools.sh "$(PYTHON)"
	touch $@

$(STAMPS)/images: build-tools/images.sh $(STAMPS)/tools
	@mkdir -p $(@D)
	bash build-tools/step.sh "images: Fashion-MNIST" 10 bash build-tools/images.sh
	touch $@

$(VENV)/.installed: pyproject.toml setup.py $(STAMPS)/tools
	@test -x $(BIN)/python || "$(PYTHON)" -m venv $(VENV)
	bash build-tools/step.sh "Python packages, PySpark among them, into $(VENV)" 90 $(PIP) -e '.[all,demo]'
	touch $@

build/jars/.made: $(JVM_SOURCES) $(BUILD_FILES) pydl4j/__init__.py $(STAMPS)/tools
	@bash build-tools/step.sh "jars: C++ kernels ($(ISAS) instruction set) and Java" 170 $(GRADLE) jars
	touch $@

$(STAMPS)/java-tests: $(JVM_TESTS) build/jars/.made
	@bash build-tools/step.sh "compiling the Java tests" 40 $(GRADLE) testClasses
	touch $@

build/servers/.made: $(wildcard jvm/testkit/deps.txt) $(STAMPS)/java-tests # not beside it: both are Gradle's
	@bash build-tools/step.sh "HDFS and Kafka servers for tests" 20 $(GRADLE) servers
	touch $@

# Each extra of pyproject.toml that only some commands need; one after the other, for all write into one environment.
$(addprefix $(STAMPS)/,bench conformance-ci conformance docs): | $(STAMPS)/test
$(addprefix $(STAMPS)/,test bench conformance-ci conformance docs): $(STAMPS)/%: pyproject.toml $(VENV)/.installed
	@bash build-tools/step.sh "Python packages of the extra $*" 60 $(PIP) -e '.[$*]'
	touch $@

dist/.built: build/jars/.made $(VENV)/.installed setup.py build-tools/repack.py $(shell find pydl4j conf -name '*.py' -o -name '*.properties') README.md
	@rm -rf dist build/wheel build/lib build/bdist.*
	bash build-tools/step.sh "wheel: repacking the jars" 20 $(BIN)/python build-tools/repack.py build/jars build/wheel $(PLATFORM)
	$(BIN)/python build-tools/licences.py write build/wheel/jars build/wheel/notices
	bash build-tools/step.sh "wheel" 10 env PYDL4J_REPACKED=build/wheel $(BIN)/python -m pip wheel -q --disable-pip-version-check --no-deps -w dist .
	touch $@
