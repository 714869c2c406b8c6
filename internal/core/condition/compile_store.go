package condition

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// Compile makes s a condition on the row t of tickets, and adds its arguments to w. It finds the tickets for
// which Eval is true with the Facts as they are kept. Operators of an update cannot be compiled: false.
func Compile(s Set, env Env, q db.Querier, w *db.Where) string {
	c := compiler{env: env, q: q, w: w}
	all := []string{"TRUE"}
	for _, cond := range s.All {
		all = append(all, "("+c.condition(cond)+")")
	}
	if len(s.Any) > 0 {
		var some []string
		for _, cond := range s.Any {
			some = append(some, "("+c.condition(cond)+")")
		}
		all = append(all, "("+strings.Join(some, " OR ")+")")
	}
	return strings.Join(all, " AND ")
}

// compiler writes conditions that are never NULL, so that NOT means not.
type compiler struct {
	env Env
	q   db.Querier
	w   *db.Where
}

func (c compiler) condition(cond Condition) string {
	f, ok := FieldOf(cond.Field)
	if !ok || cond.Operator.OfUpdate() || f.Uses == ForTrigger {
		return "FALSE"
	}
	switch f.Kind {
	case Since:
		return c.since(f, cond)
	case Until:
		return c.until(f, cond)
	case Word:
		return c.words(f, cond)
	case Ranked:
		return c.ranked(f, cond)
	case Ref:
		return c.ref(f, cond)
	case Tags:
		return c.tags(f, cond)
	case Text:
		return c.text(f, cond)
	case Flag:
		return c.flag(f, cond)
	case Release:
		return c.release(f, cond)
	case Number, Day:
		return c.ofContract(f, cond)
	}
	return c.custom(f, cond)
}

// not turns a condition round where the operator does.
func not(yes bool, cond string) string {
	if yes {
		return cond
	}
	return "NOT (" + cond + ")"
}

// in is "column is one of values"; it is not NULL where the column is not.
func (c compiler) in(column string, values []any) string {
	if len(values) == 0 {
		return "FALSE"
	}
	return c.w.Bind(column+" IN "+db.In(len(values)), values...)
}

// organization is a column of the ticket's organization as a text; empty where there is none.
func organization(column string) string {
	return "coalesce((SELECT o." + column + " FROM organizations o WHERE o.id = t.organization_id), '')"
}

var wordColumns = map[string]string{
	"type": "t.type", "stage": "t.stage", "region": "t.region", "channel": "t.channel",
	"organization.plan": organization("plan"), "organization.support_level": organization("support_level"),
	"organization.tier": organization("tier"), "organization.region": organization("region"),
	"organization.health": organization("health"), "organization.partner": organization("partner"), "organization.segment": organization("segment"),
	"requester_role": "(SELECT u.role FROM users u WHERE u.id = t.requester_id)",
}

func (c compiler) words(f Field, cond Condition) string {
	column := wordColumns[f.Name]
	switch {
	case f.Name == "organization.entitlement":
		column = c.entitlement()
	case OfEnvironment(f.Name):
		column = environmentColumns[f.Name]
	}
	return not(cond.Operator == Is, c.in(column, db.Anys(cond.Value)))
}

// entitlement is Contract.entitlement in SQL. Days are compared as texts by their bytes.
func (c compiler) entitlement() string {
	today := c.env.Now.UTC().Format("2006-01-02")
	bytes := db.Pick(c.q, "", ` COLLATE "C"`)
	return c.w.Bind(`coalesce((SELECT CASE WHEN o.hold THEN 'hold' WHEN o.support_level = 'expired' THEN 'expired'
		WHEN o.starts_on`+bytes+` > ? THEN 'not_started' WHEN o.ends_on = '' OR o.ends_on`+bytes+` >= ? THEN 'active'
		WHEN o.grace_ends_on`+bytes+` >= ? THEN 'grace' ELSE 'expired' END
		FROM organizations o WHERE o.id = t.organization_id), '')`, today, today, today)
}

// rankedColumns are kept as numbers; ranks says which number a word has.
var (
	rankedColumns = map[string]string{"status": "t.status", "priority": "t.priority", "severity": "t.severity"}
	ranks         = map[string]map[string]int{
		"status":   {"new": 1, "open": 2, "pending": 3, "hold": 4, "solved": 5, "closed": 6},
		"priority": {"urgent": 1, "high": 2, "normal": 3, "low": 4, "": 5},
		"severity": {"": 0, "1": 1, "2": 2, "3": 3, "4": 4},
	}
)

func (c compiler) ranked(f Field, cond Condition) string {
	if f.Name == "status" && cond.Operator == LessThan && first(cond.Value) == "solved" {
		return "t.status < 5" // in these words the partial indexes of live tickets serve it
	}
	var met []any
	for _, w := range f.Words {
		switch {
		case !cond.compares(f, word(w), Facts{}, Env{}):
		case OfEnvironment(f.Name): // kept as a word
			met = append(met, w)
		default:
			met = append(met, ranks[f.Name][w])
		}
	}
	if OfEnvironment(f.Name) {
		return c.in(environmentColumns[f.Name], met)
	}
	return c.in(rankedColumns[f.Name], met)
}

var refColumns = map[string]string{
	"group_id": "t.group_id", "assignee_id": "t.assignee_id", "requester_id": "t.requester_id",
	"organization_id": "t.organization_id", "ticket_form_id": "t.form_id", "schedule_id": "t.calendar_id",
}

func (c compiler) ref(f Field, cond Condition) string {
	column := refColumns[f.Name]
	some := []string{}
	var ids []any
	for _, v := range cond.Value {
		switch {
		case v == "":
			some = append(some, column+" IS NULL")
		case refColumns[v] != "": // the same as another person of the ticket
			some = append(some, column+" IS NOT DISTINCT FROM "+refColumns[v])
		default:
			for _, id := range stands(v, Facts{}, c.env) {
				n, err := strconv.ParseInt(id, 10, 64)
				if err == nil {
					ids = append(ids, n)
				}
			}
		}
	}
	if len(ids) > 0 {
		some = append(some, column+" IS NOT NULL AND "+c.in(column, ids))
	}
	if len(some) == 0 {
		return not(cond.Operator == Is, "FALSE")
	}
	return not(cond.Operator == Is, "("+strings.Join(some, ") OR (")+")")
}

func (c compiler) tags(f Field, cond Condition) string {
	from := "SELECT 1 FROM ticket_tags g WHERE g.ticket_id = t.id AND "
	if f.Name == "organization.tags" {
		from = "SELECT 1 FROM organization_tags g WHERE g.organization_id = t.organization_id AND "
	}
	return not(cond.Operator == Includes, "EXISTS ("+from+c.in("g.tag", db.Anys(cond.Value))+")")
}

func (c compiler) text(f Field, cond Condition) string {
	which := "s.kind = 'subject'"
	if f.Name == "description_includes_word" {
		which = "s.kind IN ('comment', 'note') AND s.source_id = (SELECT min(o.id) FROM comments o WHERE o.ticket_id = t.id)"
	}
	some := make([]string, len(cond.Value))
	for i, v := range cond.Value {
		some[i] = c.w.Bind(db.Pick(c.q, "instr(s.words, ?) > 0", "strpos(s.words, ?) > 0"), v)
	}
	found := "EXISTS (SELECT 1 FROM search_texts s WHERE s.ticket_id = t.id AND " + which + " AND (" + strings.Join(some, " OR ") + "))"
	return not(cond.Operator == Includes || cond.Operator == Is, found)
}

func (c compiler) flag(f Field, cond Condition) string {
	yes := slices.Contains(cond.Value, "true")
	if slices.Contains(cond.Value, "false") && yes {
		return "TRUE"
	}
	column := "o.hold"
	switch f.Name {
	case "in_business_hours":
		return not(yes, c.isOpen())
	case "organization.escalated":
		column = "o.escalated_at IS NOT NULL"
	case "organization.marked":
		column = "o.marked_at IS NOT NULL"
	}
	return not(yes, "EXISTS (SELECT 1 FROM organizations o WHERE o.id = t.organization_id AND "+column+")")
}

func (c compiler) custom(f Field, cond Condition) string {
	if key, ok := strings.CutPrefix(f.Name, organizationPrefix); ok {
		return c.organizationField(key, cond)
	}
	key := strings.TrimPrefix(f.Name, customPrefix)
	// Only what is written may be bound: PostgreSQL knows no type for an argument that nothing uses.
	rows := func() string {
		return c.w.Bind("SELECT 1 FROM ticket_field_values v JOIN ticket_fields d ON d.id = v.field_id WHERE v.ticket_id = t.id AND d.key = ?", key)
	}
	switch cond.Operator {
	case Present:
		return "EXISTS (" + rows() + ")"
	case NotPresent:
		return "NOT EXISTS (" + rows() + ")"
	case LessThan, GreaterThan, WithinPrevious, WithinNext:
		return c.ordered(rows, cond)
	}
	one := "EXISTS (" + rows() + " AND " + c.in("v.value", db.Anys(cond.Value)) + ")"
	if slices.Contains(cond.Value, "") {
		one += " OR NOT EXISTS (" + rows() + ")"
	}
	return not(cond.Operator == Is || cond.Operator == Includes, one)
}

// ordered compares numbers and days. The CASE keeps PostgreSQL from reading a number where the field has none.
func (c compiler) ordered(rows func() string, cond Condition) string {
	if n, ok := number(first(cond.Value)); ok && (cond.Operator == LessThan || cond.Operator == GreaterThan) {
		sign := map[Operator]string{LessThan: "<", GreaterThan: ">"}[cond.Operator]
		return "EXISTS (" + rows() + c.w.Bind(" AND CASE WHEN d.kind = 'number' THEN CAST(v.value AS double precision) "+sign+
			" CAST(? AS double precision) ELSE FALSE END)", n)
	}
	low, high, ok := cond.days(c.env.Now)
	if !ok {
		return "FALSE"
	}
	bytes := db.Pick(c.q, "", ` COLLATE "C"`)
	return "EXISTS (" + rows() + c.w.Bind(fmt.Sprintf(" AND d.kind = 'date' AND v.value%s >= ? AND v.value%s <= ?)", bytes, bytes), low, high)
}

func (c compiler) organizationField(key string, cond Condition) string {
	value := c.w.Bind("coalesce((SELECT o.fields ->> CAST(? AS text) FROM organizations o WHERE o.id = t.organization_id), '')", key)
	switch cond.Operator {
	case Present:
		return value + " <> ''"
	case NotPresent:
		return value + " = ''"
	}
	return not(cond.Operator == Is, c.in(value, db.Anys(cond.Value)))
}
