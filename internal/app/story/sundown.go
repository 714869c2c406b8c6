package story

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"time"
)

// sundown is the end of a shift: work that goes on elsewhere, and only once somebody there has said yes.
func sundown() act {
	return act{title: "The sun moves on", duties: []string{"6"}, steps: []step{
		{"Ten to five in Brisbane. The storage node is being rebuilt and will take hours. Priya answers the eight\n" +
			"questions of a hand-over.", handsOver},
		{"In Amsterdam it is morning. Sanne reads what was done, and accepts.", takesOver},
	}}
}

func handsOver(ctx context.Context, s *stage) (string, error) {
	now := s.clock(ctx)
	// Brisbane's ten to five is ten to eight in Amsterdam in winter, when Sanne's day has not begun, and ten to nine in summer.
	if err := s.at(ctx, time.Date(now.Year(), now.Month(), now.Day(), 16, 50, 0, 0, brisbane)); err != nil {
		return "", err
	}
	if _, err := s.priya.send(ctx, "/sign-in", url.Values{"address": {Engineer}, "password": {Password}}); err != nil {
		return "", err
	}
	sanne, err := s.beside.People.ByAddress(s.admin(ctx), s.beside.DB.Read(), colleague)
	if err != nil {
		return "", err
	}
	page, err := s.priya.send(ctx, fmt.Sprintf("/tickets/%d/emergency/hand-over", s.emergency), url.Values{"to": {fmt.Sprint(sanne.ID)},
		"problem": {"Pushes end with 500: storage node 2 lost its disk."}, "done": {"Reads go to node 1. The rebuild began at 16:05 Brisbane."},
		"ruled_out": {"Not the load balancer, not the upgrade."}, "theory": {"A firmware fault of the disk."}, "alternatives": {"Fail over by hand."},
		"escalation": {"None now."}, "next": {"Tell Aroha at 18:00 her time how far the rebuild is."}, "assumptions": {"The backup of midnight is good."}})
	if err == nil && !strings.Contains(page, "Sanne") {
		err = errors.New("the ticket does not say who was asked")
	}
	if err != nil {
		return "", err
	}
	e, err := s.emergencyNow(ctx)
	if err == nil && e.Responsible == sanne.ID {
		err = errors.New("it is Sanne's before she said so")
	}
	return "Sanne is asked. Until she has accepted it is Priya's, and both are paged.", err
}

var offerLink = regexp.MustCompile(`/emergencies/hand-overs/\d+`)

func takesOver(ctx context.Context, s *stage) (string, error) {
	now := s.clock(ctx)
	if err := s.at(ctx, time.Date(now.Year(), now.Month(), now.Day(), 17, 2, 0, 0, brisbane)); err != nil {
		return "", err
	}
	if _, err := s.sanne.send(ctx, "/sign-in", url.Values{"address": {colleague}, "password": {Password}}); err != nil {
		return "", err
	}
	page, err := s.sanne.open(ctx, fmt.Sprint("/tickets/", s.emergency))
	if err != nil {
		return "", err
	}
	link := offerLink.FindString(page)
	if link == "" {
		return "", errors.New("the ticket does not lead to the hand-over")
	}
	if page, err = s.sanne.open(ctx, link); err == nil && !strings.Contains(page, "Tell Aroha at 18:00") {
		err = errors.New("the hand-over does not show the answers")
	}
	if err != nil {
		return "", err
	}
	if _, err := s.sanne.send(ctx, link+"/accept", url.Values{}); err != nil {
		return "", err
	}
	sanne, err := s.beside.People.ByAddress(s.admin(ctx), s.beside.DB.Read(), colleague)
	if err != nil {
		return "", err
	}
	e, err := s.emergencyNow(ctx)
	if err == nil && e.Responsible != sanne.ID {
		err = errors.New("it is not hers")
	}
	return "Now it is hers: one person answers, at every moment, and the desk knows who.", err
}
