package people_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// secretOf takes the secret out of the newest letter's link.
func (k *desk) secretOf(t *testing.T) string {
	t.Helper()
	link, err := url.Parse(k.letters[len(k.letters)-1].Link)
	must(t, err)
	return strings.TrimPrefix(link.Path, people.EntryPath)
}

// A customer's link goes to the address it was asked with, works once, and not for long.
func TestCustomersEnterByMail(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		ana := k.add(t, "ana", access.Admin)
		dana := k.contact(t, "Dana", "dana@customer.example")
		must(t, k.AddAddress(as(t, ana), dana.ID, "dana@second.example"))

		must(t, k.AskEntry(t.Context(), " Dana@Second.example ", "/portal/tickets/7", "de"))
		k.run(t, "people.entry", `{"address":"dana@second.example","next":"/portal/tickets/7","language":"de"}`)
		l := k.letters[0]
		if l.Kind != people.EntryLetter || l.User.Email != "dana@second.example" || l.User.Locale != "de" ||
			!strings.HasSuffix(l.Link, "?next=%2Fportal%2Ftickets%2F7") || !strings.HasPrefix(l.Link, "https://desk.example.com/portal/enter/") {
			t.Errorf("the letter: %+v", l)
		}
		first := k.secretOf(t)
		k.run(t, "people.entry", `{"address":"dana@customer.example"}`)
		second := k.secretOf(t)
		if u, err := k.Entry(t.Context(), first); err != nil || u.ID != dana.ID {
			t.Errorf("looking uses the link up: %v", err)
		}
		u, err := k.Enter(t.Context(), first)
		if err != nil || u.ID != dana.ID {
			t.Fatalf("entering: %v, %v", u.ID, err)
		}
		for name, secret := range map[string]string{"used": first, "of the same person": second, "made up": "x"} {
			_, err := k.Enter(t.Context(), secret)
			wantKind(t, err, fault.NotFound, "")
			wantSentence(t, err, "Ask for a new one")
			if _, err := k.Entry(t.Context(), secret); !fault.Is(err, fault.NotFound) {
				t.Errorf("a link %s is shown: %v", name, err)
			}
		}
		k.run(t, "people.entry", `{"address":"dana@customer.example"}`)
		late := db.At(t.Context(), k.letters[2].Expires.Add(time.Second))
		_, err = k.Enter(late, k.secretOf(t))
		wantKind(t, err, fault.NotFound, "")
	})
}

// Nobody but an active customer gets a link, and the asking looks the same for all.
func TestEntryIsForCustomers(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		ana := k.add(t, "ana", access.Admin)
		off := k.contact(t, "Off", "off@customer.example")
		must(t, k.Deactivate(as(t, ana), off.ID))
		for _, address := range []string{"nobody@customer.example", "ana@desk.example.com", "off@customer.example"} {
			must(t, k.AskEntry(t.Context(), address, "", ""))
			k.run(t, "people.entry", `{"address":"`+address+`"}`)
		}
		if len(k.letters) > 0 {
			t.Errorf("letters went to %v", k.letters)
		}
		wantKind(t, k.AskEntry(t.Context(), "dana", "", ""), fault.Invalid, "address")

		dana := k.contact(t, "Dana", "dana@customer.example")
		k.run(t, "people.entry", `{"address":"dana@customer.example"}`)
		must(t, k.SetRole(as(t, ana), dana.ID, access.Agent))
		_, err := k.Enter(t.Context(), k.secretOf(t))
		wantKind(t, err, fault.NotFound, "")
	})
}
