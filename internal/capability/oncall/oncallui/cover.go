package oncallui

import (
	"context"
	"net/http"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/oncall"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

func coverPath(id int64) string { return root + "/cover/" + number(id) }

// coverTones say how pressing a state is.
var coverTones = map[oncall.CoverState]page.Tone{oncall.CoverOpen: page.Amber, oncall.CoverDone: page.Green, oncall.CoverExpired: page.Red}

// getCovers lists the requests that are not over.
func (u *UI) getCovers(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	list, err := u.OnCall.Covers(ctx)
	if err != nil {
		return err
	}
	crew, err := u.crowd(ctx)
	if err != nil {
		return err
	}
	now, title := u.Now(ctx), i18n.T(ctx, "cover.title")
	body := g.Node(page.EmptyState("users", i18n.T(ctx, "cover.none"), i18n.T(ctx, "cover.none_text"),
		page.LinkButton(page.Primary, root+"/cover/new", i18n.T(ctx, "cover.ask"))))
	if len(list) > 0 {
		var rows [][]g.Node
		for _, c := range list {
			rows = append(rows, []g.Node{h.A(h.Class("link"), h.Href(coverPath(c.ID)), g.Text(c.Title)), g.Text(crew.name(ctx, c.UserID)),
				stretch(ctx, c.From, c.Until, now),
				page.Chip(coverTones[c.State], i18n.T(ctx, "cover.state_"+string(c.State))), g.Text(i18n.T(ctx, "cover.offers", "Count", standing(c)))})
		}
		body = page.Card(title, i18n.T(ctx, "cover.about"),
			page.Table(title, []page.Column{{Label: i18n.T(ctx, "oncall.what")}, {Label: i18n.T(ctx, "oncall.who")}, {Label: i18n.T(ctx, "oncall.when")},
				{Label: i18n.T(ctx, "oncall.state")}, {Label: i18n.T(ctx, "cover.offered")}}, rows...))
	}
	return web.Render(w, http.StatusOK,
		u.Page(r, title, page.Head(title, i18n.T(ctx, "cover.sub"),
			page.LinkButton(page.Primary, root+"/cover/new", i18n.T(ctx, "cover.ask"))), page.Content(body)))
}

// standing counts the offers that have not been taken back.
func standing(c oncall.Cover) (n int) {
	for _, o := range c.Offers {
		if o.State == oncall.Offered || o.State == oncall.Accepted {
			n++
		}
	}
	return n
}

// getCover shows a request: what is open, who offers, who could.
func (u *UI) getCover(w http.ResponseWriter, r *http.Request) error {
	return u.coverPage(w, r, web.NewForm())
}

func (u *UI) coverPage(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	ctx := r.Context()
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	c, err := u.OnCall.Cover(ctx, id)
	if err != nil {
		return err
	}
	crew, err := u.crowd(ctx)
	if err != nil {
		return err
	}
	candidates, err := u.OnCall.Candidates(ctx, c)
	if err != nil {
		return err
	}
	title := i18n.T(ctx, "cover.for", "Title", c.Title, "Who", crew.name(ctx, c.UserID))
	return web.Render(w, web.FormStatus(f), u.Page(r, title, page.Head(title, c.Note, u.withdrawButton(ctx, c)), page.Content(page.FormError(f),
		page.Columns(u.openCard(ctx, c, crew), u.offersCard(ctx, c, crew)), page.Columns(u.offerCard(ctx, c, crew, f), candidatesCard(ctx, candidates, crew)))))
}

func (u *UI) withdrawButton(ctx context.Context, c oncall.Cover) g.Node {
	if c.State != oncall.CoverOpen || !mayAct(ctx, c.UserID) {
		return nil
	}
	return page.PostButton(page.Secondary, coverPath(c.ID)+"/withdraw", i18n.T(ctx, "cover.withdraw"), nil)
}

// mayAct reports whether the reader is somebody, or manages on-call; the service knows their manager besides.
func mayAct(ctx context.Context, userID int64) bool {
	p, _ := access.From(ctx)
	return p.UserID == userID || oncall.MayManage(ctx)
}

func (u *UI) openCard(ctx context.Context, c oncall.Cover, crew crowd) g.Node {
	now := u.Now(ctx)
	facts := page.Facts("", page.Fact{Label: i18n.T(ctx, "oncall.when"), Value: stretch(ctx, c.From, c.Until, now)},
		page.Fact{Label: i18n.T(ctx, "oncall.state"), Value: page.Chip(coverTones[c.State], i18n.T(ctx, "cover.state_"+string(c.State)))},
		page.Fact{Label: i18n.T(ctx, "cover.expires"), Value: page.Time(ctx, c.ExpiresAt, now)},
		page.Fact{Label: i18n.T(ctx, "cover.by"), Value: g.Text(crew.name(ctx, c.By))})
	if len(c.Open) == 0 {
		return page.Card(i18n.T(ctx, "cover.request"), "", facts, page.Notice(page.Green, i18n.T(ctx, "cover.all_taken")))
	}
	var lines g.Group
	for _, o := range c.Open {
		lines = append(lines, h.Li(stretch(ctx, o.From, o.Until, now)))
	}
	return page.Card(i18n.T(ctx, "cover.request"), i18n.T(ctx, "cover.still", "Who", crew.name(ctx, c.UserID)), facts,
		h.H3(h.Class("label"), g.Text(i18n.T(ctx, "cover.open"))), h.Ul(lines))
}

func (u *UI) offersCard(ctx context.Context, c oncall.Cover, crew crowd) g.Node {
	title := i18n.T(ctx, "cover.offered")
	if len(c.Offers) == 0 {
		return page.Card(title, "", h.P(h.Class("muted"), g.Text(i18n.T(ctx, "cover.no_offers"))))
	}
	now := u.Now(ctx)
	tones := map[oncall.OfferState]page.Tone{oncall.Offered: page.Amber, oncall.Accepted: page.Green}
	var rows [][]g.Node
	for _, o := range c.Offers {
		var acts g.Group
		if o.State == oncall.Offered && c.State == oncall.CoverOpen && mayAct(ctx, c.UserID) {
			acts = append(acts, page.PostButton(page.Small, coverPath(c.ID)+"/accept", i18n.T(ctx, "cover.accept"), []string{"offer", number(o.ID)}))
		}
		if (o.State == oncall.Offered || o.State == oncall.Accepted && now.Before(o.Until)) && (mayAct(ctx, c.UserID) || mayAct(ctx, o.UserID)) {
			acts = append(acts, page.PostButton(page.Small, coverPath(c.ID)+"/undo", i18n.T(ctx, "cover.undo_"+string(o.State)),
				[]string{"offer", number(o.ID)}))
		}
		rows = append(rows, []g.Node{g.Text(crew.name(ctx, o.UserID)), stretch(ctx, o.From, o.Until, now),
			page.Chip(tones[o.State], i18n.T(ctx, "cover.offer_"+string(o.State))), h.Span(h.Class("cluster"), acts)})
	}
	return page.Card(title, i18n.T(ctx, "cover.offered_about"),
		page.Table(title, []page.Column{{Label: i18n.T(ctx, "oncall.who")}, {Label: i18n.T(ctx, "oncall.when")},
			{Label: i18n.T(ctx, "oncall.state")}, {Label: i18n.T(ctx, "oncall.act")}}, rows...))
}

// offerCard offers to take the request or a part of it; managers offer for others, too.
func (u *UI) offerCard(ctx context.Context, c oncall.Cover, crew crowd, f *web.Form) g.Node {
	if c.State != oncall.CoverOpen {
		return nil
	}
	zone := i18n.Zone(ctx)
	if f.Values.Get("from") == "" && f.OK() {
		f.Values.Set("from", c.From.In(zone).Format(typedForm))
		f.Values.Set("until", c.Until.In(zone).Format(typedForm))
	}
	who := g.Node(sectionError(f, "user"))
	if oncall.MayManage(ctx) {
		ask := page.Ask(f, "user", i18n.T(ctx, "cover.who"))
		ask.Hint = i18n.T(ctx, "cover.who_hint")
		if ask.Value == "" {
			p, _ := access.From(ctx)
			ask.Value = number(p.UserID)
		}
		who = page.Select(ctx, ask, peopleChoices(ctx, crew)...)
	}
	return page.Card(i18n.T(ctx, "cover.offer"), i18n.T(ctx, "cover.offer_about"),
		page.Form(coverPath(c.ID)+"/offer", who, spanFields(ctx, f), page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "cover.offer_do")))))
}

func candidatesCard(ctx context.Context, list []oncall.Candidate, crew crowd) g.Node {
	title := i18n.T(ctx, "cover.candidates")
	if len(list) == 0 {
		return page.Card(title, "", h.P(h.Class("muted"), g.Text(i18n.T(ctx, "cover.no_candidates"))))
	}
	var rows [][]g.Node
	for i, c := range list {
		state := g.Node(page.Chip(page.Green, i18n.T(ctx, "cover.can")))
		switch {
		case c.Why != "":
			state = g.Text(c.Why)
		case i == 0:
			state = page.Chip(page.Blue, i18n.T(ctx, "oncall.suggested"))
		}
		rows = append(rows, []g.Node{g.Text(crew.name(ctx, c.UserID)), state})
	}
	return page.Card(title, i18n.T(ctx, "cover.candidates_about"),
		page.Table(title, []page.Column{{Label: i18n.T(ctx, "oncall.who")}, {Label: i18n.T(ctx, "cover.could")}}, rows...))
}
