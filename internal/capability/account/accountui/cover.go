package accountui

import (
	"context"
	"net/http"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/account"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// getCover shows what somebody was asked for, to be answered by them alone.
func (u *UI) getCover(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	return u.coverPage(w, r, id, nil)
}

func (u *UI) coverPage(w http.ResponseWriter, r *http.Request, id int64, form *web.Form) error {
	ctx := r.Context()
	c, err := u.Accounts.Cover(ctx, id)
	if err != nil {
		return err
	}
	names, err := u.Tickets.Named(ctx, c.UserID, c.EngineerID, c.AskedBy)
	if err != nil {
		return err
	}
	now := u.Now(ctx)
	title := i18n.T(ctx, "assigned.cover_title", "Account", c.Organization)
	facts := page.Facts("", page.Fact{Label: i18n.T(ctx, "assigned.col_state"), Value: coverChip(ctx, c)},
		page.Say(i18n.T(ctx, "assigned.col_cover"), names[c.UserID].Name),
		page.Say(i18n.T(ctx, "assigned.col_engineer"), names[c.EngineerID].Name), page.Say(i18n.T(ctx, "assigned.from"), i18n.FormatTime(ctx, c.From)),
		page.Say(i18n.T(ctx, "assigned.until"), i18n.FormatTime(ctx, c.Until)), page.Fact{Label: i18n.T(ctx, "assigned.asked_at"),
			Value: page.Time(ctx, c.AskedAt, now)})
	body := []g.Node{facts}
	if c.Reason != "" {
		body = append(body, h.P(g.Text(c.Reason)))
	}
	minutes, err := u.coverMinutes(ctx, c)
	if err != nil {
		return err
	}
	body = append(body, minutes)
	return web.Render(w, status(form),
		u.Page(r, title, page.Head(title, i18n.T(ctx, "assigned.cover_sub"),
			page.LinkButton(page.Quiet, account.AccountPath(c.OrganizationID), c.Organization)),
			page.Narrow(append(body, u.answerForm(ctx, c, names, form))...)))
}

// coverMinutes draws who is there in the time that a cover is asked for.
func (u *UI) coverMinutes(ctx context.Context, c account.Cover) (g.Node, error) {
	all, err := u.Accounts.StandingsOf(ctx, c.OrganizationID, c.From, c.Until)
	if err != nil {
		return nil, err
	}
	names, err := u.Tickets.Named(ctx, whoIn(all)...)
	for _, st := range all {
		if st.ID == c.AssignmentID {
			return page.Card(i18n.T(ctx, "assigned.coverage"), sums(ctx, st.Stretches), kindLegend(ctx),
				u.strip(ctx, st, c.From, c.Until, names).View(), coverageTable(ctx, st, names, u.Now(ctx))), err
		}
	}
	return nil, err
}

// answerForm lets the one who was asked answer, and who asks for cover take it back.
func (u *UI) answerForm(ctx context.Context, c account.Cover, names map[int64]people.User, form *web.Form) g.Node {
	var parts g.Group
	if form == nil {
		form = web.NewForm()
	}
	switch {
	case !c.Live():
	case c.UserID == me(ctx) && c.State == account.Asked:
		reason := page.Ask(form, "reason", i18n.T(ctx, "assigned.decline_why"))
		reason.Optional, reason.Hint = true, i18n.T(ctx, "assigned.decline_hint")
		parts = append(parts, page.Form(c.Path(), page.FormError(form),
			h.P(g.Text(i18n.T(ctx, "assigned.cover_means", "Account", c.Organization, "Engineer", names[c.EngineerID].Name))), page.Input(ctx, reason),
			page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "assigned.accept"), h.Name("do"), h.Value("accept")),
				page.Button(page.Secondary, i18n.T(ctx, "assigned.decline"), h.Name("do"), h.Value("decline")))))
	case c.UserID == me(ctx):
		reason := page.Ask(form, "reason", i18n.T(ctx, "assigned.cannot_why"))
		parts = append(parts, page.Form(c.Path(), page.FormError(form), page.Input(ctx, reason),
			page.FormEnd(page.Button(page.Secondary, i18n.T(ctx, "assigned.cannot"), h.Name("do"), h.Value("decline")))))
	case c.State == account.Asked:
		parts = append(parts, h.P(h.Class("muted"), g.Text(i18n.T(ctx, "assigned.only_asked", "Name", names[c.UserID].Name))))
	}
	if c.Live() && (people.MayKeep(ctx, names[c.EngineerID]) || access.Check(ctx, access.ManageOnCall) == nil) {
		parts = append(parts, page.PostButton(page.Quiet, c.Path()+"/withdraw", i18n.T(ctx, "assigned.withdraw"), nil))
	}
	return parts
}

func (u *UI) postCover(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	leave, err := u.Accounts.AnswerCover(ctx, id, form.Get("do") == "accept", form.Text("reason"))
	switch {
	case form.Absorb(err):
		return u.coverPage(w, r, id, form)
	case err != nil:
		return err
	}
	c, err := u.Accounts.Cover(ctx, id)
	if err != nil {
		return err
	}
	done := i18n.T(ctx, "assigned.declined")
	if c.State == account.Promised {
		done = i18n.T(ctx, "assigned.accepted", "Account", c.Organization)
	}
	web.Done(ctx, done)
	if leave {
		web.AddFlash(ctx, web.Flash{Kind: "info", Text: i18n.T(ctx, "assigned.leave_hint")})
	}
	web.Redirect(w, r, account.AccountPath(c.OrganizationID))
	return nil
}

func (u *UI) postWithdraw(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	if err := u.Accounts.WithdrawCover(ctx, id); err != nil {
		return err
	}
	c, err := u.Accounts.Cover(ctx, id)
	if err != nil {
		return err
	}
	web.Done(ctx, i18n.T(ctx, "assigned.withdrawn"))
	web.Redirect(w, r, account.AccountPath(c.OrganizationID))
	return nil
}
