package entitlementui

import (
	"context"
	"net/http"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/entitlement"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/markup"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

func (u *UI) getRefusal(w http.ResponseWriter, r *http.Request) error {
	return u.refusalPage(w, r, nil)
}

// refusalPage shows who was turned away, what they were told, and what can be done about it.
func (u *UI) refusalPage(w http.ResponseWriter, r *http.Request, form *web.Form) error {
	ctx := r.Context()
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	x, err := u.Entitlements.Refusal(ctx, id)
	if err != nil {
		return err
	}
	var near []entitlement.Namesake
	if x.Reason == entitlement.Stranger {
		if near, err = u.Entitlements.NearTo(ctx, x.Address); err != nil {
			return err
		}
	}
	if form == nil {
		form = web.NewForm("organization", x.Organization)
	}
	title := i18n.T(ctx, "door.refusal", "Who", nameOf(x))
	return web.Render(w, web.FormStatus(form),
		u.Page(r, title, page.Head(title, subject(ctx, x), page.LinkButton(page.Secondary, listPath, i18n.T(ctx, "door.back"))),
			page.Split(page.Thread(title, h.Div(h.Class("stack"), toldCard(ctx, x), u.acts(ctx, x, form))), g.Group{u.facts(ctx, x), nearFacts(ctx, near)})))
}

func nameOf(x entitlement.Refusal) string {
	if x.Name != "" {
		return x.Name
	}
	return x.Address
}

func toldCard(ctx context.Context, x entitlement.Refusal) g.Node {
	if x.Told == "" {
		return page.Card(i18n.T(ctx, "door.told_nothing"), "", h.P(g.Text(i18n.T(ctx, "door.silence_"+string(x.Silence)+"_text"))))
	}
	return page.Paper(i18n.T(ctx, "door.told_this"), page.Prose(markup.Markdown(x.Told)))
}

func (u *UI) facts(ctx context.Context, x entitlement.Refusal) g.Node {
	now := u.Now(ctx)
	facts := []page.Fact{{Label: i18n.T(ctx, "door.reason"), Value: reasonChip(ctx, x.Reason)},
		{Label: i18n.T(ctx, "door.col_who"), Value: personLink(x.UserID, nameOf(x))},
		page.Say(i18n.T(ctx, "door.address"), x.Address)}
	if x.OrganizationID != 0 {
		facts = append(facts, page.Fact{Label: i18n.T(ctx, "door.col_organization"), Value: organizationLink(x.OrganizationID, x.Organization)})
	}
	facts = append(facts, page.Fact{Label: i18n.T(ctx, "door.col_at"), Value: page.Time(ctx, x.At, now)},
		page.Say(i18n.T(ctx, "door.way"), i18n.T(ctx, "door.way_"+string(x.Door))))
	if x.DeliveryID != 0 {
		facts = append(facts, page.Fact{Label: i18n.T(ctx, "door.mail"),
			Value: h.A(h.Class("link"), h.Href("/mail/"+itoa(x.DeliveryID)), g.Text(i18n.T(ctx, "door.read_mail")))})
	}
	if x.Outcome != entitlement.Open {
		facts = append(facts, page.Fact{Label: i18n.T(ctx, "door.col_outcome"), Value: outcome(ctx, x)},
			page.Fact{Label: i18n.T(ctx, "door.settled_at"), Value: page.Time(ctx, x.SettledAt, now)})
	}
	return page.Facts(i18n.T(ctx, "door.request"), facts...)
}

// nearFacts are a hint: whose contacts have addresses of the same domain. It never lets anybody in.
func nearFacts(ctx context.Context, near []entitlement.Namesake) g.Node {
	if len(near) == 0 {
		return nil
	}
	return page.FactsBlock(i18n.T(ctx, "door.near"), h.Ul(h.Class("stack"), g.Map(near, func(n entitlement.Namesake) g.Node {
		return h.Li(organizationLink(n.OrganizationID, n.Organization), g.Text(" "),
			h.Span(h.Class("muted"), g.Text(i18n.T(ctx, "door.near_count", "Count", n.Contacts))))
	})), h.P(h.Class("muted"), g.Text(i18n.T(ctx, "door.near_text"))))
}

// acts are what can be done: nothing once somebody decided.
func (u *UI) acts(ctx context.Context, x entitlement.Refusal, form *web.Form) g.Node {
	if x.Outcome != entitlement.Open && x.Outcome != entitlement.Left || access.Check(ctx, access.ReleaseMail) != nil {
		return nil
	}
	organization := page.Ask(form, "organization", i18n.T(ctx, "door.col_organization"))
	organization.Hint, organization.Autocomplete = i18n.T(ctx, "door.organization_hint"), "off"
	once := "door.let_mail"
	if x.Door == entitlement.ByPortal {
		once = "door.let_portal"
	}
	var name g.Node // helps only where that is what they lack
	if x.Reason == entitlement.Stranger || x.Reason == entitlement.Unlisted {
		name = page.Card(i18n.T(ctx, "door.contact"), i18n.T(ctx, "door.contact_text"),
			page.Form(x.Path()+"/contact", page.FormError(form), wrongUser(form), page.Input(ctx, organization),
				page.FormEnd(page.Button(page.Secondary, i18n.T(ctx, "door.contact_do")))))
	}
	return g.Group{
		page.Card(i18n.T(ctx, "door.let"), i18n.T(ctx, once),
			h.Div(h.Class("cluster"), page.PostButton(page.Primary, x.Path()+"/let", i18n.T(ctx, "door.let_do"), nil),
				g.If(x.Outcome == entitlement.Open, page.PostButton(page.Quiet, x.Path()+"/leave", i18n.T(ctx, "door.leave_do"), nil)))), name}
}

// wrongUser shows what speaks against naming the person, which is no field of the form.
func wrongUser(form *web.Form) g.Node {
	if why := form.Errors["user"]; why != "" {
		return page.Banner(page.Red, why)
	}
	return nil
}

func (u *UI) postLet(w http.ResponseWriter, r *http.Request) error {
	return u.settle(w, r, "door.done_let", u.Entitlements.Let)
}

func (u *UI) postLeave(w http.ResponseWriter, r *http.Request) error {
	return u.settle(w, r, "door.done_left", u.Entitlements.Leave)
}

func (u *UI) settle(w http.ResponseWriter, r *http.Request, done string, do func(ctx context.Context, id int64) error) error {
	ctx := r.Context()
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	if err := do(ctx, id); err != nil {
		return err
	}
	web.Done(ctx, i18n.T(ctx, done))
	web.Redirect(w, r, listPath)
	return nil
}

func (u *UI) postContact(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	err = u.Entitlements.LetAsContactOf(ctx, id, form.Get("organization"))
	if form.Absorb(err) {
		return u.refusalPage(w, r, form)
	}
	if err != nil {
		return err
	}
	web.Done(ctx, i18n.T(ctx, "door.done_contact"))
	web.Redirect(w, r, listPath)
	return nil
}
