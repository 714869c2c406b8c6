package call

import (
	"context"
	"slices"

	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/placeholder"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// Words are what customers are told of calls in their ticket, as templates: name, number, kind, link, expires, summary.
type Words struct {
	Offer   WordsOf `json:"offer"`
	Missed  WordsOf `json:"missed"`
	Summary WordsOf `json:"summary"`
}

// WordsOf is one text in the languages of the desk's letters.
type WordsOf struct {
	EN string `json:"en"`
	DE string `json:"de"`
}

// In gives the text for a reader of language.
func (w WordsOf) In(language string) string {
	if german(language) && w.DE != "" {
		return w.DE
	}
	return w.EN
}

// WordsKey is the setting of the words (crm-and-calls.md: Offer a call, Call Completed - Summary).
var WordsKey = settings.Key[Words]{Name: "call.words", Check: Words.check, Default: Words{
	Offer: WordsOf{
		EN: "Hello {{name}},\n\na call may get us further faster than more mails. Choose a time that suits you; the link can be used once:\n\n<{{link}}>\n\nIt is a call of the kind “{{kind}}” about ticket #{{number}}, and can be booked until {{expires}}. If you would rather go on in writing, answer here.",
		DE: "Guten Tag {{name}},\n\nim Gespräch kommen wir vielleicht schneller weiter als mit weiteren Mails. Wählen Sie einen Termin, der Ihnen passt; der Link gilt einmal:\n\n<{{link}}>\n\nEs ist ein Gespräch der Art „{{kind}}“ zum Ticket #{{number}} und kann bis {{expires}} gebucht werden. Wenn Sie lieber schriftlich weitermachen, antworten Sie hier.",
	},
	Missed: WordsOf{
		EN: "Hello {{name}},\n\nwe waited for you in the call and missed you. These things happen. If a call still helps, choose another time:\n\n<{{link}}>\n\nOtherwise answer here, and we go on in writing.",
		DE: "Guten Tag {{name}},\n\nwir haben im Gespräch auf Sie gewartet und Sie leider nicht angetroffen. Das kommt vor. Wenn ein Gespräch noch hilft, wählen Sie einen anderen Termin:\n\n<{{link}}>\n\nSonst antworten Sie hier, und wir machen schriftlich weiter.",
	},
	Summary: WordsOf{
		EN: "Hello {{name}},\n\nthank you for the call. This is what we understood and agreed on:\n\n{{summary}}\n\nIf something is missing or wrong, answer here.",
		DE: "Guten Tag {{name}},\n\nvielen Dank für das Gespräch. Das haben wir verstanden und vereinbart:\n\n{{summary}}\n\nWenn etwas fehlt oder nicht stimmt, antworten Sie hier.",
	},
}}

func (w Words) check() error {
	for _, t := range []struct {
		field, needs string
		text         WordsOf
	}{{"offer", "link", w.Offer}, {"missed", "link", w.Missed}, {"summary", "summary", w.Summary}} {
		if err := checkText(t.field, t.needs, t.text.EN); err != nil {
			return err
		}
		if t.text.DE == "" {
			continue
		}
		if err := checkText(t.field, t.needs, t.text.DE); err != nil {
			return err
		}
	}
	return nil
}

// checkText refuses a template without what it is there for.
func checkText(field, needs, source string) error {
	text, err := placeholder.Parse(field, source)
	if err != nil {
		return err
	}
	if !slices.Contains(text.Names(), needs) {
		return fault.Field(field, "This text needs {{%s}}: that is what the customer waits for", needs)
	}
	return nil
}

// filled puts values into a template that was checked.
func filled(ctx context.Context, field, source string, values map[string]any) (string, error) {
	text, err := placeholder.Parse(field, source)
	if err != nil {
		return "", err
	}
	return text.Fill(ctx, values)
}
