package video

import (
	"context"
	"encoding/json"
	"net/url"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/outbound"
)

func (c Config) meetToken(ctx context.Context, out *outbound.Client) (string, error) {
	values := url.Values{"grant_type": {"refresh_token"}, "client_id": {c.Client}, "client_secret": {c.Secret}, "refresh_token": {c.Refresh}}
	return askToken(ctx, out, outbound.Request{URL: or(c.Tokens, "https://oauth2.googleapis.com/token"), Body: []byte(values.Encode()), Header: form()})
}

// openMeet makes a space (Google Meet REST API v2: spaces.create).
func (c Config) openMeet(ctx context.Context, out *outbound.Client) (Room, error) {
	token, err := c.meetToken(ctx, out)
	if err != nil {
		return Room{}, err
	}
	var made struct {
		Name       string `json:"name"`
		MeetingURI string `json:"meetingUri"`
	}
	err = ask(ctx, out, outbound.Request{URL: or(c.API, "https://meet.googleapis.com") + "/v2/spaces", Body: []byte("{}"), Header: bearer(token)}, &made)
	return usable(Room{URL: made.MeetingURI, Ref: made.Name}, err)
}

// closeMeet shuts a space: the API deletes none (spaces has create, get, patch and endActiveConference). Who has the link must be let
// in from then on (spaces.patch, config.accessType RESTRICTED), and whoever is in is sent out (spaces.endActiveConference).
func (c Config) closeMeet(ctx context.Context, out *outbound.Client, ref string) error {
	token, err := c.meetToken(ctx, out)
	if err != nil {
		return err
	}
	space := or(c.API, "https://meet.googleapis.com") + "/v2/spaces/" + url.PathEscape(strings.TrimPrefix(ref, "spaces/"))
	var left struct {
		Active json.RawMessage `json:"activeConference"`
	}
	if err := askOf(ctx, out, outbound.Request{Method: "PATCH", URL: space + "?updateMask=config.accessType",
		Body:   []byte(`{"config":{"accessType":"RESTRICTED"}}`),
		Header: bearer(token)}, &left); err != nil || left.Active == nil {
		return err
	}
	return askOf(ctx, out, outbound.Request{URL: space + ":endActiveConference", Body: []byte("{}"), Header: bearer(token)}, nil)
}
