package notify

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// Brakes bound what the desk answers by itself. Two more brakes stand before them, in intake: the verdict
// that a mail must not be answered, and the recognition of our own mail (mail.md, section 0, 10).
type Brakes struct {
	PerAddressHour int `json:"per_address_hour"` // automatic answers to one address in an hour
	RepeatMinutes  int `json:"repeat_minutes"`   // no second answer to one address about the same subject within
	Global         int `json:"global"`           // automatic answers of the whole desk …
	GlobalMinutes  int `json:"global_minutes"`   // … within these; past them none goes out for as long
	PerEngineer    int `json:"per_engineer"`     // notification mails to one engineer in an hour; the page tells all
}

// MailBrakes is the setting of Brakes.
var MailBrakes = settings.Key[Brakes]{Name: "mail.brakes.out",
	Default: Brakes{PerAddressHour: 4, RepeatMinutes: 60, Global: 60, GlobalMinutes: 10, PerEngineer: 100}, Check: func(b Brakes) error {
		for field, n := range map[string]int{"per_address_hour": b.PerAddressHour, "global": b.Global,
			"global_minutes": b.GlobalMinutes, "per_engineer": b.PerEngineer} {
			if n < 1 || n > 10_000 {
				return fault.Field(field, "A brake is a number from 1 to 10000, not %d", n)
			}
		}
		if b.RepeatMinutes < 0 || b.RepeatMinutes > 7*24*60 {
			return fault.Field("repeat_minutes", "The time between answers is 0 minutes to 7 days, not %d minutes", b.RepeatMinutes)
		}
		return nil
	}}

// Brake names the brake that held an automatic answer back.
type Brake string

// The brakes.
const (
	NoBrake     Brake = ""
	SenderBrake Brake = "sender"
	RepeatBrake Brake = "repeat"
	GlobalBrake Brake = "global"
)

// answer is an automatic answer that went out.
type answer struct {
	subject string
	at      time.Time
}

// judge finds the brake that forbids one more answer to an address at now: before are those it got in the
// last week at most, desk is how many the whole desk sent within GlobalMinutes, and shut is when the global
// brake lets go.
func (b Brakes) judge(subject string, before []answer, desk int, shut, now time.Time) Brake {
	if now.Before(shut) {
		return GlobalBrake
	}
	hour := 0
	for _, a := range before {
		if now.Sub(a.at) < time.Duration(b.RepeatMinutes)*time.Minute && similar(a.subject, subject) {
			return RepeatBrake
		}
		if now.Sub(a.at) < time.Hour {
			hour++
		}
	}
	switch {
	case hour >= b.PerAddressHour:
		return SenderBrake
	case desk >= b.Global:
		return GlobalBrake
	}
	return NoBrake
}

// similar compares subjects as a loop changes them: by prefixes, numbers, case and spaces.
func similar(a, b string) bool { return gist(a) == gist(b) }

func gist(subject string) string {
	subject = answered.ReplaceAllString(subject, "")
	return strings.ToLower(strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || strings.ContainsRune(" \t[]()#:-", r) {
			return -1
		}
		return r
	}, subject))
}

// mayAnswer decides about an automatic answer and notes what it held back. The caller's transaction then
// holds the address, so that two mails of one sender cannot both be the last one allowed.
func (s *Service) mayAnswer(ctx context.Context, tx *db.Tx, w writing, address string) (bool, error) {
	b, err := MailBrakes.Get(ctx, tx)
	if err != nil {
		return false, err
	}
	if err := holdAddress(ctx, tx, address); err != nil {
		return false, err
	}
	now := tx.Now()
	before, err := answersTo(ctx, tx, address, now.Add(-max(time.Hour, time.Duration(b.RepeatMinutes)*time.Minute)))
	if err != nil {
		return false, err
	}
	window := time.Duration(b.GlobalMinutes) * time.Minute
	desk, shut, err := answersOfDesk(ctx, tx, now.Add(-window))
	if err != nil {
		return false, err
	}
	brake := b.judge(w.ticket.Subject, before, desk, shut, now)
	if brake == NoBrake {
		return true, nil
	}
	until := time.Time{}
	if brake == GlobalBrake && !now.Before(shut) {
		until = now.Add(window)
	}
	return false, s.braked(ctx, tx, w, brake, address, until)
}

// braked notes a held answer, and tells the administrators: once for an address and hour, once for each time
// that the global brake shuts.
func (s *Service) braked(ctx context.Context, tx *db.Tx, w writing, brake Brake, address string, until time.Time) error {
	id, err := insertBrake(ctx, tx, Braked{Brake: brake, Address: address, TicketID: w.ticket.ID, CommentID: w.comment.ID, Until: until})
	if err != nil || brake == GlobalBrake && until.IsZero() {
		return err
	}
	cause := fmt.Sprint("brake:", id)
	if brake != GlobalBrake {
		cause = fmt.Sprintf("brake:%s:%s", address, tx.Now().Format("2006010215"))
	}
	admins, err := s.administrators(ctx, tx)
	if err != nil {
		return err
	}
	return s.tellAll(ctx, tx, Note{Kind: Breaker, Cause: cause, TicketID: w.ticket.ID, CommentID: w.comment.ID,
		Detail: string(brake) + " " + address}, admins...)
}

// Braked is one automatic answer that a brake held back.
type Braked struct {
	ID        int64
	Brake     Brake
	Address   string
	TicketID  int64
	CommentID int64 // the one that was not answered
	At        time.Time
	Until     time.Time // global: nothing is answered before; else zero
}
