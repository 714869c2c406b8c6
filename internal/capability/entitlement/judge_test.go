package entitlement

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
)

var noon = time.Date(2026, 6, 15, 12, 0, 0, 0, time.UTC)

func TestJudge(t *testing.T) {
	today := bizcal.DateOf(noon)
	acme := people.Organization{ID: 1, Name: "Acme"}
	naming, held, over, late, soon := acme, acme, acme, acme, acme
	naming.Contacts = 1
	held.Hold = true
	over.EndsOn, over.GraceDays = today.AddDays(-16), 15
	late.EndsOn, late.GraceDays = today.AddDays(-15), 15
	soon.StartsOn = today.AddDays(1)
	unlistedAndHeld := held
	unlistedAndHeld.Contacts = 1
	rules := RulesKey.Default
	with := func(edit func(*Rules)) Rules { r := rules; edit(&r); return r }
	for name, c := range map[string]struct {
		rules  Rules
		asking Asking
		reason Reason
		passes bool
	}{
		"a stranger on a new desk":            {rules, Asking{}, "", true},
		"a stranger where contacts are named": {rules, Asking{AnyContacts: true}, Stranger, false},
		"a stranger where everybody may":      {with(func(r *Rules) { r.Who = Everybody }), Asking{AnyContacts: true}, "", true},
		"a stranger where members may":        {with(func(r *Rules) { r.Who = Members }), Asking{}, Stranger, false},
		"a stranger who is taken all the same": {with(func(r *Rules) { r.Answers = map[Reason]Answer{Stranger: Take} }),
			Asking{AnyContacts: true}, Stranger, true},
		"a member of one that names nobody":  {rules, Asking{Organization: acme, AnyContacts: true}, "", true},
		"a member of one that names others":  {rules, Asking{Organization: naming}, Unlisted, false},
		"a contact":                          {rules, Asking{Organization: naming, Contact: true}, "", true},
		"a member where contacts alone may":  {with(func(r *Rules) { r.Who = Contacts }), Asking{Organization: acme}, Unlisted, false},
		"on hold":                            {rules, Asking{Organization: held}, OnHold, false},
		"over":                               {rules, Asking{Organization: over}, Expired, false},
		"the last day of grace":              {rules, Asking{Organization: late}, "", true},
		"not begun":                          {rules, Asking{Organization: soon}, NotStarted, false},
		"unlisted hears nothing of the hold": {rules, Asking{Organization: unlistedAndHeld}, Unlisted, false},
		"an emergency":                       {rules, Asking{Organization: held, Emergency: true}, OnHold, true},
		"an emergency where it is judged like the rest": {with(func(r *Rules) { r.Emergencies = false }),
			Asking{Organization: held, Emergency: true}, OnHold, false},
		"a follow-up": {rules, Asking{Organization: over, FollowUp: true}, Expired, true},
		"a form open to all": {with(func(r *Rules) { r.Forms = []string{"Licenses and renewals"} }),
			Asking{Organization: over, Form: "licenses  and renewals"}, Expired, true},
		"an address open to all": {with(func(r *Rules) { r.Addresses = []string{"Licenses@desk.example"} }),
			Asking{Organization: over, To: []string{"licenses@desk.example"}}, Expired, true},
		"let in once":          {rules, Asking{Organization: over, LetIn: true}, Expired, true},
		"somebody of the team": {rules, Asking{User: people.User{Role: access.Agent}, Organization: held}, "", true},
	} {
		t.Run(name, func(t *testing.T) {
			c.asking.At = noon
			if v := c.rules.Judge(c.asking); v.Reason != c.reason || v.Passes() != c.passes {
				t.Errorf("%+v, want reason %q, passes %v", v, c.reason, c.passes)
			}
		})
	}
}

// Whatever the rules and whoever asks: a reason always has an answer, staff and the let-in always pass, naming somebody never
// takes a right away, and a right does not depend on what is asked for.
func TestJudgeProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := func(label string) bizcal.Date {
			if n := rapid.IntRange(-40, 40).Draw(t, label); n != 0 {
				return bizcal.DateOf(noon).AddDays(n)
			}
			return bizcal.Date{}
		}
		r := Rules{Who: rapid.SampledFrom(Audiences()).Draw(t, "who"), Emergencies: rapid.Bool().Draw(t, "emergencies"),
			FollowUps: rapid.Bool().Draw(t, "follow ups"),
			Answers:   map[Reason]Answer{rapid.SampledFrom(Reasons()).Draw(t, "reason"): rapid.SampledFrom([]Answer{Refuse, Take}).Draw(t, "answer")}}
		a := Asking{At: noon, AnyContacts: rapid.Bool().Draw(t, "any"), Emergency: rapid.Bool().Draw(t, "emergency"),
			FollowUp: rapid.Bool().Draw(t, "follow up"),
			Organization: people.Organization{ID: rapid.Int64Range(0, 1).Draw(t, "organization"), Hold: rapid.Bool().Draw(t, "hold"),
				StartsOn: day("starts"), EndsOn: day("ends"),
				GraceDays: rapid.IntRange(0, 30).Draw(t, "grace"), Contacts: rapid.IntRange(0, 2).Draw(t, "contacts")}}
		v := r.Judge(a)
		if (v.Reason == "") != (v.Answer == "") {
			t.Fatalf("a reason without an answer, or the reverse: %+v", v)
		}
		named := a
		named.Contact = a.Organization.ID != 0
		if n := r.Judge(named); v.Passes() && a.Organization.Entitlement(noon) == people.Active && !n.Passes() {
			t.Fatalf("passes, and as a contact does not: %+v, %+v", v, n)
		}
		bare := a
		bare.Emergency, bare.FollowUp = false, false
		if b := r.Judge(bare); b.Reason != v.Reason {
			t.Fatalf("the reason depends on what is asked: %q, %q", b.Reason, v.Reason)
		}
		a.LetIn = true
		if !r.Judge(a).Passes() {
			t.Fatal("somebody who was let in does not pass")
		}
		a.LetIn, a.User.Role = false, access.LightAgent
		if !r.Judge(a).Passes() {
			t.Fatal("somebody of the team does not pass")
		}
	})
}
