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
			d.Must(json.Unmarshal(body, &m))
			text = m["text"]
			keys[r.Header.Get("Idempotency-Key")]++
			w.WriteHeader(status)
		}))
		defer chat.Close()
		d.Chat, d.Link = outbound.New(outbound.Config{Private: true}), func(path string) string { return "https://desk.test" + path }
		d.Must(d.SaveChat(d.Ctx, ShiftList, chat.URL))
		l := List{ID: 7, Kind: ShiftList}
		var waiting int
		d.Do(func(ctx context.Context, tx *db.Tx) error {
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
			d.T.Fatalf("%d posts wait", waiting)
		}
		raw, err := json.Marshal(chatArgs{7, ShiftList, "P1"})
		d.Must(err)
		j := job.Job{Args: raw}
		if err := d.postChat(d.Ctx, j); !fault.Is(err, fault.Unavailable) {
			d.T.Errorf("a chat that is away: %v", err)
		}
		status = http.StatusOK
		d.Must(d.postChat(d.Ctx, j))
		status = http.StatusForbidden
		d.Must(d.postChat(d.Ctx, j))
		log, err := event.Of(d.Ctx, d.DB.Read(), listSubject(7), 0)
		d.Must(err)
		var got []ListPosted
		for _, e := range log {
			f, err := event.Decode[ListPosted](e)
			d.Must(err)
			got = append(got, f)
		}
		if diff := cmp.Diff([]ListPosted{{Status: 200}, {Failed: true}}, got); diff != "" {
			d.T.Error(diff)
		}
		if keys["queue-list-7"] != 3 || text != "P1" {
			d.T.Errorf("keys %v, text %q", keys, text)
		}
		if got := plain("<!channel> @here [x](y) & more"); strings.ContainsAny(got, "<>[]") || strings.Contains(got, "@here") {
			d.T.Errorf("a customer calls the channel: %q", got)
		}
		if err := d.SaveChat(d.Ctx, ShiftList, "hooks.example"); !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), "web address") {
			d.T.Errorf("an address that is none: %v", err)
		}
		d.Must(d.SaveChat(d.Ctx, ShiftList, ""))
		d.Must(d.postChat(d.Ctx, j))
		if keys["queue-list-7"] != 3 {
			d.T.Error("posted though the address was taken away")
		}
	})
}
