package crmui

import (
	"context"
	"net/http"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/crm"
	"github.com/daywatch/daywatch/internal/capability/crm/salesforce"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

const connectionPath = settingsPath + "/connection"

func connectionStands(ctx context.Context, c salesforce.Connection, hasSecret bool, way crm.Way) string {
	if c.URL == "" || !hasSecret {
		return i18n.T(ctx, "crm.stands_apart")
	}
	return i18n.T(ctx, "crm.stands_connection", "Address", c.URL, "Way", i18n.T(ctx, "crm.way_"+string(way)))
}

func (u *UI) getConnection(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v, err := u.CRM.Setup(ctx)
	if err != nil {
		return err
	}
	c, _, _, err := u.CRM.Connection(ctx)
	if err != nil {
		return err
	}
	return u.connectionPage(w, r, web.NewForm("url", c.URL, "flow", string(c.Flow), "client_id", c.ClientID, "version", c.Version, "way", string(v.Way)), nil)
}

func (u *UI) connectionPage(w http.ResponseWriter, r *http.Request, f *web.Form, tried g.Node) error {
	ctx := r.Context()
	_, hasSecret, hasToken, err := u.CRM.Connection(ctx)
	if err != nil {
		return err
	}
	secret := func(name string, kept bool) g.Node {
		x := ask(ctx, f, name)
		x.Type, x.Value, x.Optional = "password", "", kept || name == "refresh_token"
		if kept {
			x.Placeholder = i18n.T(ctx, "crm.set_kept")
		}
		return page.Input(ctx, x)
	}
	flows := []page.Choice{{Value: string(salesforce.ClientCredentials), Label: i18n.T(ctx, "crm.flow_client")},
		{Value: string(salesforce.RefreshToken), Label: i18n.T(ctx, "crm.flow_refresh")}}
	ways := []page.Choice{{Value: string(crm.Bulk), Label: i18n.T(ctx, "crm.way_bulk")}, {Value: string(crm.REST), Label: i18n.T(ctx, "crm.way_rest")}}
	version := ask(ctx, f, "version")
	version.Optional, version.Placeholder = true, salesforce.DefaultVersion
	return u.settingPage(w, r, "connection", f, tried, page.Card("", "", page.Form(connectionPath, page.FormError(f), page.Input(ctx, ask(ctx, f, "url")),
		page.Select(ctx, ask(ctx, f, "flow"), flows...), page.Input(ctx, ask(ctx, f, "client_id")), secret("client_secret", hasSecret),
		secret("refresh_token", hasToken),
		page.Input(ctx, version), page.Select(ctx, ask(ctx, f, "way"), ways...),
		page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "crm.try_do"), h.Name("do"), h.Value("try")),
			page.Button(page.Secondary, i18n.T(ctx, "crm.save"))))))
}

// postConnection saves the connection, and asks Salesforce where that was wanted.
func (u *UI) postConnection(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	err = u.CRM.SaveConnection(ctx, salesforce.Connection{URL: strings.TrimRight(f.Get("url"), "/"), Flow: salesforce.Flow(f.Get("flow")),
		ClientID:     f.Get("client_id"),
		ClientSecret: f.Get("client_secret"), RefreshToken: f.Get("refresh_token"), Version: f.Get("version")})
	if err == nil {
		err = u.CRM.ChangeSetup(ctx, func(v *crm.Setup) { v.Way = crm.Way(f.Get("way")) })
	}
	var tried []crm.Tried
	if err == nil && f.Get("do") == "try" {
		tried, err = u.CRM.TryConnection(ctx)
	}
	switch {
	case f.Absorb(err):
		return u.connectionPage(w, r, f, nil)
	case err != nil:
		return err
	case len(tried) > 0:
		return u.connectionPage(w, r, f, triedCard(ctx, tried))
	}
	web.Done(ctx, i18n.T(ctx, "crm.saved"))
	web.Redirect(w, r, settingsPath)
	return nil
}

// triedCard tells what Salesforce said, object by object.
func triedCard(ctx context.Context, tried []crm.Tried) g.Node {
	rows, works := make([][]g.Node, 0, len(tried)), true
	for _, t := range tried {
		what, said := i18n.T(ctx, "crm.tried_signin"), g.Node(page.Chip(page.Green, i18n.T(ctx, "crm.tried_well")))
		if t.Object != "" {
			what = i18n.T(ctx, "crm.object_"+string(t.Object))
			said = g.Group{said, g.Text(" " + i18n.T(ctx, "crm.tried_records", "Count", t.Records))}
		}
		if t.Err != nil {
			sentence, _ := fault.Public(t.Err)
			works, said = false, g.Group{page.Chip(page.Red, i18n.T(ctx, "crm.tried_badly")), g.Text(" " + sentence)}
		}
		rows = append(rows, []g.Node{g.Text(what), said})
	}
	title := i18n.T(ctx, "crm.tried")
	verdict := page.Banner(page.Green, i18n.T(ctx, "crm.tried_works"))
	if !works {
		verdict = page.Banner(page.Red, i18n.T(ctx, "crm.tried_fails"))
	}
	return page.Card(title, "", verdict,
		page.Table(title, []page.Column{{Label: i18n.T(ctx, "crm.tried_what")}, {Label: i18n.T(ctx, "crm.tried_said")}}, rows...))
}
