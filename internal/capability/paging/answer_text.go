package paging

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// AnswerByText takes a text message from a number, and gives the words to send back: "ack 123" acknowledges page 123 for the
// owner of the number, "ack" the one page that rings for them. The caller has proven that the provider sent it.
func (s *Service) AnswerByText(ctx context.Context, from, body string) (words string, err error) {
	err = s.DB.Do(ctx, func(tx *db.Tx) error {
		words, err = s.answerText(ctx, tx, TidyNumber(from), body)
		return err
	})
	return words, err
}

func (s *Service) answerText(ctx context.Context, tx *db.Tx, from, body string) (string, error) {
	owner, err := s.ownerOf(ctx, tx, from)
	if err != nil || owner == 0 {
		return "Daywatch does not know this number.", err
	}
	pageID, ok := AckWord(body)
	if !ok {
		return "Reply: ack and the number of the page, such as ack 123.", nil
	}
	if pageID == 0 {
		ringing, err := findRingingFor(ctx, tx, owner)
		if err != nil || len(ringing) != 1 {
			return whichPage(ringing), err
		}
		pageID = ringing[0]
	}
	p, err := s.AcknowledgeAs(ctx, tx, pageID, owner, HowSMS)
	if sentence, _ := fault.Public(err); fault.Is(err, fault.NotFound) || fault.Is(err, fault.Conflict) || fault.Is(err, fault.Forbidden) {
		return sentence + ".", nil
	}
	if err != nil {
		return "", err
	}
	if p.AckedBy == owner {
		return fmt.Sprintf("You have page %d: %s", p.ID, fault.Clip(p.Title, 100)), nil
	}
	by, err := s.person(ctx, tx, p.AckedBy)
	return fmt.Sprintf("%s has page %d already.", by.Name, p.ID), err
}

// ownerOf gives whose proven number it is, 0 for nobody's: a number of two people is no proof of either.
func (s *Service) ownerOf(ctx context.Context, q db.Querier, from string) (int64, error) {
	known, err := findByAddress(ctx, q, SMS, from)
	if err != nil {
		return 0, err
	}
	var owner int64
	for _, c := range known {
		if !c.Works() {
			continue
		}
		if owner != 0 && owner != c.UserID {
			return 0, nil
		}
		owner = c.UserID
	}
	return owner, nil
}

func whichPage(ringing []int64) string {
	if len(ringing) == 0 {
		return "Nothing rings for you."
	}
	numbers := make([]string, len(ringing))
	for i, id := range ringing {
		numbers[i] = "ack " + strconv.FormatInt(id, 10)
	}
	return "Several pages ring. Reply one of: " + strings.Join(numbers, ", ") + "."
}

// AckWord reads an answer by text message: "ack 123", or "ack" alone for the one page that rings, which gives page 0. ok is
// false for anything else.
func AckWord(body string) (page int64, ok bool) {
	words := strings.Fields(strings.ToLower(body))
	if len(words) == 0 || len(words) > 2 {
		return 0, false
	}
	switch words[0] {
	case "ack", "acknowledge", "ok", "yes", "1":
	default:
		return 0, false
	}
	if len(words) == 1 {
		return 0, true
	}
	page, err := strconv.ParseInt(strings.TrimPrefix(words[1], "#"), 10, 64)
	if err != nil || page <= 0 {
		return 0, false
	}
	return page, true
}
