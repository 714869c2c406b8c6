package incident

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Answer is one text for all tickets that are linked to an incident.
type Answer struct {
	Incident int64
	Internal bool              // a note: the only one that a confidential incident allows
	Texts    map[string]string // by language, such as "de"; "" is for all others
	Solve    bool              // the tickets are solved with it
	Only     []int64           // tickets; empty: all that are linked and not closed
}

// Run is how far an Answer has come, over all its languages.
type Run struct {
	Number int64
	Bulks  []ticket.Bulk
}

// Count tells how many tickets have a result.
func (r Run) Count(result ticket.BulkResult) (n int) {
	for _, b := range r.Bulks {
		n += b.Count(result)
	}
	return n
}

// Total is how many tickets it is for.
func (r Run) Total() (n int) {
	for _, b := range r.Bulks {
		n += len(b.Tickets)
	}
	return n
}

// AnswerAll writes on all linked tickets, in the background: to each in its customer's language, where there is a text in
// it. What each ticket makes of it, a first reply or a refusal, is for the ticket to say.
func (s *Service) AnswerAll(ctx context.Context, a Answer) (run int64, err error) {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return 0, err
	}
	if !a.Internal {
		if err := access.Check(ctx, access.CommentPublic); err != nil {
			return 0, err
		}
	}
	return db.InTx(ctx, s.DB, func(tx *db.Tx) (int64, error) {
		i, err := lockIncident(ctx, tx, a.Incident)
		if err != nil {
			return 0, err
		}
		if err := a.check(i); err != nil {
			return 0, err
		}
		byLanguage, err := s.byLanguage(ctx, tx, a)
		if err != nil {
			return 0, err
		}
		return s.startRun(ctx, tx, i, a, byLanguage)
	})
}

func (a *Answer) check(i Incident) error {
	for language, text := range a.Texts {
		if a.Texts[language] = strings.TrimSpace(text); a.Texts[language] == "" {
			delete(a.Texts, language)
		}
	}
	switch {
	case i.Confidential && !a.Internal:
		return fault.Field("internal", "Incident %d is confidential: nothing of it is said in public. Write a note instead", i.ID)
	case a.Texts[""] == "" && !(a.Solve && len(a.Texts) == 0):
		return fault.Field("text", "Write what all the tickets are to be told")
	}
	return nil
}

// mostAtOnce is how many tickets one bulk update takes.
const mostAtOnce = 1000

// byLanguage sorts the tickets by the language of the text that they get.
func (s *Service) byLanguage(ctx context.Context, q db.Querier, a Answer) (map[string][]int64, error) {
	linked, err := findReaders(ctx, q, a.Incident)
	if err != nil {
		return nil, err
	}
	out := map[string][]int64{}
	for _, r := range linked {
		if len(a.Only) > 0 && !slices.Contains(a.Only, r.ticket) {
			continue
		}
		language, _, _ := strings.Cut(r.locale, "-")
		if a.Texts[language] == "" {
			language = ""
		}
		out[language] = append(out[language], r.ticket)
	}
	if len(out) == 0 {
		return nil, fault.Field("", "No ticket that is not closed is linked. Link some first")
	}
	return out, nil
}

func (s *Service) startRun(ctx context.Context, tx *db.Tx, i Incident, a Answer, byLanguage map[string][]int64) (run int64, err error) {
	var u ticket.Update
	if a.Solve {
		solved := ticket.Solved
		u.Status = &solved
	}
	for _, language := range slices.Sorted(maps.Keys(byLanguage)) {
		var c *ticket.BulkComment
		if text := a.Texts[language]; text != "" {
			c = &ticket.BulkComment{Public: !a.Internal, Body: text}
		}
		for some := range slices.Chunk(byLanguage[language], mostAtOnce) {
			id, err := s.Tickets.StartBulkIn(ctx, tx, some, u, c)
			if err != nil {
				return 0, err
			}
			if run == 0 {
				run = id
			}
			if err := storeBulk(ctx, tx, id, i.ID, run, language); err != nil {
				return 0, err
			}
		}
	}
	return run, nil
}

// Runs lists the answers to an incident's tickets, the newest first.
func (s *Service) Runs(ctx context.Context, incident int64) (all []Run, err error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	found, err := findBulks(ctx, s.DB.Read(), incident)
	if err != nil {
		return nil, err
	}
	for _, f := range found {
		b, err := s.Tickets.Bulk(ctx, f.bulk)
		if err != nil {
			return nil, err
		}
		if len(all) == 0 || all[len(all)-1].Number != f.run {
			all = append(all, Run{Number: f.run})
		}
		last := &all[len(all)-1]
		last.Bulks = append(last.Bulks, b)
	}
	return all, nil
}
