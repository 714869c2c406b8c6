package web

import (
	"context"
	"encoding/json"
)

// Flash is a message for the next page this browser opens.
type Flash struct {
	Kind   string `json:"kind"` // "done", "note" or "error"
	Text   string `json:"text"`
	Undo   string `json:"undo,omitempty"`   // a path that POST takes to undo what was done; may be empty
	Until  int64  `json:"until,omitempty"`  // Unix seconds when undoing ends; 0 has no end
	Target string `json:"target,omitempty"` // a path where what was done can be seen; may be empty
}

// AddFlash keeps f for the next page. Without a session it is dropped.
func AddFlash(ctx context.Context, f Flash) {
	s := sessionOf(ctx)
	if s == nil {
		return
	}
	all, err := json.Marshal(append(flashes(s.scs.GetString(ctx, keyFlash)), f))
	if err == nil { // strings and ints always encode
		s.scs.Put(ctx, keyFlash, string(all))
	}
}

// Done tells the next page that something was done.
func Done(ctx context.Context, text string) { AddFlash(ctx, Flash{Kind: "done", Text: text}) }

// TakeFlashes gives the messages that wait for this page and forgets them.
func TakeFlashes(ctx context.Context) []Flash {
	s := sessionOf(ctx)
	if s == nil || !s.scs.Exists(ctx, keyFlash) {
		return nil
	}
	return flashes(s.scs.PopString(ctx, keyFlash))
}

func flashes(text string) []Flash {
	var all []Flash
	if json.Unmarshal([]byte(text), &all) != nil {
		return nil // nothing was kept, or by an older version: a lost message is better than a lost page
	}
	return all
}
