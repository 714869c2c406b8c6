package clearance

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
)

func (k *desk) look(n int) {
	k.t.Helper()
	ctx := access.With(k.t.Context(), k.eve.Principal("web"))
	for i := range n {
		k.must(k.Looked(ctx, Look{Kind: Ticket, Record: fmt.Sprint(i), How: "GET /tickets/{id}", Words: ""}))
	}
}

// exec changes the database behind the desk's back.
func (k *desk) exec(sql string, args ...any) {
	k.t.Helper()
	k.must(k.DB.Do(k.ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(k.ctx, sql, args...)
		return err
	}))
}

func (k *desk) chain() Chain {
	k.t.Helper()
	c, err := k.Verify(k.ctx)
	k.must(err)
	return c
}

// TestTampering changes the log behind its back in every way: the first view that is wrong is named.
func TestTampering(t *testing.T) {
	cases := map[string]struct {
		sql  []string
		at   int64
		says string
	}{
		"edited":     {[]string{"UPDATE view_log SET person_id = 7 WHERE seq = 3"}, 3, "changed"},
		"redigested": {[]string{"UPDATE view_log SET digest = 'x' WHERE seq = 3"}, 3, "changed"},
		"deleted":    {[]string{"DELETE FROM view_log WHERE seq = 4"}, 4, "missing"},
		"first gone": {[]string{"DELETE FROM view_log WHERE seq = 1"}, 1, "missing"},
		"reordered": {[]string{"UPDATE view_log SET seq = 100 WHERE seq = 2", "UPDATE view_log SET seq = 2 WHERE seq = 3",
			"UPDATE view_log SET seq = 3 WHERE seq = 100"},
			2, "does not follow"},
		"cut": {[]string{"DELETE FROM view_log WHERE seq > 3"}, 4, "ends before it"},
		"cut with head": {[]string{"DELETE FROM view_log WHERE seq > 3",
			"UPDATE view_head SET seq = 3, digest = (SELECT digest FROM view_log WHERE seq = 3)"}, 4, "anchored"},
		"emptied":          {[]string{"DELETE FROM view_log", "UPDATE view_head SET seq = 0, digest = ''"}, 1, "anchored"},
		"head of no view":  {[]string{"UPDATE view_head SET digest = 'x'"}, 7, "ends before it"},
		"added at its end": {[]string{"INSERT INTO view_log SELECT 9, at, person_id, via, kind, record, how, asked, digest, 'x' FROM view_log WHERE seq = 6"}, 7, "missing"},
	}
	bubble(t, func(k *desk) {
		k.look(6)
		time.Sleep(25 * time.Hour)
		synctest.Wait()
		if got := k.chain(); !got.Sound() || got.Views != 6 || got.Anchors == 0 {
			k.t.Fatalf("untouched: %+v", got)
		}
		undo := errors.New("undo")
		for name, c := range cases {
			err := k.DB.Do(k.ctx, func(tx *db.Tx) error {
				for _, sql := range c.sql {
					if _, err := tx.Exec(k.ctx, sql); err != nil {
						return err
					}
				}
				if got, err := k.verify(k.ctx, tx); err != nil || got.BrokenAt != c.at || !strings.Contains(got.Why, c.says) {
					k.t.Errorf("%s: %+v, %v, want %d: %s", name, got, err, c.at, c.says)
				}
				return undo
			})
			if !errors.Is(err, undo) {
				k.t.Error(name, err)
			}
		}
	})
}

// TestRewritten: a chain that was made anew is sound in itself. Who lacks the key is found out though they rewrote the anchors too;
// who has it, by the anchors.
func TestRewritten(t *testing.T) {
	for _, c := range []struct {
		name, key, says string
		anchors         bool
	}{{"without the key", "another", "changed", true}, {"with the key", "", "anew", false}} {
		t.Run(c.name, func(t *testing.T) {
			bubble(t, func(k *desk) {
				key := k.Key
				if c.key != "" {
					key = []byte(c.key)
				}
				k.look(3)
				time.Sleep(25 * time.Hour)
				synctest.Wait()
				if got := k.rewritten(key, c.anchors); got.Sound() || got.BrokenAt > 3 || !strings.Contains(got.Why, c.says) {
					k.t.Errorf("%+v, want one that is broken: %s", got, c.says)
				}
			})
		})
	}
}

// rewritten says that somebody else saw what was seen, under a key, and examines the chain.
func (k *desk) rewritten(key []byte, anchors bool) Chain {
	k.t.Helper()
	views, err := k.Views(k.ctx, ViewFilter{})
	k.must(err)
	prev := ""
	for _, v := range slices.Backward(views) {
		v.PersonID, v.Prev = k.ana.ID, prev
		v.Digest = v.digest(key)
		prev = v.Digest
		k.exec("UPDATE view_log SET person_id = $1, prev = $2, digest = $3 WHERE seq = $4", v.PersonID, v.Prev, v.Digest, v.Seq)
		if anchors {
			k.exec("UPDATE events SET data = $1 WHERE kind = 'views.anchored'", fmt.Sprintf(`{"seq":%d,"digest":%q}`, v.Seq, v.Digest))
		}
	}
	k.exec("UPDATE view_head SET digest = $1", prev)
	return k.chain()
}

// TestViewsAtOnce come one after the other.
func TestViewsAtOnce(t *testing.T) {
	bubble(t, func(k *desk) {
		t := k.t
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() { k.look(5) })
		}
		all.Wait()
		if got := k.chain(); !got.Sound() || got.Views != 40 {
			t.Errorf("%+v", got)
		}
	})
}

// TestViewFilter finds who looked at what, and the words of a search by their digest only.
func TestViewFilter(t *testing.T) {
	bubble(t, func(k *desk) {
		t := k.t
		k.look(3)
		ana := access.With(t.Context(), k.ana.Principal("web"))
		k.must(k.Looked(ana, Look{Kind: Search, How: "GET /search", Words: "secret  words"}))
		k.must(k.Looked(ana, Look{Kind: Search, How: "GET /search", Words: "other words"}))
		for want, f := range map[string]ViewFilter{"5 4 3 2 1": {}, "5 4": {PersonID: k.ana.ID}, "2": {Kind: Ticket, Record: "1"}, "4": {Words: "secret words"},
			"3 2": {Before: 4, Limit: 2}, "": {Record: "77"}} {
			views, err := k.Views(k.ctx, f)
			k.must(err)
			var got []string
			for _, v := range views {
				got = append(got, fmt.Sprint(v.Seq))
				if strings.Contains(v.Asked, "secret") {
					t.Error("the log holds what was searched for")
				}
			}
			if strings.Join(got, " ") != want {
				t.Errorf("%+v gives %v, want %s", f, got, want)
			}
		}
	})
}

func TestSeen(t *testing.T) {
	for pattern, want := range map[string]string{
		"GET /tickets/{id}": "ticket 7", "GET /tickets": "list ", "GET /tickets/rows": "list ", "POST /tickets/{id}/reply": "ticket 7",
		"GET /people/{id}":        "person 7",
		"GET /organizations/{id}": "organization 7", "GET /attachments/{id}/{name}": "attachment 7", "GET /mail/{id}/raw": "mail 7", "GET /search": "search ",
		"GET /portal/tickets/{id}": "ticket 7", "GET /settings/view-log.csv": "export ", "GET /page/added/later": "other ",
		"GET /accounts/{organization}": "organization 7",
		"GET /assets/{name...}":        "-", "GET /sign-in": "-", "GET /status": "-", "GET /statistics": "other ", "": "-",
	} {
		k, record, ok := Seen(pattern, func(string) string { return "7" })
		got := "-"
		if ok {
			got = string(k) + " " + record
		}
		if got != want {
			t.Errorf("%s is %q, want %q", pattern, got, want)
		}
	}
}
