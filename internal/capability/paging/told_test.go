package paging_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/capability/paging"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// TestTellOthers: once somebody has a page, the others who were paged hear so by the ways that are configured for it, once;
// who has it does not.
func TestTellOthers(t *testing.T) {
	eachHouse(t, func(k *house) {
		system := access.AsSystem(k.Context(), "test")
		k.must(k.db.Do(system, func(tx *db.Tx) error { return k.EnsureDefaults(system, tx) }))
		k.proven(k.ana, paging.Chat, "https://chat.test/ana")
		k.proven(k.ben, paging.Chat, "https://chat.test/ben")
		k.proven(k.ben, paging.SMS, "+31201234567")
		p, err := k.Call(k.as(k.ana), paging.Alarm{Key: "x", Subject: event.Subject{Type: "thing", ID: 1}, Title: "502",
			Urgency: paging.High, To: []int64{k.ana.ID, k.ben.ID}})
		k.must(err)
		k.must(k.db.Do(system, func(tx *db.Tx) error { // as if the engine had sent all that is due now
			_, err := tx.Exec(system, "UPDATE paging_attempts SET state = 'accepted' WHERE page_id = $1", p.ID)
			return err
		}))
		_, err = k.Acknowledge(k.as(k.ana), p.ID)
		k.must(err)
		events, err := event.Of(k.Context(), k.db.Read(), paging.PageSubject(p.ID), 0)
		k.must(err)
		k.letters = nil
		for _, sub := range k.Module().Subscribers {
			for _, e := range events {
				if e.Kind == sub.Kinds[0] {
					k.must(sub.Handle(system, e))
				}
			}
		}
		var told []string
		for _, l := range k.letters {
			told = append(told, string(l.What)+" "+l.To.Address+": "+l.Title)
		}
		if diff := cmp.Diff([]string{"answered https://chat.test/ben: ana has it"}, told); diff != "" {
			k.Error(diff)
		}
	})
}
