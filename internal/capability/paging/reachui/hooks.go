package reachui

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"github.com/daywatch/daywatch/internal/capability/paging"
	"github.com/daywatch/daywatch/internal/capability/paging/channel"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/outbound"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// postHook takes the signed answer of the program behind a webhook, and says in JSON who has the page.
func (u *UI) postHook(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	body, err := io.ReadAll(r.Body) // the route bounds it
	if err != nil {
		return err
	}
	p, err := u.Paging.AnswerByWebhook(r.Context(), id, body, r.Header.Get(outbound.SignatureHeader))
	if err != nil {
		return err
	}
	raw, err := json.Marshal(map[string]any{"page": p.ID, "state": p.State, "acknowledged_by": p.AckedBy})
	if err != nil {
		return err
	}
	return send(w, "application/json", raw)
}

// postText takes a text message that somebody sent to the desk's number, and answers it.
func (u *UI) postText(w http.ResponseWriter, r *http.Request) error {
	form, err := u.signedForm(r)
	if err != nil {
		return err
	}
	words, err := u.Paging.AnswerByText(r.Context(), form.Get("From"), form.Get("Body"))
	if err != nil {
		return err
	}
	return sendTwiML(w, channel.TwiML{Message: words})
}

// postKey takes the key that was pressed during a call.
func (u *UI) postKey(w http.ResponseWriter, r *http.Request) error {
	attempt, mark, err := linkOf(r)
	if err != nil {
		return err
	}
	form, err := u.signedForm(r)
	if err != nil {
		return err
	}
	if form.Get("Digits") != "1" {
		return sendTwiML(w, channel.TwiML{Say: []string{"That was not 1. The page goes on to the next person. Goodbye."}})
	}
	v, err := u.Paging.AnswerByLink(r.Context(), attempt, mark, paging.HowVoice)
	if err != nil {
		sentence, _ := fault.Public(err)
		return sendTwiML(w, channel.TwiML{Say: []string{sentence + "."}})
	}
	words := "You have it. Thank you. Goodbye."
	switch {
	case v.Page.AckedBy == 0:
		words = "It is resolved already. Goodbye."
	case v.Page.AckedBy != v.User.ID:
		words = fmt.Sprintf("%s has it already. Goodbye.", v.AckedBy)
	}
	return sendTwiML(w, channel.TwiML{Say: []string{words}})
}

// signedForm reads what a provider posts, and believes it only with the provider's signature over the address that it knows.
func (u *UI) signedForm(r *http.Request) (url.Values, error) {
	if err := r.ParseForm(); err != nil {
		return nil, fault.Wrap(fault.Invalid, err, "This is no form")
	}
	token, err := u.Paging.ProviderToken(r.Context())
	if err != nil {
		return nil, err
	}
	if !channel.ProviderSigned(token, u.Link(r.URL.RequestURI()), r.PostForm, r.Header.Get(channel.ProviderSignatureHeader)) {
		return nil, fault.New(fault.Forbidden,
			"The provider's signature does not fit. The desk's address and the account's token must be those of the provider")
	}
	return r.PostForm, nil
}

func sendTwiML(w http.ResponseWriter, t channel.TwiML) error {
	text, err := t.Text()
	if err != nil {
		return err
	}
	return send(w, "text/xml; charset=utf-8", []byte(text))
}
