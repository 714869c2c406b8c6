package ticketui

import (
	"encoding/json"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// runs groups the events between two comments that one person caused in one update.
func runs(all []event.Event) [][]event.Event {
	comment := (ticket.Commented{}).EventKind()
	var out [][]event.Event
	for _, e := range all {
		n := len(out)
		if n > 0 && e.Kind != comment && out[n-1][0].Kind != comment && out[n-1][0].AuditID == e.AuditID && out[n-1][0].ActorID == e.ActorID {
			out[n-1] = append(out[n-1], e)
			continue
		}
		out = append(out, []event.Event{e})
	}
	return out
}

// merged joins what one update did to a field step by step: who looks wants to know from where to where.
func merged(run []event.Event) []event.Event {
	var out []event.Event
	at := map[string]int{} // of a field's one change, in out
	for _, e := range run {
		f, err := event.Decode[ticket.Changed](e)
		if e.Kind != f.EventKind() || err != nil || f.Field == "cc" || f.Field == "follower" {
			out = append(out, e)
			continue
		}
		i, known := at[f.Field]
		if !known {
			at[f.Field] = len(out)
			out = append(out, e)
			continue
		}
		first, err := event.Decode[ticket.Changed](out[i])
		if err != nil {
			continue
		}
		first.To = f.To
		if joined, err := json.Marshal(first); err == nil {
			out[i].Data = joined
		}
	}
	return out
}
