package isolation

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/daywatch/daywatch/internal/app"
	"github.com/daywatch/daywatch/internal/app/story/postoffice"
	"github.com/daywatch/daywatch/internal/capability/clearance"
	"github.com/daywatch/daywatch/internal/capability/intake"
	"github.com/daywatch/daywatch/internal/capability/notify"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
	"github.com/daywatch/daywatch/internal/platform/mailwire/submit"
)

// Who works and writes here.
const (
	password = "a long watch on both sides"
	ada      = "ada@desk.test"    // the administrator of the ordinary desk
	gwen     = "gwen@desk.test"   // cleared, works on the restricted one
	rex      = "rex@desk.test"    // likewise
	olga     = "olga@agency.test" // a customer of the restricted desk
	atOpen   = "support@desk.test"
	atShut   = "support@gov.test"
)

// office is one process with an ordinary and a restricted desk, and the post office that takes their mail.
type office struct {
	t          *testing.T
	dir        string
	open, shut *app.Desk
	config     string
	port       string
	smtp       map[*app.Desk]string
	log        *buffer
	post       *postoffice.Office
}

// buffer takes the process's log.
type buffer struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *buffer) bytes() []byte {
	b.mu.Lock()
	defer b.mu.Unlock()
	return bytes.Clone(b.text.Bytes())
}

// start opens both desks on an engine and serves them until the test ends.
func start(t *testing.T, engine db.Engine) *office {
	t.Helper()
	o := &office{t: t, dir: t.TempDir(), port: freePort(t), smtp: map[*app.Desk]string{}, log: &buffer{}}
	databases := []string{dsn(t, engine), dsn(t, engine)} // before the folder of temporary files changes
	for _, dir := range []string{"tmp", "open", "shut"} {
		o.must(os.MkdirAll(o.path(dir), 0o700))
	}
	t.Setenv("TMPDIR", o.path("tmp"))
	smtp := []string{"127.0.0.1:" + freePort(t), "127.0.0.1:" + freePort(t)}
	o.config = o.path("daywatch.toml")
	o.write(o.config, fmt.Sprintf(`[server]
addr = "127.0.0.1:%s"
url = "http://desk.test:%s"
smtp = %q
[[desk]]
name = "Support"
hosts = ["desk.test"]
database = %q
blobs = %q
[[desk]]
name = "Government"
hosts = ["gov.test"]
url = "http://gov.test:%s"
smtp = %q
restricted = true
database = %q
blobs = %q
key_file = %q
spool = %q
`, o.port, o.port, smtp[0], databases[0], o.path("open/blobs"), o.port, smtp[1], databases[1], o.path("shut/blobs"), o.path("shut/desk.key"), o.path("shut/spool")))
	cfg, err := app.LoadConfig(o.config)
	o.must(err)
	server, err := app.NewServer(t.Context(), cfg, slog.New(slog.NewJSONHandler(o.log, &slog.HandlerOptions{Level: slog.LevelDebug})), false)
	o.must(err)
	o.open, o.shut = server.Desks()[0], server.Desks()[1]
	o.smtp[o.open], o.smtp[o.shut] = smtp[0], smtp[1]
	o.post, err = postoffice.Open("secret", ada, gwen, rex, olga, atOpen)
	o.must(err)
	o.settle()
	o.serve(server)
	return o
}

func dsn(t *testing.T, engine db.Engine) string {
	return dbtest.Open(t, engine, app.Migrations()).DSN()
}

func (o *office) path(parts string) string { return filepath.Join(o.dir, filepath.FromSlash(parts)) }

func (o *office) must(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) write(path, text string) {
	o.t.Helper()
	o.must(os.WriteFile(path, []byte(text), 0o600))
}

func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return strconv.Itoa(l.Addr().(*net.TCPAddr).Port)
}

// settle gives both desks people and a way for their mail.
func (o *office) settle() {
	o.t.Helper()
	ctx := access.AsSystem(o.t.Context(), "test")
	for d, address := range map[*app.Desk]string{o.open: atOpen, o.shut: atShut} {
		hash, err := d.People.HashPassword(ctx, password)
		o.must(err)
		o.must(d.DB.Do(ctx, func(tx *db.Tx) error {
			for _, set := range []error{intake.Addresses.Set(ctx, tx, d.Log, []string{address}),
				notify.MailFrom.Set(ctx, tx, d.Log, notify.From{Address: address, Name: d.Name, Plus: true}),
				notify.MailRelay.Set(ctx, tx, d.Log, notify.Relay{Host: "127.0.0.1", Port: o.post.SMTPPort(), Security: submit.Plain, UnknownSeconds: 600})} {
				if set != nil {
					return set
				}
			}
			who := map[string]access.Role{ada: access.Admin}
			if d == o.shut {
				who = map[string]access.Role{gwen: access.Admin, rex: access.Agent}
			}
			for a, role := range who {
				if _, err := d.People.ImportUser(ctx, tx,
					people.User{Name: strings.Split(a, "@")[0], Email: a, Role: role, Zone: "America/New_York"}, hash); err != nil {
					return err
				}
			}
			return nil
		}))
	}
	o.clear(ctx, gwen)
	o.clear(ctx, rex)
}

// clear records that somebody may enter the restricted desk.
func (o *office) clear(ctx context.Context, address string) {
	o.t.Helper()
	u, err := o.shut.People.ByAddress(ctx, o.shut.DB.Read(), address)
	o.must(err)
	rules, err := o.shut.Clearances.Rules(ctx)
	o.must(err)
	_, err = o.shut.Clearances.Record(ctx, clearance.Verification{PersonID: u.ID, Verifier: "Hilda Brandt", VerifiedOn: "2026-01-12", Proof: rules.Proofs[0]})
	o.must(err)
}

func (o *office) serve(server *app.Server) {
	o.t.Helper()
	ctx, stop := context.WithCancel(o.t.Context())
	ready, ended := make(chan struct{}), make(chan error, 1)
	server.Ready = func(net.Addr) { close(ready) }
	go func() { ended <- server.Run(ctx) }()
	select {
	case <-ready:
	case err := <-ended:
		o.t.Fatalf("the process ended: %v", err)
	}
	o.t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			o.t.Error(err)
		}
		if err := server.Close(); err != nil {
			o.t.Error(err)
		}
		o.post.Close()
	})
}

// visitor is somebody with a browser at one of the host names.
type visitor struct {
	o    *office
	host string
	http *http.Client
}

// visit gives a browser at a host name; every name leads to this process.
func (o *office) visit(host string) *visitor {
	o.t.Helper()
	jar, err := cookiejar.New(nil)
	o.must(err)
	dial := func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, "127.0.0.1:"+o.port)
	}
	return &visitor{o: o, host: host, http: &http.Client{Jar: jar, Transport: &http.Transport{DialContext: dial}}}
}

// signIn signs somebody in and gives their browser.
func (o *office) signIn(host, address string) *visitor {
	o.t.Helper()
	v := o.visit(host)
	if status, page := v.send("/sign-in", url.Values{"address": {address}, "password": {password}}); status != http.StatusOK ||
		strings.Contains(string(page), `name="password"`) {
		o.t.Fatalf("%s is not let in at %s: %d", address, host, status)
	}
	return v
}

func (v *visitor) url(path string) string { return "http://" + v.host + ":" + v.o.port + path }

func (v *visitor) do(req *http.Request) (int, []byte) {
	v.o.t.Helper()
	res, err := v.http.Do(req)
	v.o.must(err)
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	v.o.must(err)
	var head bytes.Buffer
	v.o.must(res.Header.Write(&head))
	return res.StatusCode, append(head.Bytes(), body...)
}

// get gives a page with its headers.
func (v *visitor) get(path string) (int, []byte) {
	v.o.t.Helper()
	req, err := http.NewRequestWithContext(v.o.t.Context(), http.MethodGet, v.url(path), nil)
	v.o.must(err)
	return v.do(req)
}

// send posts a form and gives the page that it leads to.
func (v *visitor) send(path string, form url.Values) (int, []byte) {
	v.o.t.Helper()
	req, err := http.NewRequestWithContext(v.o.t.Context(), http.MethodPost, v.url(path), strings.NewReader(form.Encode()))
	v.o.must(err)
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Origin", "http://"+v.host+":"+v.o.port)
	return v.do(req)
}
