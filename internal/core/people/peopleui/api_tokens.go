package peopleui

import (
	"context"
	"net/http"
	"strconv"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

const ownTokensPath = "/profile/tokens"

// ownTokensPage lists the tokens that act as the reader, and makes new ones.
func (ui *Handlers) ownTokensPage(w http.ResponseWriter, r *http.Request) error {
	return ui.showOwnTokens(w, r, web.NewForm("days", "90", "scope-"+string(people.ScopeRead), "on"), nil)
}

func (ui *Handlers) createToken(w http.ResponseWriter, r *http.Request) error {
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	ctx, n := r.Context(), typedToken(f)
	if !f.OK() {
		return ui.showOwnTokens(w, r, f, nil)
	}
	_, secret, err := ui.people.CreateAPIToken(ctx, n)
	if f.Absorb(err) {
		return ui.showOwnTokens(w, r, f, nil)
	}
	if err != nil {
		return err
	}
	// The token stands in this one answer. A redirect would have to keep it somewhere.
	return ui.showOwnTokens(w, r, web.NewForm("days", "90"), newToken(ctx, n.Name, secret))
}

func (ui *Handlers) showOwnTokens(w http.ResponseWriter, r *http.Request, f *web.Form, made g.Node) error {
	ctx := r.Context()
	list, err := ui.people.OwnAPITokens(ctx)
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	return ui.showProfileTab(w, r, web.FormStatus(f), ownTokensPath, made, ui.tokenTable(ctx, list, ownTokensPath, false), tokenForm(ctx, f))
}

// typedToken reads the form. Days are of 24 hours; none: until it is revoked.
func typedToken(f *web.Form) people.NewAPIToken {
	n := people.NewAPIToken{Name: f.Get("name"), For: time.Duration(f.Int64("days")) * 24 * time.Hour}
	for _, s := range people.Scopes() {
		if f.Bool("scope-" + string(s)) {
			n.Scopes = append(n.Scopes, s)
		}
	}
	return n
}

func tokenForm(ctx context.Context, f *web.Form) g.Node {
	name := page.Ask(f, "name", i18n.T(ctx, "tokens.name"))
	name.Hint, name.Autocomplete = i18n.T(ctx, "tokens.name_hint"), "off"
	days := page.Ask(f, "days", i18n.T(ctx, "tokens.days"))
	days.Error = f.Error("days") + f.Error("expires")
	scopes := g.Group{h.Legend(h.B(g.Text(i18n.T(ctx, "tokens.scopes"))))}
	for _, s := range people.Scopes() {
		if s == people.ScopeImpersonate && access.Check(ctx, access.ManageStaff) != nil {
			continue
		}
		tick := page.Ask(f, "scope-"+string(s), string(s))
		tick.Hint = i18n.T(ctx, "tokens.scope."+string(s))
		scopes = append(scopes, page.Checkbox(ctx, tick))
	}
	if wrong := f.Error("scopes"); wrong != "" {
		scopes = append(scopes, h.P(h.Class("error"), page.Icon("circle-alert"), g.Text(wrong)))
	}
	return page.Card(i18n.T(ctx, "tokens.new"), i18n.T(ctx, "tokens.new_about"), page.Form(ownTokensPath, page.FormError(f), page.Input(ctx, name),
		page.Select(ctx, days, lifetimes(ctx)...), h.FieldSet(h.Class("stack"), scopes), page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "tokens.make")))))
}

func lifetimes(ctx context.Context) []page.Choice {
	choices := make([]page.Choice, 0, 4)
	for _, days := range []int{30, 90, 365} {
		choices = append(choices, page.Choice{Value: strconv.Itoa(days), Label: i18n.T(ctx, "tokens.for_days", "Count", days)})
	}
	return append(choices, page.Choice{Value: "0", Label: i18n.T(ctx, "tokens.for_ever")})
}

// newToken shows a token for the only time.
func newToken(ctx context.Context, name, secret string) g.Node {
	return page.Card(i18n.T(ctx, "tokens.made", "Name", name), i18n.T(ctx, "tokens.made_about"),
		page.Code(ctx, g.Text(secret)), h.P(g.Text(i18n.T(ctx, "tokens.made_use"))),
		page.Code(ctx, g.Text("curl -H 'Authorization: Bearer "+secret+"' …/api/v2/on_call.json")))
}

// tokenTable lists tokens; back is the page that revoking one leads to.
func (ui *Handlers) tokenTable(ctx context.Context, list []people.APIToken, back string, owners bool) g.Node {
	if len(list) == 0 {
		return page.EmptyState("key-round", i18n.T(ctx, "tokens.none"), i18n.T(ctx, "tokens.none_about"))
	}
	now := ui.deps.Now()
	columns := []page.Column{{Label: i18n.T(ctx, "tokens.name")}, {Label: i18n.T(ctx, "tokens.scopes")}, {Label: i18n.T(ctx, "tokens.used")},
		{Label: i18n.T(ctx, "tokens.expires")}, {Label: i18n.T(ctx, "tokens.act")}}
	if owners {
		columns = append([]page.Column{{Label: i18n.T(ctx, "tokens.owner")}}, columns...)
	}
	var rows [][]g.Node
	for _, t := range list {
		row := []g.Node{g.Group{g.Text(t.Name + " "), h.Span(h.Class("mono"), g.Text("…"+t.Hint))}, scopeBadges(t), g.Text(i18n.T(ctx, "tokens.never")),
			tokenEnd(ctx, t, now), tokenAct(ctx, t, back, now)}
		if !t.LastUsedAt.IsZero() {
			row[2] = page.Ago(ctx, t.LastUsedAt, now)
		}
		if owners {
			row = append([]g.Node{g.Text(t.Owner)}, row...)
		}
		rows = append(rows, row)
	}
	return page.Table(i18n.T(ctx, "tokens.title"), columns, rows...)
}

func scopeBadges(t people.APIToken) g.Node {
	var badges g.Group
	for _, s := range t.Scopes {
		badges = append(badges, page.Badge(string(s)), g.Text(" "))
	}
	return badges
}

func tokenEnd(ctx context.Context, t people.APIToken, now time.Time) g.Node {
	switch {
	case !t.RevokedAt.IsZero():
		return g.Group{page.Chip(page.Neutral, i18n.T(ctx, "tokens.revoked")), g.Text(" "), page.Time(ctx, t.RevokedAt, now)}
	case !t.Works(now):
		return g.Group{page.Chip(page.Neutral, i18n.T(ctx, "tokens.ended")), g.Text(" "), page.Time(ctx, t.ExpiresAt, now)}
	case t.ExpiresAt.IsZero():
		return g.Text(i18n.T(ctx, "tokens.for_ever"))
	}
	return page.Time(ctx, t.ExpiresAt, now)
}

func tokenAct(ctx context.Context, t people.APIToken, back string, now time.Time) g.Node {
	if !t.Works(now) {
		return nil
	}
	label := i18n.T(ctx, "tokens.revoke")
	return page.PostButton(page.Small, back+"/revoke", label, []string{"id", strconv.FormatInt(t.ID, 10)}, g.Attr("aria-label", label+": "+t.Name))
}

// revokeToken ends a token and leads back to the list it stood in.
func (ui *Handlers) revokeToken(back string) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		f, err := web.Decode(r)
		if err != nil {
			return err
		}
		ctx := r.Context()
		if err := ui.people.RevokeAPIToken(ctx, f.Int64("id")); err != nil {
			return err
		}
		web.Done(ctx, i18n.T(ctx, "tokens.revoke_done"))
		web.Redirect(w, r, back)
		return nil
	}
}
