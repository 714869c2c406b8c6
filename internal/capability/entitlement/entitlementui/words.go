package entitlementui

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/entitlement"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/markup"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

const wordsPath = settingsPath + "/words"

func wordsHref(language string, why entitlement.Reason) string {
	return wordsPath + "?" + url.Values{"language": {language}, "reason": {string(why)}}.Encode()
}

// getWords shows one text with its preview.
func (u *UI) getWords(w http.ResponseWriter, r *http.Request) error {
	setup, err := u.Entitlements.Setup(r.Context())
	if err != nil {
		return err
	}
	language, why, err := which(r.URL.Query())
	if err != nil {
		return err
	}
	return u.wordsPage(w, r, web.NewForm("language", language, "reason", string(why), "subject", setup.Words.Subject[language], "body",
		setup.Words.Body[language][why]), setup.Words)
}

func which(q url.Values) (language string, why entitlement.Reason, err error) {
	language, why = q.Get("language"), entitlement.Reason(q.Get("reason"))
	if !slices.Contains(entitlement.Languages(), language) || !slices.Contains(entitlement.Reasons(), why) {
		return "", "", fault.New(fault.NotFound, "There is no such text. Choose one on the page of who may ask")
	}
	return language, why, nil
}

func (u *UI) wordsPage(w http.ResponseWriter, r *http.Request, form *web.Form, words entitlement.Words) error {
	ctx := r.Context()
	language, why, err := which(form.Values)
	if err != nil {
		return err
	}
	var preview g.Node
	if form.OK() {
		told, err := u.Entitlements.Preview(ctx, words, language, why)
		if err != nil {
			return err
		}
		preview = page.Paper(told.Subject, page.Prose(markup.Markdown(told.Body)))
	}
	title := i18n.T(ctx, "door.words_title", "Reason", i18n.T(ctx, "door.case_"+string(why)), "Language", i18n.T(ctx, "door.language_"+language))
	return web.Render(w, web.FormStatus(form),
		u.Page(r, title, page.Head(title, i18n.T(ctx, "door.words_about"), page.LinkButton(page.Secondary, settingsPath, i18n.T(ctx, "door.to_rules"))),
			page.Content(page.Columns(wordsForm(ctx, form), page.Card(i18n.T(ctx, "door.preview"), i18n.T(ctx, "door.preview_about"), preview)))))
}

func wordsForm(ctx context.Context, form *web.Form) g.Node {
	subject, body := page.Ask(form, "subject", i18n.T(ctx, "door.words_subject")), page.Ask(form, "body", i18n.T(ctx, "door.words_body"))
	subject.Hint, body.Hint = i18n.T(ctx, "door.words_subject_hint"), i18n.T(ctx, "door.words_body_hint", "Names",
		"{{ "+strings.Join(entitlement.Placeholders(), " }}, {{ ")+" }}")
	body.Value = form.Text("body")
	return page.Card(i18n.T(ctx, "door.words_card"), "",
		page.Form(wordsPath, page.FormError(form), page.Hidden("language", form.Get("language")), page.Hidden("reason", form.Get("reason")),
			page.Input(ctx, subject), page.Textarea(ctx, body),
			page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "door.save")),
				page.Button(page.Secondary, i18n.T(ctx, "door.preview_do"), h.Name("do"), h.Value("preview")))))
}

// postWords keeps a text, or with the button "preview" only shows how it would read.
func (u *UI) postWords(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	language, why, err := which(form.Values)
	if err != nil {
		return err
	}
	setup, err := u.Entitlements.Setup(ctx)
	if err != nil {
		return err
	}
	words := setup.Words.With(language, why, form.Get("subject"), form.Text("body"))
	if form.Get("do") == "preview" {
		_, err = u.Entitlements.Preview(ctx, words, language, why)
	} else {
		err = u.Entitlements.SaveWords(ctx, words)
	}
	err = reword(err)
	if form.Absorb(err) || form.Get("do") == "preview" && err == nil {
		return u.wordsPage(w, r, form, words)
	}
	if err != nil {
		return err
	}
	web.Done(ctx, i18n.T(ctx, "door.words_saved"))
	web.Redirect(w, r, wordsHref(language, why))
	return nil
}

// reword names the field of the form where the desk names the text.
func reword(err error) error {
	var f *fault.Error
	if !errors.As(err, &f) || f.Kind != fault.Invalid {
		return err
	}
	field, _, _ := strings.Cut(f.Field, "-")
	return &fault.Error{Kind: f.Kind, Field: field, Public: f.Public, Err: err}
}
