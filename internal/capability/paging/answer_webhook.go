package paging

import (
	"bytes"
	"context"
	"encoding/json"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/outbound"
)

// answerBody is what a program posts back.
type answerBody struct {
	Action string `json:"action"` // acknowledge
	Page   int64  `json:"page"`
}

// signatureLasts bounds how old a signed answer may be: a copy of one is then worth nothing.
const signatureLasts = 5 * time.Minute

// AnswerByWebhook acknowledges for the owner of a webhook: body is signed with its secret, as ours to it are
// (outbound.Sign). fault.Forbidden where the signature does not fit, whatever the reason.
func (s *Service) AnswerByWebhook(ctx context.Context, methodID int64, body []byte, signature string) (p Page, err error) {
	err = s.DB.Do(ctx, func(tx *db.Tx) error {
		c, err := findWebhook(ctx, tx, methodID)
		if fault.Is(err, fault.NotFound) || err == nil && !c.Works() {
			return fault.New(fault.Forbidden, "The signature does not fit the body")
		}
		if err != nil {
			return err
		}
		if err := outbound.Verify([]byte(c.Secret), body, signature, tx.Now(), signatureLasts); err != nil {
			return err
		}
		answer, err := readAnswer(body)
		if err != nil {
			return err
		}
		p, err = s.AcknowledgeAs(ctx, tx, answer.Page, c.UserID, HowWebhook)
		return err
	})
	return p, err
}

func readAnswer(body []byte) (answerBody, error) {
	var a answerBody
	if err := json.NewDecoder(bytes.NewReader(body)).Decode(&a); err != nil {
		return a, fault.Wrap(fault.Invalid, err, `The body is not JSON. Send {"action": "acknowledge", "page": 123}`)
	}
	switch {
	case a.Action != "acknowledge":
		return a, fault.Field("action", `%q is no action. Send "acknowledge"`, fault.Clip(a.Action, 40))
	case a.Page <= 0:
		return a, fault.Field("page", "%d is no page. Send its number, as it came", a.Page)
	}
	return a, nil
}
