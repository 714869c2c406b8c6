package pagingui

import (
	"context"
	"net/http"
	"strconv"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/capability/paging"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// postAcknowledge answers a page and shows it: whoever answered wants to know what it is about.
func (u *UI) postAcknowledge(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	p, err := u.Paging.Acknowledge(ctx, id)
	if err != nil {
		return err
	}
	me, _ := access.From(ctx)
	switch {
	case p.State == paging.Resolved:
		web.Done(ctx, i18n.T(ctx, "pages.was_over"))
	case p.AckedBy == me.UserID:
		web.Done(ctx, i18n.T(ctx, "pages.is_yours"))
	default:
		name, err := u.namer(ctx)
		if err != nil {
			return err
		}
		web.Done(ctx, i18n.T(ctx, "pages.has_it", "Name", name(p.AckedBy)))
	}
	web.Redirect(w, r, pagePath(id))
	return nil
}

func (u *UI) postResolve(w http.ResponseWriter, r *http.Request) error {
	return u.postAct(func(ctx context.Context, id int64) error {
		return u.Paging.ResolvePage(ctx, id, i18n.T(ctx, "pages.by_hand"))
	}, "pages.is_over")(w, r)
}

// postAct does something to a page and shows it.
func (u *UI) postAct(act func(ctx context.Context, id int64) error, word string) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		id, err := web.PathID(r)
		if err != nil {
			return err
		}
		if err := act(r.Context(), id); err != nil {
			return err
		}
		web.Done(r.Context(), i18n.T(r.Context(), word))
		web.Redirect(w, r, pagePath(id))
		return nil
	}
}

// askCard asks one more person about a page that rings.
func (u *UI) askCard(ctx context.Context, p paging.Page, f *web.Form) (g.Node, error) {
	if p.State != paging.Triggered || access.Check(ctx, access.UpdateTickets) != nil {
		return nil, nil
	}
	people, err := u.choices(ctx)
	if err != nil {
		return nil, err
	}
	return page.Card(i18n.T(ctx, "pages.ask"), i18n.T(ctx, "pages.ask_about"), page.Form(pagePath(p.ID)+"/ask", page.FormError(f),
		page.Select(ctx, page.Ask(f, "to", i18n.T(ctx, "pages.person")), people...),
		page.FormEnd(page.Button(page.Secondary, i18n.T(ctx, "pages.ask_do"))))), nil
}

// choices lists the team for a select.
func (u *UI) choices(ctx context.Context) ([]page.Choice, error) {
	staff, err := u.Paging.Team(ctx)
	if err != nil {
		return nil, err
	}
	all := []page.Choice{{Value: "", Label: "–"}}
	for _, s := range staff {
		if s.Active {
			all = append(all, page.Choice{Value: itoa(s.ID), Label: s.Name})
		}
	}
	return all, nil
}

func (u *UI) postAsk(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	to, err := strconv.ParseInt(f.Get("to"), 10, 64)
	if err != nil {
		f.Reject("to", i18n.T(r.Context(), "pages.choose"))
		return u.showPage(w, r, f)
	}
	err = u.Paging.AskAlso(r.Context(), id, []int64{to})
	if f.Absorb(err) && fault.Is(err, fault.Invalid) {
		return u.showPage(w, r, f)
	}
	if err != nil {
		return err
	}
	web.Done(r.Context(), i18n.T(r.Context(), "pages.asked"))
	web.Redirect(w, r, pagePath(id))
	return nil
}
