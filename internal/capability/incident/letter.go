package incident

import (
	"context"
	"fmt"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// Letter is a mail to somebody who asked to be told.
type Letter struct {
	Cause       string // the same for the same news: nobody gets it twice
	Address     string
	Subject     string
	Paragraphs  []string // plain text
	Label, URL  string   // of the link below them
	Foot        string   // a line below all
	FootURL     string
	Unsubscribe string // for one click (RFC 8058); empty for a letter that asks
}

// letterWords are what letters say in a language.
type letterWords struct {
	ask, askText, askAgain, yes   string
	open, foot                    string
	scheduled, affected, nextWord string
	status                        map[Status]string
	health                        map[Health]string
}

// wordsIn gives the words of a language; English where there are none.
func wordsIn(language string) letterWords {
	if language == "de" {
		return letterWords{
			ask:      "Möchten Sie Nachrichten über den Status von %s?",
			askText:  "Jemand, vermutlich Sie, hat diese Adresse für Nachrichten über Störungen und Wartungen von %s angegeben.",
			askAgain: "Ohne Ihre Bestätigung senden wir nichts. Haben Sie das nicht angefordert, brauchen Sie nichts zu tun.",
			yes:      "Ja, benachrichtigen Sie mich",
			open:     "Statusseite öffnen", foot: "Auswahl ändern oder abbestellen", scheduled: "Geplant von %s bis %s.",
			affected: "Betroffen: %s", nextWord: "Nächste Nachricht bis %s.",
			status: map[Status]string{Investigating: "Wird untersucht", Identified: "Ursache gefunden", Monitoring: "Wird beobachtet",
				Resolved: "Behoben", Postmortem: "Nachbetrachtung",
				Scheduled: "Geplant", InProgress: "Begonnen", Verifying: "Wird geprüft", Completed: "Abgeschlossen"},
			health: map[Health]string{Operational: "in Betrieb", Maintained: "in Wartung", Degraded: "langsam",
				PartialOut: "teilweise ausgefallen", MajorOut: "ausgefallen"},
		}
	}
	return letterWords{
		ask: "Do you want news of the status of %s?", askText: "Somebody, probably you, gave this address for news of incidents and maintenance of %s.",
		askAgain: "Without your yes we send nothing. If you did not ask for this, there is nothing to do.", yes: "Yes, tell me",
		open: "Open the status page", foot: "Change what you hear of, or unsubscribe", scheduled: "Planned from %s to %s.",
		affected: "Affected: %s", nextWord: "Next update by %s.",
		status: map[Status]string{Investigating: "Investigating", Identified: "Identified", Monitoring: "Monitoring", Resolved: "Resolved",
			Postmortem: "Postmortem",
			Scheduled:  "Scheduled", InProgress: "In progress", Verifying: "Verifying", Completed: "Completed"},
		health: map[Health]string{Operational: "operational", Maintained: "under maintenance", Degraded: "degraded",
			PartialOut: "partial outage", MajorOut: "major outage"},
	}
}

func (s *Service) confirmURL(b Subscriber) string {
	return s.Link(PublicHome + "subscription/" + s.token(b.ID))
}

func (s *Service) unsubscribeURL(b Subscriber) string {
	return s.Link(PublicHome + "unsubscribe/" + s.token(b.ID))
}

// title is what the page calls itself.
func (s *Service) title(ctx context.Context, q db.Querier) (string, error) {
	p, err := PublicPageKey.Get(ctx, q)
	if err == nil && p.Title == "" && s.Named != nil {
		return s.Named(ctx), nil
	}
	return p.Title, err
}

// askToConfirm asks a mailbox whether it wants to be told. Each day asks once.
func (s *Service) askToConfirm(ctx context.Context, tx *db.Tx, b Subscriber) error {
	if s.Mail == nil {
		return nil
	}
	title, err := s.title(ctx, tx)
	if err != nil {
		return err
	}
	w := wordsIn(b.Language)
	return s.Mail(ctx, tx, Letter{Cause: fmt.Sprintf("subscriber:%d:%s", b.ID, tx.Now().Format("2006-01-02")), Address: b.Address,
		Subject: fmt.Sprintf(w.ask, title), Paragraphs: []string{fmt.Sprintf(w.askText, title), w.askAgain}, Label: w.yes, URL: s.confirmURL(b)})
}

// mailUpdate tells a mailbox of an update.
func (s *Service) mailUpdate(ctx context.Context, tx *db.Tx, b Subscriber, t Word, names map[int64]string) error {
	if s.Mail == nil {
		return nil
	}
	w := wordsIn(b.Language)
	text := []string{t.Update.Body}
	if t.Kind == Maintenance && t.Update.Status == Scheduled {
		text = append(text, fmt.Sprintf(w.scheduled, clock(t.ScheduledFor), clock(t.ScheduledUntil)))
	}
	var hurt []string
	for _, c := range t.Update.Changes {
		hurt = append(hurt, names[c.Component]+" ("+w.health[c.To]+")")
	}
	if len(hurt) > 0 {
		text = append(text, fmt.Sprintf(w.affected, strings.Join(hurt, ", ")))
	}
	if !t.Update.NextBy.IsZero() {
		text = append(text, fmt.Sprintf(w.nextWord, clock(t.Update.NextBy)))
	}
	return s.Mail(ctx, tx, Letter{Cause: fmt.Sprint("incident-update:", t.Update.ID), Address: b.Address,
		Subject: fmt.Sprintf("[%s] %s", w.status[t.Update.Status], t.Title), Paragraphs: append(text, clock(t.Update.PublishedAt)),
		Label: w.open, URL: s.Link(t.PublicPath()), Foot: w.foot, FootURL: s.confirmURL(b), Unsubscribe: s.unsubscribeURL(b)})
}
