package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/daywatch/daywatch/internal/core/condition"
	"github.com/daywatch/daywatch/internal/core/matter"
	"github.com/daywatch/daywatch/internal/core/people"
)

// placeholders are the names that texts may use (Zendesk: Placeholders reference; the short ones are those of
// saved replies).
var placeholders = []string{
	"ticket.id", "ticket.title", "ticket.subject", "ticket.status", "ticket.priority", "ticket.ticket_type", "ticket.stage", "ticket.region",
	"ticket.tags", "ticket.link", "ticket.url", "ticket.created_at", "ticket.updated_at", "ticket.due_date",
	"ticket.requester.name", "ticket.requester.first_name", "ticket.requester.email",
	"ticket.assignee.name", "ticket.assignee.first_name", "ticket.assignee.email",
	"ticket.organization.name", "ticket.organization.plan", "ticket.group.name",
	"requester.name", "requester.first_name", "agent.name", "agent.first_name",
	"current_user.name", "current_user.first_name", "current_user.email",
}

// keyed are the beginnings of names that end in a key of the desk.
var keyed = []string{"ticket.ticket_field_", "ticket.organization.custom_fields."}

// Placeholders lists the names that texts may use; those that end in … take a key of the desk.
func Placeholders() []string {
	all := slices.Clone(placeholders)
	for _, prefix := range keyed {
		all = append(all, prefix+"…")
	}
	return all
}

func isPlaceholder(name string) bool {
	return slices.Contains(placeholders, name) || slices.ContainsFunc(placeholders, func(p string) bool { return strings.HasPrefix(p, name+".") }) ||
		slices.ContainsFunc(keyed, func(p string) bool { return strings.HasPrefix(name, p) && len(name) > len(p) })
}

// subjectMatter is what texts about a ticket are filled from.
type subjectMatter struct {
	matter.Matter
	group string
	actor people.User
	link  string
}

// values are what the placeholders stand for. safe makes each harmless where it is put, as Markdown demands of
// words that a stranger chose.
func (m subjectMatter) values(safe func(string) string) map[string]any {
	t := m.Ticket
	person := func(u people.User) map[string]any {
		first, _, _ := strings.Cut(strings.TrimSpace(u.Name), " ")
		return map[string]any{"name": safe(u.Name), "first_name": safe(first), "email": safe(u.Email)}
	}
	custom := map[string]any{}
	for key, value := range m.Organization.Fields {
		custom[key] = safe(value)
	}
	of := map[string]any{
		"id": t.ID, "title": safe(t.Subject), "subject": safe(t.Subject), "status": t.Status.String(), "priority": t.Priority.String(),
		"ticket_type": string(t.Type), "stage": string(t.Stage), "region": t.Region, "tags": safe(strings.Join(t.Tags, " ")), "link": m.link, "url": m.link,
		"created_at": t.CreatedAt, "updated_at": t.UpdatedAt, "requester": person(m.Requester), "assignee": person(m.Assignee),
		"organization": map[string]any{"name": safe(m.Organization.Name), "plan": safe(m.Organization.Plan), "custom_fields": custom},
		"group":        map[string]any{"name": safe(m.group)},
	}
	if !t.Due.At.IsZero() {
		of["due_date"] = t.Due.At
	}
	for key, values := range t.Fields {
		of["ticket_field_"+key] = safe(strings.Join(values, ", "))
	}
	return map[string]any{"ticket": of, "requester": person(m.Requester), "agent": person(m.actor), "current_user": person(m.actor)}
}

func plain(s string) string { return s }

// markdown escapes what means something in Markdown. CommonMark §2.4 lets every ASCII punctuation mark be
// escaped; those inside words that need none are left, to be read in the source.
func markdown(s string) string {
	var b strings.Builder
	for _, r := range strings.Join(strings.Fields(s), " ") {
		if strings.ContainsRune("\\`*_[]()<>#!|~&@:", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// custom is the key of a custom field's action.
func custom(field string) (key string, ok bool) {
	return strings.CutPrefix(field, condition.CustomField(""))
}

func ticketPath(id int64) string { return fmt.Sprint("/tickets/", id) }
