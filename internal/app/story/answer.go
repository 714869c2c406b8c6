package story

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"github.com/daywatch/daywatch/internal/core/ticket"
)

// answer brings the customer back, and shows that what was written can be found.
func answer() act {
	return act{title: "The customer's answer finds its ticket", duties: []string{"11b", "5"}, steps: []step{
		{"Aroha answers: it runs. Her mail goes to the signed reply address of the ticket.", answersBack},
		{"Next month a colleague meets the same error and searches for its name.", found},
	}}
}

func answersBack(ctx context.Context, s *stage) (string, error) {
	mail, err := answerTo(s.reply, s.clock(ctx), "It runs, thank you!\n\nOn Monday Priya wrote:\n> Tell me whether they run.\n", "")
	if err != nil {
		return "", err
	}
	if err := s.post(ctx, mail); err != nil {
		return "", err
	}
	d, err := s.filed(ctx, mail)
	if err != nil {
		return "", err
	}
	if d.TicketID != s.ticket {
		return "", fmt.Errorf("the answer became a part of #%d and not of #%d", d.TicketID, s.ticket)
	}
	t, err := s.beside.Tickets.Get(s.admin(ctx), s.ticket)
	if err != nil {
		return "", err
	}
	if t.Status != ticket.Open {
		return "", fmt.Errorf("the ticket is %s", t.Status)
	}
	page, err := s.priya.open(ctx, fmt.Sprint("/tickets/", s.ticket))
	if err == nil && !strings.Contains(page, "It runs, thank you!") {
		err = fmt.Errorf("the page of #%d does not show the answer", s.ticket)
	}
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("It stands below Priya's reply in #%d, which is %s again. No second ticket.", s.ticket, t.Status), s.tickets(ctx, s.letters)
}

func found(ctx context.Context, s *stage) (string, error) {
	for _, words := range []string{"ERR_LOCK", `"cache lock of the old"`, "runner.log"} {
		page, err := s.priya.open(ctx, "/search?q="+url.QueryEscape(words))
		if err != nil {
			return "", err
		}
		if !strings.Contains(page, fmt.Sprintf("/tickets/%d", s.ticket)) {
			return "", fmt.Errorf("the search for %s does not find #%d", words, s.ticket)
		}
	}
	return "Found by a part of ERR_LOCK_TIMEOUT, by a phrase of Priya's reply, and by the name of the attached file.", nil
}
