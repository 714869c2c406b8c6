package reachui

import (
	"context"
	"net/http"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/paging"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// getPhones is where the app on a phone begins: what rings, one's own first, and whether this browser is told.
func (u *UI) getPhones(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	mine, err := u.Paging.Mine(ctx)
	if err != nil {
		return err
	}
	key, err := u.Paging.PushKey(ctx)
	if err != nil {
		return err
	}
	now := u.Now(ctx)
	list := func(title string, pages []paging.Page) g.Node {
		if len(pages) == 0 {
			return nil
		}
		return g.Group{h.H2(g.Text(title)), h.Ul(h.Class("list"), g.Map(pages, func(p paging.Page) g.Node {
			return h.Li(g.If(p.Urgency == paging.High && p.State == paging.Triggered, h.Class("urgent")),
				h.A(h.Href(paging.PhonePath(p.ID)), h.B(g.Text(p.Title)),
					h.Small(g.Text(i18n.T(ctx, "phone.since", "When", i18n.FormatNear(ctx, p.At, now))))))
		}))}
	}
	frame := u.Frame(r, i18n.T(ctx, "phone.title"))
	frame.Topics = append(frame.Topics, "pages")
	body := g.Node(page.EmptyState("circle-check", i18n.T(ctx, "phone.quiet"), i18n.T(ctx, "phone.quiet_text")))
	if len(mine.Ringing)+len(mine.InHand)+len(mine.Others) > 0 {
		body = g.Group{list(i18n.T(ctx, "phone.ringing"), mine.Ringing), list(i18n.T(ctx, "phone.in_hand"), mine.InHand),
			list(i18n.T(ctx, "phone.others"), mine.Others)}
	}
	return web.Render(w, http.StatusOK, page.Phone(ctx, frame, "/phone", nil,
		h.H1(h.Class("vh"), g.Text(i18n.T(ctx, "phone.title"))),
		page.LiveNotice("newer", i18n.T(ctx, "phone.newer"), "/phone", i18n.T(ctx, "phone.show"), "pages"), body,
		h.H2(g.Text(i18n.T(ctx, "push.title"))), pushSwitch(ctx, key),
		h.Div(h.Class("pair"), page.LinkButton(page.Secondary, paging.ContactsPath, i18n.T(ctx, "reach.title")),
			page.LinkButton(page.Secondary, "/today", i18n.T(ctx, "phone.desk")))))
}

func pushSwitch(ctx context.Context, key string) g.Node {
	t := func(id string) string { return i18n.T(ctx, "push."+id) }
	return page.PushSwitch(key, "/profile/reach/browser", "/profile/reach/browser/remove", page.PushWords{Connect: t("connect"), Disconnect: t("disconnect"),
		On: t("on"), Off: t("off"), Insecure: t("insecure"), Unsupported: t("unsupported"), Denied: t("denied"), Failed: t("failed"), NoScript: t("no_script")})
}

// getPhone is the card of one page.
func (u *UI) getPhone(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	frame := u.Frame(r, "") // before the data: what changes in between is then not missed
	v, err := u.Paging.OnPhone(ctx, id)
	if err != nil {
		return err
	}
	frame.Title = v.Page.Title
	return web.Render(w, http.StatusOK, page.Phone(ctx, frame, "/phone", urgency(ctx, v.Page.Urgency), u.card(ctx, v)))
}

// getPhoneCard is the card alone, for the page that follows it.
func (u *UI) getPhoneCard(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	v, err := u.Paging.OnPhone(r.Context(), id)
	if err != nil {
		return err
	}
	return web.Render(w, http.StatusOK, u.card(r.Context(), v))
}

// postPhone does one thing with a page, and shows what came of it.
func (u *UI) postPhone(act func(ctx context.Context, id int64) error) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		id, err := web.PathID(r)
		if err != nil {
			return err
		}
		if err := act(r.Context(), id); err != nil {
			return err
		}
		web.Redirect(w, r, paging.PhonePath(id))
		return nil
	}
}

func (u *UI) acknowledge(ctx context.Context, id int64) error {
	_, err := u.Paging.Acknowledge(ctx, id)
	return err
}

func urgency(ctx context.Context, level paging.Urgency) g.Node {
	if level == paging.High {
		return page.Chip(page.Red, i18n.T(ctx, "phone.emergency"))
	}
	return page.Chip("", i18n.T(ctx, "phone.can_wait"))
}
