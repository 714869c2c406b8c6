package ticket

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/search"
)

// matches is the slow and obvious meaning of a query, which both engines must agree with.
func matches(t deskTicket, n search.Node, r reader) bool {
	holds := func(n search.Node) bool { return matches(t, n, r) }
	switch n := n.(type) {
	case search.And:
		return !slices.ContainsFunc(n, func(n search.Node) bool { return !holds(n) })
	case search.Or:
		return slices.ContainsFunc(n, holds)
	case search.Not:
		return !holds(n.Node)
	case search.Word:
		return mentions(t, string(n), "")
	case search.Phrase:
		return mentions(t, string(n), "")
	case search.Field:
		return matchesField(t, n, r)
	}
	return true
}

func mentions(t deskTicket, term, kind string) bool {
	texts := map[string][]string{textSubject: {t.Subject}}
	for _, c := range t.comments {
		k := map[bool]string{true: textComment, false: textNote}[c.Public]
		texts[k] = append(texts[k], c.Body)
	}
	for _, a := range t.attachments {
		texts[textAttachment] = append(texts[textAttachment], a.Name)
	}
	for k, list := range texts {
		for _, text := range list {
			if (kind == "" || kind == k) && strings.Contains(search.Normalize(text), search.Normalize(term)) {
				return true
			}
		}
	}
	return false
}

func matchesField(t deskTicket, f search.Field, r reader) bool {
	one := func(word string) bool { return slices.Contains(language.Matching(f), word) }
	switch f.Name {
	case "status":
		return one(t.Status.String())
	case "priority":
		return one(t.Priority.String())
	case "severity":
		return one([]string{none, "1", "2", "3", "4"}[t.Severity])
	case "type":
		return one(cmp.Or(string(t.Type), none))
	case "channel":
		return one(t.Channel)
	case "id":
		return matchesNumber(t.ID, f)
	case "stage":
		return one(string(t.Stage))
	case "created", "updated", "solved", "due", "breach":
		span, _ := f.Span(r.now, r.zone)
		return span.Holds(map[string]time.Time{"created": t.CreatedAt, "updated": t.UpdatedAt, "solved": t.SolvedAt, "due": t.Due.At,
			"breach": t.BreachAt}[f.Name])
	case textSubject, textComment, textNote, textAttachment:
		return mentions(t, f.Values[0], f.Name)
	}
	return slices.ContainsFunc(f.Values, func(v string) bool { return matchesValue(t, f.Name, v, r) })
}

func matchesNumber(id int64, f search.Field) bool {
	for _, v := range f.Values {
		n, _ := strconv.ParseInt(v, 10, 64)
		if f.Op == search.Is && id == n || f.Op == search.Less && id < n || f.Op == search.AtMost && id <= n ||
			f.Op == search.More && id > n || f.Op == search.AtLeast && id >= n {
			return true
		}
	}
	return false
}

func matchesValue(t deskTicket, name, value string, r reader) bool {
	folded := people.FoldName(value)
	person := func(id int64) bool {
		p := deskPeople[id]
		switch {
		case folded == none:
			return id == 0
		case folded == "me":
			return id == r.me
		}
		return id != 0 && (strings.Contains(people.FoldName(p.name), folded) || strings.Contains(p.address, folded))
	}
	named := func(id int64, names map[int64]string) bool {
		if folded == none {
			return id == 0
		}
		return id != 0 && (value == "#"+strconv.FormatInt(id, 10) || strings.Contains(people.FoldName(names[id]), folded))
	}
	switch name {
	case "has":
		return slices.ContainsFunc(t.attachments, func(a Attachment) bool { return !a.Inline })
	case "is":
		return value == "unanswered" && !t.WaitingSince.IsZero() || value == "unreplied" && !t.Replied ||
			value == "automatic" && len(t.comments) > 0 && t.comments[0].Automatic != "" || value == "paused" && !t.PausedAt.IsZero() ||
			value == "breached" && !t.BreachAt.IsZero() && !t.BreachAt.After(r.now)
	case "region":
		return t.Region == strings.TrimPrefix(folded, none)
	case "form":
		return named(t.FormID, deskForms)
	case "field":
		key, v, exact := strings.Cut(value, "=")
		return len(t.Fields[key]) > 0 && (!exact || slices.Contains(t.Fields[key], v))
	case "assignee":
		return person(t.AssigneeID)
	case "requester":
		return person(t.RequesterID)
	case "org":
		return named(t.OrganizationID, deskOrganizations)
	case "group":
		return named(t.GroupID, deskGroups)
	}
	return folded == none && len(t.Tags) == 0 || slices.Contains(t.Tags, folded)
}

// inOrder sorts tickets as a list does.
func inOrder(tickets []deskTicket, s search.Sort) []deskTicket {
	last := func(at time.Time) int64 {
		if at.IsZero() {
			return 1<<63 - 1
		}
		return at.UnixMicro()
	}
	wait := func(t deskTicket) int64 { return last(t.WaitingSince) }
	sorted := slices.SortedFunc(slices.Values(tickets), func(a, b deskTicket) int {
		switch s.Key {
		case "created":
			return cmp.Or(b.CreatedAt.Compare(a.CreatedAt), cmp.Compare(b.ID, a.ID))
		case "priority":
			return cmp.Or(cmp.Compare(a.Priority, b.Priority), cmp.Compare(wait(a), wait(b)), cmp.Compare(a.ID, b.ID))
		case "waiting":
			return cmp.Or(cmp.Compare(wait(a), wait(b)), cmp.Compare(a.ID, b.ID))
		case "breach":
			return cmp.Or(cmp.Compare(last(a.BreachAt), last(b.BreachAt)), cmp.Compare(a.ID, b.ID))
		}
		return cmp.Or(b.UpdatedAt.Compare(a.UpdatedAt), cmp.Compare(b.ID, a.ID))
	})
	if s.Direction == search.Ascending {
		slices.Reverse(sorted)
	}
	return sorted
}

// wanted is what a list must give.
func wanted(tickets []deskTicket, q search.Query, r reader) []int64 {
	ids := []int64{}
	for _, t := range inOrder(tickets, q.Sort) {
		if matches(t, q.Node, r) {
			ids = append(ids, t.ID)
		}
	}
	return ids
}
