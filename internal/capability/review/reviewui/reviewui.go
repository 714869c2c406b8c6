// Package reviewui holds the pages of review. One file per page.
package reviewui

import (
	"context"
	"embed"
	"net/http"
	"strconv"
	"time"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/capability/review"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/module"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// Catalogue holds the words of these pages, for i18n.NewBundle.
//
//go:embed locale/*.json
var Catalogue embed.FS

// Deps is what the pages need.
type Deps struct {
	Reviews *review.Service
	People  *people.Service
	Tickets *ticket.Service
	// Page puts the frame around a body.
	Page func(r *http.Request, title string, body ...g.Node) web.Node
	Now  func(ctx context.Context) time.Time
}

// UI serves the pages.
type UI struct{ Deps }

// New makes the pages.
func New(d Deps) *UI { return &UI{d} }

// Routes adds the pages to mux.
func (u *UI) Routes(mux *web.Mux) {
	mux.Handle("GET /reviews", u.getUpcoming)
	mux.Handle("GET /reviews/{id}", u.getMeeting)
	mux.Handle("POST /reviews/{id}/skip", u.postSkip)
	mux.Handle("POST /reviews/{id}/move", u.postMove)
	mux.Handle("POST /reviews/{id}/decide", u.postDecide)
	mux.Handle("POST /reviews/{id}/back", u.postBack)
	mux.Handle("POST /reviews/{id}/action", u.postAction)
	mux.Handle("POST /reviews/{id}/finish", u.postFinish)
	mux.Handle("POST /reviews/{id}/draft", u.postDraft)
	mux.Handle("POST /reviews/{id}/minutes", u.postMinutes)
	mux.Handle("POST /reviews/{id}/notes", u.postNotes)
	mux.Handle("GET /accounts/{organization}/review", u.getCalls)
	mux.Handle("POST /accounts/{organization}/review", u.postSeries)
	mux.Handle("POST /accounts/{organization}/review/pause", u.postPause)
	mux.Handle("POST /accounts/{organization}/review/resume", u.postResume)
	mux.Handle("POST /accounts/{organization}/review/end", u.postEnd)
	mux.Handle("GET /accounts/{organization}/agenda", u.getAgenda)
	mux.Handle("POST /accounts/{organization}/agenda", u.postAgenda)
	mux.Handle("GET /accounts/{organization}/risks", u.getRisks)
	mux.Handle("POST /accounts/{organization}/risks", u.postRisk)
	mux.Handle("GET /accounts/{organization}/runbook", u.getRunbook)
	mux.Handle("POST /accounts/{organization}/runbook", u.postRunbook)
	mux.Handle("GET /accounts/{organization}/plan", u.getPlan)
	mux.Handle("POST /accounts/{organization}/plan", u.postGoal)
	mux.Handle("POST /accounts/{organization}/plan/carry", u.postCarry)
	mux.Handle("GET /accounts/{organization}/hours", u.getHours)
	mux.Handle("GET /accounts/{organization}/hours.csv", u.getHoursCSV)
	mux.Handle("POST /accounts/{organization}/hours", u.postHours)
	mux.Handle("GET /accounts/{organization}/report", u.getReport)
	mux.Handle("GET /accounts/{organization}/report.pdf", u.getPDF)
	mux.Handle("POST /accounts/{organization}/report", u.postReport)
	mux.Handle("POST /accounts/{organization}/report/send", u.postSendReport)
	mux.Handle("GET /accounts/{organization}/field", u.getAccountField)
	mux.Handle("GET /field", u.getField)
	mux.Handle("POST /field", u.postField)
	mux.Handle("GET /field/new", u.getAsk)
	mux.Handle("GET /field/{id}", u.getRequest)
	mux.Handle("POST /field/{id}/remark", u.postRemark)
	mux.Handle("POST /field/{id}/hand", u.postHand)
	mux.Handle("POST /field/{id}/close", u.postClose)
	mux.Handle("GET /hours", u.getMyHours)
	mux.Handle("POST /hours", u.postMyHours)
	mux.Handle("POST /hours/forget", u.postForget)
	mux.Handle("GET "+settingsPath, u.getSettings)
	mux.Handle("POST "+settingsPath, u.postSettings)
}

// Nav is what stands in the sidebar.
func Nav() []module.NavItem {
	return []module.NavItem{{ID: "reviews", Icon: "message-square", Href: "/reviews", Key: "g v", Section: "customers", Position: 23,
		Visible: may(access.ViewTickets)}}
}

// Settings is what stands in the settings' table of contents.
func Settings() []module.SettingsPage {
	return []module.SettingsPage{{ID: "reviews", Icon: "users", Href: settingsPath, Section: "customers", Position: 46, Visible: may(access.ManageSettings)}}
}

func may(a access.Action) func(context.Context) bool {
	return func(ctx context.Context) bool { return access.Check(ctx, a) == nil }
}

// writes reports whether the reader may change what an account keeps.
func writes(ctx context.Context) bool { return access.Check(ctx, access.UpdateTickets) == nil }

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

func ticketPath(id int64) string { return "/tickets/" + itoa(id) }

// accountPath is a page of an account.
func accountPath(organization int64, part string) string {
	return "/accounts/" + itoa(organization) + "/" + part
}

// names are the people of numbers; one that is gone has an empty name.
func (u *UI) names(ctx context.Context, ids ...int64) (map[int64]people.User, error) {
	return u.Tickets.Named(ctx, ids...)
}

// staff are the choices of somebody of the team; working ones only where they work on tickets.
func (u *UI) staff(ctx context.Context, nobody string, working bool) ([]page.Choice, error) {
	team, err := u.People.Team(ctx, u.Now(ctx))
	if err != nil {
		return nil, err
	}
	out := []page.Choice{{Label: nobody}}
	for _, p := range team.People {
		if p.Active && (!working || p.Role.Allows(access.UpdateTickets)) {
			out = append(out, page.Choice{Value: itoa(p.ID), Label: p.Name})
		}
	}
	return out, nil
}

// personOf is a person for a list.
func personOf(u people.User) page.Person {
	return page.Person{ID: u.ID, Name: u.Name, Href: "/people/" + itoa(u.ID)}
}
