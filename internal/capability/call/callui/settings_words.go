package callui

import (
	"net/http"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/capability/call"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// wordNames are the texts that customers are told, in the order of the page: each is saved alone. wordNeeds is what each is there for.
var (
	wordNames = []string{"offer", "missed", "summary"}
	wordNeeds = map[string]string{"offer": "{{link}}", "missed": "{{link}}", "summary": "{{summary}}"}
)

func wordsOf(w *call.Words, name string) *call.WordsOf {
	return map[string]*call.WordsOf{"offer": &w.Offer, "missed": &w.Missed, "summary": &w.Summary}[name]
}

func (u *UI) getWords(w http.ResponseWriter, r *http.Request) error {
	return u.wordsPage(w, r, "", web.NewForm())
}

// wordsPage shows the texts; that of the name typed is as it was sent.
func (u *UI) wordsPage(w http.ResponseWriter, r *http.Request, typed string, form *web.Form) error {
	ctx := r.Context()
	setup, err := u.Calls.Setup(ctx)
	if err != nil {
		return err
	}
	var cards []g.Node
	for _, name := range wordNames {
		words := wordsOf(&setup.Words, name)
		f := web.NewForm("en", words.EN, "de", words.DE)
		if typed == name {
			f = form
		}
		en, de := area(f, "en", t(ctx, "calls.words_en")), area(f, "de", t(ctx, "calls.words_de"))
		en.Error, de.Optional = f.Error(name), true
		cards = append(cards, page.Card(t(ctx, "calls.words_"+name), t(ctx, "calls.words_"+name+"_about", "Word", wordNeeds[name]),
			page.Form(wordsPath+"/"+name, page.FormError(f),
				page.Textarea(ctx, en), page.Textarea(ctx, de), page.FormEnd(page.Button(page.Primary, t(ctx, "calls.save"))))))
	}
	return u.settingsPage(w, r, wordsPath, web.FormStatus(form), page.Content(page.Columns(cards...)))
}

func (u *UI) postWords(name string) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		form, err := web.Decode(r)
		if err != nil {
			return err
		}
		err = u.Calls.ChangeWords(r.Context(), func(words *call.Words) {
			*wordsOf(words, name) = call.WordsOf{EN: form.Text("en"), DE: form.Text("de")}
		})
		return saved(w, r, form, err, wordsPath, func() error { return u.wordsPage(w, r, name, form) })
	}
}
