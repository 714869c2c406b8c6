package ticket_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

func TestOwnStanding(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		today := bizcal.DateOf(o.db.Now(t.Context()).UTC())
		for _, c := range []struct {
			org  people.Organization
			want people.Entitlement
			may  bool
		}{
			{people.Organization{Name: "Fine"}, people.Active, true},
			{people.Organization{Name: "Late", EndsOn: today.AddDays(-3), GraceDays: 15}, people.Grace, true},
			{people.Organization{Name: "Gone", EndsOn: today.AddDays(-30), GraceDays: 15}, people.Expired, false},
			{people.Organization{Name: "Soon", StartsOn: today.AddDays(3)}, people.NotStarted, false},
			{people.Organization{Name: "Held", Hold: true, HoldReason: "owes us"}, people.OnHold, false},
		} {
			org, err := o.people.SaveOrganization(access.AsSystem(t.Context(), "test"), c.org)
			must(t, err)
			o.join(t, c.org.Name, org.ID)
			ctx := o.own(t, c.org.Name)
			standing, err := o.OwnStanding(ctx)
			if err != nil || standing.Entitlement != c.want || standing.MayAsk() != c.may {
				t.Errorf("%s stands as %+v, %v", c.org.Name, standing, err)
			}
			_, err = o.OwnCreate(ctx, ticket.OwnNew{Subject: "x", Body: "x", Severity: 4})
			var not ticket.NotEntitled
			if (err == nil) != c.may || !c.may && (!errors.As(err, &not) || not.Entitlement != c.want || strings.Contains(fmt.Sprint(err), "owes")) {
				t.Errorf("%s asks: %v", c.org.Name, err)
			}
		}
	})
}

// The form asks what its conditions say, for the answers that count.
func TestOwnQuestions(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		admin := access.AsSystem(t.Context(), "test")
		for _, key := range []string{"product", "version", "node", "inside"} {
			_, err := o.SaveField(admin, ticket.Field{Key: key, Title: "The " + key, Kind: ticket.TextField, Customers: key != "inside"})
			must(t, err)
		}
		when := func(key, value string) json.RawMessage {
			return json.RawMessage(`{"all":[{"field":"custom_fields_` + key + `","operator":"is","value":"` + value + `"}]}`)
		}
		form, err := o.SaveForm(admin, ticket.Form{Title: "Technical", Customers: true, Fields: []ticket.FormField{
			{Key: "node", Required: true, When: when("version", "17")}, {Key: "product", Required: true},
			{Key: "version", When: when("product", "git")}, {Key: "inside"}}})
		must(t, err)
		hidden, err := o.SaveForm(admin, ticket.Form{Title: "Internal request"})
		must(t, err)
		dana := o.own(t, "dana")
		n := ticket.OwnNew{FormID: form.ID, Subject: "x", Body: "x", Severity: 3}
		for _, c := range []struct {
			given map[string][]string
			want  string
		}{
			{nil, "product"},
			{map[string][]string{"product": {"git"}}, "product version"},
			{map[string][]string{"product": {"git"}, "version": {"17"}}, "node product version"},
			{map[string][]string{"product": {"ci"}, "version": {"17"}}, "product"}, // an answer that is not asked for brings up nothing
		} {
			n.Fields = c.given
			asked, err := o.OwnQuestions(dana, n)
			must(t, err)
			var keys []string
			for _, q := range asked.Questions {
				keys = append(keys, q.Key)
			}
			if got := strings.Join(keys, " "); got != c.want || !asked.Depends {
				t.Errorf("%v asks for %q, want %q", c.given, got, c.want)
			}
		}
		n.Fields = map[string][]string{"product": {"git"}, "version": {"17"}}
		_, err = o.OwnCreate(dana, n)
		if _, field := fault.Public(err); field != "field:node" {
			t.Errorf("an answer is missing: %v", err)
		}
		n.Fields = map[string][]string{"product": {"ci"}, "version": {"17"}, "inside": {"mine"}}
		id, err := o.OwnCreate(dana, n)
		must(t, err)
		if diff := cmp.Diff(map[string][]string{"product": {"ci"}}, o.get(t, t.Context(), id).Fields); diff != "" {
			t.Error(diff)
		}
		if got := o.seen(t, "dana", id); got.Form != "Technical" || len(got.Fields) != 1 || got.Fields[0].Title != "The product" {
			t.Errorf("shown as %s %v", got.Form, got.Fields)
		}
		n.FormID = hidden.ID
		if _, err := o.OwnCreate(dana, n); !fault.Is(err, fault.Invalid) {
			t.Errorf("a form of the house: %v", err)
		}
	})
}

func TestOwnCreateSaysWhatIsMissing(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		whole := ticket.OwnNew{Subject: "s", Body: "b", Severity: 1, Region: "emea"}
		for field, spoil := range map[string]func(*ticket.OwnNew){
			"subject": func(n *ticket.OwnNew) { n.Subject = " \n" }, "body": func(n *ticket.OwnNew) { n.Body = "" },
			"severity": func(n *ticket.OwnNew) { n.Severity = 5 }, "form": func(n *ticket.OwnNew) { n.FormID = 77 },
			"region": func(n *ticket.OwnNew) { n.Region = "moon" }, "cc": func(n *ticket.OwnNew) { n.CCs = []string{"x"} },
		} {
			n := whole
			spoil(&n)
			_, err := o.OwnCreate(o.own(t, "dana"), n)
			if _, got := fault.Public(err); !fault.Is(err, fault.Invalid) || got != field {
				t.Errorf("%s: %v on %q", field, err, got)
			}
		}
		id, err := o.OwnCreate(o.own(t, "dana"), whole)
		must(t, err)
		if got := o.get(t, t.Context(), id); got.Region != "emea" || got.Priority != ticket.Urgent {
			t.Errorf("opened in %q as %v", got.Region, got.Priority)
		}
	})
}
