package queue

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/job"
	"github.com/daywatch/daywatch/internal/platform/outbound"
)

// TestChat posts a list to a webhook: one that is away is tried again with the same key, one that refuses is not, and the
// log says which.
func TestChat(t *testing.T) {
	each(t, func(d *desk) {
		status, keys, text := http.StatusServiceUnavailable, map[string]int{}, ""
		chat := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			var m map[string]string
			must(d.t, json.Unmarshal(body, &m))
			text = m["text"]
			keys[r.Header.Get("Idempotency-Key")]++
			w.WriteHeader(status)
		}))
		defer chat.Close()
		d.Chat, d.Link = outbound.New(outbound.Config{Private: true}), func(path string) string { return "https://desk.test" + path }
		must(d.t, d.SaveChat(d.ctx, ShiftList, chat.URL))
		l := List{ID: 7, Kind: ShiftList}
		var waiting int
		d.do(func(ctx context.Context, tx *db.Tx) error {
			n := Notice{Subject: "Shift list EMEA", Lead: "Claim what you take.", Lines: []string{"P1 #1 <!channel> @here [x](y)"}, Path: "/queue/lists/7"}
			for _, kind := range []ListKind{ShiftList, VeryBreachedReport} { // nothing is set for the second
				l.Kind = kind
				if err := d.toChat(ctx, tx, l, n); err != nil {
					return err
				}
			}
			return tx.QueryRow(ctx, "SELECT count(*) FROM jobs WHERE kind = $1", chatKind).Scan(&waiting)
		})
		if waiting != 1 {
			d.t.Fatalf("%d posts wait", waiting)
		}
		raw, err := json.Marshal(chatArgs{7, ShiftList, "P1"})
		must(d.t, err)
		j := job.Job{Args: raw}
		if err := d.postChat(d.ctx, j); !fault.Is(err, fault.Unavailable) {
			d.t.Errorf("a chat that is away: %v", err)
		}
		status = http.StatusOK
		must(d.t, d.postChat(d.ctx, j))
		status = http.StatusForbidden
		must(d.t, d.postChat(d.ctx, j))
		log, err := event.Of(d.ctx, d.DB.Read(), listSubject(7), 0)
		must(d.t, err)
		var got []ListPosted
		for _, e := range log {
			f, err := event.Decode[ListPosted](e)
			must(d.t, err)
			got = append(got, f)
		}
		if diff := cmp.Diff([]ListPosted{{Status: 200}, {Failed: true}}, got); diff != "" {
			d.t.Error(diff)
		}
		if keys["queue-list-7"] != 3 || text != "P1" {
			d.t.Errorf("keys %v, text %q", keys, text)
		}
		if got := plain("<!channel> @here [x](y) & more"); strings.ContainsAny(got, "<>[]") || strings.Contains(got, "@here") {
			d.t.Errorf("a customer calls the channel: %q", got)
		}
		if err := d.SaveChat(d.ctx, ShiftList, "hooks.example"); !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), "web address") {
			d.t.Errorf("an address that is none: %v", err)
		}
		must(d.t, d.SaveChat(d.ctx, ShiftList, ""))
		must(d.t, d.postChat(d.ctx, j))
		if keys["queue-list-7"] != 3 {
			d.t.Error("posted though the address was taken away")
		}
	})
}
