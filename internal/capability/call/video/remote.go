package video

import (
	"context"
	"encoding/json"
	"errors"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/outbound"
)

// ErrGone is that the provider knows a room no more: somebody deleted it there.
var ErrGone = errors.New("the room is gone")

// Open asks the provider for a room. The error is a *fault.Error: Unavailable where another try may help.
func (c Config) Open(ctx context.Context, out *outbound.Client, of Call) (Room, error) {
	if c.Provider == Zoom {
		return c.openZoom(ctx, out, of)
	}
	return c.openMeet(ctx, out)
}

// Move tells the provider of a room that its call has another time. The errors are ErrGone and those of Open.
func (c Config) Move(ctx context.Context, out *outbound.Client, ref string, of Call) error {
	if c.Provider == Zoom {
		return c.moveZoom(ctx, out, ref, of)
	}
	return nil // a space of Google's has no time
}

// Close has the provider take a room back. One that is gone is closed. The errors are those of Open.
func (c Config) Close(ctx context.Context, out *outbound.Client, ref string) error {
	do := c.closeMeet
	if c.Provider == Zoom {
		do = c.closeZoom
	}
	if err := do(ctx, out, ref); !errors.Is(err, ErrGone) {
		return err
	}
	return nil
}

// askToken gets the token that the API is asked with (RFC 6749 §5.1).
func askToken(ctx context.Context, out *outbound.Client, r outbound.Request) (string, error) {
	var made struct {
		AccessToken string `json:"access_token"`
	}
	if err := ask(ctx, out, r, &made); err != nil {
		return "", err
	}
	if made.AccessToken == "" {
		return "", fault.New(fault.Invalid, "The provider gave no token: look at the client, its secret and what it is allowed")
	}
	return made.AccessToken, nil
}

// ask sends a request, and reads the answer where into wants it. What the provider says of a failure is in the error.
func ask(ctx context.Context, out *outbound.Client, r outbound.Request, into any) error {
	answer, err := out.Do(ctx, r)
	if err != nil {
		return explained(err)
	}
	if into == nil {
		return nil
	}
	if err := json.Unmarshal(answer.Body, into); err != nil {
		return fault.Wrap(fault.Invalid, err, "The provider answers with something else than its API does")
	}
	return nil
}

const notFound = 404

// askOf is ask about a room that there may be no more.
func askOf(ctx context.Context, out *outbound.Client, r outbound.Request, into any) error {
	err := ask(ctx, out, r, into)
	var f *outbound.Failure
	if errors.As(err, &f) && f.Status == notFound {
		return ErrGone
	}
	return err
}

const longestSaid = 200

// explained adds what the provider says to what happened.
func explained(err error) error {
	var f *outbound.Failure
	if !errors.As(err, &f) {
		return err
	}
	words := said(f.Body)
	if words == "" {
		return err
	}
	sentence, _ := fault.Public(err)
	return fault.Wrap(fault.KindOf(err), err, "%s: %s", sentence, fault.Clip(words, longestSaid))
}

// said finds the words for people in an answer: Zoom's message and reason, Google's error.message, OAuth's error_description
// (RFC 6749 §5.2).
func said(body []byte) string {
	var answer struct {
		Message     string          `json:"message"`
		Reason      string          `json:"reason"`
		Description string          `json:"error_description"`
		Error       json.RawMessage `json:"error"`
	}
	if json.Unmarshal(body, &answer) != nil {
		return ""
	}
	var inner struct {
		Message string `json:"message"`
	}
	var word string
	_, _ = json.Unmarshal(answer.Error, &inner), json.Unmarshal(answer.Error, &word) // an object at Google, a word in OAuth
	for _, words := range []string{answer.Message, answer.Reason, answer.Description, inner.Message, word} {
		if words != "" {
			return strings.TrimSuffix(words, ".")
		}
	}
	return ""
}

// usable refuses rooms that nobody could open from a mail.
func usable(r Room, err error) (Room, error) {
	if err != nil {
		return Room{}, err
	}
	if outbound.Check(r.URL) != nil {
		return Room{}, fault.New(fault.Invalid, "The provider gave no link to the room")
	}
	return r, nil
}

func bearer(token string) map[string]string {
	return map[string]string{"Authorization": "Bearer " + token, "Content-Type": "application/json"}
}

func form() map[string]string {
	return map[string]string{"Content-Type": "application/x-www-form-urlencoded"}
}

func or(a, b string) string {
	if a != "" {
		return strings.TrimSuffix(a, "/")
	}
	return b
}
