package crm

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/job"
)

// Source is where customers come from.
type Source string

// The sources.
const (
	Salesforce Source = "salesforce"
	CSV        Source = "csv"
	JSON       Source = "json"
)

// State is how far a run is.
type State string

// The states, in their order.
const (
	Fetching  State = "fetching"
	Meaning   State = "mapping"
	Comparing State = "comparing"
	Planned   State = "planned" // it waits for somebody to read it
	Applying  State = "applying"
	Done      State = "done"
	Abandoned State = "abandoned"
)

// Progress is how far the stages of a run are.
type Progress struct {
	Fetched  map[Object]int `json:"fetched,omitempty"` // records
	Accounts int            `json:"accounts"`          // known once all is fetched
	Mapped   int            `json:"mapped"`
	Compared int            `json:"compared"`
	ToApply  int            `json:"to_apply"`
	Applied  int            `json:"applied"`
	Kinds    map[Kind]int   `json:"kinds,omitempty"`   // known once all is compared
	Reasons  map[string]int `json:"reasons,omitempty"` // of those that are skipped or ambiguous: KIND:REASON
	Lonely   int            `json:"lonely"`            // organizations of the plan without contacts
	Gone     int            `json:"gone,omitempty"`    // contacts whom the CRM names no more
	Loss     Loss           `json:"loss"`
	Guarded  bool           `json:"guarded,omitempty"` // the guard stopped it
	Conflict int            `json:"conflict"`
	Failed   int            `json:"failed"`
	Ignored  []string       `json:"ignored,omitempty"` // columns of a file that nobody asked for
	Cursor   cursor         `json:"cursor"`
}

// Run is one taking over of customers.
type Run struct {
	ID          int64
	Source      Source
	Origin      string // name of the file, or host of the CRM
	State       State
	Busy        bool // it is being worked at
	Stopped     bool // somebody must mend what Said says, then resume it
	StartedBy   int64
	Complete    bool // it has all accounts: who is not in it is gone
	Day         bizcal.Date
	Progress    Progress
	Tries       int       // that failed in a row
	NextAt      time.Time // of the next try; zero: now
	Said        string    // what went wrong last
	ConfirmedBy int64
	CreatedAt   time.Time
	UpdatedAt   time.Time
	FinishedAt  time.Time

	version int64
}

// Path is the page of a run.
func (r Run) Path() string { return fmt.Sprint("/crm/", r.ID) }

// Over reports whether nothing more will happen by itself or by anybody.
func (r Run) Over() bool { return r.State == Done || r.State == Abandoned }

func runSubject(id int64) event.Subject { return event.Subject{Type: "crm_run", ID: id} }

// Runs lists the newest runs.
func (s *Service) Runs(ctx context.Context) ([]Run, error) {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return nil, err
	}
	return listRuns(ctx, s.DB.Read(), 50)
}

// Run gives a run; fault.NotFound when there is none.
func (s *Service) Run(ctx context.Context, id int64) (Run, error) {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return Run{}, err
	}
	return findRun(ctx, s.DB.Read(), id)
}

// Start begins to take over the accounts of Salesforce. Another run that is being worked at is fault.Conflict.
func (s *Service) Start(ctx context.Context) (Run, error) {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return Run{}, err
	}
	return db.InTx(ctx, s.DB, func(tx *db.Tx) (Run, error) { return s.startIn(ctx, tx) })
}

func (s *Service) startIn(ctx context.Context, tx *db.Tx) (Run, error) {
	c, err := ConnectionKey.Get(ctx, tx)
	if err != nil {
		return Run{}, err
	}
	if !c.Usable() {
		return Run{}, fault.Field("url", "Salesforce is not connected yet. Fill in the connection, or take over a file")
	}
	return s.begin(ctx, tx, Run{Source: Salesforce, Origin: hostOf(c.URL), State: Fetching, Complete: true})
}

// begin stores a new run and has it worked at.
func (s *Service) begin(ctx context.Context, tx *db.Tx, r Run) (Run, error) {
	actor, _ := access.From(ctx)
	r.StartedBy, r.Busy, r.Day, r.CreatedAt, r.UpdatedAt = actor.UserID, true, bizcal.DateOf(tx.Now().UTC()), tx.Now(), tx.Now()
	if busy, err := busyRun(ctx, tx); err != nil {
		return r, err
	} else if busy != 0 {
		return r, fault.New(fault.Conflict, "Run %d is under way. Wait until it is planned, or give it up", busy)
	}
	var err error
	if r.ID, err = insertRun(ctx, tx, r); err != nil {
		if db.IsUnique(err) {
			return r, fault.Wrap(fault.Conflict, err, "Another run began a moment ago. Wait until it is planned")
		}
		return r, err
	}
	if err := s.Log.Append(ctx, tx, runSubject(r.ID), Started{Source: r.Source}); err != nil {
		return r, err
	}
	return r, s.enqueue(ctx, tx, r)
}

// enqueue has a run worked at, at its next try.
func (s *Service) enqueue(ctx context.Context, tx *db.Tx, r Run) error {
	_, err := job.Enqueue(ctx, tx, workKind, workArgs{r.ID}, job.Options{At: r.NextAt, Unique: fmt.Sprintf("%d-%d", r.ID, r.version)})
	return err
}

// Resume goes on with a run that stopped.
func (s *Service) Resume(ctx context.Context, id int64) error {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		r, err := lockRun(ctx, tx, id)
		if err != nil {
			return err
		}
		if r.Over() || r.State == Planned {
			return fault.New(fault.Conflict, "Run %d is %s. There is nothing to go on with", id, r.State)
		}
		if busy, err := busyRun(ctx, tx); err != nil {
			return err
		} else if busy != 0 && busy != id {
			return fault.New(fault.Conflict, "Run %d is under way. Wait until it is planned, or give it up", busy)
		}
		r.Stopped, r.Busy, r.Tries, r.NextAt = false, true, 0, time.Time{}
		if err := s.save(ctx, tx, &r); err != nil {
			return err
		}
		return s.enqueue(ctx, tx, r)
	})
}

// Abandon gives a run up. What it applied stays.
func (s *Service) Abandon(ctx context.Context, id int64) error {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		r, err := lockRun(ctx, tx, id)
		if err != nil || r.Over() {
			return err
		}
		r.State, r.Busy, r.Stopped, r.FinishedAt = Abandoned, false, false, tx.Now()
		if err := dropRecords(ctx, tx, id, ""); err != nil {
			return err
		}
		if err := s.save(ctx, tx, &r); err != nil {
			return err
		}
		return s.Log.Append(ctx, tx, runSubject(id), Ended{State: Abandoned})
	})
}

// errMoved says that somebody else has moved a run on.
var errMoved = fault.New(fault.Conflict, "The run moved on meanwhile. Look again")

// save stores a run that this worker holds the newest version of, and wakes the pages that show it.
func (s *Service) save(ctx context.Context, tx *db.Tx, r *Run) error {
	r.UpdatedAt = tx.Now()
	held, err := updateRun(ctx, tx, *r)
	if err != nil {
		return err
	}
	if !held {
		return errMoved
	}
	r.version++
	if s.Publish != nil {
		topic := fmt.Sprint("crm:", r.ID)
		tx.AfterCommit(func() { s.Publish(topic) })
	}
	return nil
}

func (p Progress) text() (string, error) {
	raw, err := json.Marshal(p)
	return string(raw), err
}
