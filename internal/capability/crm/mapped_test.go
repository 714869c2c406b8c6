package crm

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
)

func testBook() Book {
	return Book{Today: bizcal.Date{Year: 2026, Month: 9, Day: 14}, Rules: RulesKey.Default, SKUs: SKUsKey.Default,
		Levels: people.SupportLevels.Default, Tiers: people.SuccessTiers.Default,
		Regions: people.Regions.Default, GraceDays: 15, Calendars: titles{7: "24x7"}, Known: map[string]int{"KNOWN": 15, "PATIENT": 60}}
}

func account(pairs ...string) Input {
	in := Input{Account: Record{"id": "A", "name": "Acme", "type": "Customer"}}
	for i := 0; i+1 < len(pairs); i += 2 {
		in.Account[pairs[i]] = pairs[i+1]
	}
	return in
}

func (in Input) with(sku, ends string, pairs ...string) Input {
	r := Record{"sku": sku, "ends_on": ends, "status": "Active", "arr": "1000.00"}
	for i := 0; i+1 < len(pairs); i += 2 {
		r[pairs[i]] = pairs[i+1]
	}
	in.Subscriptions = append(in.Subscriptions, r)
	return in
}

// TestSkips leaves out what is no customer, each with its reason.
func TestSkips(t *testing.T) {
	b := testBook()
	for name, c := range map[string]struct {
		in   Input
		want string
	}{
		"a customer":               {account().with("SaaS - Premium", "2027-01-01"), ""},
		"a former one":             {account("type", "Former Customer").with("SaaS - Premium", "2026-01-01"), ""},
		"a prospect":               {account("type", "Prospect").with("SaaS - Premium", "2027-01-01"), SkipType},
		"a partner by its type":    {account("type", "partner").with("SaaS - Premium", "2027-01-01"), SkipPartner},
		"a partner by its mark":    {account("partner_account", "true").with("SaaS - Premium", "2027-01-01"), SkipPartner},
		"nothing bought":           {account(), SkipNoSubscription},
		"all cancelled":            {account().with("SaaS - Premium", "2027-01-01", "status", "cancelled"), SkipNoSubscription},
		"nothing bought, is known": {account("id", "KNOWN"), ""},
		"a voucher":                {account().with("Training voucher", "2027-01-01"), SkipUnknownSKU},
		"no name":                  {account("name", " "), SkipNoName},
		"no id":                    {account("id", ""), SkipNoID},
	} {
		if got := Map(c.in, b); got.Skip != c.want {
			t.Errorf("%s: %q, want %q", name, got.Skip, c.want)
		}
	}
}

// TestContracts holds what subscriptions come to against the rules of the domain.
func TestContracts(t *testing.T) {
	b := testBook()
	for name, c := range map[string]struct {
		in   Input
		want Facts // of those named
	}{
		"the highest level": {account().with("Self-Managed - Premium", "2027-01-01").with("SaaS - Ultimate", "2026-12-01"),
			Facts{Level: "ultimate", EndsOn: "2027-01-01", ARR: "2000", Deployment: "self-managed", Tags: "sub_dotcom_ultimate sub_sm_premium"}},
		"within the grace": {account().with("SaaS - Premium", "2026-08-30"), Facts{Level: "premium", ARR: "1000"}},
		"the day after": {account().with("SaaS - Premium", "2026-08-29"),
			Facts{Level: "expired", ARR: "0", Marked: "", Tags: "", EndsOn: "2026-08-29"}},
		"more days of grace": {account("id", "PATIENT").with("SaaS - Premium", "2026-08-01"), Facts{Level: "premium"}},
		"an old one counts nothing": {account().with("SaaS - Ultimate", "2026-01-01").with("SaaS - Premium", "2027-01-01"),
			Facts{Level: "premium", ARR: "1000", Tags: "sub_dotcom_premium"}},
		"three years": {account().with("SaaS - Premium", "2023-09-14"), Facts{Level: "expired", Marked: ""}},
		"three years and a day": {account().with("SaaS - Premium", "2023-09-13"),
			Facts{Marked: "CRM: the contract ended on 2023-09-13, more than 3 years ago"}},
		"signature means an engineer": {account().with("Enterprise Success - Signature", "2027-01-01"),
			Facts{Level: "ultimate", Tier: "signature", Tags: "sub_ss_ase sub_ss_enterprise"}},
		"hours of its own": {account().with("SaaS - Premium", "2027-01-01").with("US Government 24x7 support", "2027-01-01"),
			Facts{Calendar: "24x7", Level: "premium"}},
		"without an end":      {account().with("SaaS - Premium", ""), Facts{EndsOn: "", Level: "premium"}},
		"on hold":             {account("hold", "true", "hold_reason", "Unpaid").with("SaaS - Premium", "2027-01-01"), Facts{Hold: "Unpaid"}},
		"on hold without why": {account("hold", "true", "hold_reason", "").with("SaaS - Premium", "2027-01-01"), Facts{Hold: "Support is on hold in the CRM"}},
		"no hold":             {account("hold", "false", "hold_reason", "").with("SaaS - Premium", "2027-01-01"), Facts{Hold: ""}},
		"described": {account("region", "EMEA", "health", "Yellow", "website", "https://www.ACME.example/about", "csm", "Chidi  Eze",
			"csm_address", "Chidi@Example.com", "seats", "12.0").with("SaaS - Premium", "2027-01-01"),
			Facts{Region: "emea", Health: "amber", Domain: "acme.example", CSM: "Chidi Eze <chidi@example.com>", Seats: "12"}},
		"known without any": {account("id", "KNOWN"), Facts{Level: "expired", ARR: "0"}},
	} {
		got := Map(c.in, b)
		for field, want := range c.want {
			if have, ok := got.Facts[field]; !ok || have != want {
				t.Errorf("%s: %s is %q (%v), want %q", name, field, have, ok, want)
			}
		}
	}
}

// TestOverridesWin holds fields against the CRM, grace among them, and keeps what the CRM says beside.
func TestOverridesWin(t *testing.T) {
	b := testBook()
	b.Overrides = map[string][]Override{"A": {{Field: Level, Value: "gold"}, {Field: Hold, Value: ""}}, "B": {{Field: GraceDays, Value: "90"}}}
	m := Map(account("hold", "yes", "hold_reason", "Unpaid").with("SaaS - Premium", "2027-01-01"), b)
	if m.Facts[Level] != "gold" || m.Held[Level] != "premium" || m.Facts[Hold] != "" || m.Held[Hold] != "Unpaid" {
		t.Errorf("%v, held %v", m.Facts, m.Held)
	}
	if m = Map(account("id", "B").with("SaaS - Premium", "2026-07-01"), b); m.Facts[Level] != "premium" || m.Facts[GraceDays] != "90" {
		t.Errorf("with 90 days of grace: %v", m.Facts)
	}
	b.Overrides["C"] = []Override{{Field: Level, Value: "community"}}
	if m = Map(account("id", "C"), b); m.Skip != "" || m.Facts[Level] != "community" {
		t.Errorf("a level by hand for who bought nothing: %q, %v", m.Skip, m.Facts)
	}
}

// Patterns: * is any text, case does not matter, and nothing takes long.
func TestPatterns(t *testing.T) {
	for _, c := range []struct {
		pattern, sku string
		want         bool
	}{
		{"SaaS*Premium*", "saas - premium (annual)", true}, {"SaaS*Premium*", "SaaS Ultimate", false}, {"Gold", "Gold", true}, {"Gold", "Gold 2", false},
		{"*", "", true}, {"*a*b", "xaxb", true}, {"*a*b", "xbxa", false}, {"a*a", "a", false}, {"", "", true},
	} {
		if got := (SKU{Pattern: c.pattern}).Fits(c.sku); got != c.want {
			t.Errorf("%q fits %q: %v", c.pattern, c.sku, got)
		}
	}
}

// Whatever subscriptions there are, in whatever order, the level is the highest of those that live, and an expired one brings no
// revenue.
func TestLevelsHold(t *testing.T) {
	b := testBook()
	skus := []string{"SaaS - Premium", "SaaS - Ultimate", "Silver", "Gold", "Consumption only", "Community", "Signature", "voucher"}
	rapid.Check(t, func(t *rapid.T) {
		in := account()
		n := rapid.IntRange(1, 6).Draw(t, "n")
		for range n {
			end := b.Today.AddDays(rapid.IntRange(-1500, 500).Draw(t, "end"))
			in = in.with(rapid.SampledFrom(skus).Draw(t, "sku"), end.String(), "status", rapid.SampledFrom([]string{"Active", "Cancelled"}).Draw(t, "status"))
		}
		m := Map(in, b)
		slices.Reverse(in.Subscriptions)
		again := Map(in, b)
		if m.Skip != again.Skip || m.Facts[Level] != again.Facts[Level] || m.Facts[ARR] != again.Facts[ARR] ||
			m.Facts[EndsOn] != again.Facts[EndsOn] || m.Facts[Tags] != again.Facts[Tags] {
			t.Fatalf("the order decides: %s", cmp.Diff(m, again))
		}
		if m.Facts[Level] == people.LevelExpired && (m.Facts[ARR] != "0" || m.Facts[Tags] != "") {
			t.Fatalf("expired, with %v", m.Facts)
		}
		if m.Facts[Marked] != "" && m.Facts[Level] != people.LevelExpired {
			t.Fatalf("marked while it lives: %v", m.Facts)
		}
	})
}
