package ical_test

import (
	"strings"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/ical"
)

func invitation() ical.Invitation {
	at := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	return ical.Invitation{Method: ical.Request, Organizer: ical.Attendee{Address: "desk@desk.test", Name: `The "Desk", all`},
		Event:     ical.Event{UID: "u@daywatch", Sequence: 2, Changed: at, From: at, Until: at.Add(time.Hour), Summary: "Call\r\nATTENDEE:mailto:x@y"},
		Attendees: []ical.Attendee{{Address: "dana@a.test\r\nX:1", Name: "Dana\nCole"}, {Address: "ana@desk.test", Answer: ical.Accepted}}}
}

// TestInvitation: it says what each method asks for, and no word of a stranger begins a line of its own.
func TestInvitation(t *testing.T) {
	unfolded := strings.ReplaceAll(string(invitation().Bytes()), "\r\n ", "")
	for _, line := range []string{"METHOD:REQUEST", "SEQUENCE:2", `ORGANIZER;CN="The Desk, all":mailto:desk@desk.test`, "STATUS:CONFIRMED",
		`ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE;CN="DanaCole":mailto:dana@a.testX:1`,
		"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=TRUE:mailto:ana@desk.test"} {
		if !strings.Contains(unfolded, "\r\n"+line+"\r\n") {
			t.Errorf("no line %s in\n%s", line, unfolded)
		}
	}
	if strings.Contains(unfolded, "\r\nX:1") || strings.Contains(unfolded, "\r\nATTENDEE:mailto:x@y") {
		t.Errorf("a stranger's words begin a line:\n%s", unfolded)
	}
	cancel := invitation()
	cancel.Method = ical.Cancel
	if text := string(cancel.Bytes()); !strings.Contains(text, "METHOD:CANCEL") || !strings.Contains(text, "STATUS:CANCELLED") ||
		strings.Contains(text, "RSVP") {
		t.Error(text)
	}
	if text := string(invitation().Object()); strings.Contains(text, "METHOD") {
		t.Error(text)
	}
}

// FuzzReadReply: what is no answer is refused in a sentence, and an answer says who comes to what.
func FuzzReadReply(f *testing.F) {
	f.Add([]byte("BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:u\r\nSEQUENCE:1\r\nATTENDEE;PARTSTAT=DECLINED:MAILTO:Dana@A.test\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"))
	f.Add(invitation().Bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := ical.ReadReply(data)
		if err != nil {
			if sentence, _ := fault.Public(err); sentence == "" || fault.KindOf(err) == fault.Internal {
				t.Fatalf("%q: %v", data, err)
			}
			return
		}
		if r.UID == "" || r.Address == "" || r.Answer == "" || r.Address != strings.ToLower(r.Address) {
			t.Fatalf("%q gives %+v", data, r)
		}
	})
}
