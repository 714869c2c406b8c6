// Package workspace is the engineer's shell: it puts the frame around every page, answers the palette, and
// serves what belongs to no single module: the settings' contents, the style page, the live stream.
package workspace

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/core/calendar"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/module"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// Shell draws frames for one desk.
type Shell struct {
	Desk string // the desk's name
	DB   *db.DB
	Log  *event.Log
	// Calendars are what regions keep hours by.
	Calendars *calendar.Service
	People    *people.Service
	Tickets   *ticket.Service
	Hub       *web.Hub
	Modules   []module.Module
	// Views lists the saved views for the sidebar, below the queue; nil shows none.
	// They are given the address of the page around them, with no more than its view.
	Views func(ctx context.Context, at string) (page.NavGroup, error)
	// Palette answers a search in the palette with rows; nil knows pages only.
	Palette func(ctx context.Context, query string) ([]Choice, error)
	// OnCall gives who is on call now, for the sun band; nil, or a nil answer, shows nobody.
	OnCall func(ctx context.Context) (*page.OnCall, error)
	// Board is where the sun band leads; empty makes no link.
	Board string
	// Above is what stands above the body of some pages; nil, or a nil node, is nothing.
	Above func(r *http.Request) g.Node
	// Demo shows the style page.
	Demo bool
}

// Page is a whole page for the signed-in user of r.
func (s *Shell) Page(r *http.Request, title string, body ...g.Node) web.Node {
	ctx := r.Context()
	if s.Above != nil {
		if note := s.Above(r); note != nil {
			body = append([]g.Node{note}, body...)
		}
	}
	return page.Shell(ctx, s.Frame(r, title), body...)
}

// Frame is what stands around a page.
func (s *Shell) Frame(r *http.Request, title string) page.Frame {
	ctx := r.Context()
	p, _ := access.From(ctx)
	f := page.Frame{
		Title: title, Now: s.DB.Now(ctx), Since: s.since(ctx), Hints: hints(ctx, r.URL.Path), Flashes: web.TakeFlashes(ctx), Zone: i18n.Zone(ctx),
		Me:    page.Person{ID: p.UserID, Name: p.Name, Href: "/profile"},
		Extra: []page.NavItem{{Label: i18n.T(ctx, "nav.signout"), Href: "/sign-out", Icon: "log-out", Post: true}},
		Theme: theme(r), More: page.NavItem{Label: i18n.T(ctx, "nav.more"), Href: morePath, Icon: "menu", Current: r.URL.Path == morePath},
	}
	if band, err := s.band(ctx); err == nil {
		f.Band = band
	}
	f.Nav = s.nav(ctx, r.URL)
	if f.Desk, _ = DeskName.Get(ctx, s.DB.Read()); f.Desk == "" { // a page without its desk's name is still a page
		f.Desk = s.Desk
	}
	return f
}

// theme reads the reader's choice of light or dark; empty follows the system.
func theme(r *http.Request) string {
	c, err := r.Cookie("theme")
	if err != nil || (c.Value != "light" && c.Value != "dark") {
		return ""
	}
	return c.Value
}

// band is the sun band of the desk's regions.
func (s *Shell) band(ctx context.Context) (page.Band, error) {
	regions, err := people.Regions.Get(ctx, s.DB.Read())
	b := bandOf(regions)
	b.URL, b.Href = "/band", s.Board
	if s.OnCall != nil && err == nil {
		b.OnCall, err = s.OnCall(ctx)
	}
	return b, err
}

// bandOf leaves out regions whose zone or hours make no sense.
func bandOf(regions []people.Region) (b page.Band) {
	for _, r := range regions {
		zone, zerr := time.LoadLocation(r.Zone)
		opens, closes, herr := r.Hours()
		if zerr != nil || herr != nil {
			continue
		}
		b.Regions = append(b.Regions, page.Region{Name: r.Name, City: r.City, Zone: zone, Open: opens, Close: closes, Tone: r.Tone})
	}
	return b
}

// nav gathers the modules' entries into the sidebar: the work itself, what rings, what folds away, and the saved views. A
// count that cannot be had is left out.
func (s *Shell) nav(ctx context.Context, at *url.URL) []page.NavGroup {
	bySection := map[string][]module.NavItem{}
	for _, m := range s.Modules {
		for _, item := range m.Nav {
			if item.Visible == nil || item.Visible(ctx) {
				bySection[item.Section] = append(bySection[item.Section], item)
			}
		}
	}
	group := func(section string) page.NavGroup {
		return page.NavGroup{Title: i18n.T(ctx, "nav.section."+section), Items: s.items(ctx, at.Path, bySection[section])}
	}
	first, rings := page.NavGroup{Items: s.items(ctx, at.Path, bySection[""])}, group("oncall")
	groups := []page.NavGroup{first, rings}
	for _, section := range []string{"customers", "team", "admin"} {
		folds := group(section)
		folds.Fold = "nav-" + section
		groups = append(groups, folds)
	}
	if s.Views != nil {
		if views, err := s.Views(ctx, address(at)); err == nil && len(views.Items) > 0 {
			groups = append(groups, views)
			one := func(n page.NavItem) bool { return n.Current }
			if slices.ContainsFunc(views.Items, one) { // one place is enough to say where the reader is
				for i := range first.Items {
					first.Items[i].Current = false
				}
			}
		}
	}
	return slices.DeleteFunc(groups, func(n page.NavGroup) bool { return len(n.Items) == 0 })
}

// address is the path of a page and the view it shows.
func address(at *url.URL) string {
	if view := at.Query().Get("view"); view != "" {
		return at.Path + "?view=" + view
	}
	return at.Path
}

func (s *Shell) items(ctx context.Context, path string, items []module.NavItem) []page.NavItem {
	slices.SortStableFunc(items, func(a, b module.NavItem) int { return cmp.Compare(a.Position, b.Position) })
	var out []page.NavItem
	for _, item := range items {
		n := page.NavItem{Label: i18n.T(ctx, "nav."+item.ID), Href: item.Href, Icon: item.Icon, Key: item.Key, Bar: item.Phone,
			Current: current(path, item.Href)}
		if item.Count != nil {
			if count, err := item.Count(ctx); err == nil && count > 0 {
				n.Count = strconv.Itoa(count)
			}
		}
		out = append(out, n)
	}
	return out
}

// current reports whether path is below href.
func current(path, href string) bool {
	return path == href || (href != "/" && len(path) > len(href) && path[:len(href)] == href && path[len(href)] == '/')
}
