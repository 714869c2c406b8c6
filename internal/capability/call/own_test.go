package call

import (
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// TestOwn shows a customer what is booked with them and what they can book, and nobody else's; the link is its customer's alone.
func TestOwn(t *testing.T) {
	each(t, func(t testing.TB, k *desk) {
		c, token := k.link(Offering{})
		own, err := k.Own(k.As(k.dana))
		if err != nil || len(own) != 1 || own[0].ID != c.ID || own[0].State != Offered || k.token(own[0]) != token {
			t.Fatalf("dana has %+v, %v", own, err)
		}
		if own, err := k.Own(k.As(k.ana)); err != nil || len(own) != 0 {
			t.Errorf("an engineer has %+v, %v", own, err)
		}
		booked, err := k.Book(t.Context(), token, Choice{At: k.free(token, 30)[0], Minutes: 30})
		k.Must(err)
		if own, err = k.Own(k.As(k.dana)); err != nil || len(own) != 1 || own[0].State != Booked {
			t.Errorf("dana has %+v, %v", own, err)
		}
		k.Must(k.DB.Do(t.Context(), func(tx *db.Tx) error {
			past := tx.Now().Add(-time.Hour)
			_, err := tx.Exec(t.Context(), "UPDATE calls SET from_at = $1, until_at = $1 WHERE id = $2", past, booked.ID)
			return err
		}))
		if own, err = k.Own(k.As(k.dana)); err != nil || len(own) != 0 {
			t.Errorf("what is over is to come: %+v, %v", own, err)
		}
	})
}
