// Package peopleui holds the pages about people: sign-in and what leads to it, one's own profile, the
// directory of customers and colleagues, and the settings of the team.
package peopleui

import (
	"context"
	"embed"
	"net/http"
	"time"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// Catalogue holds the words of these pages, for i18n.NewBundle.
//
//go:embed locale/*.json
var Catalogue embed.FS

// Region is a region of the desk as people are kept in it.
type Region struct {
	Key  string
	Name string
	Tone string // see page.RegionName
}

// Deps is what the pages need from the desk.
type Deps struct {
	People *people.Service
	Now    func() time.Time
	// Shell draws a page for someone who is signed in.
	Shell func(r *http.Request, title string, body ...g.Node) web.Node
	// Regions are the desk's; none hides the field.
	Regions []Region
	// Languages are the tags that pages can be read in.
	Languages []string
	// UserTickets and OrganizationTickets show the recent tickets of a person or a customer; nil shows none.
	UserTickets, OrganizationTickets func(ctx context.Context, id int64) (g.Node, error)
	// NewTicket is where a ticket for a person is begun, with ?requester=; empty hides the button.
	NewTicket string
}

// Handlers are the pages.
type Handlers struct {
	deps   Deps
	people *people.Service
	tries  *tries
}

// New makes the pages.
func New(d Deps) *Handlers {
	return &Handlers{deps: d, people: d.People, tries: newTries()}
}

// Routes adds the pages to the desk's mux.
func (h *Handlers) Routes(m *web.Mux) {
	h.doorRoutes(m)
	h.profileRoutes(m)
	h.directoryRoutes(m)
	h.teamRoutes(m)
}

func (h *Handlers) doorRoutes(m *web.Mux) {
	m.Handle("GET /setup", h.setupPage)
	m.Handle("POST /setup", h.setUp(m.ClientIP))
	m.Handle("GET /sign-in", h.signInPage)
	m.Handle("POST /sign-in", h.signIn(m.ClientIP))
	m.Handle("POST /sign-out", h.signOut)
	m.Handle("GET /forgot", h.forgotPage)
	m.Handle("POST /forgot", h.forgot(m.ClientIP))
	m.Handle("GET "+people.ResetPath+"{secret}", h.resetPage)
	m.Handle("POST "+people.ResetPath+"{secret}", h.reset)
	m.Handle("GET "+people.InvitePath+"{secret}", h.invitationPage)
	m.Handle("POST "+people.InvitePath+"{secret}", h.acceptInvitation)
}

func (h *Handlers) profileRoutes(m *web.Mux) {
	m.Handle("GET /profile", h.profilePage)
	m.Handle("POST /profile", h.saveProfile)
	m.Handle("GET /profile/signature", h.signaturePage)
	m.Handle("POST /profile/signature", h.saveSignature)
	m.Handle("GET /profile/notifications", h.notificationsPage)
	m.Handle("POST /profile/notifications", h.saveNotifications)
	m.Handle("GET /profile/password", h.passwordPage)
	m.Handle("POST /profile/password", h.changePassword)
}

func (h *Handlers) directoryRoutes(m *web.Mux) {
	m.Handle("GET /people", h.directoryPage)
	m.Handle("GET /people/new", h.newContactPage)
	m.Handle("POST /people", h.createContact)
	m.Handle("GET /people/{id}", h.userPage)
	m.Handle("GET /people/{id}/edit", h.editUserPage)
	m.Handle("POST /people/{id}", h.editUser)
	m.Handle("POST /people/{id}/addresses", h.addAddress)
	m.Handle("POST /people/{id}/addresses/primary", h.makePrimary)
	m.Handle("POST /people/{id}/addresses/remove", h.removeAddress)
	m.Handle("GET /organizations", h.organizationsPage)
	m.Handle("GET /organizations/new", h.newOrganizationPage)
	m.Handle("POST /organizations", h.saveOrganization)
	m.Handle("GET /organizations/{id}", h.organizationPage)
	m.Handle("GET /organizations/{id}/edit", h.editOrganizationPage)
	m.Handle("POST /organizations/{id}", h.saveOrganization)
}

func (h *Handlers) teamRoutes(m *web.Mux) {
	m.Handle("GET /settings/staff", h.staffPage)
	m.Handle("GET /settings/staff/invite", h.invitePage)
	m.Handle("POST /settings/staff", h.invite)
	m.Handle("GET /settings/staff/{id}", h.memberPage)
	m.Handle("POST /settings/staff/{id}/role", h.setRole)
	m.Handle("POST /settings/staff/{id}/link", h.sendLink)
	m.Handle("POST /settings/staff/{id}/off", h.deactivate)
	m.Handle("POST /settings/staff/{id}/on", h.reactivate)
	m.Handle("GET /settings/groups", h.groupsPage)
	m.Handle("GET /settings/groups/new", h.newGroupPage)
	m.Handle("POST /settings/groups", h.saveGroup)
	m.Handle("GET /settings/groups/{id}", h.groupPage)
	m.Handle("POST /settings/groups/{id}", h.saveGroup)
	m.Handle("POST /settings/groups/{id}/delete", h.deleteGroup)
	m.Handle("GET /settings/blocked", h.blockedPage)
	m.Handle("POST /settings/blocked", h.block)
	m.Handle("POST /settings/blocked/remove", h.unblock)
}

// show answers with a page in the workspace.
func (h *Handlers) show(w http.ResponseWriter, r *http.Request, status int, title string, body ...g.Node) error {
	return web.Render(w, status, h.deps.Shell(r, title, body...))
}

// door answers with a page for someone who is not signed in. Its forms carry secrets, so nothing keeps it.
func (h *Handlers) door(w http.ResponseWriter, r *http.Request, status int, title string, body ...g.Node) error {
	w.Header().Set("Cache-Control", "no-store")
	f := page.Frame{Title: title, Now: h.deps.Now(), Flashes: web.TakeFlashes(r.Context())}
	return web.Render(w, status, page.Door(r.Context(), f, body...))
}

// statusOf is the status of a page that shows f: what is wrong with it was the sender's to mend.
func statusOf(f *web.Form) int {
	if f.OK() {
		return http.StatusOK
	}
	return http.StatusUnprocessableEntity
}

func done(ctx context.Context, text string) { web.AddFlash(ctx, web.Flash{Kind: "done", Text: text}) }
