package queueui

import (
	"context"
	"net/http"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/queue"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// getLeave lets somebody who will be off say, ticket by ticket, what becomes of their work.
func (u *UI) getLeave(w http.ResponseWriter, r *http.Request) error {
	return u.leavePage(w, r, web.NewForm())
}

func (u *UI) leavePage(w http.ResponseWriter, r *http.Request, form *web.Form) error {
	ctx := r.Context()
	l, err := u.Queue.Leaving(ctx)
	if err != nil {
		return err
	}
	title := i18n.T(ctx, "leave.title")
	head := page.Head(title, i18n.T(ctx, "leave.sub", "Count", len(l.Live)), page.LinkButton(page.Secondary, "/profile/time-off", i18n.T(ctx, "leave.plan")))
	if len(l.Live)+len(l.Solved) == 0 {
		return web.Render(w, http.StatusOK, u.Page(r, title, head, page.EmptyState("sun", i18n.T(ctx, "leave.none"), i18n.T(ctx, "leave.none_text"),
			page.LinkButton(page.Secondary, "/today", i18n.T(ctx, "nav.today")))))
	}
	colleagues, err := u.colleagues(ctx, 0)
	if err != nil {
		return err
	}
	items := make([]g.Node, len(l.Live))
	for i, t := range l.Live {
		items[i] = leaveItem(ctx, form, t, l.Summaries[t.ID], colleagues)
	}
	return web.Render(w, web.FormStatus(form), u.Page(r, title, head, page.Content(
		h.Form(h.Class("form"), h.Method("post"), h.Action("/queue/leave"), g.Attr("data-keep", ""), page.FormError(form),
			h.P(h.Class("muted"), g.Text(i18n.T(ctx, "leave.about"))),
			h.Ol(h.Class("leave"), g.Group(items)), solvedTick(ctx, l.Solved),
			page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "leave.do")))))))
}

func leaveItem(ctx context.Context, form *web.Form, t ticket.Row, m queue.Summary, colleagues []page.Choice) g.Node {
	id := strconv.FormatInt(t.ID, 10)
	end := "-" + id
	act := form.Get("act" + end)
	if !form.Values.Has("problem" + end) {
		if m.TicketID == 0 {
			m.Problem = t.Subject
		}
		for name, v := range map[string]string{"problem": m.Problem, "action": m.Action, "next": m.Next, "blockers": m.Blockers, "back": localInput(ctx, m)} {
			form.Values.Set(name+end, v)
		}
	}
	to, note, why, reason := page.Ask(form, "to"+end, i18n.T(ctx, "move.to")), page.Ask(form, "note"+end, i18n.T(ctx, "move.note")),
		page.Ask(form, "why"+end, i18n.T(ctx, "move.note")), page.Ask(form, "reason"+end, i18n.T(ctx, "leave.reason"))
	to.Optional, note.Optional, why.Optional, reason.Optional = true, true, true, true
	reason.Hint = i18n.T(ctx, "leave.reason_hint")
	var radios []g.Node
	for _, a := range []queue.Act{"", queue.ActHand, queue.ActSummary, queue.ActRelease, queue.ActPause} {
		radios = append(radios, h.Label(h.Input(h.Type("radio"), h.Name("act"+end), h.Value(string(a)), g.If(act == string(a), h.Checked())),
			g.Text(i18n.T(ctx, "leave.act_"+actWord(a)))))
	}
	return h.Li(h.ID("leave-"+id),
		h.Div(h.Class("line"), h.Span(h.Class("num"), g.Text("#"+id)), h.A(h.Class("link"), h.Href(href(t.ID)), g.Text(t.Subject)),
			h.Span(h.Class("muted"), g.Text(t.Organization)), page.Status(ctx, statusWord(t.Status)),
			g.If(!m.PostedAt.IsZero(), page.Chip(page.Green, i18n.T(ctx, "leave.summarized")))),
		g.If(form.Error("act"+end) != "", h.P(h.Class("form-error"), g.Attr("role", "alert"), g.Text(form.Error("act"+end)))),
		h.FieldSet(legend(i18n.T(ctx, "leave.choose", "Number", t.ID)), g.Group(radios)),
		h.Div(h.Class("detail for-hand"), page.Select(ctx, to, colleagues...), page.Textarea(ctx, note)),
		h.Div(h.Class("detail for-summary"), g.Group(summaryFields(ctx, form, end))),
		h.Div(h.Class("detail for-release"), page.Textarea(ctx, why)),
		h.Div(h.Class("detail for-pause"), page.Input(ctx, reason)),
	)
}

func actWord(a queue.Act) string {
	if a == "" {
		return "keep"
	}
	return string(a)
}

// statusWord is the name by which page knows a status.
func statusWord(s ticket.Status) string {
	if s == ticket.Hold {
		return "on-hold"
	}
	return s.String()
}

// solvedTick offers to tag what is solved and may come back.
func solvedTick(ctx context.Context, solved []ticket.Row) g.Node {
	if len(solved) == 0 {
		return nil
	}
	return page.Checkbox(ctx, page.Field{Name: "solved", Label: i18n.T(ctx, "leave.solved", "Count", len(solved)), Hint: i18n.T(ctx, "leave.solved_hint")})
}

// postLeave does what was chosen. What could not be done stays on the page, with the reason and all that was typed.
func (u *UI) postLeave(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	l, err := u.Queue.Leaving(ctx)
	if err != nil {
		return err
	}
	choices := choicesOf(ctx, form, l)
	if !form.OK() {
		return u.leavePage(w, r, form)
	}
	outcomes, err := u.Queue.Leave(ctx, choices)
	if err != nil {
		return err
	}
	done := 0
	for _, o := range outcomes {
		if o.Err == nil {
			done++
			continue
		}
		sentence, _ := fault.Public(o.Err)
		form.Reject("act-"+strconv.FormatInt(o.TicketID, 10), sentence+".")
	}
	if len(outcomes) == 0 {
		form.Reject("", i18n.T(ctx, "leave.nothing"))
	}
	if !form.OK() {
		return u.leavePage(w, r, form)
	}
	web.AddFlash(ctx, web.Flash{Kind: "done", Text: i18n.T(ctx, "leave.done", "Count", done)})
	web.Redirect(w, r, "/queue/leave")
	return nil
}

func choicesOf(ctx context.Context, form *web.Form, l queue.Leaving) (all []queue.Choice) {
	for _, t := range l.Live {
		end := "-" + strconv.FormatInt(t.ID, 10)
		c := queue.Choice{TicketID: t.ID, Act: queue.Act(form.Get("act" + end))}
		switch c.Act {
		case queue.ActHand:
			c.To, c.Note = form.Int64("to"+end), form.Text("note"+end)
		case queue.ActSummary:
			c.Summary = summaryOf(ctx, form, t.ID, end)
		case queue.ActRelease:
			c.Note = form.Text("why" + end)
		case queue.ActPause:
			c.Reason = form.Get("reason" + end)
		}
		all = append(all, c)
	}
	if form.Bool("solved") {
		for _, t := range l.Solved {
			all = append(all, queue.Choice{TicketID: t.ID, Act: queue.ActTag})
		}
	}
	return all
}

// OpenTickets shows what somebody has to hand over, for the page where they plan their time off.
func (u *UI) OpenTickets(ctx context.Context, userID int64) (g.Node, error) {
	rows, err := u.Queue.OpenTickets(ctx, userID)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	items := make([]g.Node, len(rows))
	for i, t := range rows {
		items[i] = page.ShortItem(href(t.ID), strconv.FormatInt(t.ID, 10), t.Subject, page.Status(ctx, statusWord(t.Status)))
	}
	return g.Group{page.ShortList(items...), page.LinkButton(page.Secondary, "/queue/leave", i18n.T(ctx, "leave.open"))}, nil
}
