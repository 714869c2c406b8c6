package video

import (
	"context"
	"encoding/json"
	"net/url"

	"github.com/daywatch/daywatch/internal/platform/outbound"
)

// zoomToken signs in as a server-to-server app (Zoom: Server-to-Server OAuth).
func (c Config) zoomToken(ctx context.Context, out *outbound.Client) (string, error) {
	tokens := or(c.Tokens, "https://zoom.us/oauth/token")
	return askToken(ctx, out, outbound.Request{URL: tokens + "?" + url.Values{"grant_type": {"account_credentials"}, "account_id": {c.Account}}.Encode(),
		User: c.Client, Password: c.Secret, Body: []byte{}, Header: form()})
}

// meeting is what Zoom is told of a call: a scheduled meeting (type 2) at an instant.
func meeting(of Call) map[string]any {
	return map[string]any{"topic": of.Title, "type": 2, "start_time": of.At.UTC().Format("2006-01-02T15:04:05Z"), "duration": of.Minutes, "timezone": "UTC"}
}

// openZoom makes a meeting (Zoom: Meetings › Create a meeting).
func (c Config) openZoom(ctx context.Context, out *outbound.Client, of Call) (Room, error) {
	token, err := c.zoomToken(ctx, out)
	if err != nil {
		return Room{}, err
	}
	fields := meeting(of)
	fields["settings"] = map[string]any{"join_before_host": true, "waiting_room": false}
	body, err := json.Marshal(fields)
	if err != nil {
		return Room{}, err
	}
	var made struct {
		ID      json.Number `json:"id"`
		JoinURL string      `json:"join_url"`
	}
	err = ask(ctx, out, outbound.Request{URL: or(c.API, "https://api.zoom.us") + "/v2/users/me/meetings", Body: body, Key: "room-" + of.Key,
		Header: bearer(token)}, &made)
	return usable(Room{URL: made.JoinURL, Ref: made.ID.String()}, err)
}

// moveZoom gives a meeting another time (Zoom: Meetings › Update a meeting).
func (c Config) moveZoom(ctx context.Context, out *outbound.Client, ref string, of Call) error {
	body, err := json.Marshal(meeting(of))
	if err != nil {
		return err
	}
	return c.askMeeting(ctx, out, "PATCH", ref, "", body)
}

// closeZoom deletes a meeting; Zoom mails nobody about it, because the desk does (Zoom: Meetings › Delete a meeting).
func (c Config) closeZoom(ctx context.Context, out *outbound.Client, ref string) error {
	return c.askMeeting(ctx, out, "DELETE", ref, "?schedule_for_reminder=false&cancel_meeting_reminder=false", nil)
}

func (c Config) askMeeting(ctx context.Context, out *outbound.Client, method, ref, query string, body []byte) error {
	token, err := c.zoomToken(ctx, out)
	if err != nil {
		return err
	}
	return askOf(ctx, out, outbound.Request{Method: method,
		URL: or(c.API, "https://api.zoom.us") + "/v2/meetings/" + url.PathEscape(ref) + query, Body: body, Header: bearer(token)}, nil)
}
