package workspace

import (
	"testing"

	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/i18n"
)

// TestCustomerFactsHaveWords wants a sentence for each, in every language, that is not the name of its entry.
func TestCustomerFactsHaveWords(t *testing.T) {
	bundle, err := i18n.NewBundle(Catalogue)
	if err != nil {
		t.Fatal(err)
	}
	for _, language := range bundle.Languages() {
		ctx, seen := bundle.WithLocale(t.Context(), language), map[string]string{}
		for _, kind := range customerFacts {
			e := event.Entry{Event: event.Event{Kind: kind}}
			said := say(ctx, e, nil).what
			if said == "" || said == kind || seen[said] != "" {
				t.Errorf("%s: %s is told as %q, as %s is", language, kind, said, seen[said])
			}
			seen[said] = kind
		}
	}
}
