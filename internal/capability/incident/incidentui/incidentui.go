// Package incidentui holds the incident room, the hand-overs and the settings of incidents. One file per page. What everybody
// sees is statusui's.
package incidentui

import (
	"context"
	"embed"
	"net/http"
	"strconv"
	"time"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/capability/incident"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/module"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// Catalogue holds the words of these pages, for i18n.NewBundle.
//
//go:embed locale/*.json
var Catalogue embed.FS

// Deps is what the pages need.
type Deps struct {
	Incidents *incident.Service
	Tickets   *ticket.Service
	People    *people.Service
	// Page puts the frame around a body.
	Page func(r *http.Request, title string, body ...g.Node) web.Node
	Now  func(ctx context.Context) time.Time
	// Link makes the absolute URL of a path of this desk.
	Link func(path string) string
}

// UI serves the pages.
type UI struct{ Deps }

// New makes the pages.
func New(d Deps) *UI { return &UI{d} }

const (
	listPath       = "/incidents"
	componentsPath = "/settings/components"
	rulesPath      = "/settings/incidents"
	textsPath      = "/settings/incident-texts"
	statusPath     = "/settings/status-page"
)

// Routes adds the pages to mux.
func (u *UI) Routes(mux *web.Mux) {
	mux.Handle("GET /incidents", u.getList)
	mux.Handle("GET /incidents/new", u.getNew)
	mux.Handle("POST /incidents/new", u.postNew)
	mux.Handle("GET /incidents/{id}", u.getRoom)
	mux.Handle("GET /incidents/{id}/edit", u.getEdit)
	mux.Handle("POST /incidents/{id}/edit", u.postEdit)
	mux.Handle("POST /incidents/{id}/updates", u.postUpdate)
	mux.Handle("POST /incidents/{id}/updates/{update}/{act}", u.postAct)
	mux.Handle("GET /incidents/{id}/answer", u.getAnswer)
	mux.Handle("POST /incidents/{id}/answer", u.postAnswer)
	mux.Handle("POST /incidents/{id}/link", u.postTicket(u.Incidents.LinkTicket, "room.linked"))
	mux.Handle("POST /incidents/{id}/unlink", u.postTicket(u.Incidents.Unlink, "room.unlinked"))
	mux.Handle("GET /tickets/{id}/incident", u.getChoose)
	mux.Handle("POST /tickets/{id}/incident", u.postChoose)
	mux.Handle("GET "+incident.HandOverPath, u.getHandOvers)
	mux.Handle("GET "+incident.HandOverPath+"/{id}", u.getHandOver)
	mux.Handle("POST "+incident.HandOverPath+"/{id}", u.postHandOver)
	mux.Handle("GET "+componentsPath, u.getComponents)
	mux.Handle("GET "+componentsPath+"/{id}", u.getComponents)
	mux.Handle("POST "+componentsPath, u.postComponent)
	mux.Handle("POST "+componentsPath+"/{id}/delete", u.postComponentDelete)
	mux.Handle("GET "+rulesPath, u.getRules)
	mux.Handle("POST "+rulesPath, u.postRules)
	mux.Handle("GET "+textsPath, u.getTexts)
	mux.Handle("POST "+textsPath, u.postTexts)
	mux.Handle("GET "+statusPath, u.getStatus)
	mux.Handle("POST "+statusPath, u.postStatus)
	mux.Handle("POST "+statusPath+"/customers", u.postCustomer)
	mux.Handle("POST "+statusPath+"/subscribers/{id}/remove", u.postSubscriberRemove)
}

// Nav is what stands in the sidebar.
func Nav() []module.NavItem {
	return []module.NavItem{{ID: "incidents", Icon: "triangle-alert", Href: listPath, Key: "g i", Section: "oncall", Position: 17,
		Visible: may(access.ViewTickets)}}
}

// Settings is what stands in the settings' table of contents.
func Settings() []module.SettingsPage {
	manage := may(access.ManageSettings)
	return []module.SettingsPage{
		{ID: "components", Icon: "server", Href: componentsPath, Section: "oncall", Position: 46, Visible: manage},
		{ID: "incidents", Icon: "triangle-alert", Href: rulesPath, Section: "oncall", Position: 47, Visible: manage},
		{ID: "incidenttexts", Icon: "file-text", Href: textsPath, Section: "oncall", Position: 48, Visible: manage},
		{ID: "statuspage", Icon: "globe", Href: statusPath, Section: "oncall", Position: 49, Visible: manage},
	}
}

func may(a access.Action) func(context.Context) bool {
	return func(ctx context.Context) bool { return access.Check(ctx, a) == nil }
}

func text(n int64) string { return strconv.FormatInt(n, 10) }

func room(id int64) string { return listPath + "/" + text(id) }

// show answers with a page.
func (u *UI) show(w http.ResponseWriter, r *http.Request, form *web.Form, title string, body ...g.Node) error {
	return web.Render(w, web.FormStatus(form), u.Page(r, title, body...))
}

// done says on the next page that something was done, and goes there.
func done(w http.ResponseWriter, r *http.Request, id, to string, data ...any) error {
	web.Done(r.Context(), i18n.T(r.Context(), id, data...))
	web.Redirect(w, r, to)
	return nil
}

// chosen are the numbers that a form's boxes of a name have.
func chosen(form *web.Form, name string) (list []int64) {
	for _, value := range form.All(name) {
		if id, err := strconv.ParseInt(value, 10, 64); err == nil {
			list = append(list, id)
		}
	}
	return list
}

// moment reads a date and time as a browser sends them, in the reader's zone; zero for none.
func moment(ctx context.Context, form *web.Form, name string) time.Time {
	value := form.Get(name)
	if value == "" {
		return time.Time{}
	}
	t, err := time.ParseInLocation("2006-01-02T15:04", value, i18n.Zone(ctx))
	if err != nil {
		form.Reject(name, i18n.T(ctx, "incidents.notime", "Value", value))
	}
	return t.UTC()
}
