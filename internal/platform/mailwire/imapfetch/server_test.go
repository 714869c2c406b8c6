package imapfetch

import (
	"crypto/tls"
	"fmt"
	"io"
	"log"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"
)

// mailbox is an IMAP server in memory with one user.
type mailbox struct {
	user *imapmemserver.User
	port int
}

var full = imap.CapSet{imap.CapIMAP4rev1: {}, imap.CapIdle: {}, imap.CapMove: {}, imap.CapUIDPlus: {}}

func serveIMAP(t *testing.T, caps imap.CapSet, listen func(net.Listener) net.Listener, config *tls.Config) *mailbox {
	t.Helper()
	user := imapmemserver.NewUser("desk", "secret")
	memory := imapmemserver.New()
	memory.AddUser(user)
	server := imapserver.New(&imapserver.Options{
		NewSession: func(*imapserver.Conn) (imapserver.Session, *imapserver.GreetingData, error) {
			return memory.NewSession(), nil, nil
		},
		Caps: caps, InsecureAuth: true, TLSConfig: config, Logger: log.New(io.Discard, "", 0),
	})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := l.Addr().(*net.TCPAddr).Port
	if listen != nil {
		l = listen(l)
	}
	done := make(chan struct{})
	go func() { server.Serve(l); close(done) }()
	t.Cleanup(func() { server.Close(); <-done })
	m := &mailbox{user: user, port: port}
	m.create(t, "INBOX")
	return m
}

func (m *mailbox) create(t *testing.T, name string) {
	t.Helper()
	if err := m.user.Create(name, nil); err != nil {
		t.Fatal(err)
	}
}

func (m *mailbox) config() Config {
	return Config{Host: "127.0.0.1", Port: m.port, Security: Plain, Username: "desk", Password: "secret"}
}

type literal struct{ *strings.Reader }

// put appends a mail as another program would.
func (m *mailbox) put(t *testing.T, text string, flags ...imap.Flag) {
	t.Helper()
	options := &imap.AppendOptions{Flags: flags, Time: time.Date(2025, 11, 3, 8, 0, 0, 0, time.UTC)}
	if _, err := m.user.Append("INBOX", literal{strings.NewReader(text)}, options); err != nil {
		t.Fatal(err)
	}
}

func letterNo(n int) string {
	return fmt.Sprintf("From: a%d@a.test\r\nMessage-ID: <same@a.test>\r\nSubject: %d\r\n\r\nText %d\r\n", n, n, n)
}

// count tells the mails of a folder, and how many of them are unseen.
func (m *mailbox) count(t *testing.T, name string) (all, unseen uint32) {
	t.Helper()
	got, err := m.user.Status(name, &imap.StatusOptions{NumMessages: true, NumUnseen: true})
	if err != nil {
		return 0, 0
	}
	return *got.NumMessages, *got.NumUnseen
}
