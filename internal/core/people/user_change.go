package people

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// change stores what differs between before and after, and appends one fact per field. before must be
// locked. No difference is no change.
func (s *Service) change(ctx context.Context, tx *db.Tx, before, after User) error {
	facts, work := differences(before, after), workDifferences(before.Work, after.Work)
	if len(facts)+len(work) == 0 {
		return nil
	}
	if len(facts) > 0 {
		if err := updateUser(ctx, tx, after); err != nil {
			return err
		}
	}
	if len(work) > 0 {
		if err := updateWork(ctx, tx, after.ID, after.Work); err != nil {
			return err
		}
	}
	if after.OrganizationID != before.OrganizationID || after.Role != before.Role && after.Role.Staff() {
		if err := s.dropContact(ctx, tx, after.ID); err != nil { // of the organization they were with
			return err
		}
	}
	return s.log.Append(ctx, tx, subject(after.ID), append(facts, work...)...)
}

// differences tells field by field how a person changed. Signatures and notes are people's words, which the
// log must not keep.
func differences(before, after User) []event.Fact {
	var facts []event.Fact
	field := func(name, from, to string) {
		if from != to {
			facts = append(facts, UserChanged{Field: name, From: from, To: to})
		}
	}
	text := func(name, from, to string) {
		if from != to {
			facts = append(facts, UserChanged{Field: name})
		}
	}
	field("name", before.Name, after.Name)
	field("role", string(before.Role), string(after.Role))
	field("organization", number(before.OrganizationID), number(after.OrganizationID))
	field("zone", before.Zone, after.Zone)
	field("locale", before.Locale, after.Locale)
	field("region", before.Region, after.Region)
	text("signature", before.Signature, after.Signature)
	text("notes", before.Notes, after.Notes)
	field("muted", words(before.Muted), words(after.Muted))
	field("active", strconv.FormatBool(before.Active), strconv.FormatBool(after.Active))
	field("mail_fails", strconv.FormatBool(before.MailFails), strconv.FormatBool(after.MailFails))
	return facts
}

// workDifferences tells field by field how somebody works otherwise.
func workDifferences(before, after Work) []event.Fact {
	var facts []event.Fact
	for _, c := range []UserChanged{
		{"title", before.Title, after.Title}, {"manager", number(before.ManagerID), number(after.ManagerID)},
		{"hours", hourWords(before.Hours), hourWords(after.Hours)},
		{"shift", strconv.FormatBool(before.Shift), strconv.FormatBool(after.Shift)},
		{"focuses", focusWords(before.Focuses), focusWords(after.Focuses)},
		{"skills", skillWords(before.Skills), skillWords(after.Skills)},
		{"languages", strings.Join(before.Languages, " "), strings.Join(after.Languages, " ")},
		{"round_robin", strconv.FormatBool(before.RoundRobin.Active), strconv.FormatBool(after.RoundRobin.Active)},
		{"modifier", strconv.Itoa(before.RoundRobin.Modifier), strconv.Itoa(after.RoundRobin.Modifier)},
		{"accepts", strconv.Itoa(before.Accepts), strconv.Itoa(after.Accepts)},
	} {
		if c.From != c.To {
			facts = append(facts, c)
		}
	}
	return facts
}

func number(id int64) string {
	if id == 0 {
		return ""
	}
	return strconv.FormatInt(id, 10)
}

func words(list []string) string {
	return strings.Join(slices.Sorted(slices.Values(list)), " ")
}
