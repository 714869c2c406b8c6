package portal

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// showForms lets the customer choose what it is about; refusal says why the form they came for is none of theirs.
func (p *Portal) showForms(w http.ResponseWriter, r *http.Request, code int, refusal string, forms []ticket.Form, f *web.Form, d draft) error {
	ctx := r.Context()
	follow := ""
	if f.Get("follow") != "" {
		follow = "&follow=" + strconv.FormatInt(f.Int64("follow"), 10)
	}
	return p.show(w, r, code, i18n.T(ctx, "portal.new.title"), page.Head(i18n.T(ctx, "portal.new.title"), ""),
		g.Iff(refusal != "", func() g.Node { return page.Notice(page.Amber, refusal, p.contact(ctx)) }), p.draftNotice(ctx, d),
		h.P(h.Class("lead"), g.Text(i18n.T(ctx, "portal.new.choose"))),
		h.Div(h.Class("forms"), g.Map(forms, func(o ticket.Form) g.Node { return formLink(o, follow) }),
			g.If(!slices.ContainsFunc(forms, func(o ticket.Form) bool { return !o.Emergency }),
				formLink(ticket.Form{Title: i18n.T(ctx, "portal.new.plain"), About: i18n.T(ctx, "portal.new.plainabout")}, follow))))
}

// formLink leads to a form and says what it is for; the one without a number asks for no more than every ticket needs.
func formLink(f ticket.Form, follow string) g.Node {
	icon := "file-text"
	if f.Emergency {
		icon = "siren"
	}
	return h.A(h.Class("settings-link"), h.Href(fmt.Sprintf("%s?form=%d%s", newPath, f.ID, follow)), page.Icon(icon),
		h.Span(h.B(g.Text(f.Title)), g.If(f.About != "", h.Small(g.Text(f.About)))))
}

// showNew draws the form; d is the draft it was filled from, if it was.
func (p *Portal) showNew(w http.ResponseWriter, r *http.Request, code int, f *web.Form, d draft) error {
	ctx := r.Context()
	questions, err := p.Tickets.OwnQuestions(ctx, asked(f))
	if f.Absorb(err) { // it was taken away meanwhile
		return p.chooseAgain(w, r, f, notOffered(ctx, err))
	}
	if err != nil {
		return err
	}
	regions, err := p.Regions(ctx)
	if err != nil {
		return err
	}
	means, err := SeverityKey.Get(ctx, p.DB.Read())
	if err != nil {
		return err
	}
	kept, err := p.kept(ctx, f)
	if err != nil {
		return err
	}
	which, err := p.which(ctx, f)
	if err != nil {
		return err
	}
	title := i18n.T(ctx, "portal.new.title")
	if questions.Form.Title != "" {
		title = questions.Form.Title
	}
	return p.show(w, r, code, title, page.Head(title, ""), p.about(ctx, f, questions), p.draftNotice(ctx, d),
		p.newForm(ctx, f, questions, means, regions, which, kept))
}

// about says what the form is for and what it goes on from.
func (p *Portal) about(ctx context.Context, f *web.Form, q ticket.OwnQuestions) g.Node {
	follow, _ := strconv.ParseInt(f.Get("follow"), 10, 64)
	return g.Group{
		g.Map(q.Emergencies, func(o ticket.Form) g.Node {
			return page.Notice(page.Amber, i18n.T(ctx, "portal.new.down"), page.LinkButton(page.Secondary, fmt.Sprintf("%s?form=%d", newPath, o.ID), o.Title))
		}),
		g.If(q.Form.About != "", h.P(h.Class("lead"), g.Text(q.Form.About))),
		g.Iff(follow != 0, func() g.Node {
			return h.P(h.Class("lead"), g.Text(i18n.T(ctx, "portal.followupof")+" "), h.A(h.Class("link"), h.Href(ticketHref(follow)), g.Textf("#%d", follow)))
		}),
	}
}

// draftNotice says that the form holds what was written before.
func (p *Portal) draftNotice(ctx context.Context, d draft) g.Node {
	if d.At.IsZero() {
		return nil
	}
	return page.Notice(page.Neutral, i18n.T(ctx, "portal.draft.here", "Time", i18n.FormatTime(ctx, d.At)),
		page.PostButton(page.Small, newPath+"/discard", i18n.T(ctx, "portal.draft.discard"), nil))
}

func (p *Portal) newForm(ctx context.Context, f *web.Form, q ticket.OwnQuestions, means Definitions, regions []Region, which g.Node,
	kept []page.Option) g.Node {
	subject, body, cc := ask(ctx, f, "subject", true), ask(ctx, f, "body", true), ask(ctx, f, "cc", true)
	subject.Autocomplete, cc.Autocomplete, cc.Optional = "off", "off", true
	return page.Narrow(h.Form(h.Class("form"), h.Method("post"), h.Action(newPath), h.EncType("multipart/form-data"), page.FormError(f),
		g.Iff(f.Error(moreWord) != "", func() g.Node { return page.Notice(page.Amber, f.Error(moreWord)) }),
		page.Hidden("form", f.Get("form")), page.Hidden("follow", f.Get("follow")),
		page.Input(ctx, subject), page.Textarea(ctx, body), severity(ctx, f, means), which,
		g.Map(q.Questions, func(question ticket.OwnQuestion) g.Node { return answer(ctx, f, question) }),
		g.If(q.Depends, h.P(h.Class("lead"), g.Text(i18n.T(ctx, "portal.question.depends")))),
		region(ctx, f, regions), g.If(!q.Refuses.CCs, page.Input(ctx, cc)), p.evidence(ctx, q.Refuses), page.Files(ctx, ask(ctx, f, "file", true), kept...),
		page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "portal.new.send"), h.Name("do"), h.Value(sendWord)),
			page.Button(page.Secondary, i18n.T(ctx, "portal.new.save"), h.Name("do"), h.Value(saveWord), h.FormNoValidate()))))
}

// severity asks how bad it is, with the definition of each beside it (tickets.md, Severity).
func severity(ctx context.Context, f *web.Form, means Definitions) g.Node {
	field := ask(ctx, f, "severity", true)
	options := make([]page.Option, 4)
	for i := range options {
		n := strconv.Itoa(i + 1)
		options[i] = page.Option{Value: n, Label: i18n.T(ctx, "portal.severities.s"+n), About: means.means(ctx, "s"+n)}
	}
	return page.Options(field, options...)
}

// region asks by whose hours the clock is to run, and says what that does.
func region(ctx context.Context, f *web.Form, regions []Region) g.Node {
	if len(regions) == 0 {
		return nil
	}
	options := []page.Option{{Value: "", Label: i18n.T(ctx, "portal.regions.all"), About: i18n.T(ctx, "portal.regions.allabout")}}
	for _, r := range regions {
		about := i18n.T(ctx, "portal.regions.about", "Region", r.Name)
		if r.Hours != "" {
			about = i18n.T(ctx, "portal.regions.hours", "Region", r.Name, "Hours", r.Hours)
		}
		options = append(options, page.Option{Value: r.Key, Label: r.Name, About: about, Chip: page.RegionName(r.Tone, r.City)})
	}
	return page.Options(ask(ctx, f, "region", true), options...)
}
