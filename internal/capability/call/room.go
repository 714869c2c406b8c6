package call

import (
	"context"
	"fmt"

	"github.com/daywatch/daywatch/internal/capability/call/video"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/job"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// VideoKey is the setting of who makes the rooms. It holds secrets.
var VideoKey = settings.Key[video.Config]{Name: "call.video", Secret: true, Check: video.Config.Check}

const roomKind = "call.room"

type roomArgs struct {
	Call int64 `json:"call"`
}

// inRoom is a call as providers of rooms know it.
func (c Call) inRoom() video.Call {
	return video.Call{Key: c.UID, Title: c.Title, At: c.From, Minutes: c.Minutes()}
}

// findRoom gives a call its room where the desk makes it without asking anybody; waits says that a job asks a provider first, and
// invites then. A call that is moved keeps its room.
func (s *Service) findRoom(ctx context.Context, tx *db.Tx, c *Call) (waits bool, err error) {
	if s.Restricted || c.Room != "" {
		return false, nil
	}
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
	if _, err := job.Enqueue(ctx, tx, roomKind, roomArgs{c.ID}, job.Options{Unique: fmt.Sprint(c.ID)}); err != nil {
		return false, err
	}
	return c.RoomError == "", nil // who was told that the link follows is told of a new time at once
}

// openRoom asks the provider for a call's room, and invites. Where the provider fails, the invitation says that the link follows,
// and the job goes on trying.
func (s *Service) openRoom(ctx context.Context, j job.Job) error {
	var a roomArgs
	if err := j.Decode(&a); err != nil {
		return err
	}
	ctx = access.AsSystem(ctx, "call")
	c, err := findCall(ctx, s.DB.Read(), a.Call)
	if err != nil || c.State != Booked || c.Room != "" {
		return err
	}
	config, err := VideoKey.Get(ctx, s.DB.Read())
	if err != nil {
		return err
	}
	var room video.Room
	cause := fault.New(fault.Invalid, "No provider of rooms is set any more")
	if config.Remote() {
		var failed error
		if room, failed = config.Open(ctx, s.Client, c.inRoom()); failed == nil {
			return s.DB.Do(ctx, func(tx *db.Tx) error { return s.opened(ctx, tx, a.Call, config, room) })
		}
		sentence, _ := fault.Public(failed)
		cause = fault.New(fault.KindOf(failed), "%s", sentence)
	}
	if err := s.DB.Do(ctx, func(tx *db.Tx) error { return s.roomless(ctx, tx, a.Call, config, cause.Public) }); err != nil {
		return err
	}
	if !config.Remote() {
		return nil
	}
	return cause
}

// opened keeps a room. Whoever was told that the link follows is sent it; everybody else is invited.
func (s *Service) opened(ctx context.Context, tx *db.Tx, id int64, config video.Config, room video.Room) error {
	c, err := lockCall(ctx, tx, id)
	if err != nil || c.State != Booked || c.Room != "" {
		return err
	}
	late := c.RoomError != ""
	if late {
		c.Sequence++
	}
	c.Room, c.RoomRef, c.RoomError = room.URL, room.Ref, ""
	if err := updateCall(ctx, tx, c); err != nil {
		return err
	}
	if err := s.invite(ctx, tx, c); err != nil || !late {
		return err
	}
	return s.note(ctx, tx, c, Opened{Call: c.ID, Provider: string(config.Provider)})
}

// roomless invites without a link the first time that a provider fails, and tells who takes part.
func (s *Service) roomless(ctx context.Context, tx *db.Tx, id int64, config video.Config, why string) error {
	c, err := lockCall(ctx, tx, id)
	if err != nil || c.State != Booked || c.Room != "" {
		return err
	}
	first := c.RoomError == ""
	c.RoomError = why
	if err := updateCall(ctx, tx, c); err != nil || !first {
		return err
	}
	if err := s.invite(ctx, tx, c); err != nil {
		return err
	}
	if err := s.tell(ctx, tx, Notice{Cause: fmt.Sprint("call:", c.ID, ":room"), Subject: "No video room yet: " + c.Title,
		Lead: "The provider of video rooms failed, so the invitation says that the link follows. Daywatch goes on trying, and sends it.", Lines: []string{why},
		Path: fmt.Sprintf("/calls/%d", c.ID)}, c.Hosts); err != nil {
		return err
	}
	return s.note(ctx, tx, c, Roomless{Call: c.ID, Provider: string(config.Provider)})
}

// Video gives how rooms are made, without its secrets.
func (s *Service) Video(ctx context.Context) (video.Config, error) {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return video.Config{}, err
	}
	c, err := VideoKey.Get(ctx, s.DB.Read())
	c.Secret, c.Refresh = shown(c.Secret), shown(c.Refresh)
	return c, err
}

// shown says that there is a secret, and nothing of it.
func shown(secret string) string {
	if secret == "" {
		return ""
	}
	return Kept
}

// Kept stands for a secret that is kept as it is.
const Kept = "••••••••"

// SaveVideo changes how rooms are made. Secrets that are Kept stay, unless the provider or an address of it changed: else they
// could be lured elsewhere.
func (s *Service) SaveVideo(ctx context.Context, c video.Config) error {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		c, err := keptSecrets(ctx, tx, c)
		if err != nil {
			return err
		}
		return VideoKey.Set(ctx, tx, s.Log, c)
	})
}

func keptSecrets(ctx context.Context, q db.Querier, c video.Config) (video.Config, error) {
	old, err := VideoKey.Get(ctx, q)
	if err != nil {
		return c, err
	}
	if old.Provider != c.Provider || old.API != c.API || old.Tokens != c.Tokens {
		old.Secret, old.Refresh = "", ""
	}
	if c.Secret == Kept {
		c.Secret = old.Secret
	}
	if c.Refresh == Kept {
		c.Refresh = old.Refresh
	}
	return c, nil
}

// TryVideo makes a room as a call of an hour from now would get it, and gives its address.
func (s *Service) TryVideo(ctx context.Context, c video.Config) (string, error) {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return "", err
	}
	c, err := keptSecrets(ctx, s.DB.Read(), c)
	if err != nil {
		return "", err
	}
	if err := c.Check(); err != nil || c.Provider == video.None {
		return "", err
	}
	of := video.Call{Key: newUID(), Title: "Support call: a try", At: s.DB.Now(ctx), Minutes: 15}
	if room, ok := c.Local(s.Key, of); ok {
		return room.URL, nil
	}
	if s.Restricted || s.Client == nil {
		return "", fault.New(fault.Conflict, "This desk holds no video calls")
	}
	room, err := c.Open(ctx, s.Client, of)
	return room.URL, err
}
