package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const mod = "github.com/daywatch/daywatch/"

func TestReport(t *testing.T) {
	for _, c := range []struct {
		name   string
		stream string
		good   bool
		want   string
	}{
		{"all pass", `
{"Action":"run","Package":"` + mod + `a","Test":"TestX"}
{"Action":"output","Package":"` + mod + `a","Test":"TestX","Output":"quiet\n"}
{"Action":"pass","Package":"` + mod + `a","Test":"TestX"}
{"Action":"output","Package":"` + mod + `a","Output":"PASS\n"}
{"Action":"pass","Package":"` + mod + `a","Elapsed":1.25}
{"Action":"skip","Package":"` + mod + `b"}`, true, `
ok       1.2s a
1 passed, 0 failed, 0 skipped
`},
		{"one fails", `
{"Action":"output","Package":"` + mod + `a","Test":"TestX","Output":"    x_test.go:3: no\n"}
{"Action":"fail","Package":"` + mod + `a","Test":"TestX"}
{"Action":"fail","Package":"` + mod + `a","Elapsed":1}`, false, `
a.TestX
    x_test.go:3: no
FAIL     1.0s a
0 passed, 1 failed, 0 skipped
`},
		{"one is skipped without need", `
{"Action":"pass","Package":"` + mod + `a","Test":"TestX"}
{"Action":"output","Package":"` + mod + `a","Test":"TestY","Output":"=== RUN   TestY\n"}
{"Action":"output","Package":"` + mod + `a","Test":"TestY","Output":"    y_test.go:3: PostgreSQL: not here\n"}
{"Action":"skip","Package":"` + mod + `a","Test":"TestY"}
{"Action":"pass","Package":"` + mod + `a","Elapsed":1}`, false, `
ok       1.0s a

skipped, and must not be:
a.TestY: y_test.go:3: PostgreSQL: not here
1 passed, 0 failed, 1 skipped
`},
		{"one is skipped for a good reason", `
{"Action":"pass","Package":"` + mod + `a","Test":"TestX"}
{"Action":"output","Package":"` + mod + `a","Test":"TestY","Output":"    y_test.go:3: the mail corpora are not here\n"}
{"Action":"skip","Package":"` + mod + `a","Test":"TestY"}
{"Action":"pass","Package":"` + mod + `a","Elapsed":1}`, true, `
ok       1.0s a
1 passed, 0 failed, 1 skipped
`},
		{"a crash", `
{"Action":"pass","Package":"` + mod + `a","Test":"TestX"}
{"Action":"output","Package":"` + mod + `a","Test":"TestY","Output":"panic: nil\n"}
{"Action":"output","Package":"` + mod + `a","Output":"exit status 2\n"}
{"Action":"fail","Package":"` + mod + `a","Elapsed":1}`, false, `
a.TestY did not end
panic: nil
exit status 2
FAIL     1.0s a
1 passed, 1 failed, 0 skipped
`},
		{"a build that fails", `
{"ImportPath":"` + mod + `a [a.test]","Action":"build-output","Output":"a.go:3: undefined: x\n"}
{"ImportPath":"` + mod + `a [a.test]","Action":"build-fail"}
{"Action":"output","Package":"` + mod + `a","Output":"FAIL a [build failed]\n"}
{"Action":"fail","Package":"` + mod + `a","FailedBuild":"` + mod + `a [a.test]"}`, false, `
a [a.test] does not build
a.go:3: undefined: x
FAIL a [build failed]
FAIL     0.0s a
0 passed, 1 failed, 0 skipped
`},
		{"nothing ran", ``, false, `
0 passed, 0 failed, 0 skipped
`},
	} {
		t.Run(c.name, func(t *testing.T) {
			var out strings.Builder
			r := newReport(&out)
			if err := read(r, strings.NewReader(strings.TrimPrefix(c.stream, "\n"))); err != nil {
				t.Fatal(err)
			}
			if good := r.end(); good != c.good {
				t.Errorf("all is well: %v, want %v", good, c.good)
			}
			if diff := cmp.Diff(strings.TrimPrefix(c.want, "\n"), out.String()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestCalls(t *testing.T) {
	got := calls([]string{"-short", "./...", "--", "-race", "./a"})
	if diff := cmp.Diff([][]string{{"-short", "./..."}, {"-race", "./a"}}, got); diff != "" {
		t.Error(diff)
	}
}
