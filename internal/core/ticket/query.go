package ticket

import (
	"slices"

	"github.com/daywatch/daywatch/internal/platform/search"
)

// none is the value of an operator for a ticket that has nothing there.
const none = "none"

var language = newLanguage()

// Language is what searches over tickets understand. It never changes.
func Language() *search.Language { return language }

func newLanguage() *search.Language {
	statuses, priorities := statusNames[1:], priorityNames[1:]
	ranked := slices.Clone(priorities[:NoPriority-1])
	slices.Reverse(ranked) // priority>=high is high and urgent
	severities := []string{"1", "2", "3", "4"}
	types := []string{none}
	for _, t := range Types() {
		types = append(types, string(t))
	}
	var stages []string
	for _, s := range Stages() {
		stages = append(stages, string(s))
	}
	return search.NewLanguage("id", orderKeys(),
		search.Operator{Name: "id", Kind: search.Number},
		search.Operator{Name: "status", Kind: search.Choice, Words: statuses, Ranked: statuses,
			Spellings: map[string]string{"on-hold": "hold", "onhold": "hold"}},
		search.Operator{Name: "priority", Kind: search.Choice, Words: priorities, Ranked: ranked},
		search.Operator{Name: "severity", Kind: search.Choice, Words: append(severities, none), Ranked: severities},
		search.Operator{Name: "type", Kind: search.Choice, Words: types},
		search.Operator{Name: "channel", Also: "via", Kind: search.Choice, Words: []string{"mail", "web", "portal", "api", "import"}},
		search.Operator{Name: "assignee", Kind: search.Name},
		search.Operator{Name: "requester", Kind: search.Name},
		search.Operator{Name: "org", Also: "organization", Kind: search.Name},
		search.Operator{Name: "group", Kind: search.Name},
		search.Operator{Name: "tag", Also: "tags", Kind: search.Name},
		search.Operator{Name: "created", Kind: search.Moment},
		search.Operator{Name: "updated", Kind: search.Moment},
		search.Operator{Name: "solved", Kind: search.Moment},
		search.Operator{Name: "stage", Kind: search.Choice, Words: stages,
			Spellings: map[string]string{"first-reply": "first_reply", "next-reply": "next_reply", "frt": "first_reply", "nrt": "next_reply"}},
		search.Operator{Name: "region", Kind: search.Name},
		search.Operator{Name: "form", Kind: search.Name},
		search.Operator{Name: "field", Kind: search.Name},
		search.Operator{Name: "due", Kind: search.Moment},
		search.Operator{Name: "breach", Kind: search.Moment},
		search.Operator{Name: "has", Kind: search.Choice, Words: []string{"attachment"}},
		search.Operator{Name: "is", Kind: search.Choice, Words: []string{"unanswered", "unreplied", "automatic", "breached", "paused"}},
		search.Operator{Name: textSubject, Kind: search.Text},
		search.Operator{Name: textComment, Kind: search.Text},
		search.Operator{Name: textNote, Kind: search.Text},
		search.Operator{Name: textAttachment, Kind: search.Text},
	)
}
