# The commands of this project; `make help` lists them.
SWIFT ?= swift
STRICT = --explicit-target-dependency-import-check error
RELEASE = -c release --static-swift-stdlib
SOURCES = Package.swift Sources Tests MockServer/Sources MockServer/Tests benchmarks

.PHONY: help setup build release test check lint format coverage sanitize fuzz bench models demo install

help: ## list the commands
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

setup: ## install the Debian packages that are missing (as root)
	@.ci/setup

build: setup ## build for debugging, with the arrows between targets checked
	@$(SWIFT) build $(STRICT)

release: setup ## build for use: assay with its C libraries inside
	@PKG_CONFIG_PATH=$$(.ci/static .build/static) $(SWIFT) build $(RELEASE) --product assay
	@$(SWIFT) build $(RELEASE) --product mock-aws

# Tests that wait for processes hold the threads that the others need, so they come after them.
test: build ## run every test
	@$(SWIFT) test $(STRICT) --parallel --skip EndToEndTests
	@$(SWIFT) test $(STRICT) --parallel --filter EndToEndTests

check: build ## validate the checks and run their cases
	@.build/debug/assay checks validate
	@.build/debug/assay checks test

lint: ## check the format of the sources
	@$(SWIFT) format lint --strict --recursive --parallel $(SOURCES)

format: ## format the sources
	@$(SWIFT) format --in-place --recursive --parallel $(SOURCES)

coverage: setup ## measure which lines the tests run
	@$(SWIFT) test --enable-code-coverage --parallel && .ci/coverage

sanitize: setup ## run the tests under the address and the thread sanitizer
	@.ci/sanitize

fuzz: setup ## run each fuzz target for SECONDS (60)
	@.ci/fuzz

bench: release ## measure; results go to benchmarks/results
	@benchmarks/run

models: ## make the embedded service models again from the pinned botocore
	@python3 Sources/CServiceModels/import.py

demo: release ## scan the mock's demo world and print the report
	@.ci/demo

install: release ## install both programs and the checks below PREFIX (/usr/local)
	@.ci/install
