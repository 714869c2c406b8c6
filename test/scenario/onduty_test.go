package scenario

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/daywatch/daywatch/internal/capability/notify"
	"github.com/daywatch/daywatch/internal/capability/oncall"
	"github.com/daywatch/daywatch/internal/capability/oncall/rotation"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// pager has pages go out by mail until the test ends, as a process that serves the desk has them. The mails wait in the
// outbox, for no mail server is there.
func (k *desk) pager() {
	k.t.Helper()
	k.do(func(ctx context.Context, tx *db.Tx) error {
		relay := notify.MailRelay.Default
		relay.Host = "mail.test"
		return notify.MailRelay.Set(ctx, tx, k.Log, relay)
	})
	k.Paging.Poll = time.Hour // what is due wakes the engine
	ctx, stop := context.WithCancel(k.t.Context())
	var engine sync.WaitGroup
	engine.Go(func() {
		if err := k.Paging.Run(access.AsSystem(ctx, "paging")); err != nil {
			k.t.Error(err)
		}
	})
	k.t.Cleanup(func() {
		stop()
		engine.Wait()
	})
	k.wait(0)
}

// onDuty puts people on call for a schedule that every desk has, from now on and round the clock; the first is asked first.
func (k *desk) onDuty(title string, names ...string) {
	k.t.Helper()
	var layers []oncall.Layer
	for _, name := range slices.Backward(names) { // the highest layer is asked first
		layers = append(layers, oncall.Layer{Layer: rotation.Layer{Name: name, Zone: "Europe/Amsterdam", Users: []int64{k.users[name].ID}}})
	}
	k.shift(title, layers...)
}

// shift gives a schedule its layers, at once. Its people work shifts, for nobody else is on call at night.
func (k *desk) shift(title string, layers ...oncall.Layer) {
	k.t.Helper()
	k.do(func(ctx context.Context, tx *db.Tx) error {
		for _, l := range layers {
			for _, id := range l.Users {
				users, err := k.People.Named(ctx, tx, id)
				if err != nil {
					return err
				}
				w := users[id].Work
				w.Shift = true
				if _, err := k.People.SaveWorkIn(ctx, tx, id, w); err != nil {
					return err
				}
			}
		}
		return nil
	})
	s, err := k.OnCall.Find(k.system(), title)
	k.must(err)
	s.Layers, s.Horizon = layers, 0
	_, err = k.OnCall.Save(k.system(), oncall.Wish{Schedule: s, Agreed: true})
	k.must(err)
}

// paged lists the subjects of the pages that somebody got by mail, the oldest first.
func (k *desk) paged(name string) (subjects []string) {
	k.t.Helper()
	for _, m := range k.mails(name, notify.Notification) {
		if strings.HasPrefix(m.MessageID, "<page.") {
			subjects = append(subjects, m.Subject)
		}
	}
	return subjects
}

// enlist lets one more of the team in.
func (k *desk) enlist(u people.User) {
	k.t.Helper()
	k.do(func(ctx context.Context, tx *db.Tx) error {
		hash, err := k.People.HashPassword(ctx, password)
		if err != nil {
			return err
		}
		return k.join(ctx, tx, u, hash)
	})
}
