#!/bin/sh
# Everything that must pass. CI=1 turns a missing engine, browser or mail server into a failure.
set -eu
cd "$(dirname "$0")/.."
[ "$(id -u)" = 0 ] && sh scripts/needs.sh
make -s assets
export CI=1
echo "== gofmt"
unformatted=$(gofmt -l cmd internal test)
[ -z "$unformatted" ] || { echo "gofmt would change:"; echo "$unformatted"; exit 1; }
echo "== vet"
go vet ./...
echo "== staticcheck"
go tool staticcheck ./...
echo "== module graph"
go mod verify >/dev/null
echo "== govulncheck"
if ! go tool govulncheck ./... >/tmp/govulncheck.$$ 2>&1; then
	if grep -q 'Vulnerability #' /tmp/govulncheck.$$; then cat /tmp/govulncheck.$$; rm -f /tmp/govulncheck.$$; exit 1; fi
	echo "the vulnerability database cannot be reached from here; not checked"
fi
rm -f /tmp/govulncheck.$$
echo "== tests"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if [ -n "${DAYWATCH_LONG:-}" ]; then timeout=180m; else timeout=25m; fi
status=0
go test -timeout "$timeout" ./... >"$log" 2>&1 || status=$?
grep -v 'no test files' "$log"
[ "$status" = 0 ] || exit "$status"
echo "== race"
go test -race -timeout "$timeout" $(grep -v '^#' scripts/race.txt) >"$log" 2>&1 || status=$?
grep -v 'no test files' "$log"
exit "$status"
