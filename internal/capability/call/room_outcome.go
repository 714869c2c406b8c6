package call

import (
	"context"
	"errors"
	"fmt"

	"github.com/daywatch/daywatch/internal/capability/call/video"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/job"
)

// tended keeps what came of asking a provider about the room of asked, which may be another call by now.
func (s *Service) tended(ctx context.Context, tx *db.Tx, asked Call, config video.Config, needs string, room video.Room, failed error) error {
	c, err := lockCall(ctx, tx, asked.ID)
	if err != nil {
		return err
	}
	switch {
	case errors.Is(failed, video.ErrGone): // somebody deleted it there: the call needs another
		c.Room, c.RoomRef, c.RoomError = "", "", "The room was deleted at the provider"
		return updateCall(ctx, tx, c)
	case failed != nil:
		return s.roomFailed(ctx, tx, c, needs, failed)
	case needs == openRoom:
		c.Provider = string(config.Provider)
		return s.opened(ctx, tx, c, asked, room)
	case needs == moveRoom:
		c.RoomFrom, c.RoomUntil, c.RoomError = asked.From, asked.Until, ""
		return updateCall(ctx, tx, c)
	}
	c.RoomRef, c.RoomError = "", ""
	if err := updateCall(ctx, tx, c); err != nil {
		return err
	}
	return s.note(ctx, tx, c, Closed{Call: c.ID, Provider: c.Provider})
}

// opened keeps a room. Whoever was told that the link follows is sent it; everybody else is invited. A call that was called off
// meanwhile keeps the room until it is closed.
func (s *Service) opened(ctx context.Context, tx *db.Tx, c, asked Call, room video.Room) error {
	late := c.RoomError != ""
	c.Room, c.RoomRef, c.RoomFrom, c.RoomUntil, c.RoomError = room.URL, room.Ref, asked.From, asked.Until, ""
	if c.State != Booked {
		return updateCall(ctx, tx, c)
	}
	if late {
		c.Sequence++
	}
	if err := updateCall(ctx, tx, c); err != nil {
		return err
	}
	if err := s.invite(ctx, tx, c); err != nil || !late {
		return err
	}
	return s.note(ctx, tx, c, Opened{Call: c.ID, Provider: c.Provider})
}

// roomFailed keeps why a provider failed. The first time that there is no room, the invitation goes without it, and who takes part is
// told.
func (s *Service) roomFailed(ctx context.Context, tx *db.Tx, c Call, needs string, failed error) error {
	first := c.RoomError == ""
	c.RoomError, _ = fault.Public(failed)
	if err := updateCall(ctx, tx, c); err != nil {
		return err
	}
	if needs != openRoom && errors.Is(failed, errElsewhere) {
		return s.roomLeft(ctx, tx, c, needs)
	}
	if needs != openRoom || !first || c.State != Booked {
		return nil
	}
	if err := s.invite(ctx, tx, c); err != nil {
		return err
	}
	if err := s.tell(ctx, tx, Notice{Cause: fmt.Sprint("call:", c.ID, ":room"), Subject: "No video room yet: " + c.Title,
		Lead:  "The provider of video rooms failed, so the invitation says that the link follows. Daywatch goes on trying, and sends it.",
		Lines: []string{c.RoomError},
		Path:  fmt.Sprintf("/calls/%d", c.ID)}, c.Hosts); err != nil {
		return err
	}
	return s.note(ctx, tx, c, Roomless{Call: c.ID, Provider: c.Provider})
}

// roomGivenUp is told when the last try of a room failed.
func (s *Service) roomGivenUp(ctx context.Context, tx *db.Tx, j job.Job, _ error) error {
	var a roomArgs
	if err := j.Decode(&a); err != nil {
		return err
	}
	c, err := lockCall(ctx, tx, a.Call)
	if err != nil {
		return err
	}
	if needs := c.roomNeeds(tx.Now()); needs != "" {
		return s.roomLeft(ctx, tx, c, needs)
	}
	return nil
}

// leftRoom is what is said of a room that Daywatch asks nobody about any more, by what it needs.
var leftRoom = map[string]struct{ subject, lead string }{
	openRoom:  {"No video room: ", "The provider of video rooms failed for a day, and Daywatch stopped asking. Send everybody a link yourself."},
	moveRoom:  {"The room knows another time: ", "The provider did not take over the new time of this call, and Daywatch stopped asking. The link stays good."},
	closeRoom: {"A room is left: ", "This call was called off, but its room is still at the provider, and Daywatch stopped asking. Delete it there."},
}

// roomLeft tells who takes part that they have to see to the room themselves.
func (s *Service) roomLeft(ctx context.Context, tx *db.Tx, c Call, needs string) error {
	words := leftRoom[needs]
	lines := []string{c.RoomError}
	if c.Room != "" {
		lines = append(lines, c.Room)
	}
	if err := s.tell(ctx, tx, Notice{Cause: fmt.Sprint("call:", c.ID, ":room:", needs, ":", c.Sequence), Subject: words.subject + c.Title,
		Lead: words.lead, Lines: lines,
		Path: fmt.Sprintf("/calls/%d", c.ID)}, c.Hosts); err != nil {
		return err
	}
	return s.note(ctx, tx, c, Left{Call: c.ID, Provider: c.Provider, Needs: needs})
}
