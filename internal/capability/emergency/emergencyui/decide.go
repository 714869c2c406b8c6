package emergencyui

import (
	"context"
	"net/http"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/capability/emergency"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

func (u *UI) getDecide(w http.ResponseWriter, r *http.Request) error {
	form := web.NewForm()
	if id, err := number(r); err == nil {
		if e, _, err := u.current(r.Context(), id); err == nil && e.ID != 0 {
			form = web.NewForm("decision", string(e.Decision), "criterion", string(e.Criterion), "reason", e.Reason)
			if e.Right == emergency.NotEntitled && e.Decision == emergency.Undecided { // the usual case, ready to be sent
				d, err := u.Emergencies.Draft(r.Context(), e)
				if err != nil {
					return err
				}
				form = web.NewForm("decision", string(emergency.Downgrade), "reason", i18n.T(r.Context(), "emergency.why_"+e.RightWhy), "reply", d.Downgrade)
			}
		}
	}
	return u.ask(w, r, u.decideForm, form)
}

func (u *UI) decideForm(w http.ResponseWriter, r *http.Request, id int64, form *web.Form) error {
	return u.formPage(w, r, id, "decide", form, func(ctx context.Context, e emergency.Emergency) ([]g.Node, error) {
		decisions := make([]page.Option, 0, len(emergency.Decisions()))
		for _, d := range emergency.Decisions() {
			decisions = append(decisions,
				page.Option{Value: string(d), Label: i18n.T(ctx, "emergency.is_"+string(d)), About: i18n.T(ctx, "emergency.about_"+string(d))})
		}
		criteria := []page.Choice{{Label: i18n.T(ctx, "emergency.no_criterion")}}
		for _, c := range emergency.Criteria() {
			criteria = append(criteria, page.Choice{Value: string(c), Label: i18n.T(ctx, "emergency.by_"+string(c))})
		}
		d, err := u.Emergencies.Draft(ctx, e)
		if err != nil {
			return nil, err
		}
		criterion, reason, reply := page.Ask(form, "criterion", i18n.T(ctx, "emergency.criterion")), page.Ask(form, "reason", i18n.T(ctx, "emergency.reason")),
			page.Ask(form, "reply", i18n.T(ctx, "emergency.reply"))
		criterion.Optional, reason.Optional, reply.Optional = true, true, true
		reason.Hint, reply.Hint = i18n.T(ctx, "emergency.reason_hint"), i18n.T(ctx, "emergency.reply_hint")
		return []g.Node{page.Facts("", page.Fact{Label: i18n.T(ctx, "emergency.right"), Value: rightChip(ctx, e)}),
			page.Options(page.Ask(form, "decision", i18n.T(ctx, "emergency.decision")), decisions...), page.Select(ctx, criterion, criteria...),
			page.Textarea(ctx, reason), page.Textarea(ctx, reply),
			page.Fold(i18n.T(ctx, "emergency.words_downgrade"), quoted(d.Downgrade))}, nil
	})
}

func (u *UI) postDecide(w http.ResponseWriter, r *http.Request) error {
	return u.did(w, r, "decide", func(ctx context.Context, id int64, form *web.Form) error {
		return u.Emergencies.Decide(ctx, emergency.Verdict{TicketID: id, Decision: emergency.Decision(form.Get("decision")),
			Criterion: emergency.Criterion(form.Get("criterion")), Reason: form.Text("reason"), Reply: form.Text("reply")})
	}, u.decideForm)
}
