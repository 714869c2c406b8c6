package notify

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/mailwire"
)

// TestWhoIsInformed shows who hears of what, on the page and by mail.
func TestWhoIsInformed(t *testing.T) {
	tests := []struct {
		name string
		act  func(t *testing.T, k *desk, id int64)
		page map[string][]NoteKind
		mail map[string]int
	}{
		{name: "assigned by a colleague", act: func(t *testing.T, k *desk, id int64) {
			k.update(t, as(t.Context(), k.ana), id, ticket.Update{AssigneeID: &k.ben.ID})
		}, page: map[string][]NoteKind{"ben": {Assigned}}, mail: map[string]int{"ben@desk.test": 1}},
		{name: "taken by oneself", act: func(t *testing.T, k *desk, id int64) {
			k.update(t, as(t.Context(), k.ben), id, ticket.Update{AssigneeID: &k.ben.ID})
		}},
		{name: "the customer answers", act: func(t *testing.T, k *desk, id int64) {
			k.follow(t, id, k.ana, k.ben)
			k.update(t, mailing(t), id, ticket.Update{Comment: &ticket.NewComment{AuthorID: k.dana.ID, Public: true, Body: "And now?"}})
		}, page: map[string][]NoteKind{"ana": {Replied}, "ben": {Replied}}, mail: map[string]int{"ana@desk.test": 1, "ben@desk.test": 1}},
		{name: "the customer is out of office", act: func(t *testing.T, k *desk, id int64) {
			k.follow(t, id, k.ana, k.ben)
			k.update(t, mailing(t), id, ticket.Update{Comment: &ticket.NewComment{AuthorID: k.dana.ID, Public: true, Automatic: "auto-reply", Body: "Away"}})
		}},
		{name: "mentioned in a note", act: func(t *testing.T, k *desk, id int64) {
			k.update(t, as(t.Context(), k.ana), id, ticket.Update{Comment: &ticket.NewComment{
				Body: "@ben and @cleo.hart, please look. Not `@ana`, not @nobody, not @ben again."}})
		}, page: map[string][]NoteKind{"ben": {Mentioned}, "cleo": {Mentioned}}, mail: map[string]int{"ben@desk.test": 1, "cleo@desk.test": 1}},
		{name: "a customer cannot mention", act: func(t *testing.T, k *desk, id int64) {
			k.update(t, mailing(t), id, ticket.Update{Comment: &ticket.NewComment{AuthorID: k.dana.ID, Public: true, Body: "@ben help"}})
		}},
		{name: "switched off", act: func(t *testing.T, k *desk, id int64) {
			k.mute(t, k.ben, "assigned.mail", "mentioned.page")
			k.update(t, as(t.Context(), k.ana), id, ticket.Update{AssigneeID: &k.ben.ID, Comment: &ticket.NewComment{Body: "For you, @ben"}})
		}, page: map[string][]NoteKind{"ben": {Assigned}}, mail: map[string]int{"ben@desk.test": 1}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			onEach(t, func(t *testing.T, k *desk) {
				tk := k.opened(t, t.Context(), k.dana, "Help", func(n *ticket.NewTicket) { n.Comment.MayAnswer = false })
				tt.act(t, k, tk.ID)
				page, mail := k.informed(t)
				if diff := cmp.Diff(tt.page, page); diff != "" {
					t.Errorf("page (-want +got):\n%s", diff)
				}
				if diff := cmp.Diff(tt.mail, mail); diff != "" {
					t.Errorf("mail (-want +got):\n%s", diff)
				}
			})
		})
	}
}

// informed lists who was told on the page and how many mails went to whom.
func (k *desk) informed(t *testing.T) (page map[string][]NoteKind, mail map[string]int) {
	for _, u := range []people.User{k.ana, k.ben, k.cleo} {
		for _, n := range k.notes(t, u) {
			if page == nil {
				page = map[string][]NoteKind{}
			}
			local, _, _ := strings.Cut(u.Email, "@")
			page[local] = append(page[local], n.Kind)
		}
	}
	for _, m := range k.mails(t, Notification) {
		if mail == nil {
			mail = map[string]int{}
		}
		mail[m.Recipients[0].Address]++
	}
	return page, mail
}

func mailing(t *testing.T) context.Context { return access.AsSystem(t.Context(), "mail") }

// follow makes one engineer the assignee and another a follower, without anyone being told.
func (k *desk) follow(t *testing.T, id int64, assignee, follower people.User) {
	t.Helper()
	k.update(t, Silently(mailing(t)), id, ticket.Update{AssigneeID: &assignee.ID, AddFollowers: []int64{follower.ID}})
}

// mute switches notifications of a person off.
func (k *desk) mute(t *testing.T, u people.User, kinds ...string) {
	t.Helper()
	if err := k.People.Mute(as(t.Context(), u), kinds); err != nil {
		t.Fatal(err)
	}
}

func TestNotificationMail(t *testing.T) {
	onEach(t, func(t *testing.T, k *desk) {
		tk := k.opened(t, t.Context(), k.dana, "502 after the upgrade", func(n *ticket.NewTicket) { n.Comment.MayAnswer = false })
		k.follow(t, tk.ID, k.ana, k.ben)
		k.update(t, mailing(t), tk.ID, ticket.Update{Comment: &ticket.NewComment{AuthorID: k.dana.ID, Public: true, Format: ticket.Text,
			Body: "It <i>still</i> fails.\n1\n2\n3\n4\n5\n6\n7\n8\n9"}})
		k.drain(t, mailing(t))
		if len(k.relay.taken) != 0 {
			t.Error("mailed before the page could be looked at")
		}
		k.drain(t, db.At(mailing(t), time.Now().Add(2*pageFirst)))
		m := parsed(t, k.relay.taken[0].text)
		if m.Automatic != mailwire.AutoGenerated || m.MayAutoAnswer {
			t.Errorf("read as %q, may be answered: %v", m.Automatic, m.MayAutoAnswer)
		}
		for _, want := range []string{"Dana Whitfield wrote on ticket", "> It <i>still</i> fails.", "https://desk.test/tickets/"} {
			if !strings.Contains(m.Text, want) {
				t.Errorf("text lacks %q:\n%s", want, m.Text)
			}
		}
		if strings.Contains(m.HTML, "<i>") || strings.Contains(m.Text, "> 8") {
			t.Errorf("HTML:\n%s\ntext:\n%s", m.HTML, m.Text)
		}
		// The engineers' ids are no part of what the customer gets.
		k.update(t, as(t.Context(), k.ana), tk.ID, ticket.Update{Comment: &ticket.NewComment{Public: true, Body: "Looking"}})
		for _, id := range k.mails(t, Reply)[0].References {
			if strings.Contains(id, m.MessageID) {
				t.Errorf("References name the notification %s", id)
			}
		}
	})
}

func TestSeen(t *testing.T) {
	onEach(t, func(t *testing.T, k *desk) {
		one := k.opened(t, t.Context(), k.dana, "One")
		two := k.opened(t, t.Context(), k.dana, "Two")
		for _, id := range []int64{one.ID, two.ID} {
			k.update(t, as(t.Context(), k.ana), id, ticket.Update{AssigneeID: &k.ben.ID})
		}
		ctx := as(t.Context(), k.ben)
		count := func(want int) {
			t.Helper()
			if n, err := k.Unread(ctx); err != nil || n != want {
				t.Errorf("%d unread, want %d; %v", n, want, err)
			}
		}
		count(2)
		if err := k.MarkTicketSeen(ctx, one.ID); err != nil {
			t.Fatal(err)
		}
		count(1)
		if left := k.mails(t, Notification); len(left) != 1 || left[0].TicketID != two.ID {
			t.Errorf("what was read is mailed all the same: %+v", left)
		}
		if err := k.MarkSeen(as(t.Context(), k.ana), k.notes(t, k.ben)[0].ID); err != nil { // not hers
			t.Fatal(err)
		}
		count(1)
		if err := k.MarkSeen(ctx); err != nil {
			t.Fatal(err)
		}
		count(0)
		if left := k.mails(t, Notification); len(left) != 0 {
			t.Errorf("what was read is mailed all the same: %+v", left)
		}
		if _, err := k.Unread(context.Background()); err == nil {
			t.Error("someone who is nobody may read")
		}
	})
}
