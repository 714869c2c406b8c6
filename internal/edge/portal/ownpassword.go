package portal

import (
	"context"
	"net/http"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

const ownPasswordPath = selfPath + "/password"

// getOwnPassword is where customers set a password, or change the one they have.
func (p *Portal) getOwnPassword(w http.ResponseWriter, r *http.Request) error {
	return p.showOwnPassword(w, r, http.StatusOK, web.NewForm())
}

// postOwnPassword sets it. Guesses at the one that is in use are slowed down like those at the door.
func (p *Portal) postOwnPassword(ip clientIP) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		ctx := r.Context()
		f, err := web.Decode(r)
		if err != nil {
			return err
		}
		u, err := p.People.Me(ctx)
		if err != nil {
			return err
		}
		f.Values.Set("address", u.Email)
		if !p.knock(w, r, ip(r), f) {
			return p.showOwnPassword(w, r, http.StatusTooManyRequests, f)
		}
		if u.HasPassword {
			err = p.People.ChangePassword(ctx, f.Values.Get("current"), f.Values.Get("password"))
		} else {
			err = p.People.FirstPassword(ctx, f.Values.Get("password"))
		}
		if fault.Is(err, fault.Conflict) { // set in another window meanwhile
			web.AddFlash(ctx, web.Flash{Kind: "note", Text: i18n.T(ctx, "portal.secret.meanwhile")})
			web.Redirect(w, r, ownPasswordPath)
			return nil
		}
		if f.Absorb(err) {
			reword(ctx, f)
			return p.showOwnPassword(w, r, web.FormStatus(f), f)
		}
		if err != nil {
			return err
		}
		// Every session has ended, this one too; the person at this browser goes on in a new one.
		web.Done(ctx, i18n.T(ctx, "portal.secret.set"))
		return p.enter(w, r, u.ID, false, selfPath)
	}
}

func (p *Portal) showOwnPassword(w http.ResponseWriter, r *http.Request, status int, f *web.Form) error {
	ctx := r.Context()
	u, err := p.People.Me(ctx)
	if err != nil {
		return err
	}
	title, about := i18n.T(ctx, "portal.secret.title"), i18n.T(ctx, "portal.secret.first")
	if u.HasPassword {
		title, about = i18n.T(ctx, "portal.secret.change"), i18n.T(ctx, "portal.secret.again")
	}
	current := ask(ctx, f, "current", false)
	current.Value, current.Type, current.Autocomplete = "", "password", "current-password"
	return p.show(w, r, status, title, page.Head(title, ""), page.Narrow(h.P(h.Class("lead"), g.Text(about)),
		page.Form(ownPasswordPath, page.FormError(f), username(u), g.Iff(u.HasPassword, func() g.Node { return page.Input(ctx, current) }), newPassword(ctx, f),
			page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "portal.secret.do")),
				page.LinkButton(page.Quiet, selfPath, i18n.T(ctx, "portal.secret.leave")))),
		g.If(u.HasPassword, h.P(h.A(h.Class("link"), h.Href(forgotPath), g.Text(i18n.T(ctx, "portal.forgot.title")))))))
}

// newPassword asks for a password that is to be remembered.
func newPassword(ctx context.Context, f *web.Form) g.Node {
	field := page.Ask(f, "password", i18n.T(ctx, "portal.secret.new"))
	field.Hint = i18n.T(ctx, "portal.hint.password", "Count", people.ShortestPassword)
	field.Value, field.Type, field.Autocomplete = "", "password", "new-password"
	return page.Input(ctx, field)
}

// username tells password managers whose password it is.
func username(u people.User) g.Node {
	return h.Input(h.Type("text"), h.Name("username"), h.Value(u.Email), h.AutoComplete("username"), g.Attr("hidden", ""), h.ReadOnly())
}
