package call

import (
	"context"
	"fmt"
	"testing"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/ical"
)

// TestAnswer keeps what calendars answer, and nothing of what others say in their name.
func TestAnswer(t *testing.T) {
	bubble(t, func(k *desk) {
		_, token := k.link(Offering{})
		c, err := k.Book(k.T.Context(), token, Choice{At: k.free(token, 30)[0], Minutes: 30})
		k.Must(err)
		reply := func(sender, attendee, answer string, sequence int) (ok bool) {
			k.Do(func(ctx context.Context, tx *db.Tx) (err error) {
				_, ok, err = k.Answer(ctx, tx, sender,
					fmt.Appendf(nil, "BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:%s\r\nSEQUENCE:%d\r\nATTENDEE;PARTSTAT=%s:MAILTO:%s\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
						c.UID, sequence, answer, attendee), "On holiday")
				return err
			})
			return ok
		}
		for _, x := range []struct {
			sender, attendee, answer string
			sequence                 int
			ok                       bool
			kept                     ical.Answer
		}{
			{"mallory@x.test", k.dana.Email, "DECLINED", 0, false, ""},
			{k.ben.Email, k.ben.Email, "DECLINED", 0, false, ""},
			{k.dana.Email, k.dana.Email, "DELEGATED", 0, false, ""},
			{k.dana.Email, k.dana.Email, "ACCEPTED", 0, true, ical.Accepted},
			{k.dana.Email, k.dana.Email, "DECLINED", 0, true, ical.Declined},
		} {
			if ok := reply(x.sender, x.attendee, x.answer, x.sequence); ok != x.ok || k.call(c.ID).Guests[0].Answer != x.kept {
				k.T.Errorf("%+v: %v, kept %q", x, ok, k.call(c.ID).Guests[0].Answer)
			}
		}
		if len(k.notices) != 1 || k.notices[0].To[0].ID != k.ana.ID || k.notices[0].Lines[0] != "On holiday" {
			k.T.Errorf("%+v", k.notices)
		}
		_, err = k.MoveByLink(k.T.Context(), token, Choice{At: k.free(token, 30)[3]})
		k.Must(err)
		if ok := reply(k.dana.Email, k.dana.Email, "DECLINED", 0); !ok || k.call(c.ID).Guests[0].Answer != "" {
			k.T.Error("an answer to the old time counts for the new one")
		}
	})
}
