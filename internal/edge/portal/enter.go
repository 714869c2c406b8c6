package portal

import (
	"net/http"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// getEnter is where a mailed link leads, on whatever device. Opening it uses nothing up, for mail scanners open links
// too: a button does.
func (p *Portal) getEnter(w http.ResponseWriter, r *http.Request) error {
	ctx, secret := r.Context(), r.PathValue("secret")
	u, err := p.People.Entry(ctx, secret)
	if fault.Is(err, fault.NotFound) {
		return p.linkOver(w, r)
	}
	if err != nil {
		return err
	}
	f := web.NewForm("next", r.URL.Query().Get("next"))
	return p.door(w, r, http.StatusOK, i18n.T(ctx, "portal.enter.title"),
		heading(i18n.T(ctx, "portal.enter.title"), i18n.T(ctx, "portal.enter.about", "Name", u.Name)),
		page.Form(people.EntryPath+secret, page.Hidden("next", f.Get("next")), page.Checkbox(ctx, ask(ctx, f, "remember", false)),
			page.Button(page.Wide, i18n.T(ctx, "portal.enter.do"))))
}

func (p *Portal) postEnter(w http.ResponseWriter, r *http.Request) error {
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	u, err := p.People.Enter(r.Context(), r.PathValue("secret"))
	if fault.Is(err, fault.NotFound) {
		return p.linkOver(w, r)
	}
	if err != nil {
		return err
	}
	return p.enter(w, r, u.ID, f.Bool("remember"), within(f.Get("next")))
}

// linkOver says what to do with a link that does not work any more.
func (p *Portal) linkOver(w http.ResponseWriter, r *http.Request) error {
	ctx, f := r.Context(), web.NewForm("next", r.URL.Query().Get("next"))
	return p.door(w, r, http.StatusNotFound, i18n.T(ctx, "portal.enter.over"),
		heading(i18n.T(ctx, "portal.enter.over"), i18n.T(ctx, "portal.enter.overabout")),
		page.LinkButton(page.Wide, signInPath+nextQuery(f), i18n.T(ctx, "portal.signin.again")))
}
