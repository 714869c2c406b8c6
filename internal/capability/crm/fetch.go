package crm

import (
	"context"
	"time"

	"github.com/daywatch/daywatch/internal/capability/crm/salesforce"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// cursor is where the fetching and the mapping of a run stand. It is kept with the run, so that whoever goes on knows.
type cursor struct {
	Object  int    `json:"object,omitempty"` // index into Objects
	Job     string `json:"job,omitempty"`    // of the Bulk API
	Ready   bool   `json:"ready,omitempty"`  // the job's results can be read
	Asked   int    `json:"asked,omitempty"`  // how often the job was asked for
	Next    string `json:"next,omitempty"`   // of the results, or of the REST API
	Account string `json:"account,omitempty"`
	Row     int64  `json:"row,omitempty"`
}

const pageSize = 2000 // records of one request, as many as the REST API gives

// fetch does one request to Salesforce, and keeps what it gave together with where to go on.
func (s *Service) fetch(ctx context.Context, r *Run) (time.Duration, error) {
	client, err := s.client(ctx)
	if err != nil {
		return 0, err
	}
	mapping, err := MappingKey.Get(ctx, s.DB.Read())
	if err != nil {
		return 0, err
	}
	way, err := WayKey.Get(ctx, s.DB.Read())
	if err != nil {
		return 0, err
	}
	at := &r.Progress.Cursor
	object := Objects()[at.Object]
	part := mapping.Of(object)
	if way == Bulk && !at.Ready {
		return s.fetchJob(ctx, r, client, part)
	}
	page, err := readPage(ctx, client, way, *at, part)
	if salesforce.Stale(err) { // what was begun is gone there: this object begins anew
		return 0, s.forgetObject(ctx, r, object)
	}
	if err != nil {
		return 0, err
	}
	all := make([]kept, 0, len(page.Rows))
	for _, row := range page.Rows {
		all = append(all, keptOf(object, part.ours(row)))
	}
	old := at.Job
	more := cursor{Object: at.Object + 1}
	if page.Next != "" {
		more = *at
		more.Next = page.Next
	}
	err = s.advance(ctx, r, func(tx *db.Tx, next *Run) error {
		next.Progress = r.Progress.counted(object, len(all))
		next.Progress.Cursor = more
		if err := saveRecords(ctx, tx, r.ID, all); err != nil {
			return err
		}
		if next.Progress.Cursor.Object == len(Objects()) {
			return begun(ctx, tx, next)
		}
		return nil
	})
	if err == nil && page.Next == "" && old != "" {
		if err := client.DropJob(ctx, old); err != nil {
			s.Logger.Info("crm: a query job stays until Salesforce deletes it", "job", old, "err", err)
		}
	}
	return 0, err
}

// begun leads a run from fetching to mapping.
func begun(ctx context.Context, tx *db.Tx, r *Run) (err error) {
	r.State, r.Progress.Cursor = Meaning, cursor{}
	r.Progress.Accounts, err = countAccounts(ctx, tx, r.ID)
	return err
}

// readPage reads the next part of an answer.
func readPage(ctx context.Context, c *salesforce.Client, way Way, at cursor, part ObjectMap) (salesforce.Page, error) {
	switch {
	case way == Bulk:
		return c.Results(ctx, at.Job, at.Next, pageSize)
	case at.Next != "":
		return c.More(ctx, at.Next)
	}
	return c.Query(ctx, part.SOQL())
}

// fetchJob begins a query job, or asks how it fares.
func (s *Service) fetchJob(ctx context.Context, r *Run, c *salesforce.Client, part ObjectMap) (time.Duration, error) {
	at := r.Progress.Cursor
	if at.Job == "" {
		j, err := c.CreateJob(ctx, part.SOQL())
		if err != nil {
			return 0, err
		}
		at.Job = j.ID
	} else {
		j, err := c.Job(ctx, at.Job)
		switch {
		case salesforce.Stale(err):
			at = cursor{Object: at.Object}
		case err != nil:
			return 0, err
		case j.Dead():
			return 0, fault.New(fault.Invalid, "Salesforce gave up the query of %s: %s", part.Object, fault.Clip(j.Error, 300))
		}
		at.Ready = j.Done()
		at.Asked++
	}
	err := s.advance(ctx, r, func(_ *db.Tx, next *Run) error {
		next.Progress.Cursor = at
		return nil
	})
	if err != nil {
		return 0, err
	}
	if at.Ready || at.Asked == 0 {
		return 0, nil
	}
	return s.Backoff(min(at.Asked, 4), 0) / 2, nil // Salesforce: poll, and not in a hurry
}

// forgetObject begins an object anew.
func (s *Service) forgetObject(ctx context.Context, r *Run, object Object) error {
	return s.advance(ctx, r, func(tx *db.Tx, next *Run) error {
		next.Progress = r.Progress.counted(object, -r.Progress.Fetched[object])
		next.Progress.Cursor = cursor{Object: r.Progress.Cursor.Object}
		return dropRecords(ctx, tx, r.ID, object)
	})
}

// counted gives a progress with more records of an object. It shares no map with the old one, which another try may need.
func (p Progress) counted(object Object, n int) Progress {
	fetched := map[Object]int{}
	for o, m := range p.Fetched {
		fetched[o] = m
	}
	fetched[object] += n
	p.Fetched = fetched
	return p
}

// keptOf says under which keys a record is kept. What names no account is kept under none, so that it is not lost silently.
func keptOf(object Object, r Record) kept {
	k := kept{object: object, key: r["id"], accountKey: AccountKey(r["account"]), record: r}
	if object == Accounts {
		k.accountKey = AccountKey(r["id"])
	}
	if k.accountKey == "" {
		k.accountKey = "?" + k.key
	}
	return k
}
