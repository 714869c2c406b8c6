// Package rulesui holds the pages of rules: triggers, automations and macros under Settings, with an editor that
// tries a rule on the past; the macros that an engineer calls on a ticket; and what rules did to it, and why.
package rulesui

import (
	"context"
	"embed"
	"net/http"
	"strconv"
	"time"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/capability/rules"
	"github.com/daywatch/daywatch/internal/core/condition/conditionui"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/module"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// Catalogue holds the words of these pages, for i18n.NewBundle.
//
//go:embed locale/*.json
var Catalogue embed.FS

// Deps is what the pages need from the desk.
type Deps struct {
	Rules *rules.Service
	// Tickets keep the views, whose conditions are edited here; nil leaves that page out.
	Tickets *ticket.Service
	Now     func(ctx context.Context) time.Time
	// Page draws a page in the workspace.
	Page func(r *http.Request, title string, body ...g.Node) web.Node
	// Person finds whom an address belongs to, and Organization which one has a name; nil finds nobody, and the
	// number has to be typed.
	Person, Organization conditionui.Find
}

// UI serves the pages.
type UI struct{ Deps }

// New makes the pages.
func New(d Deps) *UI { return &UI{d} }

const (
	triggersPath    = "/settings/triggers"
	automationsPath = "/settings/automations"
	macrosPath      = "/settings/macro-actions"
)

func listPath(k rules.Kind) string {
	if k == rules.Automation {
		return automationsPath
	}
	return triggersPath
}

func rulePath(r rules.Rule) string { return listPath(r.Kind) + "/" + strconv.FormatInt(r.ID, 10) }

// Routes adds the pages to the desk's mux.
func (u *UI) Routes(m *web.Mux) {
	trialTime := web.Deadline(2 * time.Minute) // a trial reads the history of thousands of tickets
	for _, k := range rules.Kinds() {
		list := listPath(k)
		m.Handle("GET "+list, u.getRules(k))
		m.Handle("GET "+list+"/new", u.getNewRule(k))
		m.Handle("POST "+list, u.postRule(k), trialTime)
		m.Handle("GET "+list+"/{id}", u.getRule(k))
		m.Handle("POST "+list+"/{id}", u.postRule(k), trialTime)
		m.Handle("POST "+list+"/{id}/delete", u.postDelete(k))
		m.Handle("POST "+list+"/{id}/move", u.postMove(k))
		m.Handle("POST "+list+"/{id}/switch", u.postSwitch(k))
	}
	m.Handle("GET "+macrosPath, u.getMacros)
	m.Handle("GET "+macrosPath+"/new", u.getNewMacro)
	m.Handle("POST "+macrosPath, u.postMacro)
	m.Handle("GET "+macrosPath+"/{id}", u.getMacro)
	m.Handle("POST "+macrosPath+"/{id}", u.postMacro)
	m.Handle("GET /tickets/{id}/macros", u.getCalls)
	m.Handle("GET /tickets/{id}/macros/{macro}", u.getCall)
	m.Handle("POST /tickets/{id}/macros/{macro}", u.postCall)
	m.Handle("GET /tickets/{id}/rules", u.getTrace)
	if u.Tickets != nil {
		m.Handle("GET /settings/views/{id}/conditions", u.getViewConditions)
		m.Handle("POST /settings/views/{id}/conditions", u.postViewConditions)
	}
}

// Settings is what stands in the settings' table of contents.
func Settings() []module.SettingsPage {
	may := func(a access.Action) func(context.Context) bool {
		return func(ctx context.Context) bool { return access.Check(ctx, a) == nil }
	}
	return []module.SettingsPage{
		{ID: "triggers", Icon: "activity", Href: triggersPath, Section: "tickets", Position: 82, Visible: may(access.ViewTickets)},
		{ID: "automations", Icon: "alarm-clock", Href: automationsPath, Section: "tickets", Position: 84, Visible: may(access.ViewTickets)},
		{ID: "macroactions", Icon: "sparkles", Href: macrosPath, Section: "tickets", Position: 86, Visible: may(access.ManageViews)},
	}
}

// show answers with a page in the workspace.
func (u *UI) show(w http.ResponseWriter, r *http.Request, status int, title string, body ...g.Node) error {
	return web.Render(w, status, u.Page(r, title, body...))
}

// words says rules in the reader's language.
type words struct {
	conditionui.Words
}

func (u *UI) finder() conditionui.Finder {
	return conditionui.Finder{Person: u.Person, Organization: u.Organization}
}
