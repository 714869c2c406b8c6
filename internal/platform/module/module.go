// Package module says what a part of the desk brings along. app lists the modules of the binary in one
// place, in order; nothing registers itself.
package module

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/job"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// Module is one part of the desk. Any field may be empty.
type Module struct {
	Name        string
	Migrations  db.Migrations
	Handlers    []event.Handler    // run inside the transaction that appends, in module order
	Subscribers []event.Subscriber // run as jobs, at least once
	Workers     []job.Worker
	Schedules   []job.Schedule
	Routes      func(*web.Mux)
	Nav         []NavItem
	Settings    []SettingsPage
	Health      []Check
	// Run is background work beside the jobs, such as a mailbox connection; it ends with its context.
	Run func(ctx context.Context) error
}

// NavItem is an entry of the workspace's sidebar.
type NavItem struct {
	ID       string // also the message id of its label: nav.ID
	Icon     string // a Lucide name
	Href     string
	Key      string // two keys that open it: "g q"; may be empty
	Section  string // "", "oncall", "customers", "team" or "admin": the group it stands in
	Position int    // order inside the section
	Phone    bool   // has a place in the bar of a phone; the rest stands under More
	// Visible says whether the principal of ctx sees it; nil means all staff.
	Visible func(ctx context.Context) bool
	// Count is the number beside the label; nil means none.
	Count func(ctx context.Context) (int, error)
}

// SettingsPage is an entry of the settings' table of contents.
type SettingsPage struct {
	ID       string // message ids settings.ID.title and settings.ID.about
	Icon     string
	Href     string
	Section  string // "desk", "tickets", "mail", "customers", "oncall" or "team": the part of the contents it stands in
	Position int    // order inside the section
	Visible  func(ctx context.Context) bool
}

// Check is one line of /healthz and of `daywatch doctor`.
type Check struct {
	Name string
	// Probe returns nil when all is well, else what is wrong and what to do.
	Probe func(ctx context.Context) error
}
