package story

import (
	"context"
	"errors"
	"fmt"
	"html"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// due asks the question that no desk answers: why then?
func due() act {
	return act{title: "Why is this due Monday 11:50?", duties: []string{"11b", "P1"}, steps: []step{
		{"The clock is bent to Friday. It is ten to six in Amsterdam, and Aroha asks the portal for a link to come in by.", fridayEvening},
		{"Her pipelines crawl. She opens a ticket of severity 2, to be worked on in the hours of EMEA.", asksForEMEA},
		{"Four hours were promised. Priya sees when they end, and asks the page: why then?", whyMonday},
		{"And if anybody may answer, wherever it is day? Priya sets the ticket to all regions.", anyRegion},
	}}
}

// friday is ten to six in Amsterdam at the end of the week in which the story plays.
func friday(now time.Time) (time.Time, error) {
	amsterdam, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		return time.Time{}, err
	}
	local := now.In(amsterdam)
	ahead := (int(time.Friday) - int(local.Weekday()) + 7) % 7
	return time.Date(local.Year(), local.Month(), local.Day()+ahead, 17, 50, 0, 0, amsterdam), nil
}

func fridayEvening(ctx context.Context, s *stage) (string, error) {
	at, err := friday(s.clock(ctx))
	if err != nil {
		return "", err
	}
	before, err := s.mailbox(ctx)
	if err != nil {
		return "", err
	}
	if err := s.at(ctx, at); err != nil {
		return "", err
	}
	if s.aroha, err = newVisitor(s.url()); err != nil {
		return "", err
	}
	if _, err := s.aroha.send(ctx, "/portal/sign-in", url.Values{"address": {customer}}); err != nil {
		return "", err
	}
	link, err := s.mailedLink(ctx, len(before))
	if err != nil {
		return "", err
	}
	if _, err := s.aroha.open(ctx, link); err != nil {
		return "", err
	}
	page, err := s.aroha.send(ctx, link, nil)
	if err == nil && !strings.Contains(page, "Runner jobs stuck") {
		err = errors.New("her page does not show her tickets")
	}
	return "The link lay in her mailbox. Her tickets are hers to see, and nobody else's.", err
}

var entryLink = regexp.MustCompile(`/portal/enter/[\w-]+`)

// mailedLink waits for a letter behind those that lie in Aroha's mailbox, and gives the path of the link in it.
func (s *stage) mailedLink(ctx context.Context, known int) (link string, err error) {
	err = until(ctx, "a letter with a link comes", func(ctx context.Context) (bool, string, error) {
		mails, err := s.mailbox(ctx)
		for _, m := range mails[min(known, len(mails)):] {
			if found := entryLink.FindString(m.Text); found != "" {
				link = found
			}
		}
		return link != "", fmt.Sprintf("%d mails in the mailbox", len(mails)), err
	})
	return link, err
}

var portalTicket = regexp.MustCompile(`/portal/tickets/(\d+)`)

func asksForEMEA(ctx context.Context, s *stage) (string, error) {
	page, err := s.aroha.sendParts(ctx, "/portal/new", url.Values{"do": {"send"}, "severity": {"2"}, "region": {"emea"},
		"subject": {"Pipelines crawl since noon"}, "body": {"A job that took a minute takes ten. There is no way around it."}})
	if err != nil {
		return "", err
	}
	number := portalTicket.FindStringSubmatch(page)
	if number == nil || !strings.Contains(page, "Pipelines crawl since noon") {
		return "", errors.New("the portal does not show her ticket")
	}
	s.slow, err = strconv.ParseInt(number[1], 10, 64)
	return fmt.Sprintf("It is ticket #%d.", s.slow), err
}

func whyMonday(ctx context.Context, s *stage) (string, error) {
	if _, err := s.priya.send(ctx, "/sign-in", url.Values{"address": {Engineer}, "password": {Password}}); err != nil {
		return "", err
	}
	return s.why(ctx, "4 h of EMEA hours from Fri 17:50; due Mon 11:50 Amsterdam")
}

func anyRegion(ctx context.Context, s *stage) (string, error) {
	at, err := friday(s.clock(ctx).AddDate(0, 0, -1))
	if err != nil {
		return "", err
	}
	if _, err := s.priya.send(ctx, fmt.Sprintf("/tickets/%d/update", s.slow), url.Values{"region": {""}, "was_region": {"emea"}}); err != nil {
		return "", err
	}
	seen, err := s.why(ctx, "4 h of 24x5 business hours from Fri", at.Add(4*time.Hour).UTC().Format("15:04")+" UTC")
	return seen + "\nCounted anew from the very start, at once, and the page keeps who changed it.", err
}

// why reads the sentence with which the page explains the first clock of Aroha's ticket, and verifies what it says.
func (s *stage) why(ctx context.Context, words ...string) (string, error) {
	path := fmt.Sprintf("/tickets/%d/clocks", s.slow)
	page, err := s.priya.open(ctx, path)
	if err != nil {
		return "", err
	}
	sentence := html.UnescapeString(explained.FindString(page))
	for _, w := range words {
		if !strings.Contains(sentence, w) {
			return "", fmt.Errorf("%s says “%s”, and not “%s”", path, sentence, w)
		}
	}
	return "“" + sentence + "”\nThe whole account: " + s.url() + path, nil
}

var explained = regexp.MustCompile(`\d+ h of [^<]+`)
