package intake

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
)

// connections is how many senders deliver at once.
const connections = 16

// BenchmarkIntake compares the rate of durable intake with the rate at which the engine commits bare rows of
// the same bytes, and with filing. PostgreSQL runs without fsync here: compare within one engine.
func BenchmarkIntake(b *testing.B) {
	for _, engine := range []db.Engine{db.SQLite, db.PostgreSQL} {
		for _, work := range []struct {
			name string
			run  func(b *testing.B, k *desk)
		}{{"rows", rows}, {"receive", receiveMany}, {"file", fileMany}, {"file-attached", fileAttached}} {
			b.Run(string(engine)+"/"+work.name, func(b *testing.B) {
				k := newDesk(b, dbtest.Open(b, engine, migrations))
				b.ResetTimer()
				work.run(b, k)
				b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "mails/s")
			})
		}
	}
}

// typical is a mail of the usual size.
func typical(n int) Inbound {
	return inbound(letterOf("From: "+fmt.Sprintf("user%d@acme.test", n%500), "To: "+support, fmt.Sprint("Subject: Backup fails ", n),
		fmt.Sprintf("Message-ID: <%d@acme.test>", n), strings.Repeat("The job stops at 40 % with exit code 128. ", 60)))
}

// eachAtOnce runs fn for 0 to b.N-1 on many goroutines.
func eachAtOnce(b *testing.B, fn func(n int) error) {
	next := make(chan int)
	errs := make(chan error, connections)
	go func() {
		for n := range b.N {
			next <- n
		}
		close(next)
	}()
	for range connections {
		go func() {
			var err error
			for n := range next {
				if e := fn(n); e != nil {
					err = e
				}
			}
			errs <- err
		}()
	}
	for range connections {
		if err := <-errs; err != nil {
			b.Fatal(err)
		}
	}
}

func rows(b *testing.B, k *desk) {
	k.do(func(tx *db.Tx) error {
		_, err := tx.Exec(k.ctx,
			db.Pick(tx, "CREATE TABLE bare (id INTEGER PRIMARY KEY, body BLOB)", "CREATE TABLE bare (id BIGSERIAL PRIMARY KEY, body BYTEA)"))
		return err
	})
	eachAtOnce(b, func(n int) error {
		in := typical(n)
		raw, err := k.store(k.ctx, io.NewSectionReader(in.Body, 0, in.Size))
		if err != nil {
			return err
		}
		return k.DB.Group(k.ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(k.ctx, "INSERT INTO bare (body) VALUES ($1)", raw.bytes)
			return err
		})
	})
}

func receiveMany(b *testing.B, k *desk) {
	eachAtOnce(b, func(n int) error { _, _, err := k.Receive(k.ctx, typical(n)); return err })
}

func fileMany(b *testing.B, k *desk) { fileAll(b, k, typical) }

// fileAttached has a picture and a log on every mail.
func fileAttached(b *testing.B, k *desk) {
	fileAll(b, k, func(n int) Inbound {
		return inbound(letterOf(fmt.Sprintf("From: user%d@acme.test", n%500), "To: "+support, fmt.Sprint("Subject: Backup fails ", n),
			fmt.Sprintf("Message-ID: <%d@acme.test>", n),
			"MIME-Version: 1.0", "Content-Type: multipart/mixed; boundary=b",
			fmt.Sprintf("\n--b\n\nSee the log.\n--b\nContent-Type: text/plain; name=a.log\nContent-Disposition: attachment\n\n%d %s\n"+
				"--b\nContent-Type: image/png; name=b.png\nContent-Disposition: attachment\n\n%s %d\n--b--\n", n,
				strings.Repeat("log line\n", 200), strings.Repeat("pixels\n", 300), n)))
	})
}

func fileAll(b *testing.B, k *desk, mail func(n int) Inbound) {
	ids := make([]int64, b.N)
	b.StopTimer()
	for n := range ids {
		d, _ := k.receive(mail(n))
		ids[n] = d.ID
	}
	b.StartTimer()
	work := make(chan error)
	for w := range 4 { // as the queue does
		go func() {
			var err error
			for n := w; n < len(ids) && err == nil; n += 4 {
				err = k.File(k.ctx, ids[n])
			}
			work <- err
		}()
	}
	for range 4 {
		if err := <-work; err != nil {
			b.Fatal(err)
		}
	}
}
