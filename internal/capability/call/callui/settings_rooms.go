package callui

import (
	"context"
	"net/http"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/call"
	"github.com/daywatch/daywatch/internal/capability/call/video"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// videoField is something that a provider needs to know.
type videoField struct {
	name   string
	of     func(*video.Config) *string
	secret bool
}

var (
	urlField     = videoField{"url", func(c *video.Config) *string { return &c.URL }, false}
	accountField = videoField{"account", func(c *video.Config) *string { return &c.Account }, false}
	clientField  = videoField{"client", func(c *video.Config) *string { return &c.Client }, false}
	secretField  = videoField{"secret", func(c *video.Config) *string { return &c.Secret }, true}
	refreshField = videoField{"refresh", func(c *video.Config) *string { return &c.Refresh }, true}
	elsewhere    = []videoField{{"api", func(c *video.Config) *string { return &c.API }, false},
		{"tokens", func(c *video.Config) *string { return &c.Tokens }, false}}
)

// videoFields are what each provider is asked for.
var videoFields = map[video.Provider][]videoField{
	video.Fixed: {urlField}, video.Jitsi: {urlField}, video.Zoom: {accountField, clientField, secretField},
	video.Meet: {clientField, secretField, refreshField},
}

// providerName is how a provider stands in addresses and in the catalogue.
func providerName(p video.Provider) string {
	if p == video.None {
		return "none"
	}
	return string(p)
}

func providerOf(name string) video.Provider {
	if name == "none" {
		return video.None
	}
	return video.Provider(name)
}

// getRooms shows the provider that is set, or the one that is looked at.
func (u *UI) getRooms(w http.ResponseWriter, r *http.Request) error {
	set, err := u.Calls.Video(r.Context())
	if err != nil {
		return err
	}
	c := set
	if name := r.URL.Query().Get("provider"); name != "" && providerOf(name) != set.Provider {
		c = video.Config{Provider: providerOf(name)}
	}
	form := web.NewForm()
	for _, f := range append(videoFields[c.Provider], elsewhere...) {
		form.Values.Set(f.name, *f.of(&c))
	}
	return u.roomsPage(w, r, c.Provider, form, nil)
}

// roomsPage asks one provider for what it needs. result is what came of a try.
func (u *UI) roomsPage(w http.ResponseWriter, r *http.Request, chosen video.Provider, form *web.Form, result g.Node) error {
	ctx := r.Context()
	if u.Calls.Restricted {
		return u.settingsPage(w, r, roomsPath, http.StatusOK, page.Content(page.Banner(page.Amber, t(ctx, "calls.restricted"))))
	}
	set, err := u.Calls.Video(ctx)
	if err != nil {
		return err
	}
	var tabs []page.Tab
	for _, p := range video.Providers() {
		tab := page.Tab{Label: t(ctx, "calls.video_"+providerName(p)), Href: roomsPath + "?provider=" + providerName(p), Current: p == chosen}
		if p == set.Provider {
			tab.Count = t(ctx, "calls.video_used")
		}
		tabs = append(tabs, tab)
	}
	return u.settingsPage(w, r, roomsPath, web.FormStatus(form), page.Bar(page.Tabs(t(ctx, "calls.video_provider"), tabs...)),
		page.Narrow(result, page.Card(t(ctx, "calls.video_provider"), t(ctx, "calls.video_about"),
			h.P(g.Text(t(ctx, "calls.video_"+providerName(chosen)+"_about"))), providerForm(ctx, chosen, form))))
}

func providerForm(ctx context.Context, p video.Provider, form *web.Form) g.Node {
	ask := func(f videoField) g.Node {
		label := "calls.video_f_" + f.name
		if f.name == "url" {
			label += "_" + string(p)
		}
		asked := page.Ask(form, f.name, t(ctx, label))
		asked.Autocomplete = "off"
		if f.secret {
			asked.Type = "password"
		}
		asked.Optional = f.name == "api" || f.name == "tokens"
		return page.Input(ctx, asked)
	}
	more, try := g.Node(nil), g.Node(nil)
	if p.Remote() {
		more = page.Fold(t(ctx, "calls.video_elsewhere"), g.Map(elsewhere, ask))
	}
	if p != video.None {
		try = page.Button(page.Secondary, t(ctx, "calls.video_try"), h.Name("try"), h.Value("on"))
	}
	return page.Form(roomsPath, page.Hidden("provider", providerName(p)), page.FormError(form), g.Map(videoFields[p], ask), more,
		page.FormEnd(page.Button(page.Primary, t(ctx, "calls.video_use_"+providerName(p))), try))
}

func (u *UI) postRooms(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	c := video.Config{Provider: providerOf(form.Get("provider"))}
	for _, f := range append(videoFields[c.Provider], elsewhere...) {
		*f.of(&c) = form.Get(f.name)
	}
	if !form.Bool("try") {
		return saved(w, r, form, u.Calls.SaveVideo(ctx, c), roomsPath, func() error { return u.roomsPage(w, r, c.Provider, form, nil) })
	}
	tried, err := u.Calls.TryVideo(ctx, c)
	if field(err) != "" && form.Absorb(err) {
		return u.roomsPage(w, r, c.Provider, form, nil)
	}
	return u.roomsPage(w, r, c.Provider, form, triedBanner(ctx, c.Provider, tried, err))
}

// triedBanner says what the provider answered.
func triedBanner(ctx context.Context, p video.Provider, tried call.Trial, err error) g.Node {
	link := h.A(h.Class("link"), h.Href(tried.Room), h.Rel("noreferrer"), g.Text(tried.Room))
	switch {
	case err != nil:
		return page.Banner(page.Red, t(ctx, "calls.video_failed", "Trouble", sentence(err)))
	case tried.Closed != nil:
		return page.Banner(page.Amber, t(ctx, "calls.video_stays", "Trouble", sentence(tried.Closed)), link)
	case p.Remote():
		return page.Banner(page.Green, t(ctx, "calls.video_made", "Room", tried.Room))
	}
	return page.Banner(page.Green, t(ctx, "calls.video_tried"), link)
}
