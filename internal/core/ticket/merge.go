package ticket

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Merge joins a ticket to another one about the same matter, for good.
type Merge struct {
	Source, Target int64
	Comment        string // what stands on the target beside the words of the desk; Markdown
	Public         bool   // a reply to the target's customer would end the clock of their answer: see GuardMerge
	Accept         []string
}

// Merged is the fact that a ticket was merged; both tickets have it.
type Merged struct {
	Source int64 `json:"source"`
	Target int64 `json:"target"`
}

// EventKind implements event.Fact.
func (Merged) EventKind() string { return "ticket.merged" }

// Merge closes the source and puts what belongs to it on the target: its files, its CCs, its requester as a
// CC, and every mail that is still to come. The target's status and clocks stay as they are.
func (s *Service) Merge(ctx context.Context, m Merge) (Ticket, error) {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return Ticket{}, err
	}
	return db.InTx(ctx, s.db, func(tx *db.Tx) (Ticket, error) {
		source, target, err := lockBoth(ctx, tx, m)
		if err != nil {
			return target, err
		}
		joining := joiningPeople(source, target)
		if err := s.guardMerge(ctx, tx, m, target, joining); err != nil {
			return target, err
		}
		if target, err = s.joinTo(ctx, tx, m, source, joining); err != nil {
			return target, err
		}
		return target, s.closeMerged(ctx, tx, source, target)
	})
}

// lockBoth locks the lower number first, so that two merges cannot wait for one another.
func lockBoth(ctx context.Context, tx *db.Tx, m Merge) (source, target Ticket, err error) {
	if m.Source == m.Target {
		return source, target, fault.Field("target", "A ticket cannot be merged into itself")
	}
	locked := map[int64]Ticket{}
	for _, id := range []int64{min(m.Source, m.Target), max(m.Source, m.Target)} {
		t, err := lockTicket(ctx, tx, id)
		if fault.Is(err, fault.NotFound) && id == m.Target {
			return source, target, fault.Field("target", "There is no ticket #%d", id)
		}
		if err != nil {
			return source, target, err
		}
		locked[id] = t
	}
	source, target = locked[m.Source], locked[m.Target]
	switch {
	case source.Status == Closed:
		return source, target, fault.New(fault.Conflict, "Ticket #%d is closed; it stays as it is", source.ID)
	case target.MergedInto != 0:
		return source, target, fault.Field("target", "Ticket #%d was merged into #%d. Merge into that one", target.ID, target.MergedInto)
	case target.Status == Closed:
		return source, target, fault.Field("target", "Ticket #%d is closed; nothing can be added to it", target.ID)
	}
	return source, target, nil
}

// joiningPeople are those of the source whom the target does not know.
func joiningPeople(source, target Ticket) (ccs []int64) {
	for _, id := range append([]int64{source.RequesterID}, source.CCs...) {
		if id != target.RequesterID && !slices.Contains(target.CCs, id) && !slices.Contains(ccs, id) {
			ccs = append(ccs, id)
		}
	}
	return ccs
}

// guardMerge asks the guard rails of the target: whoever joins reads all of it.
func (s *Service) guardMerge(ctx context.Context, tx *db.Tx, m Merge, target Ticket, joining []int64) error {
	actor, _ := access.From(ctx)
	if !guards(actor) {
		return nil
	}
	rules, err := Guards.Get(ctx, tx)
	if err != nil {
		return err
	}
	g := guarded{before: target, now: tx.Now(), rules: rules}
	if g.ccs, err = s.newCCs(ctx, tx, target, joining); err != nil {
		return err
	}
	g.ccs = slices.DeleteFunc(g.ccs, func(u people.User) bool { // a colleague of the same customer is no stranger
		return target.OrganizationID != 0 && u.OrganizationID == target.OrganizationID
	})
	found := g.findings()
	for i := range found {
		found[i].Field = "target"
	}
	if level := rules.level(GuardMerge); m.Public && level != Off {
		found = append(found, Finding{Code: GuardMerge, Level: level, Field: "comment",
			Sentence: "A public comment would count as an answer to the customer of the other ticket and end their clock. Merge with an internal note, then reply"})
	}
	return found.enforce(m.Accept)
}

// joinTo puts people and files on the target, with a note that says where they come from.
func (s *Service) joinTo(ctx context.Context, tx *db.Tx, m Merge, source Ticket, joining []int64) (Ticket, error) {
	files, err := attachmentsWhere(ctx, tx, "ticket_id = $1 AND comment_id IS NOT NULL", source.ID)
	if err != nil {
		return Ticket{}, err
	}
	note := NewComment{Public: m.Public, Body: fmt.Sprintf("#%d “%s” was merged into this ticket.", source.ID, source.Subject)}
	if words := strings.TrimSpace(m.Comment); words != "" {
		note.Body = words + "\n\n" + note.Body
	}
	for _, f := range files {
		note.Files = append(note.Files, NewAttachment{Name: f.Name, ContentType: f.ContentType, Size: f.Size, Hash: f.Hash})
	}
	u := Update{AddCCs: joining, AddFollowers: source.Followers, Comment: &note, guarded: true}
	target, _, err := s.UpdateIn(ctx, tx, m.Target, u)
	return target, err
}

// closeMerged closes the source, which leads to the target from now on.
func (s *Service) closeMerged(ctx context.Context, tx *db.Tx, source, target Ticket) error {
	closed := Closed
	note := &NewComment{Body: fmt.Sprintf("Merged into #%d “%s”.", target.ID, target.Subject)}
	after, _, err := s.UpdateIn(ctx, tx, source.ID, Update{Status: &closed, AddTags: []string{"merged"}, Comment: note})
	if err != nil {
		return err
	}
	after.MergedInto = target.ID
	if err := saveTicket(ctx, tx, &after); err != nil {
		return err
	}
	for _, id := range []int64{source.ID, target.ID} {
		if err := s.log.Append(ctx, tx, event.Ticket(id), Merged{Source: source.ID, Target: target.ID}); err != nil {
			return err
		}
	}
	return nil
}

// mostMerges bounds how far a chain of merges is followed.
const mostMerges = 20

// Final gives the ticket that stands for one that was merged, itself if it was not. It is for a caller who has
// checked access already, inside its transaction or outside.
func (s *Service) Final(ctx context.Context, q db.Querier, id int64) (t Ticket, err error) {
	for range mostMerges {
		if t, err = s.Load(ctx, q, id); err != nil || t.MergedInto == 0 {
			return t, err
		}
		id = t.MergedInto
	}
	return t, nil
}
