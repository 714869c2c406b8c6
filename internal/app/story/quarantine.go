package story

import (
	"context"
	"fmt"

	"github.com/daywatch/daywatch/internal/capability/intake"
)

// quarantine shows that what is held back is not lost.
func quarantine() act {
	return act{title: "Nothing vanishes", duties: []string{"11a", "P3"}, steps: []step{
		{"Tomas asks for an offer. A filter on the way took his mail for spam.", suspected},
		{"Priya looks through what is held back, and lets it in.", released},
	}}
}

func suspected(ctx context.Context, s *stage) (string, error) {
	mail, err := suspect(s.clock(ctx))
	if err != nil {
		return "", err
	}
	s.suspect = mail
	if err := s.post(ctx, mail); err != nil {
		return "", err
	}
	d, err := s.settled(ctx, mail)
	if err != nil {
		return "", err
	}
	if d.State != intake.Held || d.Reason != intake.ReasonSpam {
		return "", fmt.Errorf("the mail is %s %s", d.State, d.Reason)
	}
	return "Held, with the reason: “" + d.Detail + "”.", s.tickets(ctx, s.letters)
}

func released(ctx context.Context, s *stage) (string, error) {
	d, err := s.settled(ctx, s.suspect)
	if err != nil {
		return "", err
	}
	if err := s.beside.Intake.Release(s.admin(ctx), d.ID); err != nil {
		return "", err
	}
	if d, err = s.filed(ctx, s.suspect); err != nil {
		return "", err
	}
	row, err := s.queueShows(ctx, "Urgent: licence for 40 more seats")
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("It is ticket #%d, %s in the queue.", d.TicketID, row), s.tickets(ctx, s.letters+1)
}
