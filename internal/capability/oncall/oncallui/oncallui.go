// Package oncallui holds the pages of on-call: who is on now, the year of a schedule, cover, and one's own shifts. One file
// per page.
package oncallui

import (
	"context"
	"embed"
	"net/http"
	"strconv"
	"time"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/capability/oncall"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
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
	OnCall *oncall.Service
	People *people.Service
	// Page puts the frame around a body.
	Page func(r *http.Request, title string, body ...g.Node) web.Node
	Now  func(ctx context.Context) time.Time
	// Shifts shows beside a schedule how the weekend and the holidays of a week are staffed, and who of its people works
	// shifts and why. Nil shows nothing.
	Shifts func(ctx context.Context, members []int64, from, until time.Time) (g.Node, error)
	// Link makes the absolute URL of a path of this desk. Nil leaves paths as they are.
	Link func(path string) string
	// Localize gives a context the language of somebody who is not there. Nil keeps that of the request.
	Localize func(ctx context.Context, locale string) context.Context
	// Planned shows what else is planned within shifts, such as upgrades of customers; mine are the reader's own shifts.
	// Nil, or a nil node, shows nothing.
	Planned func(ctx context.Context, mine bool, shifts []Span) (g.Node, error)
}

// Span is a stretch of time in which somebody is on call.
type Span struct{ From, Until time.Time }

// planned asks for what else is planned.
func (u *UI) planned(ctx context.Context, mine bool, shifts ...Span) (g.Node, error) {
	if u.Planned == nil || len(shifts) == 0 {
		return nil, nil
	}
	return u.Planned(ctx, mine, shifts)
}

// UI serves the pages.
type UI struct{ Deps }

// New makes the pages.
func New(d Deps) *UI { return &UI{d} }

const (
	root          = "/on-call"
	schedulesPath = root + "/schedules"
)

// Routes adds the pages to mux.
func (u *UI) Routes(mux *web.Mux) {
	mux.Handle("GET /on-call", u.getNow)
	mux.Handle("GET /on-call/mine", u.getMine)
	mux.Handle("GET /on-call/schedules/new", u.getNew)
	mux.Handle("POST /on-call/schedules", u.postSchedule)
	mux.Handle("GET /on-call/schedules/{id}", u.getSchedule)
	mux.Handle("POST /on-call/schedules/{id}", u.postSchedule)
	mux.Handle("GET /on-call/schedules/{id}/edit", u.getEdit)
	mux.Handle("POST /on-call/schedules/{id}/delete", u.postDelete)
	mux.Handle("POST /on-call/schedules/{id}/close-gap", u.postWay)
	mux.Handle("GET /on-call/schedules/{id}/override", u.getOverride)
	mux.Handle("POST /on-call/schedules/{id}/override", u.postOverride)
	mux.Handle("POST /on-call/schedules/{id}/restore", u.postRestore)
	u.coverRoutes(mux)
	u.feedRoutes(mux)
	u.importRoutes(mux)
	mux.Handle("GET /on-call/qualifications", u.getQualifications)
	mux.Handle("POST /on-call/qualifications", u.postQualification)
	mux.Handle("POST /on-call/qualifications/delete", u.postQualificationDelete)
	mux.Handle("GET /settings/on-call", u.getSettings)
	mux.Handle("POST /settings/on-call", u.postSettings)
}

func (u *UI) coverRoutes(mux *web.Mux) {
	mux.Handle("GET /on-call/cover", u.getCovers)
	mux.Handle("GET /on-call/cover/new", u.getAsk)
	mux.Handle("POST /on-call/cover", u.postAsk)
	mux.Handle("GET /on-call/cover/{id}", u.getCover)
	mux.Handle("POST /on-call/cover/{id}/offer", u.postOffer)
	mux.Handle("POST /on-call/cover/{id}/accept", u.postAccept)
	mux.Handle("POST /on-call/cover/{id}/undo", u.postUndo)
	mux.Handle("POST /on-call/cover/{id}/withdraw", u.postWithdraw)
}

// Nav is what stands in the sidebar.
func Nav() []module.NavItem {
	return []module.NavItem{{ID: "oncall", Icon: "calendar", Href: root, Key: "g o", Section: "oncall", Position: 30, Visible: may(access.ViewTickets)}}
}

// Settings is what stands in the settings' table of contents.
func Settings() []module.SettingsPage {
	return []module.SettingsPage{{ID: "oncall", Icon: "phone-call", Href: "/settings/on-call", Section: "oncall", Position: 45,
		Visible: may(access.ManageSettings)}}
}

func may(a access.Action) func(context.Context) bool {
	return func(ctx context.Context) bool { return access.Check(ctx, a) == nil }
}

func number(n int64) string { return strconv.FormatInt(n, 10) }

// crowd is everybody a page may name, and the regions they belong to.
type crowd struct {
	users   map[int64]people.User
	team    []people.User // the active ones, by name
	regions []people.Region
}

func (u *UI) crowd(ctx context.Context) (c crowd, err error) {
	roster, err := u.People.Team(ctx, u.Now(ctx))
	if err != nil {
		return c, err
	}
	c = crowd{users: map[int64]people.User{}, team: roster.People, regions: roster.Regions}
	for _, p := range roster.People {
		c.users[p.ID] = p
	}
	return c, nil
}

// name of somebody; who is gone stays somebody.
func (c crowd) name(ctx context.Context, id int64) string {
	if u, ok := c.users[id]; ok {
		return u.Name
	}
	return i18n.T(ctx, "oncall.gone", "Number", id)
}

func (c crowd) person(ctx context.Context, id int64) page.Person {
	return page.Person{ID: id, Name: c.name(ctx, id), Href: "/people/" + number(id)}
}

func (c crowd) region(key string) (people.Region, bool) {
	for _, r := range c.regions {
		if r.Key == key {
			return r, true
		}
	}
	return people.Region{}, false
}

func (c crowd) tone(key string) string {
	r, _ := c.region(key)
	return r.Tone
}

// stretch is a time as the reader's clock shows it.
func stretch(ctx context.Context, from, until, now time.Time) g.Node {
	return g.Group{page.Time(ctx, from, now), g.Text(" – "), page.Time(ctx, until, now)}
}
