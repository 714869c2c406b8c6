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

// Schedule is a calendar that clocks can run by.
type Schedule struct {
	ID    int64
	Title string
}

// Deps is what the pages need from the desk.
type Deps struct {
	People *people.Service
	Now    func() time.Time
	// Shell draws a page for someone who is signed in.
	Shell func(r *http.Request, title string, body ...g.Node) web.Node
	// Regions gives the desk's as they are now, at once: it is asked for every row. None hides the field.
	Regions func() []Region
	// Languages are the tags that pages can be read in.
	Languages []string
	// UserTickets and OrganizationTickets show the recent tickets of a person or a customer; nil shows none.
	UserTickets, OrganizationTickets func(ctx context.Context, id int64) (g.Node, error)
	// OrganizationPanels stand in the column beside a customer, in order.
	OrganizationPanels []OrganizationPanel
	// OpenTickets shows the tickets that wait at a member of the team, to be handed over; nil shows none.
	OpenTickets func(ctx context.Context, userID int64) (g.Node, error)
	// Duties shows the shifts on call that somebody has in a stretch, to be covered by others; nil shows none.
	Duties func(ctx context.Context, userID int64, from, until time.Time) (g.Node, error)
	// Load counts the open tickets of everybody in the team by assignee; nil leaves the column out.
	Load func(ctx context.Context) (map[int64]int, error)
	// Calendars are the schedules that a customer can have of its own; nil hides the field.
	Calendars func(ctx context.Context) ([]Schedule, error)
	// ShiftReason says why somebody works shifts, beside that they do; nil says nothing.
	ShiftReason func(ctx context.Context, u people.User) (g.Node, error)
	// NewTicket is where a ticket for a person is begun, with ?requester=; empty hides the button.
	NewTicket string
}

// OrganizationPanel is one block of another part of the desk beside a customer; it gives nil where that has nothing to say.
type OrganizationPanel func(ctx context.Context, o people.Organization) (g.Node, error)

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
func (ui *Handlers) Routes(m *web.Mux) {
	ui.doorRoutes(m)
	ui.profileRoutes(m)
	ui.directoryRoutes(m)
	ui.workRoutes(m)
	ui.teamRoutes(m)
}

func (ui *Handlers) doorRoutes(m *web.Mux) {
	m.Handle("GET /setup", ui.setupPage)
	m.Handle("POST /setup", ui.setUp(m.ClientIP))
	m.Handle("GET /sign-in", ui.signInPage)
	m.Handle("POST /sign-in", ui.signIn(m.ClientIP))
	m.Handle("POST /sign-out", ui.signOut)
	m.Handle("GET /forgot", ui.forgotPage)
	m.Handle("POST /forgot", ui.forgot(m.ClientIP))
	m.Handle("GET "+people.ResetPath+"{secret}", ui.resetPage)
	m.Handle("POST "+people.ResetPath+"{secret}", ui.reset)
	m.Handle("GET "+people.InvitePath+"{secret}", ui.invitationPage)
	m.Handle("POST "+people.InvitePath+"{secret}", ui.acceptInvitation)
}

func (ui *Handlers) profileRoutes(m *web.Mux) {
	m.Handle("GET /profile", ui.profilePage)
	m.Handle("POST /profile", ui.saveProfile)
	m.Handle("GET /profile/signature", ui.signaturePage)
	m.Handle("POST /profile/signature", ui.saveSignature)
	m.Handle("GET /profile/notifications", ui.notificationsPage)
	m.Handle("POST /profile/notifications", ui.saveNotifications)
	m.Handle("GET /profile/password", ui.passwordPage)
	m.Handle("POST /profile/password", ui.changePassword)
	m.Handle("GET "+ownTokensPath, ui.ownTokensPage)
	m.Handle("POST "+ownTokensPath, ui.createToken)
	m.Handle("POST "+ownTokensPath+"/revoke", ui.revokeToken(ownTokensPath))
}

func (ui *Handlers) directoryRoutes(m *web.Mux) {
	m.Handle("GET /people", ui.directoryPage)
	m.Handle("GET /people/new", ui.newContactPage)
	m.Handle("POST /people", ui.createContact)
	m.Handle("GET /people/{id}", ui.userPage)
	m.Handle("GET /people/{id}/edit", ui.editUserPage)
	m.Handle("POST /people/{id}", ui.editUser)
	m.Handle("POST /people/{id}/addresses", ui.addAddress)
	m.Handle("POST /people/{id}/addresses/primary", ui.makePrimary)
	m.Handle("POST /people/{id}/addresses/remove", ui.removeAddress)
	m.Handle("GET /organizations", ui.organizationsPage)
	m.Handle("GET /organizations/new", ui.newOrganizationPage)
	m.Handle("POST /organizations", ui.saveOrganization)
	m.Handle("GET /organizations/{id}", ui.organizationPage)
	m.Handle("GET /organizations/{id}/edit", ui.editOrganizationPage)
	m.Handle("POST /organizations/{id}", ui.saveOrganization)
	m.Handle("GET /organizations/{id}/contacts", ui.contactsPage)
	m.Handle("POST /organizations/{id}/contacts", ui.nameContact)
	m.Handle("POST /organizations/{id}/contacts/drop", ui.dropContact)
}

func (ui *Handlers) workRoutes(m *web.Mux) {
	m.Handle("GET /team", ui.teamPage)
	m.Handle("GET /team/skills", ui.skillsPage)
	m.Handle("GET /team/capacity", ui.capacityPage)
	m.Handle("POST /team/capacity", ui.saveLimits)
	m.Handle("GET /team/capacity/{week}", ui.weekPage)
	for _, whose := range []string{"/profile", "/people/{id}"} {
		m.Handle("GET "+whose+"/hours", ui.workPage)
		m.Handle("POST "+whose+"/hours", ui.saveWork)
		m.Handle("GET "+whose+"/time-off", ui.timeOffPage)
		m.Handle("POST "+whose+"/time-off", ui.planTimeOff)
		m.Handle("POST "+whose+"/time-off/cancel", ui.cancelTimeOff)
	}
}

func (ui *Handlers) teamRoutes(m *web.Mux) {
	m.Handle("GET /settings/staff", ui.staffPage)
	m.Handle("GET /settings/staff/invite", ui.invitePage)
	m.Handle("POST /settings/staff", ui.invite)
	m.Handle("GET /settings/staff/{id}", ui.memberPage)
	m.Handle("POST /settings/staff/{id}/role", ui.setRole)
	m.Handle("POST /settings/staff/{id}/link", ui.sendLink)
	m.Handle("POST /settings/staff/{id}/off", ui.deactivate)
	m.Handle("POST /settings/staff/{id}/on", ui.reactivate)
	m.Handle("GET /settings/groups", ui.groupsPage)
	m.Handle("GET /settings/groups/new", ui.newGroupPage)
	m.Handle("POST /settings/groups", ui.saveGroup)
	m.Handle("GET /settings/groups/{id}", ui.groupPage)
	m.Handle("POST /settings/groups/{id}", ui.saveGroup)
	m.Handle("POST /settings/groups/{id}/delete", ui.deleteGroup)
	m.Handle("GET "+customersPath, ui.customersPage)
	m.Handle("POST "+customersPath, ui.saveCustomers)
	m.Handle("GET "+apiPath, ui.apiPage)
	m.Handle("POST "+apiPath, ui.saveAPI)
	m.Handle("POST "+apiPath+"/revoke", ui.revokeToken(apiPath))
	m.Handle("GET /settings/blocked", ui.blockedPage)
	m.Handle("POST /settings/blocked", ui.block)
	m.Handle("POST /settings/blocked/remove", ui.unblock)
}

// show answers with a page in the workspace.
func (ui *Handlers) show(w http.ResponseWriter, r *http.Request, status int, title string, body ...g.Node) error {
	return web.Render(w, status, ui.deps.Shell(r, title, body...))
}

// door answers with a page for someone who is not signed in. Its forms carry secrets, so nothing keeps it.
func (ui *Handlers) door(w http.ResponseWriter, r *http.Request, status int, title string, body ...g.Node) error {
	w.Header().Set("Cache-Control", "no-store")
	f := page.Frame{Title: title, Now: ui.deps.Now(), Flashes: web.TakeFlashes(r.Context())}
	return web.Render(w, status, page.Door(r.Context(), f, body...))
}
