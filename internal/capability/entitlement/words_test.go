package entitlement

import (
	"strings"
	"testing"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Every shipped text can be filled, in both languages, with and without an owner, and says what to do.
func TestWords(t *testing.T) {
	words := WordsKey.Default
	if err := words.check(); err != nil {
		t.Fatal(err)
	}
	o := people.Organization{Name: "Acme", StartsOn: bizcal.Date{Year: 2026, Month: 7, Day: 1}, EndsOn: bizcal.Date{Year: 2026, Month: 5, Day: 31}}
	for _, locale := range []string{"en", "de-AT", "fr", ""} {
		for _, why := range Reasons() {
			for _, owner := range []people.Owner{{}, {Name: "Kofi", Address: "kofi@sales.example"}} {
				told, err := words.Tell(t.Context(), locale, why,
					About{Name: "Dana", Subject: "Backup [fails]", Desk: "Acme Support", Organization: o, Owner: owner})
				if err != nil || told.Subject != "Re: Backup [fails]" || strings.ContainsAny(told.Body, "{}") {
					t.Errorf("%s %s: %q, %v", locale, why, told, err)
				}
				if german := strings.Contains(told.Body, "Guten Tag"); german != strings.HasPrefix(locale, "de") {
					t.Errorf("%s is answered: %s", locale, told.Body)
				}
				if names := strings.Contains(told.Body, `kofi\@sales\.example`); names != (owner.Name != "" && why != Stranger && why != Unlisted) {
					t.Errorf("%s %s with owner %+v: %s", locale, why, owner, told.Body)
				}
			}
		}
	}
}

// What a stranger chose is no markup in our mail.
func TestWordsEscape(t *testing.T) {
	told, err := WordsKey.Default.Tell(t.Context(), "en", Unlisted,
		About{Name: "[win](https://evil.example)", Organization: people.Organization{Name: "A*c*me"}})
	if err != nil || strings.Contains(told.Body, "[win](") || strings.Contains(told.Body, "A*c*me") {
		t.Errorf("%s, %v", told.Body, err)
	}
}

func TestWordsRefused(t *testing.T) {
	for field, body := range map[string]string{"body-en-stranger": "  ", "body-de-hold": "{{ password }}", "body-en-expired": "{% if %}"} {
		parts := strings.Split(field, "-")
		err := WordsKey.Default.With(parts[1], Reason(parts[2]), "s", body).check()
		if _, got := fault.Public(err); !fault.Is(err, fault.Invalid) || got != field {
			t.Errorf("%q: %v on %q, want %q", body, err, got, field)
		}
	}
	if WordsKey.Default.Body["en"][Stranger] == "" {
		t.Error("changing a text changed the default")
	}
}
