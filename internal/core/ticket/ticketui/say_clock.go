package ticketui

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/i18n"
)

// Changes of custom fields and of exceptions carry the key or the tag in the name of the field.
const (
	customField = "field:"
	optOut      = "opt_out:"
)

// sayReason tells a change whose value is a sentence that somebody wrote.
func sayReason(ctx context.Context, f ticket.Changed) string {
	tag, exception := strings.CutPrefix(f.Field, optOut)
	switch {
	case exception && f.To == "":
		return i18n.T(ctx, "said.opted_in", "Tag", i18n.T(ctx, "opt_out."+tag))
	case exception:
		return i18n.T(ctx, "said.opted_out", "Tag", i18n.T(ctx, "opt_out."+tag), "Why", f.To)
	case f.To == "":
		return i18n.T(ctx, "said.resumed")
	}
	return i18n.T(ctx, "said.paused", "Why", f.To)
}

// fieldTitle names a field of a change.
func (s *sight) fieldTitle(ctx context.Context, field string) string {
	key, custom := strings.CutPrefix(field, customField)
	if !custom {
		return i18n.T(ctx, "field."+field)
	}
	return or(s.field(key).Title, key)
}

// field finds a custom field by its key.
func (s *sight) field(key string) ticket.Field {
	for _, f := range s.defined {
		if f.Key == key {
			return f
		}
	}
	return ticket.Field{Key: key}
}

// clockValue turns the stored value of what clocks and forms go by into words.
func (s *sight) clockValue(ctx context.Context, field, v string) string {
	key, custom := strings.CutPrefix(field, customField)
	switch {
	case v == "":
		return ""
	case custom:
		titles := strings.Split(v, "\n")
		for i, t := range titles {
			titles[i] = s.field(key).TitleOf(t)
		}
		return strings.Join(titles, ", ")
	case field == "stage":
		return i18n.T(ctx, "stage.is_"+v)
	case field == "region":
		return or(region(s.regions, v).Name, v)
	case field == "form":
		return or(s.form(v).Title, "#"+v)
	case field == "calendar":
		return "#" + v
	case field == "due":
		return dueWord(ctx, v)
	}
	return v
}

func (s *sight) form(id string) ticket.Form {
	for _, f := range s.forms {
		if strconv.FormatInt(f.ID, 10) == id {
			return f
		}
	}
	return ticket.Form{}
}

// dueWord shows a due date in the reader's time and, where that differs, in the one it was meant in.
func dueWord(ctx context.Context, v string) string {
	instant, zone, _ := strings.Cut(v, " ")
	at, err := time.Parse(time.RFC3339, instant)
	if err != nil {
		return v
	}
	text := i18n.FormatTime(ctx, at)
	there, err := time.LoadLocation(zone)
	if err != nil || zone == "" || zone == i18n.Zone(ctx).String() {
		return text
	}
	return text + " (" + i18n.FormatTime(i18n.WithZone(ctx, there), at) + " " + zone + ")"
}
