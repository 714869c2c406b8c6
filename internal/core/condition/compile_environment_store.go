package condition

import (
	"maps"
	"slices"
	"strings"

	"github.com/daywatch/daywatch/internal/core/environment/version"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// environment is a column of the installation that the ticket t is about: the one that was chosen for it, if it is still
// that customer's, or else the customer's primary one. Empty where there is none.
func environment(column string) string {
	return `coalesce((SELECT v.` + column + ` FROM environments v WHERE v.id = coalesce(
		(SELECT c.id FROM environment_tickets l JOIN environments c ON c.id = l.environment_id WHERE l.ticket_id = t.id AND c.organization_id = t.organization_id),
		(SELECT p.id FROM environments p WHERE p.organization_id = t.organization_id AND p.is_primary))), '')`
}

// environmentColumns are never NULL; a version is compared by its key, see version.Key.
var environmentColumns = map[string]string{
	"environment_deployment": environment("deployment"), "environment_version": environment("version_key"),
	"environment_architecture": environment("architecture"),
	"environment_size":         environment("size"), "environment_kind": environment("kind"),
}

// Environments are the columns of a ticket t that Facts.Values hold of its installation, by field, for whoever reads Facts.
// The version stands there as people write it.
func Environments() map[string]string {
	columns := maps.Clone(environmentColumns)
	columns["environment_version"] = environment("version")
	return columns
}

func (c compiler) release(f Field, cond Condition) string {
	key := environmentColumns[f.Name] + db.Pick(c.q, "", ` COLLATE "C"`)
	var some []string
	for _, value := range cond.Value {
		bound, err := version.Parse(value)
		low, high := bound.Span()
		switch {
		case err != nil && value == "" && slices.Contains([]Operator{Is, IsNot}, cond.Operator):
			some = append(some, key+" = ''")
		case err != nil:
			some = append(some, "FALSE")
		case cond.Operator == LessThan:
			some = append(some, c.w.Bind(key+" > '' AND "+key+" < ?", low))
		case cond.Operator == GreaterThan:
			some = append(some, c.w.Bind(key+" >= ?", high))
		default:
			some = append(some, c.w.Bind(key+" >= ? AND "+key+" < ?", low, high))
		}
	}
	if len(some) == 0 {
		return not(cond.Operator == Is, "FALSE")
	}
	return not(cond.Operator != IsNot, "("+strings.Join(some, ") OR (")+")")
}
