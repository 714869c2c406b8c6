package incident

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// Template is a prepared text of an update with what must be filled in. Its body names fields as {{field}}; {{title}},
// {{issue}} and {{next_update}} are known by themselves.
type Template struct {
	Title  string          `json:"title"`
	Status Status          `json:"status"` // that it is offered for; empty: for each
	Body   string          `json:"body"`
	Fields []TemplateField `json:"fields"`
}

// TemplateField is a blank of a template.
type TemplateField struct {
	Key      string `json:"key"` // small letters, digits and _
	Label    string `json:"label"`
	Optional bool   `json:"optional"`
}

var (
	blank    = regexp.MustCompile(`\{\{\s*([a-z][a-z0-9_]*)\s*\}\}`)
	fieldKey = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
	known    = []string{"title", "issue", "next_update"}
)

// TemplatesKey is the setting of the texts. Those of a new desk are after support-incident-response.md, and short enough
// for the body's limit.
var TemplatesKey = settings.Key[[]Template]{Name: "incident.templates", Check: checkTemplates, Default: defaultTemplates()}

func defaultTemplates() []Template {
	impact := TemplateField{Key: "impact", Label: "Who is affected, and how"}
	progress := TemplateField{Key: "progress", Label: "What changed since the last update"}
	return []Template{
		{Title: "First word", Status: Investigating, Fields: []TemplateField{impact},
			Body: "We are investigating: {{impact}}. Details: {{issue}} Next update by {{next_update}}."},
		{Title: "Regular update", Fields: []TemplateField{progress, {Key: "next", Label: "What happens next", Optional: true}},
			Body: "{{progress}} {{next}} Next update by {{next_update}}."},
		{Title: "Cause found", Status: Identified, Fields: []TemplateField{{Key: "cause", Label: "What the cause is, in the customer's words"}},
			Body: "We found the cause: {{cause}}. We are working on a fix. Next update by {{next_update}}."},
		{Title: "No material updates: investigating", Status: Investigating,
			Body: "No material updates to report. We are still investigating. Next update by {{next_update}}."},
		{Title: "No material updates: identified", Status: Identified,
			Body: "No material updates to report. Work on the fix goes on. Next update by {{next_update}}."},
		{Title: "No material updates: monitoring", Status: Monitoring,
			Body: "No material updates to report. The fix is in place and we keep watching it. Next update by {{next_update}}."},
		{Title: "Fix in place", Status: Monitoring, Fields: []TemplateField{{Key: "fix", Label: "What was done"}},
			Body: "{{fix}} We are watching that it stays well. Next update by {{next_update}}."},
		{Title: "Resolved", Status: Resolved, Fields: []TemplateField{{Key: "outcome", Label: "What was wrong, and since when all works again"}},
			Body: "This incident is resolved. {{outcome}} Details: {{issue}}"},
	}
}

func checkTemplates(list []Template) error {
	var titles []string
	for _, t := range list {
		switch {
		case strings.TrimSpace(t.Title) == "" || strings.TrimSpace(t.Body) == "":
			return fault.Field("templates", "Each text needs a title and a body; “%s” lacks one", t.Title)
		case slices.Contains(titles, t.Title):
			return fault.Field("templates", "There are two texts called “%s”. Give one another title", t.Title)
		case t.Status != "" && !Unplanned.allowed(t.Status) && !Maintenance.allowed(t.Status):
			return fault.Field("templates", "“%s” of the text “%s” is no status", t.Status, t.Title)
		}
		titles = append(titles, t.Title)
		if err := t.checkFields(); err != nil {
			return err
		}
	}
	return nil
}

func (t Template) checkFields() error {
	keys := slices.Clone(known)
	for _, f := range t.Fields {
		if !fieldKey.MatchString(f.Key) || slices.Contains(keys, f.Key) || f.Label == "" {
			return fault.Field("templates", "The field “%s” of “%s” needs a label, and a key of its own in small letters", f.Key, t.Title)
		}
		keys = append(keys, f.Key)
	}
	for _, m := range blank.FindAllStringSubmatch(t.Body, -1) {
		if !slices.Contains(keys, m[1]) {
			return fault.Field("templates", "“%s” uses {{%s}}, and has no such field", t.Title, m[1])
		}
	}
	return nil
}

// templateBy finds a text by its title.
func templateBy(list []Template, title string) (Template, bool) {
	i := slices.IndexFunc(list, func(t Template) bool { return t.Title == title })
	if i < 0 {
		return Template{}, false
	}
	return list[i], true
}

// fillTemplate makes the body of u of its template, where nobody wrote another, and asks for the blanks.
func (s *Service) fillTemplate(ctx context.Context, q db.Querier, u *Update, i Incident, fields map[string]string) error {
	if u.Template == "" {
		return nil
	}
	list, err := TemplatesKey.Get(ctx, q)
	if err != nil {
		return err
	}
	t, ok := templateBy(list, u.Template)
	if !ok {
		return fault.Field("template", "There is no text “%s” any more. Choose another", u.Template)
	}
	if u.Body != "" {
		return nil
	}
	table, err := CadenceKey.Get(ctx, q)
	if err != nil {
		return err
	}
	next := table.next(u.Status, i.Severity, s.DB.Now(ctx), u.NextBy)
	values := map[string]string{"title": i.Title, "issue": i.IssueURL}
	if !next.IsZero() {
		values["next_update"] = clock(next)
	}
	u.Body, err = t.fill(values, fields)
	return err
}

// fill puts values into the blanks. One that may be empty goes with its space, a sentence about a time or an address that
// there is none of goes whole.
func (t Template) fill(values, fields map[string]string) (string, error) {
	for _, f := range t.Fields {
		v := strings.TrimSpace(fields[f.Key])
		if v == "" && !f.Optional {
			return "", fault.Field("field-"+f.Key, "“%s” asks for this: %s", t.Title, f.Label)
		}
		values[f.Key] = v
	}
	body := t.Body
	for _, name := range known {
		if values[name] == "" {
			body = sentenceOf(name).ReplaceAllString(body, "")
		}
	}
	body = blank.ReplaceAllStringFunc(body, func(m string) string { return values[blank.FindStringSubmatch(m)[1]] })
	return strings.Join(strings.Fields(body), " "), nil
}

// sentenceOf matches the words around a blank, from the end of the sentence before.
func sentenceOf(name string) *regexp.Regexp {
	return regexp.MustCompile(`[^.!?{}]*\{\{\s*` + name + `\s*\}\}[.!?]?`)
}
