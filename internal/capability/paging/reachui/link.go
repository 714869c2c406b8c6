package reachui

import (
	"context"
	"net/http"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/paging"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// getLink shows what a link in a message is about. It changes nothing: scanners of mail open every link.
func (u *UI) getLink(w http.ResponseWriter, r *http.Request) error {
	attempt, mark, err := linkOf(r)
	if err != nil {
		return err
	}
	v, err := u.Paging.Look(r.Context(), attempt, mark)
	if err != nil {
		return err
	}
	return u.linkPage(w, r, v)
}

// postLink acknowledges for the person to whom the message went, and shows who has it.
func (u *UI) postLink(w http.ResponseWriter, r *http.Request) error {
	attempt, mark, err := linkOf(r)
	if err != nil {
		return err
	}
	if _, err := u.Paging.AnswerByLink(r.Context(), attempt, mark, paging.HowLink); err != nil {
		return err
	}
	web.Redirect(w, r, r.URL.Path)
	return nil
}

// linkOf reads the number of an attempt and its mark. The error is fault.NotFound.
func linkOf(r *http.Request) (attempt int64, mark string, err error) {
	attempt, err = strconv.ParseInt(r.PathValue("attempt"), 10, 64)
	return attempt, r.PathValue("mark"), fault.Wrap(fault.NotFound, err, "This link is cut short or has expired. Sign in to see what rings")
}

func (u *UI) linkPage(w http.ResponseWriter, r *http.Request, v paging.Sight) error {
	ctx, now := r.Context(), u.Now(r.Context())
	ctx = i18n.WithZone(ctx, v.User.Location()) // nobody is signed in; the clock is that of who was asked
	w.Header().Set("Referrer-Policy", "no-referrer")
	w.Header().Set("X-Robots-Tag", "noindex")
	frame := page.Frame{Title: v.Page.Title, Now: now}
	when := i18n.T(ctx, "phone.paged", "When", i18n.FormatNear(ctx, v.Page.At, now)) + " · " + v.User.Name
	return web.Render(w, http.StatusOK, page.Phone(ctx, frame, "", urgency(ctx, v.Page.Urgency),
		rang(ctx, v.Page, v.Card, when, now), linkActs(ctx, r, v), words(ctx, v.Card.Messages, now)))
}

func linkActs(ctx context.Context, r *http.Request, v paging.Sight) g.Node {
	open := h.Div(h.Class("pair"), page.LinkButton(page.Secondary, paging.PhonePath(v.Page.ID), i18n.T(ctx, "phone.sign_in")))
	switch {
	case v.Page.State == paging.Triggered:
		return g.Group{h.Div(h.Class("big"), page.PostButton(page.Primary, r.URL.Path, i18n.T(ctx, "phone.acknowledge"), nil)), open}
	case v.Page.AckedBy == v.User.ID && v.Page.AckedBy != 0:
		return g.Group{page.Notice(page.Green, i18n.T(ctx, "phone.yours", "When", i18n.FormatClock(ctx, v.Page.AckedAt))), open}
	case v.Page.AckedBy != 0:
		return g.Group{page.Notice(page.Green, i18n.T(ctx, "phone.theirs", "Name", v.AckedBy, "When", i18n.FormatClock(ctx, v.Page.AckedAt))), open}
	}
	return g.Group{page.Notice(page.Green, i18n.T(ctx, "phone.resolved")), open}
}
