package condition

import "strings"

// Line is one condition and what came of it.
type Line struct {
	Block     string // all or any
	Condition Condition
	Held      bool
	Found     []string // what the ticket had; of an instant RFC 3339; nil: nothing, or a text
}

// Explain answers every condition of s, in order, those of All first. s holds when all lines of All held and
// one of Any, if there is one.
func Explain(s Set, f Facts, env Env) []Line {
	lines := make([]Line, 0, len(s.All)+len(s.Any))
	for _, c := range s.All {
		lines = append(lines, Line{"all", c, c.holds(f, env), c.found(f, env)})
	}
	for _, c := range s.Any {
		lines = append(lines, Line{"any", c, c.holds(f, env), c.found(f, env)})
	}
	return lines
}

func (c Condition) found(f Facts, env Env) []string {
	field, _ := FieldOf(c.Field)
	switch field.Kind {
	case Text:
		return nil // facts and traces hold no text of messages
	case Since, Until:
		at := f.Times[strings.TrimPrefix(field.Name, "until_")]
		if at.IsZero() {
			return nil
		}
		return []string{at.UTC().Format("2006-01-02T15:04:05Z")}
	case Custom:
		return f.Custom[field.Name].Values
	}
	if c.Operator == ChangedFrom || c.Operator == NotChangedFrom {
		if f.Update == nil {
			return nil
		}
		return f.Update.Was[field.Name]
	}
	return f.values(field, env)
}
