package conditionui

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/daywatch/daywatch/internal/core/condition"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// Find gives the number of what a reader names; found is false where there is nothing of that name.
type Find func(ctx context.Context, name string) (id int64, found bool, err error)

// Finder finds people by their address and organizations by their name: there are too many to choose from. Nil finds
// nobody, and the number has to be typed.
type Finder struct {
	Person, Organization Find
}

// Resolve puts numbers in the place of addresses and names in c.Value. What is not found is noted in f at place.
func (n Finder) Resolve(ctx context.Context, f *web.Form, place string, c *condition.Condition) error {
	field, _ := condition.FieldOf(c.Field)
	find := map[string]Find{"user": n.Person, "organization": n.Organization}[field.Ref]
	if field.Kind != condition.Ref || find == nil {
		return nil
	}
	for i, text := range c.Value {
		text = strings.TrimPrefix(strings.TrimSpace(text), "#")
		if _, err := strconv.ParseInt(text, 10, 64); err == nil || text == "" || slices.Contains(standIns, text) {
			c.Value[i] = text
			continue
		}
		id, found, err := find(ctx, text)
		if err != nil {
			return err
		}
		if !found {
			f.Reject(place, i18n.T(ctx, "condition.unknown."+field.Ref, "Text", text))
			continue
		}
		c.Value[i] = strconv.FormatInt(id, 10)
	}
	return nil
}
