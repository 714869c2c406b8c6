package salesforce_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/capability/crm/salesforce"
	"github.com/daywatch/daywatch/internal/capability/crm/salesforce/salesforcetest"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/outbound"
)

var day = time.Date(2026, 9, 14, 0, 0, 0, 0, time.UTC)

// dial gives a client of a fake.
func dial(t *testing.T, cfg salesforcetest.Config, flow salesforce.Flow) (*salesforcetest.Salesforce, *salesforce.Client) {
	t.Helper()
	fake := salesforcetest.New(cfg)
	fake.FillWorld(500, day)
	server := httptest.NewServer(fake)
	t.Cleanup(server.Close)
	return fake, salesforce.New(outbound.New(outbound.Config{Private: true, Limit: 8 << 20}), salesforce.Connection{URL: server.URL, Flow: flow,
		ClientID: salesforcetest.Key, ClientSecret: salesforcetest.Secret, RefreshToken: salesforcetest.Refresh})
}

// again tries until Salesforce answers. What cannot be tried again ends the test.
func again[T any](t *testing.T, ask func() (T, error)) T {
	t.Helper()
	for range 200 {
		v, err := ask()
		if err == nil {
			return v
		}
		if !fault.Is(err, fault.Unavailable) {
			t.Fatal(err)
		}
	}
	t.Fatal("it never answered")
	panic("unreachable")
}

const asked = "SELECT Id, Name, Owner.Email FROM Account WHERE Type IN ('Customer', 'Partner') ORDER BY Id"

// wanted is what asked must give.
func wanted(fake *salesforcetest.Salesforce) (all []salesforce.Row) {
	for _, r := range fake.Table("Account") {
		if r["Type"] == "Customer" || r["Type"] == "Partner" {
			all = append(all, salesforce.Row{"Id": r["Id"], "Name": r["Name"], "Owner.Email": r["Owner.Email"]})
		}
	}
	return all
}

// Whatever fails, each row comes once, by both ways.
func TestQueriesThroughFailures(t *testing.T) {
	for seed := range uint64(8) {
		fake, c := dial(t, salesforcetest.Config{Seed: seed, Failing: 40, PageSize: 37, Polls: 2}, salesforce.RefreshToken)
		p := again(t, func() (salesforce.Page, error) { return c.Query(t.Context(), asked) })
		rest := p.Rows
		for p.Next != "" {
			next := p.Next
			p = again(t, func() (salesforce.Page, error) { return c.More(t.Context(), next) })
			rest = append(rest, p.Rows...)
		}
		if diff := cmp.Diff(wanted(fake), rest); diff != "" || p.Total != len(rest) {
			t.Fatalf("seed %d: %d rows by REST\n%s", seed, p.Total, diff)
		}
		job := again(t, func() (salesforce.Job, error) { return c.CreateJob(t.Context(), asked) })
		for !job.Done() {
			job = again(t, func() (salesforce.Job, error) { return c.Job(t.Context(), job.ID) })
		}
		var bulk []salesforce.Row
		for locator := ""; ; {
			p := again(t, func() (salesforce.Page, error) { return c.Results(t.Context(), job.ID, locator, 50) })
			bulk = append(bulk, p.Rows...)
			if locator = p.Next; locator == "" {
				break
			}
		}
		if diff := cmp.Diff(wanted(fake), bulk); diff != "" {
			t.Fatalf("seed %d by Bulk\n%s", seed, diff)
		}
		faults := 0
		for what, n := range fake.Requests() {
			if strings.HasPrefix(what, "fault: ") {
				faults += n
			}
		}
		if faults == 0 {
			t.Error("nothing failed")
		}
	}
}

// A session that ended is begun anew once, and its request sent again.
func TestExpiredSession(t *testing.T) {
	fake, c := dial(t, salesforcetest.Config{}, salesforce.ClientCredentials)
	if _, err := c.Query(t.Context(), asked); err != nil {
		t.Fatal(err)
	}
	fake.Expire()
	if _, err := c.Query(t.Context(), asked); err != nil || fake.Requests()["token"] != 2 {
		t.Errorf("%v after %d sign-ins", err, fake.Requests()["token"])
	}
}

// Refusals say what Salesforce said, and whether to try again.
func TestRefusals(t *testing.T) {
	fake, c := dial(t, salesforcetest.Config{RetryAfter: 7}, salesforce.ClientCredentials)
	_, err := c.Query(t.Context(), "SELECT Nope FROM Account")
	if !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), "No such column 'Nope'") {
		t.Errorf("an unknown field: %v", err)
	}
	if _, err = c.More(t.Context(), "/services/data/v62.0/query/01gX-2000"); !salesforce.Stale(err) {
		t.Errorf("a cursor nobody knows: %v", err)
	}
	if _, err = c.More(t.Context(), "https://elsewhere.example/x"); !fault.Is(err, fault.Invalid) {
		t.Errorf("a next part elsewhere: %v", err)
	}
	fake.Down(true)
	if _, err = c.Query(t.Context(), asked); !fault.Is(err, fault.Unavailable) || salesforce.Wait(err) != 7*time.Second {
		t.Errorf("while it is down: %v, wait %v", err, salesforce.Wait(err))
	}
	fake.Down(false)
	wrong := salesforce.New(outbound.New(outbound.Config{Private: true}), salesforce.Connection{URL: "http://127.0.0.1:1", Flow: salesforce.ClientCredentials})
	if err := wrong.SignIn(t.Context()); !fault.Is(err, fault.Unavailable) {
		t.Errorf("nobody there: %v", err)
	}
	if got := salesforce.Stale(errors.New("x")); got {
		t.Error("any error is a stale cursor")
	}
}

// The secret of another app is refused in words, and stands in none of them.
func TestWrongSecret(t *testing.T) {
	fake := salesforcetest.New(salesforcetest.Config{})
	server := httptest.NewServer(fake)
	defer server.Close()
	c := salesforce.New(outbound.New(outbound.Config{Private: true}),
		salesforce.Connection{URL: server.URL, Flow: salesforce.ClientCredentials, ClientID: "k", ClientSecret: "hunter2"})
	err := c.SignIn(t.Context())
	if !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), "invalid_client") || strings.Contains(err.Error(), "hunter2") {
		t.Error(err)
	}
}

// An instance without TLS gets no token.
func TestInstanceWithoutTLS(t *testing.T) {
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, `{"access_token": "t", "instance_url": "http://example.com"}`)
	}))
	defer server.Close()
	c := salesforce.New(outbound.New(outbound.Config{Private: true}), salesforce.Connection{URL: server.URL, Flow: salesforce.ClientCredentials})
	if err := c.SignIn(t.Context()); err == nil {
		t.Error("the token went out in clear text")
	}
}

// An upsert that is sent again makes nothing anew; updates fail one by one.
func TestWrites(t *testing.T) {
	fake, c := dial(t, salesforcetest.Config{Seed: 3, Failing: 30}, salesforce.ClientCredentials)
	for range 5 {
		again(t, func() (string, error) {
			return c.Upsert(t.Context(), "Case", "Daywatch__c", "desk.test/7", map[string]any{"Status": "New"})
		})
	}
	if cases := fake.Table("Case"); len(cases) != 1 || cases[0]["Status"] != "New" || cases[0]["Daywatch__c"] != "desk.test/7" {
		t.Errorf("cases: %v", cases)
	}
	first := fake.Table("Account")[0]["Id"]
	errs := again(t, func() ([]error, error) {
		return c.Update(t.Context(), "Account",
			[]salesforce.Update{{ID: first, Values: map[string]any{"Open_Tickets__c": 3}}, {ID: "001gone", Values: map[string]any{"Open_Tickets__c": 1}}})
	})
	if len(errs) != 2 || errs[0] != nil || errs[1] == nil || fake.Table("Account")[0]["Open_Tickets__c"] != "3" {
		t.Errorf("%v, %v", errs, fake.Table("Account")[0])
	}
}

func TestID18(t *testing.T) {
	// The example of Salesforce's own documentation of the ID field type.
	for id, want := range map[string]string{"001A0000006Vm9r": "001A0000006Vm9rIAC", "001A0000006Vm9rIAC": "001A0000006Vm9rIAC",
		"SR-1": "SR-1", "": "", "001A0000006Vm9!": "001A0000006Vm9!"} {
		if got := salesforce.ID18(id); got != want {
			t.Errorf("%q becomes %q, want %q", id, got, want)
		}
	}
}

// Whatever is left of an answer is either whole or said to be half; none of it panics.
func TestHalves(t *testing.T) {
	page := []byte(`{"totalSize":2,"done":false,"nextRecordsUrl":"/services/data/v62.0/query/01g-1","records":[{"attributes":{"type":"A"},"Id":"1","Owner":{"attributes":{},"Email":null},"N":12345678901234567890}]}`)
	for n := range page {
		if _, err := salesforce.ParsePage(page[:n]); !fault.Is(err, fault.Unavailable) {
			t.Fatalf("%d bytes: %v", n, err)
		}
	}
	p, err := salesforce.ParsePage(page)
	if diff := cmp.Diff([]salesforce.Row{{"Id": "1", "Owner.Email": "", "N": "12345678901234567890"}}, p.Rows); diff != "" || err != nil {
		t.Error(err, diff)
	}
	lines := []byte("Id,Name\n1,\"a, \"\"b\"\"\"\n2,\"c\nd\"\n")
	whole := 0
	for n := range lines {
		_, err := salesforce.ParseCSV(lines[:n])
		if err == nil {
			whole++
		}
		if err == nil && n > 0 && lines[n-1] != '\n' {
			t.Errorf("%q passes", lines[:n])
		}
	}
	rows, err := salesforce.ParseCSV(lines)
	if err != nil || len(rows) != 2 || rows[0]["Name"] != `a, "b"` || rows[1]["Name"] != "c\nd" || whole == 0 {
		t.Error(rows, err)
	}
}

func FuzzParsePage(f *testing.F) {
	f.Add([]byte(`{"done":true,"records":[{"Id":"1"}]}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		if p, err := salesforce.ParsePage(body); err != nil && len(p.Rows) > 0 {
			t.Error("rows beside an error")
		}
	})
}

func FuzzParseCSV(f *testing.F) {
	f.Add([]byte("Id,Name\n1,a\n"))
	f.Fuzz(func(t *testing.T, body []byte) {
		if rows, err := salesforce.ParseCSV(body); err != nil && rows != nil {
			t.Error("rows beside an error")
		}
	})
}
