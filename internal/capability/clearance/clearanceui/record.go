package clearanceui

import (
	"net/http"

	"github.com/daywatch/daywatch/internal/capability/clearance"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

func (u *UI) getRecord(w http.ResponseWriter, r *http.Request) error {
	return u.recordPage(w, r, web.NewForm())
}

// recordPage shows one record, with the form that ends it.
func (u *UI) recordPage(w http.ResponseWriter, r *http.Request, form *web.Form) error {
	ctx := r.Context()
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	c, err := u.Clearances.Get(ctx, id)
	if err != nil {
		return err
	}
	by, err := u.Named(ctx, c.RecordedBy, c.RevokedBy)
	if err != nil {
		return err
	}
	name := func(id int64) string {
		if id == 0 {
			return i18n.T(ctx, "clearance.on_machine")
		}
		return by[id].Name
	}
	now, label := u.Now(ctx), func(id string) string { return i18n.T(ctx, "clearance."+id) }
	facts := []page.Fact{page.Say(label("fact"), c.Fact), {Label: label("now"), Value: state(ctx, c, now)}, page.Say(label("verifier"), c.Verifier),
		page.Say(label("verified_on"), i18n.FormatDay(ctx, c.VerifiedOn)), page.Say(label("proof"), c.Proof), page.Say(label("last_day"), until(ctx, c)),
		page.Say(label("recorded_by"), name(c.RecordedBy)), {Label: label("recorded_at"), Value: page.Time(ctx, c.RecordedAt, now)}}
	end := page.FormError(form) // somebody else may have revoked it meanwhile
	if c.State(now) == clearance.Revoked {
		facts = append(facts, page.Fact{Label: label("revoked_at"), Value: page.Time(ctx, c.RevokedAt, now)},
			page.Say(label("revoked_by"), name(c.RevokedBy)), page.Say(label("why"), c.RevokedWhy))
	} else {
		why := page.Ask(form, "why", label("why"))
		why.Hint = label("why_hint")
		end = page.Card(label("revoke"), label("revoke_about"), page.Form(settingsPath+"/"+itoa(id)+"/revoke", page.FormError(form), page.Input(ctx, why),
			page.FormEnd(page.Button(page.Danger, label("revoke_do")))))
	}
	return web.Render(w, web.FormStatus(form),
		u.Page(r, c.Person, page.Head(c.Person, label("record_sub"), page.LinkButton(page.Secondary, settingsPath, label("all"))),
			page.Narrow(page.Facts(label("record_of"), facts...), end)))
}

func (u *UI) postRevoke(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	c, err := u.Clearances.Revoke(ctx, id, form.Get("why"))
	switch {
	case form.Absorb(err):
		return u.recordPage(w, r, form)
	case err != nil:
		return err
	}
	web.Done(ctx, i18n.T(ctx, "clearance.revoked", "Name", c.Person))
	web.Redirect(w, r, settingsPath+"/"+itoa(id))
	return nil
}
