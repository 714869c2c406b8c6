package channel

import (
	"context"
	"encoding/json"
	"net/url"
	"strings"

	"github.com/daywatch/daywatch/internal/capability/paging"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/outbound"
)

// placed is what a provider of Twilio's shape answers when it took a message or a call
// (https://www.twilio.com/docs/messaging/api/message-resource, .../voice/api/call-resource).
type placed struct {
	SID       string `json:"sid"`
	Status    string `json:"status"`
	ErrorCode *int   `json:"error_code"`
	Message   string `json:"error_message"`
}

// place posts a form to a resource of the account: Messages or Calls. Unlike a webhook, a provider must say that it took the
// matter: 200 with anything else is no acceptance.
func (d Deps) place(ctx context.Context, resource, key string, form url.Values) (paging.Receipt, error) {
	p, err := paging.ProviderKey.Get(ctx, d.DB.Read())
	if err != nil {
		return paging.Receipt{}, err
	}
	if !p.Usable() {
		return paging.Receipt{}, fault.New(fault.Invalid, "The desk has no provider for text messages and calls (Settings → Paging channels)")
	}
	form.Set("From", p.From)
	answer, err := d.Client.Do(ctx, outbound.Request{
		URL:  strings.TrimSuffix(p.URL, "/") + "/2010-04-01/Accounts/" + url.PathEscape(p.Account) + "/" + resource + ".json",
		User: p.Account, Password: p.Token, Key: key, Body: []byte(form.Encode()),
		Header: map[string]string{"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json", "I-Twilio-Idempotency-Token": key}})
	if err != nil {
		return paging.Receipt{}, err
	}
	return readPlaced(answer.Body)
}

func readPlaced(body []byte) (paging.Receipt, error) {
	var got placed
	if err := json.Unmarshal(body, &got); err != nil || got.SID == "" {
		return paging.Receipt{}, fault.New(fault.Unavailable, "The provider answered, but not that it took the message")
	}
	if got.Status == "failed" || got.Status == "undelivered" || got.Status == "canceled" {
		return paging.Receipt{}, fault.New(fault.Invalid, "The provider refused: %s %s", got.Status, fault.Clip(clean(got.Message), 120))
	}
	return paging.Receipt{ProviderID: fault.Clip(got.SID, 64), Detail: fault.Clip(got.Status, 40)}, nil
}
