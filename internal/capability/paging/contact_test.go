package paging_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/capability/paging"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/job"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// house is a desk whose letters are kept instead of sent.
type house struct {
	*paging.Service
	*testing.T
	db       *db.DB
	ana, ben people.User
	letters  []paging.Letter
	notices  []paging.Notice
	refuses  error // what every way answers; nil takes it
}

func eachHouse(t *testing.T, test func(k *house)) {
	t.Helper()
	schemas := []db.Migrations{job.Migrations(), event.Migrations(), settings.Migrations(), people.Migrations(), paging.Migrations()}
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		log := event.NewLog()
		k := &house{T: t, db: d}
		folk := people.New(d, log)
		kinds := map[paging.Kind]paging.Carrier{}
		for _, kind := range paging.Kinds() {
			kinds[kind] = k
		}
		k.Service = paging.New(paging.Deps{DB: d, Log: log, People: folk, Key: []byte("of the test"), Carriers: kinds,
			Tell: func(_ context.Context, _ *db.Tx, n paging.Notice) error { k.notices = append(k.notices, n); return nil }})
		for name, into := range map[string]*people.User{"ana": &k.ana, "ben": &k.ben} {
			u, err := folk.Add(access.AsSystem(t.Context(), "cli"), name, name+"@desk.test", access.Agent, "seven lanterns burn")
			k.must(err)
			*into = u
		}
		test(k)
	})
}

// Carry implements paging.Carrier.
func (k *house) Carry(_ context.Context, l paging.Letter) (paging.Receipt, error) {
	k.letters = append(k.letters, l)
	return paging.Receipt{}, k.refuses
}

func (k *house) as(u people.User) context.Context {
	return access.With(k.Context(), u.Principal("web"))
}

// Context is the test's: Service has one of its own name.
func (k *house) Context() context.Context { return k.T.Context() }

func (k *house) must(err error) {
	k.Helper()
	if err != nil {
		k.Fatal(err)
	}
}

func (k *house) want(err error, kind fault.Kind, field string) {
	k.Helper()
	if _, got := fault.Public(err); !fault.Is(err, kind) || got != field {
		k.Errorf("%v on field %q, want kind %v on %q", err, got, kind, field)
	}
}

// proven adds a way and proves it.
func (k *house) proven(u people.User, kind paging.Kind, address string) paging.Contact {
	k.Helper()
	c, err := k.AddMethod(k.as(u), paging.Method{Kind: kind, Address: address, Shape: paging.Slack})
	k.must(err)
	k.must(k.VerifyMethod(k.as(u), c.ID, k.letters[len(k.letters)-1].Text))
	return c
}

func (k *house) plan(u people.User, level paging.Urgency, at time.Time) (lines []string) {
	k.Helper()
	k.must(k.db.Do(k.as(u), func(tx *db.Tx) error {
		plan, err := k.Plan(k.as(u), tx, u.ID, level, at)
		for _, p := range plan {
			lines = append(lines, p.After.String()+" "+string(p.Method.Kind))
		}
		return err
	}))
	return lines
}

// TestProof: nothing goes to an address until its owner typed the code that was sent there.
func TestProof(t *testing.T) {
	eachHouse(t, func(k *house) {
		c, err := k.AddMethod(k.as(k.ana), paging.Method{Kind: paging.SMS, Address: "+31 20 123-4567"})
		k.must(err)
		l := k.letters[0]
		if c.Address != "+31201234567" || l.What != paging.Code || len(l.Text) != 6 || l.To.Address != c.Address {
			k.Fatalf("%+v, %+v", c, l)
		}
		k.want(k.SendCode(k.as(k.ana), c.ID), fault.RateLimited, "")
		k.want(k.VerifyMethod(k.as(k.ben), c.ID, l.Text), fault.NotFound, "")
		wrong := strings.Map(func(r rune) rune { return '0' + ('9'-r)%10 }, l.Text)
		for range 5 {
			k.want(k.VerifyMethod(k.as(k.ana), c.ID, wrong), fault.Invalid, "code")
		}
		k.want(k.VerifyMethod(k.as(k.ana), c.ID, l.Text), fault.Invalid, "code") // guessed too often
		if got := k.plan(k.ana, paging.High, time.Time{}); len(got) != 1 {
			k.Errorf("pages go to an address that nobody proved: %v", got)
		}
		k.must(k.RemoveMethod(k.as(k.ana), c.ID))
		k.proven(k.ana, paging.SMS, "+31201234567")
		if diff := cmp.Diff([]string{"0s mail", "2m0s sms"}, k.plan(k.ana, paging.High, time.Time{})); diff != "" {
			k.Error(diff)
		}
	})
}

// TestContactChecks: each mistake names its field, and nothing is sent.
func TestContactChecks(t *testing.T) {
	eachHouse(t, func(k *house) {
		for _, c := range []struct {
			m     paging.Method
			field string
		}{
			{paging.Method{Kind: paging.SMS, Address: "0201234567"}, "address"},
			{paging.Method{Kind: paging.Voice, Address: "+0"}, "address"},
			{paging.Method{Kind: paging.Mail, Address: "ana"}, "address"},
			{paging.Method{Kind: paging.Chat, Address: "https://chat.test/x"}, "shape"},
			{paging.Method{Kind: paging.Chat, Shape: paging.Slack, Address: "chat.test"}, "address"},
			{paging.Method{Kind: paging.Webhook, Address: "ftp://x"}, "address"},
			{paging.Method{Kind: paging.Push, Address: "https://push.test"}, "kind"},
			{paging.Method{Kind: "pigeon", Address: "loft"}, "kind"},
			{paging.Method{Kind: paging.Mail, Address: "a@b.test", Label: strings.Repeat("x", 81)}, "label"},
		} {
			_, err := k.AddMethod(k.as(k.ana), c.m)
			k.want(err, fault.Invalid, c.field)
		}
		if len(k.letters) != 0 {
			k.Errorf("%d letters", len(k.letters))
		}
		_, err := k.Contacts(k.Context())
		k.want(err, fault.Unauthorized, "")
		k.refuses = fault.New(fault.Unavailable, "The provider is away")
		c, err := k.AddMethod(k.as(k.ana), paging.Method{Kind: paging.SMS, Address: "+31201234567"})
		if k.want(err, fault.Unavailable, ""); c.ID == 0 {
			k.Error("a way whose code cannot be sent is lost")
		}
		_, err = k.AddMethod(k.as(k.ana), paging.Method{Kind: paging.SMS, Address: "+31 201234567"})
		k.want(err, fault.Invalid, "address")
	})
}

// TestRules: a person's own order counts, in the order of its minutes; what no longer works is passed over, and mail stays.
func TestRules(t *testing.T) {
	eachHouse(t, func(k *house) {
		text, hook := k.proven(k.ana, paging.SMS, "+31201234567"), k.proven(k.ana, paging.Chat, "https://chat.test/x")
		rules := []paging.Rule{{MethodID: hook.ID, After: 3 * time.Minute}, {MethodID: text.ID}, {MethodID: text.ID, After: 10 * time.Minute}}
		k.must(k.SetRules(k.as(k.ana), paging.High, rules))
		got, err := k.Rules(k.as(k.ana), paging.High)
		k.must(err)
		if diff := cmp.Diff(rules, got); diff != "" {
			k.Error(diff)
		}
		if diff := cmp.Diff([]string{"0s sms", "3m0s chat", "10m0s sms"}, k.plan(k.ana, paging.High, time.Time{})); diff != "" {
			k.Error(diff)
		}
		if diff := cmp.Diff([]string{"0s mail", "0s chat", "2m0s sms"}, k.plan(k.ana, paging.Low, time.Time{})); diff != "" {
			k.Error(diff)
		}
		k.want(k.SetRules(k.as(k.ben), paging.High, rules), fault.Invalid, "method-0")
		k.want(k.SetRules(k.as(k.ana), paging.High, []paging.Rule{{After: 2 * time.Hour}}), fault.Invalid, "after-0")
		k.want(k.SetRules(k.as(k.ana), "loud", nil), fault.Invalid, "urgency")
		k.must(k.RemoveMethod(k.as(k.ana), text.ID))
		k.must(k.RemoveMethod(k.as(k.ana), hook.ID))
		if diff := cmp.Diff([]string{"0s mail"}, k.plan(k.ana, paging.High, time.Time{})); diff != "" {
			k.Error(diff)
		}
	})
}

// TestQuietPlan: at night a Low page waits until the morning of the person's clock, a High one does not.
func TestQuietPlan(t *testing.T) {
	eachHouse(t, func(k *house) {
		night := time.Date(2026, 11, 20, 23, 30, 0, 0, time.UTC) // Ana has no zone: UTC
		k.must(k.SetQuietHours(k.as(k.ana), paging.Quiet{From: 22 * 60, Until: 7 * 60}))
		k.proven(k.ana, paging.SMS, "+31201234567")
		if diff := cmp.Diff([]string{"7h30m0s mail", "7h30m0s sms"}, k.plan(k.ana, paging.Low, night)); diff != "" {
			k.Error(diff)
		}
		if diff := cmp.Diff([]string{"0s mail", "2m0s sms"}, k.plan(k.ana, paging.High, night)); diff != "" {
			k.Error(diff)
		}
		k.want(k.SetQuietHours(k.as(k.ana), paging.Quiet{From: 24 * 60}), fault.Invalid, "from")
	})
}

const (
	p256dh = "BNcRdreALRFXTkOOUHK1EtK2wtaz5Ry4YfYCA_0QTpQtUbVlUls0VJXg7A8u-Ts1XbjhazAkj7I99e8QcYP7DkM"
	auth   = "tBHItJI5svbpez7KI4CCXg"
)

// TestBrowser: a browser belongs to who connected it last, and is gone when its push service says so: its owner hears of it.
func TestBrowser(t *testing.T) {
	eachHouse(t, func(k *house) {
		const endpoint = "https://push.test/abc"
		c, err := k.ConnectBrowser(k.as(k.ana), endpoint, p256dh, auth, "Phone")
		k.must(err)
		if got := k.plan(k.ana, paging.High, time.Time{}); len(got) != 2 || got[1] != "0s push" {
			k.Fatalf("%v", got)
		}
		_, err = k.ConnectBrowser(k.as(k.ben), endpoint, p256dh, auth, "Phone")
		k.must(err)
		if got := k.plan(k.ana, paging.High, time.Time{}); len(got) != 1 {
			k.Errorf("Ana is paged on Ben's phone: %v", got)
		}
		k.must(k.DisconnectBrowser(k.as(k.ana), endpoint)) // Ben's stays
		mine, err := k.Contacts(k.as(k.ben))
		k.must(err)
		if len(mine) != 2 {
			k.Fatalf("%+v", mine)
		}
		for range 2 { // the second time it is gone already
			k.must(k.db.Do(k.as(k.ben), func(tx *db.Tx) error {
				return k.MethodGone(k.as(k.ben), tx, mine[1].Method, "the browser ended its subscription")
			}))
		}
		if len(k.notices) != 1 || k.notices[0].To[0].ID != k.ben.ID || !strings.Contains(k.notices[0].Lead, "Phone") {
			k.Errorf("%+v", k.notices)
		}
		for _, bad := range [][3]string{{"", p256dh, auth}, {endpoint, "", auth}, {endpoint, p256dh, "AAAA"}, {endpoint, "AAAA", auth},
			{"file:///x", p256dh, auth}} {
			if _, err := k.ConnectBrowser(k.as(k.ana), bad[0], bad[1], bad[2], ""); !fault.Is(err, fault.Invalid) {
				k.Errorf("%v: %v", bad, err)
			}
		}
		_ = c
	})
}

// TestReachability: who would sleep through a page stands first.
func TestReachability(t *testing.T) {
	eachHouse(t, func(k *house) {
		k.proven(k.ana, paging.SMS, "+31201234567")
		all, err := k.Reachability(k.as(k.ben))
		k.must(err)
		if len(all) != 2 || all[0].User.ID != k.ben.ID || !all[0].OnlyMail() || all[1].OnlyMail() || all[1].None() {
			k.Errorf("%+v", all)
		}
	})
}

// TestProviderSettings: a token is never given back, and never sent to another provider.
func TestProviderSettings(t *testing.T) {
	eachHouse(t, func(k *house) {
		boss := access.AsSystem(k.Context(), "test")
		_, err := k.Channels(k.as(k.ana))
		k.want(err, fault.Forbidden, "")
		p := paging.Provider{URL: "https://sms.test", Account: "AC1", Token: "secret", From: "+1 555 000 1234"}
		k.must(k.SetProvider(boss, p))
		c, err := k.Channels(boss)
		k.must(err)
		if c.Provider.Token != "" || !c.HasToken || c.Provider.From != "+15550001234" {
			k.Errorf("%+v", c)
		}
		p.Token = ""
		k.must(k.SetProvider(boss, p))
		if token, err := k.ProviderToken(boss); err != nil || token != "secret" {
			k.Errorf("%q, %v", token, err)
		}
		p.URL = "https://thief.test"
		k.want(k.SetProvider(boss, p), fault.Invalid, "token")
		for field, bad := range map[string]paging.Provider{"url": {URL: "sms.test", Account: "a", Token: "t", From: "+15550001"},
			"account": {URL: "https://a.test", Account: "a/b", Token: "t", From: "+15550001"},
			"from":    {URL: "https://a.test", Account: "a", Token: "t", From: "5550001"}} {
			k.want(k.SetProvider(boss, bad), fault.Invalid, field)
		}
	})
}
