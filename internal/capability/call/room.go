package call

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/daywatch/daywatch/internal/capability/call/video"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/job"
	"github.com/daywatch/daywatch/internal/platform/outbound"
)

// What a provider has to be asked for, for its room to be as the call is.
const (
	openRoom  = "open"
	moveRoom  = "move"
	closeRoom = "close"
)

// roomNeeds says what the provider of a call's room has to be asked for; empty: nothing. Of a call that is over, it keeps what it has.
func (c Call) roomNeeds(now time.Time) string {
	switch {
	case c.State == Cancelled && c.RoomRef != "":
		return closeRoom
	case c.State != Booked || !now.Before(c.Until):
		return ""
	case c.Room == "":
		return openRoom
	case c.RoomRef != "" && !(c.RoomFrom.Equal(c.From) && c.RoomUntil.Equal(c.Until)):
		return moveRoom
	}
	return ""
}

// inRoom is a call as providers of rooms know it.
func (c Call) inRoom() video.Call {
	return video.Call{Key: c.UID, Title: c.Title, At: c.From, Minutes: c.Minutes()}
}

// findRoom gives a call its room where the desk makes it without asking anybody; waits says that a job asks a provider first, and
// invites then. A call that is moved keeps its room, and a job tells the provider.
func (s *Service) findRoom(ctx context.Context, tx *db.Tx, c *Call) (waits bool, err error) {
	if s.Restricted {
		return false, nil
	}
	if c.Room == "" {
		config, err := VideoKey.Get(ctx, tx)
		if err != nil {
			return false, err
		}
		c.Provider = string(config.Provider)
		if room, ok := config.Local(s.Key, c.inRoom()); ok {
			c.Room = room.URL
			return false, nil
		}
		if !config.Remote() || s.Client == nil {
			return false, nil
		}
		waits = c.RoomError == "" // who was told that the link follows is told of a new time at once
	}
	return waits, s.armRoom(ctx, tx, *c)
}

const roomKind = "call.room"

type roomArgs struct {
	Call  int64 `json:"call"`
	Later bool  `json:"later,omitempty"`
}

// key lets one job tend a room, and one more wait behind it.
func (a roomArgs) key() string {
	if a.Later {
		return fmt.Sprint(a.Call, ":later")
	}
	return fmt.Sprint(a.Call)
}

// armRoom lets a job bring the room of a call to where the call is now. A job that runs already may have read the call as it was, so
// another one comes when that is over.
func (s *Service) armRoom(ctx context.Context, tx *db.Tx, c Call) error {
	if c.roomNeeds(tx.Now()) == "" {
		return nil
	}
	for _, later := range []bool{false, true} {
		if _, err := job.Cancel(ctx, tx, roomKind, roomArgs{c.ID, later}.key()); err != nil {
			return err
		}
	}
	armed, err := s.enqueueRoom(ctx, tx, roomArgs{Call: c.ID}, 0)
	if err != nil || armed {
		return err
	}
	_, err = s.enqueueRoom(ctx, tx, roomArgs{c.ID, true}, time.Minute)
	return err
}

func (s *Service) enqueueRoom(ctx context.Context, tx *db.Tx, a roomArgs, wait time.Duration) (bool, error) {
	return job.Enqueue(ctx, tx, roomKind, a, job.Options{At: tx.Now().Add(wait), Unique: a.key()})
}

// roomTries are those of a day and more: a quarter of an hour lies between them.
const roomTries = 110

// tendRoom asks the provider for what a call's room needs, until it needs nothing. Where the provider fails, that is kept with the
// call, and the job tries again: nobody ever waits for it but the invitation to a room that is not there yet, and that only once.
func (s *Service) tendRoom(ctx context.Context, j job.Job) error {
	var a roomArgs
	if err := j.Decode(&a); err != nil {
		return err
	}
	if s.Client == nil {
		return nil
	}
	ctx = access.AsSystem(ctx, "call")
	const most = 4 // open, move, close, and one that found the room gone
	for range most {
		c, err := findCall(ctx, s.DB.Read(), a.Call)
		if err != nil {
			return err
		}
		needs := c.roomNeeds(s.DB.Now(ctx))
		if needs == "" {
			return nil
		}
		config, err := VideoKey.Get(ctx, s.DB.Read())
		if err != nil {
			return err
		}
		room, failed := s.askProvider(ctx, config, c, needs)
		if err := s.DB.Do(ctx, func(tx *db.Tx) error { return s.tended(ctx, tx, c, config, needs, room, failed) }); err != nil {
			return err
		}
		if failed == nil || errors.Is(failed, video.ErrGone) {
			continue
		}
		return s.tryAgain(ctx, a, failed)
	}
	return nil
}

// errElsewhere is that a room is at a provider that the desk knows no more: nothing can be asked of it.
var errElsewhere = fault.New(fault.Conflict, "The desk makes its rooms elsewhere by now")

// askProvider asks for what a room needs.
func (s *Service) askProvider(ctx context.Context, config video.Config, c Call, needs string) (video.Room, error) {
	if needs == openRoom {
		if room, ok := config.Local(s.Key, c.inRoom()); ok { // the setting changed meanwhile
			return room, nil
		}
		if !config.Remote() {
			return video.Room{}, errElsewhere
		}
		return config.Open(ctx, s.Client, c.inRoom())
	}
	if string(config.Provider) != c.Provider {
		return video.Room{}, errElsewhere
	}
	if needs == closeRoom {
		return video.Room{}, config.Close(ctx, s.Client, c.RoomRef)
	}
	return video.Room{}, config.Move(ctx, s.Client, c.RoomRef, c.inRoom())
}

// tryAgain waits as long as the provider asks for, or lets the queue count the try and wait.
func (s *Service) tryAgain(ctx context.Context, a roomArgs, failed error) error {
	if errors.Is(failed, errElsewhere) {
		return nil
	}
	var f *outbound.Failure
	if errors.As(failed, &f) && f.RetryAfter > time.Minute {
		a.Later = !a.Later // this job has its own key until it ends
		return s.DB.Do(ctx, func(tx *db.Tx) error {
			_, err := s.enqueueRoom(ctx, tx, a, f.RetryAfter)
			return err
		})
	}
	sentence, _ := fault.Public(failed)
	return fault.New(fault.Conflict, "%s", sentence) // not Unavailable: the queue would ask every ten seconds, for good
}
