package condition

import "time"

// Facts are what is known of one ticket, by the names of fields. A field that is missing is unset.
type Facts struct {
	Values map[string][]string    // words; ids in decimal; tags; true or false
	Custom map[string]CustomValue // by the whole name, as CustomField gives it
	Texts  map[string]string      // subject_includes_word, … as search.Normalize makes them
	Times  map[string]time.Time   // by the names of Since fields; of statuses only the one that lasts
	// Calendar is whose hours count for the ticket; 0: all hours.
	Calendar int64
	Contract Contract
	Update   *Update // what changed; nil where no update is asked about
}

// CustomValue is what a custom field holds.
type CustomValue struct {
	Kind   string // text, number, date, checkbox, select or multiselect
	Values []string
}

// Contract is what an organization's entitlement follows from, together with the day. Days are UTC, written
// 2006-01-02.
type Contract struct {
	Known       bool   // the ticket has an organization
	Hold        bool   // support is held back
	Expired     bool   // by its level, whatever the dates say
	StartsOn    string // empty: long ago
	EndsOn      string // the last day; empty: without end
	GraceEndsOn string
}

// Update is what happened to a ticket just now.
type Update struct {
	Create bool
	Was    map[string][]string // what fields that changed had before; unset ones are there, and empty
	Actor  int64
	Role   string // of the actor
	Via    string // mail, web, api, rule, …
	// Comment is what was said; nil where nothing was.
	Comment *Comment
}

// Comment is a contribution of an update.
type Comment struct {
	Public bool
	Text   string // as search.Normalize makes it
}

// Env is what an answer depends on beside the ticket.
type Env struct {
	Now    time.Time
	Me     int64   // who asks: "current_user"
	Groups []int64 // theirs: "current_groups"
	// Hours are the desk's calendars by id.
	Hours map[int64]Hours
	// Regions are the calendars of regions by key, and Default that of the desk, for tickets that neither a
	// rule nor their organization gave one: SQL finds the ticket's calendar as Facts.Calendar names it.
	Regions map[string]int64
	Default int64
}

// Hours is a business calendar; *bizcal.Calendar is one.
type Hours interface {
	Open(t time.Time) bool
	Between(a, b time.Time) time.Duration
	Add(start time.Time, n time.Duration) (time.Time, bool)
	NextOpen(t time.Time) (time.Time, bool)
	NextClose(t time.Time) (time.Time, bool)
}

// entitlement is the word for where a contract stands at now (people.Organization.Entitlement); empty without
// an organization.
func (c Contract) entitlement(now time.Time) string {
	today := now.UTC().Format(time.DateOnly)
	switch {
	case !c.Known:
		return ""
	case c.Hold:
		return "hold"
	case c.Expired:
		return "expired"
	case today < c.StartsOn:
		return "not_started"
	case c.EndsOn == "" || today <= c.EndsOn:
		return "active"
	case today <= c.GraceEndsOn:
		return "grace"
	}
	return "expired"
}
