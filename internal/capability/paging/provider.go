package paging

import (
	"regexp"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/outbound"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// Provider is who sends text messages and calls people: Twilio, or anything that speaks its HTTP API.
type Provider struct {
	URL     string `json:"url"`     // https://api.twilio.com, or the provider's own
	Account string `json:"account"` // the account's SID
	Token   string `json:"token"`   // the auth token: it signs in both ways
	From    string `json:"from"`    // number in E.164 that messages and calls come from
}

// Usable reports whether there is enough to send with.
func (p Provider) Usable() bool {
	return p.URL != "" && p.Account != "" && p.Token != "" && p.From != ""
}

// ProviderKey is the setting of the provider.
var ProviderKey = settings.Key[Provider]{Name: "paging.provider", Secret: true, Default: Provider{URL: "https://api.twilio.com"}, Check: checkProvider}

// account keeps what stands in a path from being one: Twilio's are AC and 32 hex digits, others' are as short as a word.
var account = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)

func checkProvider(p Provider) error {
	if p.Account == "" && p.Token == "" && p.From == "" {
		return nil // none is used
	}
	if err := outbound.Check(p.URL); err != nil {
		return err
	}
	switch {
	case strings.ContainsAny(p.URL, "?#"):
		return fault.Field("url", "%q has a ? or a #. Give the address of the provider's API alone, such as https://api.twilio.com", p.URL)
	case !account.MatchString(p.Account):
		return fault.Field("account", "%q is no account: it has letters, digits, - and _ only, such as AC and 32 more signs", fault.Clip(p.Account, 40))
	case p.Token == "":
		return fault.Field("token", "Give the account's auth token")
	}
	return checkNumber("from", p.From)
}

// e164 is how numbers are written: + and at most fifteen digits (ITU-T E.164).
var e164 = regexp.MustCompile(`^\+[1-9][0-9]{6,14}$`)

func checkNumber(field, number string) error {
	if !e164.MatchString(number) {
		return fault.Field(field, "%q is no telephone number. Write it with + and the country, such as +31201234567", fault.Clip(number, 40))
	}
	return nil
}

// TidyNumber drops what people put between digits: spaces, dashes, dots, parentheses.
func TidyNumber(s string) string {
	return strings.NewReplacer(" ", "", "-", "", ".", "", "(", "", ")", "", "/", "").Replace(strings.TrimSpace(s))
}

// PushKeys are the desk's key pair for web push (RFC 8292), base64url.
type PushKeys struct {
	Private string `json:"private"`
	Public  string `json:"public"`
}

// VAPID is the setting of the key pair. It is made at the first use; a new one would end every subscription.
var VAPID = settings.Key[PushKeys]{Name: "paging.vapid", Secret: true}
