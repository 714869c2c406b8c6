package wire_test

import (
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/daywatch/daywatch/internal/capability/alert/wire"
)

// fuzz holds a reader to what every report promises, whatever the body: texts that a database keeps, a severity and an
// action that are known, links that a page may show.
func fuzz(f *testing.F, read func([]byte) (wire.Report, error), seeds ...string) {
	for _, s := range seeds {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		r, err := read(body)
		if err != nil {
			return
		}
		texts := []string{r.Summary, r.Source, r.Component, r.Group, r.Class, r.Client, r.ClientURL}
		for _, l := range r.Links {
			if u, err := url.Parse(l.Href); err != nil || u.Host == "" || !strings.HasPrefix(u.Scheme, "http") {
				t.Errorf("link %q", l.Href)
			}
			texts = append(texts, l.Href, l.Text)
		}
		for _, m := range r.Members {
			texts = append(texts, m.Fingerprint, m.Summary)
			if m.Fingerprint == "" || m.Firing && !m.EndsAt.IsZero() {
				t.Errorf("member %+v", m)
			}
		}
		for _, s := range texts {
			if !utf8.ValidString(s) || utf8.RuneCountInString(s) > 2000 {
				t.Errorf("text %q", s)
			}
			for _, c := range s {
				if c == 0 {
					t.Errorf("a zero byte in %q", s)
				}
			}
		}
		switch r.Action {
		case wire.Trigger, wire.Acknowledge, wire.Resolve, wire.Change:
		default:
			t.Errorf("action %q", r.Action)
		}
	})
}

func FuzzPagerDutyEvent(f *testing.F) {
	fuzz(f, func(b []byte) (wire.Report, error) { _, r, err := wire.PagerDutyEvent(b); return r, err },
		`{"routing_key":"0123456789abcdef0123456789abcdef","event_action":"trigger","payload":{"summary":"a","source":"b","severity":"error","timestamp":"2026-11-20T10:00:00Z","custom_details":{"a":[1]}}}`,
		`{"routing_key":"0123456789abcdef0123456789abcdef","event_action":"resolve","dedup_key":"k"}`)
}

func FuzzPagerDutyChange(f *testing.F) {
	fuzz(f, func(b []byte) (wire.Report, error) { _, r, err := wire.PagerDutyChange(b); return r, err },
		`{"routing_key":"0123456789abcdef0123456789abcdef","payload":{"summary":"deploy"},"links":[{"href":"https://x.example"}]}`)
}

func FuzzAlertmanagerGroup(f *testing.F) {
	fuzz(f, wire.AlertmanagerGroup,
		`{"version":"4","groupKey":"k","status":"firing","alerts":[{"status":"firing","labels":{"a":"b"},"startsAt":"2026-11-20T10:00:00Z","endsAt":"0001-01-01T00:00:00Z"}]}`,
		`{"groupKey":"k","status":"resolved","truncatedAlerts":3,"alerts":[{"status":"resolved","endsAt":"2026-11-20T10:00:00Z"}]}`)
}

func FuzzGrafanaGroup(f *testing.F) {
	fuzz(f, wire.GrafanaGroup, `{"ruleName":"CPU","ruleId":7,"state":"alerting","tags":{"a":1}}`,
		`{"groupKey":"k","status":"firing","alerts":[{"status":"firing","fingerprint":"x"}]}`)
}

func FuzzOpsgenieAlert(f *testing.F) {
	fuzz(f, wire.OpsgenieAlert, `{"alias":"a","message":"m","details":{"severity":"critical"},"priority":"P1","tags":["x"]}`)
}
