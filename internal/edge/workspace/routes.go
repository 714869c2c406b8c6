package workspace

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// Routes adds the shell's own pages.
func (s *Shell) Routes(m *web.Mux) {
	m.Handle("GET /{$}", home)
	m.Handle("GET /live", s.Hub.Stream(s.mayFollow), web.Deadline(0))
	m.Handle("GET /band", s.getBand)
	m.Handle("GET /palette", s.getPalette)
	m.Handle("GET "+morePath, s.getMore)
	m.Handle("GET /settings", s.getSettings)
	m.Handle("POST /theme", s.postTheme)
	m.Handle("GET /settings/desk", s.getDesk)
	m.Handle("POST /settings/desk", s.postDesk)
	m.Handle("POST /settings/desk/regions", s.postRegions)
	m.Handle("GET /settings/audit", s.getAudit)
	if s.Demo {
		m.Handle("GET /style", s.getStyle)
	}
}

// home leads everybody to their side of the desk: who works on tickets to their day, who only reads them to the queue.
func home(w http.ResponseWriter, r *http.Request) error {
	who, ok := access.From(r.Context())
	switch {
	case ok && !who.Role.Staff():
		web.Redirect(w, r, "/portal/")
	case ok && who.Role.Allows(access.UpdateTickets):
		web.Redirect(w, r, "/today")
	default:
		web.Redirect(w, r, "/tickets")
	}
	return nil
}

// mayFollow lets staff follow tickets and lists, and everyone their own notifications.
func (s *Shell) mayFollow(ctx context.Context, topic string) error {
	p, ok := access.From(ctx)
	if !ok {
		return fault.New(fault.Unauthorized, "Sign in first")
	}
	if kind, id, _ := strings.Cut(topic, ":"); kind == "user" && id != strconv.FormatInt(p.UserID, 10) {
		return fault.New(fault.Forbidden, "These are somebody else's notifications")
	}
	return access.Check(ctx, access.ViewTickets)
}

func (s *Shell) getBand(w http.ResponseWriter, r *http.Request) error {
	if err := access.Check(r.Context(), access.ViewTickets); err != nil {
		return err
	}
	band, err := s.band(r.Context())
	if err != nil {
		return err
	}
	return web.Render(w, http.StatusOK, page.BandFragment(r.Context(), band, s.DB.Now(r.Context())))
}

func (s *Shell) getStyle(w http.ResponseWriter, r *http.Request) error {
	return web.Render(w, http.StatusOK, s.Page(r, "Style", page.StyleGuide(r.Context(), s.DB.Now(r.Context()))))
}
