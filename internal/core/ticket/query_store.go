package ticket

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/search"
)

// reader is for whom a query is answered: "me" and "today" depend on it.
type reader struct {
	me   int64
	now  time.Time
	zone *time.Location
}

func (s *Service) reader(ctx context.Context) reader {
	p, _ := access.From(ctx)
	return reader{p.UserID, s.db.Now(ctx), i18n.Zone(ctx)}
}

// columns compiles a query's leaves to conditions on tickets t, and gathers their arguments.
type columns struct {
	db.Where
	q      db.Querier
	reader reader
	text   func(term search.Term) string
}

// Text implements search.Columns.
func (c *columns) Text(term string) (string, error) { return c.text(search.Term{Text: term}), nil }

// Field implements search.Columns.
func (c *columns) Field(f search.Field) (string, error) {
	switch f.Name {
	case "id":
		return c.number("t.id", f)
	case "status":
		if f.Op == search.Less && f.Values[0] == Solved.String() {
			return "t.status < 5", nil // in these words the partial indexes of live tickets serve it
		}
		return c.choice("t.status", f, numbers(statusNames[:])), nil
	case "priority":
		return c.choice("t.priority", f, numbers(priorityNames[:])), nil
	case "severity":
		return c.choice("t.severity", f, numbers([]string{none, "1", "2", "3", "4"})), nil
	case "type":
		return c.choice("t.type", f, func(word string) any { return strings.TrimPrefix(word, none) }), nil
	case "channel":
		return c.choice("t.channel", f, func(word string) any { return word }), nil
	case "stage":
		return c.choice("t.stage", f, func(word string) any { return word }), nil
	case "created", "updated", "solved", "due", "breach":
		return c.moment("t."+f.Name+"_at", f)
	case "has":
		return "EXISTS (SELECT 1 FROM attachments a WHERE a.ticket_id = t.id AND NOT a.inline)", nil
	case "is":
		return c.any(f, c.state), nil
	case "assignee", "requester", "org", "group", "tag", "region", "form":
		return c.any(f, func(value string) string { return c.named(f.Name, value) }), nil
	}
	if f.Name == "field" {
		return c.any(f, c.custom), nil
	}
	return c.text(search.Term{Text: search.Normalize(f.Values[0]), Field: f.Name}), nil
}

// any joins what a field's values stand for.
func (c *columns) any(f search.Field, cond func(value string) string) string {
	list := make([]string, len(f.Values))
	for i, v := range f.Values {
		list[i] = "(" + cond(v) + ")"
	}
	return strings.Join(list, " OR ")
}

func (c *columns) choice(column string, f search.Field, value func(word string) any) string {
	words := language.Matching(f)
	if len(words) == 0 {
		return "FALSE"
	}
	args := make([]any, len(words))
	for i, w := range words {
		args[i] = value(w)
	}
	return c.Bind(column+" IN "+db.In(len(args)), args...)
}

// numbers gives a word the number of its place.
func numbers(names []string) func(word string) any {
	return func(word string) any {
		for n, name := range names {
			if name == word {
				return n
			}
		}
		return -1
	}
}

func (c *columns) number(column string, f search.Field) (string, error) {
	if f.Op != search.Is {
		n, err := strconv.ParseInt(f.Values[0], 10, 64)
		return c.Bind(column+" "+string(f.Op)+" ?", n), err
	}
	ids := make([]int64, 0, len(f.Values))
	for _, v := range f.Values {
		n, err := strconv.ParseInt(v, 10, 64)
		if err != nil {
			return "", err
		}
		ids = append(ids, n)
	}
	return c.Bind(column+" IN "+list(c.q), listArg(ids)), nil
}

func (c *columns) moment(column string, f search.Field) (string, error) {
	span, err := f.Span(c.reader.now, c.reader.zone)
	if err != nil {
		return "", err
	}
	cond := column + " IS NOT NULL"
	if !span.From.IsZero() {
		cond += c.Bind(" AND "+column+" >= ?", span.From)
	}
	if !span.To.IsZero() {
		cond += c.Bind(" AND "+column+" < ?", span.To)
	}
	return cond, nil
}

func (c *columns) state(word string) string {
	switch word {
	case "unanswered":
		return "t.waiting_since IS NOT NULL"
	case "unreplied":
		return "NOT t.replied"
	case "paused":
		return "t.paused_at IS NOT NULL"
	case "breached":
		return "t.breach_at IS NOT NULL AND t.breach_at <= " + c.Bind("?", c.reader.now)
	}
	// An out-of-office answer in the middle does not make the ticket automatic: its opening counts.
	return `EXISTS (SELECT 1 FROM comments c WHERE c.automatic <> ''
		AND c.id = (SELECT min(o.id) FROM comments o WHERE o.ticket_id = t.id))`
}

// custom is the condition for a custom field: key=value, or key alone for any value.
func (c *columns) custom(word string) string {
	key, value, exact := strings.Cut(word, "=")
	cond := c.Bind("d.key = ?", strings.ToLower(key))
	if exact {
		cond += c.Bind(" AND v.value = ?", value)
	}
	return "EXISTS (SELECT 1 FROM ticket_field_values v JOIN ticket_fields d ON d.id = v.field_id WHERE v.ticket_id = t.id AND " + cond + ")"
}

// named is the condition for a person, organization, group or tag: none, me, #12 by number, else a part of
// the name or address; tags are whole.
func (c *columns) named(field, value string) string {
	column := map[string]string{"assignee": "t.assignee_id", "requester": "t.requester_id", "org": "t.organization_id",
		"group": "t.group_id", "form": "t.form_id"}[field]
	folded := people.FoldName(value)
	id, err := strconv.ParseInt(strings.TrimPrefix(value, "#"), 10, 64)
	switch {
	case field == "region" && folded == none:
		return "t.region = ''"
	case field == "region":
		return c.Bind("t.region = ?", folded)
	case field == "tag" && folded == none:
		return "NOT EXISTS (SELECT 1 FROM ticket_tags g WHERE g.ticket_id = t.id)"
	case field == "tag":
		return c.Bind("t.id IN (SELECT g.ticket_id FROM ticket_tags g WHERE g.tag = ?)", strings.ReplaceAll(folded, " ", "_"))
	case folded == none:
		return column + " IS NULL"
	case folded == "me" && (field == "assignee" || field == "requester"):
		return c.Bind(column+" = ?", c.reader.me)
	case err == nil && value[0] == '#':
		return c.Bind(column+" = ?", id)
	}
	return column + " IN " + c.holders(field, "%"+db.Escape(folded)+"%")
}

func (c *columns) holders(field, pattern string) string {
	switch field {
	case "org":
		return c.Bind(`(SELECT o.id FROM organizations o WHERE o.name_key LIKE ? ESCAPE '\')`, pattern)
	case "form":
		return c.Bind(`(SELECT f.id FROM ticket_forms f WHERE f.title_key LIKE ? ESCAPE '\')`, pattern)
	case "group":
		return c.Bind(`(SELECT g.id FROM staff_groups g WHERE g.name_key LIKE ? ESCAPE '\')`, pattern)
	}
	return c.Bind(`(SELECT u.id FROM users u WHERE u.name_key LIKE ? ESCAPE '\'
		UNION SELECT i.user_id FROM identities i WHERE i.value LIKE ? ESCAPE '\')`, pattern, pattern)
}

// list is "a list of numbers that comes as one argument", so that the text of a statement does not depend on
// how many there are; listArg makes the argument.
func list(q db.Querier) string {
	return db.Pick(q, "(SELECT value FROM json_each(?))", "(SELECT CAST(jsonb_array_elements_text(CAST(? AS jsonb)) AS bigint))")
}

func listArg(ids []int64) string {
	var b strings.Builder
	for i, id := range ids {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(strconv.FormatInt(id, 10))
	}
	return "[" + b.String() + "]"
}
