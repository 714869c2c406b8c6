package notify

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
	"github.com/daywatch/daywatch/internal/platform/mailwire/submit"
	"github.com/daywatch/daywatch/test/rig"
)

// The points at which a sender may die, in the order of its steps (check 38 of mail.md).
const (
	queuedPoint    = "the reply is committed"
	claimedPoint   = "the mail is leased"
	midDataPoint   = "in the middle of the message"
	beforeDotPoint = "the final dot is about to go out"
	afterDotPoint  = "the relay has answered"
	recordedPoint  = "the answer is recorded"
)

const crashed = 77

// TestCheck38Crashes kills a process that sends a reply at each point and lets another one go on: no reply is lost,
// every copy has one Message-ID and the same bytes, and there may be a second copy only where the process
// died between the final dot and the recorded answer, which is counted.
func TestCheck38Crashes(t *testing.T) {
	tests := []struct {
		point string
		kept  int  // copies that the relay has in the end
		twice bool // shown as possibly sent twice
		waits bool // a try is not made before ten minutes have passed
	}{
		{point: queuedPoint, kept: 1},
		{point: claimedPoint, kept: 1},
		{point: midDataPoint, kept: 1},
		{point: beforeDotPoint, kept: 1, twice: true, waits: true},
		{point: afterDotPoint, kept: 2, twice: true, waits: true},
		{point: recordedPoint, kept: 1},
	}
	for _, tt := range tests {
		t.Run(tt.point, func(t *testing.T) {
			dbtest.Each(t, migrations, func(t *testing.T, d *db.DB) {
				peer := rig.StartPeer(t, rig.Manners{})
				k := newDesk(t, d)
				k.relayTo(t, peer.Port)
				tk := k.opened(t, t.Context(), k.dana, "Help", func(n *ticket.NewTicket) { n.Comment.MayAnswer = false })
				crash(t, d, tt.point, tk.ID)

				after := func(wait time.Duration) context.Context { return db.At(as(t.Context(), k.ana), time.Now().Add(wait)) }
				before := len(peer.Mails())
				k.drain(t, after(lease+time.Second)) // takes back what was leased
				k.drain(t, after(2*time.Minute))
				if waited := len(peer.Mails()) == before; tt.waits && !waited {
					t.Error("a mail that may have arrived was sent again at once")
				}
				k.drain(t, after(15*time.Minute))
				k.drain(t, after(72*time.Hour))
				checkDelivered(t, k, peer, tt.kept, tt.twice)
			})
		})
	}
}

// TestCheck38LostAfterTheFinalDot is the same from the relay's side: the connection ends before the answer.
func TestCheck38LostAfterTheFinalDot(t *testing.T) {
	dbtest.Each(t, migrations, func(t *testing.T, d *db.DB) {
		peer := rig.StartPeer(t, rig.Manners{Final: []string{rig.Drop}})
		k := newDesk(t, d)
		k.relayTo(t, peer.Port)
		ctx := as(t.Context(), k.ana)
		tk := k.opened(t, ctx, k.dana, "Help", func(n *ticket.NewTicket) { n.Comment.MayAnswer = false })
		k.update(t, ctx, tk.ID, ticket.Update{Comment: &ticket.NewComment{Public: true, Body: "Hello"}})
		k.drain(t, ctx)
		out, err := k.Deliveries(ctx, tk.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, list := range out {
			if !list[0].Unsure() || list[0].NextTryAt.Before(time.Now().Add(9*time.Minute)) {
				t.Errorf("shown as %+v", list[0])
			}
		}
		k.drain(t, db.At(ctx, time.Now().Add(11*time.Minute)))
		checkDelivered(t, k, peer, 2, true)
	})
}

func checkDelivered(t *testing.T, k *desk, peer *rig.Peer, kept int, twice bool) {
	t.Helper()
	m := k.mails(t, Reply)[0]
	if m.State != Sent || m.MaybeTwice() != twice {
		t.Errorf("ended as %s, maybe twice %v, want %v; recipients %+v", m.State, m.MaybeTwice(), twice, m.Recipients)
	}
	var copies []rig.Mail
	for _, got := range peer.Mails() {
		if got.Kept {
			copies = append(copies, got)
		}
	}
	if len(copies) != kept {
		t.Errorf("the relay has %d copies, want %d", len(copies), kept)
	}
	if len(copies) > m.Recipients[0].Copies {
		t.Errorf("the relay has %d copies and %d are counted", len(copies), m.Recipients[0].Copies)
	}
	for _, c := range copies {
		if c.Text != copies[0].Text || !strings.Contains(c.Text, "Message-ID: "+m.MessageID) {
			t.Errorf("a copy differs or has another id than %s:\n%s", m.MessageID, c.Text)
		}
	}
	counts, err := k.counts(context.Background())
	if want := map[bool]int{true: 1}[twice]; err != nil || counts.Twice != want || counts.Queued != 0 {
		t.Errorf("counts %+v, %v", counts, err)
	}
}

// crash answers a ticket and sends the reply in another process, which dies at point.
func crash(t *testing.T, d *db.DB, point string, ticketID int64) {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestCrashingProcess$")
	cmd.Env = append(os.Environ(), "NOTIFY_CRASH="+point, "NOTIFY_DSN="+d.DSN(), "NOTIFY_TICKET="+strconv.FormatInt(ticketID, 10))
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != crashed {
		t.Fatalf("the process ended with %v:\n%s", err, out)
	}
}

// TestCrashingProcess is the process that dies; by itself it tests nothing.
func TestCrashingProcess(t *testing.T) {
	point := os.Getenv("NOTIFY_CRASH")
	if point == "" {
		return
	}
	d, err := db.Open(t.Context(), os.Getenv("NOTIFY_DSN"))
	if err != nil {
		t.Fatal(err)
	}
	k := wire(t, d, t.TempDir())
	k.Submit = dyingAt(point)
	ana, err := k.People.ByAddress(t.Context(), d.Read(), "ana@desk.test")
	if err != nil {
		t.Fatal(err)
	}
	id, err := strconv.ParseInt(os.Getenv("NOTIFY_TICKET"), 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	k.update(t, as(t.Context(), ana), id, ticket.Update{Comment: &ticket.NewComment{Public: true, Body: "Hello"}})
	if point != queuedPoint {
		k.drain(t, access.AsSystem(t.Context(), "mail"))
	}
	os.Exit(crashed)
}

// dyingAt is submit.Send in a process that dies at a point of it.
func dyingAt(point string) Submit {
	return func(ctx context.Context, relay submit.Relay, env submit.Envelope, msg func(io.Writer) error) ([]submit.Recipient, error) {
		if point == claimedPoint {
			os.Exit(crashed)
		}
		results, err := submit.Send(ctx, relay, env, func(w io.Writer) error {
			if point == midDataPoint {
				half := bufio.NewWriter(w)
				io.WriteString(half, "Subject: half\r\n\r\nhalf a ")
				half.Flush()
				os.Exit(crashed)
			}
			err := msg(w)
			if point == beforeDotPoint {
				os.Exit(crashed)
			}
			return err
		})
		if point == afterDotPoint {
			os.Exit(crashed)
		}
		return results, err
	}
}
