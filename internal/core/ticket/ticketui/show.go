package ticketui

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"time"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// sight is everything a ticket's page shows, and who is looking.
type sight struct {
	ticket.Thread
	names    map[int64]people.User
	org      people.Organization
	regions  []people.Region
	groups   []people.Group
	staff    []people.User
	macros   []ticket.Macro
	defined  []ticket.Field
	forms    []ticket.Form
	draft    ticket.Draft
	delivery map[int64]g.Node
	me       access.Principal
	now      time.Time
	uploads  []ticket.Attachment // of the draft
	reply    *web.Form           // what the composer sent and was refused; nil for nothing
	edit     *web.Form           // what the fields sent and were refused; nil for nothing
	panels   map[string]panel    // of Slots, by ID
	onCall   g.Node              // of Slots
	others   others              // of the same customer
	actions  []g.Node            // of Slots
	tellers  []Teller            // of Slots
	refuses  ticket.Refusals
}

func ticketID(r *http.Request) (int64, error) {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		return 0, fault.New(fault.NotFound, "There is no ticket %q", r.PathValue("id"))
	}
	return id, nil
}

// ticketForm reads what was sent about the ticket in the path.
func ticketForm(r *http.Request) (id int64, form *web.Form, err error) {
	if id, err = ticketID(r); err == nil {
		form, err = web.Decode(r)
	}
	return id, form, err
}

// getTicket shows a ticket.
func (u *UI) getTicket(w http.ResponseWriter, r *http.Request) error {
	id, err := ticketID(r)
	if err != nil {
		return err
	}
	s, err := u.look(r.Context(), id)
	if err != nil {
		return err
	}
	return u.render(w, r, http.StatusOK, s)
}

// toTicket leads back to the ticket who reloads a page that showed what was refused; the text is a draft by then.
func (u *UI) toTicket(w http.ResponseWriter, r *http.Request) error {
	id, err := ticketID(r)
	if err != nil {
		return err
	}
	web.Redirect(w, r, href(id))
	return nil
}

// render answers with the page; like every handler it may be given a form that was refused.
func (u *UI) render(w http.ResponseWriter, r *http.Request, status int, s *sight) error {
	t := s.Ticket
	return web.Render(w, status, u.Page(r, fmt.Sprintf("#%d %s", t.ID, t.Subject), u.view(r.Context(), s)))
}

// look gathers the page.
func (u *UI) look(ctx context.Context, id int64) (*sight, error) {
	th, err := u.Tickets.Thread(ctx, id)
	if err != nil {
		return nil, err
	}
	me, _ := access.From(ctx)
	s := &sight{Thread: th, me: me, now: u.Now(ctx), tellers: u.Told}
	if s.names, err = u.Tickets.Named(ctx, s.people()...); err != nil {
		return nil, err
	}
	if s.org, err = u.organization(ctx, th.Ticket.OrganizationID); err != nil {
		return nil, err
	}
	if s.regions, err = u.Tickets.Regions(ctx); err != nil {
		return nil, err
	}
	if s.groups, s.staff, err = u.Tickets.Hands(ctx); err != nil {
		return nil, err
	}
	if s.macros, err = u.Tickets.Macros(ctx); err != nil {
		return nil, err
	}
	if s.defined, err = u.Tickets.FieldList(ctx); err != nil {
		return nil, err
	}
	if s.forms, err = u.Tickets.Forms(ctx); err != nil {
		return nil, err
	}
	if s.refuses, err = u.Tickets.Offers(ctx); err != nil {
		return nil, err
	}
	if s.draft, err = u.Tickets.Draft(ctx, id); err != nil {
		return nil, err
	}
	if s.uploads, err = u.Tickets.Uploads(ctx, s.draft.Attachments...); err != nil {
		return nil, err
	}
	if u.Delivery != nil {
		if s.delivery, err = u.Delivery(ctx, id); err != nil {
			return nil, err
		}
	}
	return s, u.drawSlots(ctx, s)
}

func (u *UI) organization(ctx context.Context, id int64) (people.Organization, error) {
	if id == 0 {
		return people.Organization{}, nil
	}
	return u.People.Organization(ctx, id)
}

// people are all whose names the page shows.
func (s *sight) people() []int64 {
	t := s.Ticket
	ids := append([]int64{s.me.UserID, t.RequesterID, t.SubmitterID, t.AssigneeID, t.Due.By}, t.CCs...)
	for _, o := range t.OptOuts {
		ids = append(ids, o.ByID)
	}
	ids = append(ids, t.Followers...)
	for _, c := range s.Comments {
		ids = append(ids, c.AuthorID)
	}
	for _, e := range s.History {
		ids = append(ids, e.ActorID)
		ids = append(ids, named(e)...)
		ids = append(ids, s.spokenOf(e)...)
	}
	for _, d := range s.Drafts {
		ids = append(ids, d.UserID)
	}
	for _, h := range s.Held {
		ids = append(ids, h.AuthorID)
	}
	return ids
}

func (u *UI) view(ctx context.Context, s *sight) g.Node {
	id := s.Ticket.ID
	entries := page.Entries(page.LiveAppend(href(id)+"/thread", topic(id)), u.entries(ctx, s, 0))
	return g.Group{
		u.head(ctx, s),
		page.Split(
			g.Group{
				page.Thread(i18n.T(ctx, "ticket.thread"), entries, s.heldList(ctx)), page.NewBelow(i18n.T(ctx, "ticket.below")),
				presence(ctx, s), u.compose(ctx, s),
			},
			page.Tucked(ctx, u.factsLive(ctx, s))),
	}
}

// topic is what the parts of a ticket's page follow.
func topic(id int64) string { return fmt.Sprint("ticket:", id) }

// part answers a live part of a ticket's page, drawn anew.
func (u *UI) part(draw func(ctx context.Context, s *sight) g.Node) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		id, err := ticketID(r)
		if err != nil {
			return err
		}
		s, err := u.look(r.Context(), id)
		if err != nil {
			return err
		}
		return web.Render(w, http.StatusOK, draw(r.Context(), s))
	}
}
