package story

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/daywatch/daywatch/internal/app/story/postoffice"
	"github.com/daywatch/daywatch/internal/capability/incident"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Who plays, and where. Password opens Priya's account, in a desk of a few minutes on the loopback.
const (
	Desk     = "support@tideline.example"
	Engineer = "priya@tideline.example"
	Password = "the watch begins at nine"
	customer = "aroha@rimu.example"
	stranger = "tomas@rimu.example"
)

// mailboxes are those of all who have one.
func mailboxes() []string {
	return []string{customer, stranger, Engineer, colleague, relief, agent, officer}
}

// stage is what the acts work with: the desk, those who play, and what they remember.
type stage struct {
	o        Options
	bent     time.Duration
	addr     string // of the pages
	smtp     string // of the desk's listener
	process  *process
	beside   *Beside
	shut     *Beside // the restricted desk
	shutSMTP string  // of its listener
	office   *postoffice.Office
	priya    *visitor
	aroha    *visitor

	letters int      // opening mails that Aroha sent
	opening envelope // the last of them
	ticket  int64    // its number
	reply   letter   // Priya's, as it lies in Aroha's mailbox
	suspect envelope // Tomas's
	slow    int64    // the ticket that Aroha opens in the portal

	sanne     *visitor
	alarm     envelope // Aroha's emergency
	emergency int64    // its ticket
	page      string   // the link in the page about it
	incident  incident.Incident

	grace      *visitor // at the restricted desk
	shutTicket int64
}

func newStage(ctx context.Context, o Options) (*stage, error) {
	s := &stage{o: o, bent: curtain(o.Now()).Sub(o.Now())}
	if err := s.furnish(); err != nil {
		return nil, err
	}
	var err error
	if s.office, err = postoffice.Open("secret", mailboxes()...); err != nil {
		return nil, err
	}
	if err := s.start(ctx); err != nil {
		s.clear()
		return nil, err
	}
	if s.priya, err = newVisitor(s.url()); err != nil {
		s.clear()
		return nil, err
	}
	return s, nil
}

// furnish writes the desk's configuration, with ports that are free and stay the same over restarts.
func (s *stage) furnish() error {
	path := filepath.Join(s.o.Dir, "daywatch.toml")
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		return fault.New(fault.Conflict, "There is a desk in %s already. The story needs a folder of its own", s.o.Dir)
	}
	var err error
	if s.addr, err = freeAddress(); err != nil {
		return err
	}
	if s.smtp, err = freeAddress(); err != nil {
		return err
	}
	if err := os.MkdirAll(s.shutDir(), 0o750); err != nil {
		return err
	}
	if s.shutSMTP, err = freeAddress(); err != nil {
		return err
	}
	return os.WriteFile(path, fmt.Appendf(nil, configuration, s.addr, s.smtp, openDesk, shutDesk, shutHost, s.shutSMTP), 0o640)
}

const (
	openDesk  = "Tideline"
	shutFiles = "government"
	// configuration has a desk for everybody and a restricted one, whose data lie apart.
	configuration = `[server]
addr = %q
smtp = %q

[[desk]]
name = %q

[[desk]]
name       = %q
hosts      = [%q]
smtp       = %q
restricted = true
database   = "sqlite:` + shutFiles + `/desk.db"
blobs      = "` + shutFiles + `/blobs"
key_file   = "` + shutFiles + `/desk.key"
spool      = "` + shutFiles + `/spool"
`
)

// shutDir is where the restricted desk keeps what it has.
func (s *stage) shutDir() string { return filepath.Join(s.o.Dir, shutFiles) }

// visitorAt is somebody at another of the process's host names.
func (s *stage) visitorAt(host string) (*visitor, error) {
	_, port, err := net.SplitHostPort(s.addr)
	if err != nil {
		return nil, err
	}
	v, err := newVisitor("http://" + net.JoinHostPort(host, port))
	if err == nil {
		v.client.Transport = &http.Transport{DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, network, s.addr)
		}}
	}
	return v, err
}

func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	return l.Addr().String(), nil
}

// start runs the desk and opens it beside itself.
func (s *stage) start(ctx context.Context) (err error) {
	if s.process, err = s.launch(ctx); err != nil {
		return err
	}
	s.leave()
	if s.beside, err = s.o.Open(ctx, s.o.Dir, openDesk, s.bent); err != nil {
		return err
	}
	s.shut, err = s.o.Open(ctx, s.o.Dir, shutDesk, s.bent)
	return err
}

// at bends the clock and starts the desk anew.
func (s *stage) at(ctx context.Context, t time.Time) error {
	s.process.stop()
	s.bent = t.Sub(s.o.Now())
	return s.start(ctx)
}

func (s *stage) url() string { return "http://" + s.addr }

// clock is the desk's, as people in Brisbane read it.
func (s *stage) clock(ctx context.Context) time.Time { return s.beside.DB.Now(ctx).In(brisbane) }

// admin is the context of somebody who may do everything beside the desk.
func (s *stage) admin(ctx context.Context) context.Context { return access.AsSystem(ctx, "story") }

// leave closes the desks beside the process.
func (s *stage) leave() {
	for _, b := range []*Beside{s.beside, s.shut} {
		if b != nil {
			b.Close()
		}
	}
	s.beside, s.shut = nil, nil
}

// clear ends all that runs.
func (s *stage) clear() {
	s.leave()
	if s.process != nil {
		s.process.stop()
	}
	s.office.Close()
}

// patience is how long a step waits for what it claims.
const patience = time.Minute

// until waits for a claim to hold. Its error says which one did not, and what was seen last.
func until(ctx context.Context, claim string, look func(ctx context.Context) (held bool, seen string, err error)) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for {
		held, seen, err := look(ctx)
		if err != nil || held {
			return err
		}
		if pause(ctx, 50*time.Millisecond) != nil {
			return fmt.Errorf("it should have come true that %s, but: %s", claim, seen)
		}
	}
}
