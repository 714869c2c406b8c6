#!/bin/sh
# Everything that must pass. CI=1 turns a missing engine, browser or mail server into a failure.
set -eu
cd "$(dirname "$0")/.."
PATH=$PATH:/usr/sbin:/sbin # where Debian keeps the mail servers
export CI=1 PATH
sh scripts/needs.sh
make -s assets
echo "== gofmt"
unformatted=$(gofmt -l cmd internal test)
[ -z "$unformatted" ] || { echo "gofmt would change:"; echo "$unformatted"; exit 1; }
echo "== vet"
go vet ./...
echo "== staticcheck"
go tool staticcheck ./...
echo "== modules"
go mod verify
echo "== govulncheck"
sh scripts/vulnerable.sh
echo "== tests, and then the race detector"
if [ -n "${DAYWATCH_LONG:-}" ]; then timeout=180m; else timeout=20m; fi
go build -o bin/ci ./test/ci
race=$(sed "/^#/d; s/^/-- -race -timeout $timeout /" scripts/race.txt)
# shellcheck disable=SC2086 # the words of its lines are arguments
exec bin/ci -timeout "$timeout" ./... $race
