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

func wordsForm(w call.Words) *web.Form {
	return web.NewForm("offer-en", w.Offer.EN, "offer-de", w.Offer.DE, "missed-en", w.Missed.EN, "missed-de", w.Missed.DE, "summary-en", w.Summary.EN, "summary-de", w.Summary.DE)
}

func wordsCard(ctx context.Context, form *web.Form) g.Node {
	var fields g.Group
	for _, key := range []string{"offer", "missed", "summary"} {
		wrong := form.Error(key)
		for _, language := range []string{"en", "de"} {
			f := area(form, key+"-"+language, t(ctx, "calls.words_"+key+"_"+language))
			if wrong != "" && language == "en" {
				f.Error = wrong
			}
			fields = append(fields, page.Textarea(ctx, f))
		}
	}
	return page.Card(t(ctx, "calls.words"), t(ctx, "calls.words_about"), page.Form(settingsPath+"/words", page.FormError(form), fields,
		page.FormEnd(page.Button(page.Primary, t(ctx, "calls.save")))))
}

func (u *UI) postWords(w http.ResponseWriter, r *http.Request) error {
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	of := func(key string) call.WordsOf {
		return call.WordsOf{EN: form.Text(key + "-en"), DE: form.Text(key + "-de")}
	}
	err = u.Calls.SaveWords(r.Context(), call.Words{Offer: of("offer"), Missed: of("missed"), Summary: of("summary")})
	return u.saved(w, r, form, err, typed{words: form})
}

// videoFields are the fields of a provider, in the order of the form.
func videoFields(c *video.Config) []struct {
	name   string
	value  *string
	secret bool
} {
	return []struct {
		name   string
		value  *string
		secret bool
	}{{"url", &c.URL, false}, {"account", &c.Account, false}, {"client", &c.Client, false}, {"secret", &c.Secret, true}, {"refresh", &c.Refresh, true},
		{"api", &c.API, false}, {"tokens", &c.Tokens, false}}
}

func videoForm(c video.Config) *web.Form {
	f := web.NewForm("provider", string(c.Provider))
	for _, field := range videoFields(&c) {
		f.Values.Set(field.name, *field.value)
	}
	return f
}

// videoCard asks who makes the rooms. What a provider does not need may stay empty.
func (u *UI) videoCard(ctx context.Context, form *web.Form, tried string) g.Node {
	if u.Calls.Restricted {
		return page.Card(t(ctx, "calls.video"), "", page.Banner(page.Amber, t(ctx, "calls.restricted")))
	}
	provider := page.Ask(form, "provider", t(ctx, "calls.video_provider"))
	var options []page.Option
	for _, p := range video.Providers() {
		key := string(p)
		if p == video.None {
			key = "none"
		}
		options = append(options, page.Option{Value: string(p), Label: t(ctx, "calls.video_"+key), About: t(ctx, "calls.video_"+key+"_about")})
	}
	var fields g.Group
	for _, one := range videoFields(&video.Config{}) {
		f := page.Ask(form, one.name, t(ctx, "calls.video_f_"+one.name))
		f.Optional, f.Autocomplete = true, "off"
		if one.secret {
			f.Type = "password"
		}
		fields = append(fields, page.Input(ctx, f))
	}
	var result g.Node
	if tried != "" {
		result = page.Banner(page.Green, t(ctx, "calls.video_tried"), h.A(h.Class("link"), h.Href(tried), h.Rel("noreferrer"), g.Text(tried)))
	}
	return page.Card(t(ctx, "calls.video"), t(ctx, "calls.video_about"), result, page.Form(settingsPath+"/video", page.FormError(form), radios(provider, options), fields,
		page.FormEnd(page.Button(page.Primary, t(ctx, "calls.save")), page.Button(page.Secondary, t(ctx, "calls.video_try"), h.Name("try"), h.Value("on")))))
}

func (u *UI) postVideo(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	config := video.Config{Provider: video.Provider(form.Get("provider"))}
	for _, f := range videoFields(&config) {
		*f.value = form.Get(f.name)
	}
	if !form.Bool("try") {
		return u.saved(w, r, form, u.Calls.SaveVideo(ctx, config), typed{video: form})
	}
	room, err := u.Calls.TryVideo(ctx, config)
	if err != nil && !form.Absorb(err) {
		form.Reject("", t(ctx, "calls.video_failed", "Trouble", sentence(err)))
	}
	return u.settingsPage(w, r, typed{video: form, tried: room.Room})
}
