package statusui

import (
	"context"
	"fmt"
	"net/http"
	"net/url"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/incident"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// getFor shows a customer's own page to who has its link.
func (u *UI) getFor(w http.ResponseWriter, r *http.Request) error {
	o, err := u.Incidents.ByLink(r.Context(), r.PathValue("secret"))
	if err != nil {
		return err
	}
	return u.own(w, r, o)
}

// getMine shows it to a customer who is signed in. Others are led to the door.
func (u *UI) getMine(w http.ResponseWriter, r *http.Request) error {
	if _, ok := access.From(r.Context()); !ok {
		web.Redirect(w, r, "/portal/sign-in?next="+url.QueryEscape(r.URL.RequestURI()))
		return nil
	}
	o, err := u.Incidents.Mine(r.Context())
	if err != nil {
		return err
	}
	return u.own(w, r, o)
}

func (u *UI) own(w http.ResponseWriter, r *http.Request, o incident.Own) error {
	ctx := r.Context()
	f := u.frameOf(ctx, site{}, o.Page, o.Customer.Name)
	f.private, f.updated = true, o.Updated
	_, signedIn := access.From(ctx)
	return f.send(w, r, http.StatusOK, h.P(h.Class("private"), g.Text(i18n.T(ctx, "statuspage.own", "Name", o.Customer.Name))), ownTickets(ctx, o, signedIn),
		u.overview(ctx, f, o.View))
}

// ownTickets lists the customer's tickets behind which something is that goes on.
func ownTickets(ctx context.Context, o incident.Own, signedIn bool) g.Node {
	var rows g.Group
	for _, t := range o.Tickets {
		for _, thread := range o.Going() {
			if thread.ID != t.Incident {
				continue
			}
			name := g.Text(fmt.Sprintf("#%d %s", t.Ticket, t.Subject))
			if signedIn {
				name = h.A(h.Href(fmt.Sprint("/portal/tickets/", t.Ticket)), name)
			}
			rows = append(rows, h.Li(name, g.Text(" · "+thread.Title)))
		}
	}
	return g.If(len(rows) > 0, h.Section(h.H2(g.Text(i18n.T(ctx, "statuspage.yourtickets"))), h.Ul(h.Class("list"), rows)))
}
