# The two commands of the README are `make run` and `make test`.
.PHONY: run build test test-long bench story assets fmt

run: build ## the demo desk, on the embedded default
	./bin/daywatch demo

build: assets
	CGO_ENABLED=0 go build -trimpath -o bin/daywatch ./cmd/daywatch

assets: internal/platform/web/assets/dist/.stamp

internal/platform/web/assets/dist/.stamp: package-lock.json scripts/assets.sh $(shell find internal/platform/web/assets/src -type f 2>/dev/null)
	sh scripts/assets.sh
	@touch $@

test: ## everything that must pass, on both engines, with a real browser and real mail servers
	sh scripts/test.sh

test-long: assets ## the full counts: 1,000 kills, every corpus, long fuzzing
	DAYWATCH_LONG=1 sh scripts/test.sh

bench: build ## the same work on SQLite and PostgreSQL, as a table and JSON
	./bin/daywatch bench

story: build
	./bin/daywatch story

fmt:
	gofmt -w cmd internal test
