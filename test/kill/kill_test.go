// Package kill ends the real program in the middle of its work and takes away what it stands on: the
// database, the disk. Whatever happens, no mail is lost and none is filed twice (mail.md, checks 1, 2, 7, 38).
package kill

import (
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/app"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
	"github.com/daywatch/daywatch/test/program"
)

// size is how much happens: mails by LMTP and by IMAP, and replies, spread over rounds.
type size struct{ lmtp, imap, replies, rounds int }

// full counts are for `make test-long`.
func full() bool { return os.Getenv("DAYWATCH_LONG") != "" }

func killSize() size {
	if full() {
		return size{lmtp: 500, imap: 200, replies: 200, rounds: 1000}
	}
	return size{lmtp: 120, imap: 50, replies: 50, rounds: 25}
}

// database gives a fresh one of an engine; the empty name is SQLite in the desk's folder.
func database(t *testing.T, engine db.Engine) string {
	t.Helper()
	if engine == db.PostgreSQL {
		return dbtest.PostgreSQL(t, app.Migrations()).DSN()
	}
	return ""
}

// The tests run side by side: most of their time is spent waiting for what the dead had in hand.

func TestCheck01KilledAtRandom(t *testing.T) {
	t.Parallel()
	for _, engine := range []db.Engine{db.SQLite, db.PostgreSQL} {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			seed := uint64(time.Now().UnixNano())
			t.Logf("the moments come from seed %d", seed)
			chance := rand.New(rand.NewPCG(seed, 0))
			s := begin(t, database(t, engine), killSize())
			for round := range s.rounds {
				s.desk.Launch()
				if chance.IntN(4) > 0 { // a quarter dies while it starts
					s.desk.AwaitReady()
				}
				s.send(round)
				// The pause is the random moment itself: nothing is waited for.
				time.Sleep(time.Duration(chance.Int64N(int64(400 * time.Millisecond))))
				s.desk.Kill()
			}
			left := s.counts()
			t.Logf("the last death leaves %d mails filed, %d in the ledger and %d replies to be sent", left.Filed, left.Pending, s.waiting())
			s.desk.Start()
			s.awaitRest()
			s.checkFiled()
			s.checkReplies()
		})
	}
}

// Two processes on one PostgreSQL database share the work, and none of it is done twice.
func TestTwoProcesses(t *testing.T) {
	t.Parallel()
	s := begin(t, database(t, db.PostgreSQL), size{lmtp: 60, imap: 40, replies: 40, rounds: 1})
	twin := s.desk.Twin()
	s.desk.Start()
	twin.Start()
	s.send(0)
	twice := s.rig.Swaks("--from", "again@customer.test", "--to", program.Address, "--port", strconv.Itoa(twin.LMTP), "--protocol", "LMTP",
		"--header", "Subject: "+twinSubject)
	if want := "250 2.0.0"; !strings.Contains(twice, want) {
		t.Errorf("the second process says %s, want %s", twice, want)
	}
	s.want = append(s.want, twinSubject)
	s.awaitRest()
	s.checkFiled()
	s.checkReplies()
	if copies := s.copies(); len(copies) != s.replies || s.mails != s.replies {
		t.Errorf("%d mails of %d replies, want %d of each: nobody died", s.mails, len(copies), s.replies)
	}
	twin.Stop()
	s.desk.Stop()
}

const twinSubject = "by the second process"
