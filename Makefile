# Everything one does with Amends; `make` lists it.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# What follows a command: make demo ARGS=--headless
ARGS ?=
# Data for measuring that is not part of the project.
AMENDS_CORPORA ?= ../shared/data
export AMENDS_CORPORA

swift_files := Sources Tests Benchmarks Package.swift
# The tests use the objects of `swift build`: without this flag everything is compiled a second time. More of them at
# once than this only starve each other.
swift_test := SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=6 swift test -c release --disable-testable-imports

.PHONY: help
help: ## list what can be done here
	@echo "make …"
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: demo
demo: ## replay the OVH outage of 2017 with page and console open (ARGS=--headless: only the result)
	@scripts/packages build
	@scripts/build --product amends
	@.build/release/amends demo $(ARGS)

.PHONY: test
test: ## what must pass: style, a release build, the suites on both databases, every scenario twice
	@scripts/packages test
	@scripts/python-tools
	@$(MAKE) lint
	@scripts/build --build-tests
	@$(swift_test) --skip-build $(ARGS) 2>&1 | scripts/verdict
	@scripts/build --product amends
	@scripts/prove-audit
	@scripts/prove-api
	@$(MAKE) scenarios

.PHONY: scenarios
scenarios: ## replay every scenario twice: expectations hold, both results are the same byte for byte
	@scripts/packages build
	@scripts/build --product amends
	@scripts/scenarios

.PHONY: prove
prove: ## long runs: 20,000 messages through ten kills on both databases, hostile files, the API, the package on a clean machine
	@scripts/packages prove
	@scripts/python-tools
	@scripts/build --product amends
	@scripts/prove-kill --database sqlite $(ARGS)
	@scripts/prove-kill --database postgres $(ARGS)
	@scripts/prove-import
	@scripts/prove-audit
	@scripts/prove-api --database sqlite --seconds 600 --cases 200 --patience
	@scripts/prove-api --database postgres --seconds 600 --cases 200 --patience
	@scripts/prove-package

.PHONY: package
package: ## a Debian package: .build/package/amends_VERSION_ARCH.deb
	@scripts/packages package
	@scripts/build --product amends
	@scripts/package $(ARGS)

.PHONY: corpora
corpora: ## measure on real graphs and letters in AMENDS_CORPORA; skipped where that folder is not there
	@scripts/packages build
	@scripts/build --product amends
	@scripts/corpora "$(AMENDS_CORPORA)"
	@scripts/build --product bench-letters
	@.build/release/bench-letters "$(AMENDS_CORPORA)/letters"

.PHONY: bench
bench: ## measure database, import, reach and planning with a million customers
	@scripts/packages build
	@for bench in $$(sed -n 's/.*name: "\(bench-[a-z]*\)".*/\1/p' Package.swift); do \
		scripts/build --product $$bench; \
		echo "$$bench"; \
		.build/release/$$bench $(ARGS); \
	done

.PHONY: format
format: ## lay the Swift out as .swift-format says
	@swift format --in-place --parallel --recursive $(swift_files)

.PHONY: lint
lint: ## check the layout; changes nothing
	@swift format lint --strict --parallel --recursive $(swift_files)

.PHONY: tidy
tidy: ## check the style rules in seconds: imports, banned calls, lengths, both languages, templates, documents
	@scripts/tidy

.PHONY: schema
schema: ## write docs/schema anew, and lock the migrations that are new
	@scripts/packages test
	@scripts/build --product amends
	@scripts/schema

.PHONY: snapshots
snapshots: ## write the expected pages and mails of the tests anew; look at the difference afterwards
	@scripts/packages test
	@scripts/build --build-tests
	@SNAPSHOTS=update $(swift_test) --skip-build $(ARGS) 2>&1 | scripts/verdict

.PHONY: pictures
pictures: ## take a picture of every page, in both languages, widths and schemes, into var/pictures
	@scripts/packages test
	@scripts/python-tools
	@scripts/build --build-tests
	@PICTURES=$(CURDIR)/var/pictures $(swift_test) --skip-build --filter BrowserTests 2>&1 | scripts/verdict

.PHONY: doctor
doctor: ## say in plain words what is missing on this machine
	@scripts/doctor
