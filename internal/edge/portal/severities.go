package portal

import (
	"context"
	"unicode/utf8"

	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// Definitions say what each severity means, by language and then by severity: s1 to s4.
type Definitions map[string]map[string]string

// SeverityKey is the setting of Definitions; shipped are those of tickets.md, Severity / priority definitions.
var SeverityKey = settings.Key[Definitions]{Name: "portal.severities", Check: Definitions.check, Default: Definitions{
	"en": {
		"s1": "The server or cluster in production is not available, or cannot be used at all. Example: every page answers 502, for everybody.",
		"s2": "Important features are unavailable or extremely slow, and there is no acceptable way around it.",
		"s3": "Something does not work as it should, and there is a way around it.",
		"s4": "A question, a clarification, or something with minimal impact.",
	},
	"de": {
		"s1": "Der Server oder Cluster im Betrieb ist nicht erreichbar oder lässt sich gar nicht benutzen. Beispiel: Jede Seite antwortet allen mit 502.",
		"s2": "Wichtige Funktionen fehlen oder sind äußerst langsam, und es gibt keinen zumutbaren Weg daran vorbei.",
		"s3": "Etwas geht nicht, wie es soll, und es gibt einen Weg daran vorbei.",
		"s4": "Eine Frage, eine Klärung oder etwas mit sehr geringer Auswirkung.",
	},
}}

// severities are the keys of what is defined, the worst first.
func severities() []string { return []string{"s1", "s2", "s3", "s4"} }

const longestDefinition = 400

func (d Definitions) check() error {
	for language, of := range d {
		for key, text := range of {
			switch n := utf8.RuneCountInString(text); {
			case len(key) != 2 || key < "s1" || key > "s4":
				return fault.Field(language, "“%s” is no severity; there are s1, s2, s3 and s4", fault.Clip(key, 20))
			case n > longestDefinition:
				return fault.Field("means-"+language+"-"+key, "This definition has %d characters; %d are read before somebody chooses", n, longestDefinition)
			}
		}
	}
	return nil
}

// means gives what a severity is in the reader's language: the desk's words, the shipped ones where it has none.
func (d Definitions) means(ctx context.Context, key string) string {
	for _, language := range []string{i18n.Language(ctx), "en"} {
		if text := d[language][key]; text != "" {
			return text
		}
		if text := SeverityKey.Default[language][key]; text != "" {
			return text
		}
	}
	return ""
}
