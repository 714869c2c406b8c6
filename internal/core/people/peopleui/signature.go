package peopleui

import (
	"net/http"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/markup"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// signaturePage edits what stands under one's public replies, and shows how it will look.
func (ui *Handlers) signaturePage(w http.ResponseWriter, r *http.Request) error {
	u, err := ui.people.Me(r.Context())
	if err != nil {
		return err
	}
	return ui.showSignature(w, r, web.NewForm("signature", u.Signature))
}

// saveSignature keeps the signature, or with the button "preview" only shows it.
func (ui *Handlers) saveSignature(w http.ResponseWriter, r *http.Request) error {
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	if f.Get("do") == "preview" {
		return ui.showSignature(w, r, f)
	}
	err = ui.people.SaveSignature(r.Context(), f.Text("signature"))
	if f.Absorb(err) {
		return ui.showSignature(w, r, f)
	}
	if err != nil {
		return err
	}
	web.Done(r.Context(), i18n.T(r.Context(), "profile.saved"))
	web.Redirect(w, r, "/profile/signature")
	return nil
}

func (ui *Handlers) showSignature(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	ctx := r.Context()
	field := page.Ask(f, "signature", i18n.T(ctx, "profile.signature"))
	field.Value, field.Optional, field.Hint = f.Text("signature"), true, i18n.T(ctx, "profile.signaturehint")
	return ui.showProfileTab(w, r, web.FormStatus(f), "/profile/signature",
		page.Form("/profile/signature", page.FormError(f), page.Textarea(ctx, field),
			page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "people.save")),
				page.Button(page.Secondary, i18n.T(ctx, "profile.preview"), h.Name("do"), h.Value("preview")))),
		page.Card(i18n.T(ctx, "profile.looks"), "", signaturePreview(f.Text("signature"), i18n.T(ctx, "profile.sample"), i18n.T(ctx, "profile.nosignature"))))
}

// signaturePreview shows the end of a reply with the signature under it.
func signaturePreview(markdown, sample, none string) g.Node {
	if markdown == "" {
		return h.P(h.Class("muted"), g.Text(none))
	}
	return g.Group{h.P(g.Text(sample)), page.Prose(markup.Markdown(markdown))}
}
