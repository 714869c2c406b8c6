package calendar

// Saved is the fact that a calendar was made or changed, or that a calendar it is a union of was.
type Saved struct {
	Title   string   `json:"title"`
	Version int64    `json:"version"` // as it is now
	New     bool     `json:"new,omitempty"`
	Changes []Change `json:"changes,omitempty"` // empty for a new one
}

// EventKind implements event.Fact.
func (Saved) EventKind() string { return "calendar.saved" }

// Hours reports whether anything changed that a clock can tell: anything but the title.
func (s Saved) Hours() bool {
	for _, c := range s.Changes {
		if c.Field != "title" {
			return true
		}
	}
	return s.New
}

// Renamed gives the title before, if this was a change of it.
func (s Saved) Renamed() (from string, ok bool) {
	for _, c := range s.Changes {
		if c.Field == "title" {
			return c.From, true
		}
	}
	return "", false
}

// Change is one part of a calendar that became another. Field is title, zone, members (titles), member (the title
// of the one that changed), a weekday in English and small letters, or "holiday" or "special" and a date.
type Change struct {
	Field string `json:"field"`
	From  string `json:"from,omitempty"`
	To    string `json:"to,omitempty"`
}

// Deleted is the fact that a calendar is no more. Its versions stay.
type Deleted struct {
	Title string `json:"title"`
}

// EventKind implements event.Fact.
func (Deleted) EventKind() string { return "calendar.deleted" }
