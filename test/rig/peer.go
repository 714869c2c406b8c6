package rig

import (
	"bufio"
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"
)

// Drop stands for a reply that never comes: the peer closes the connection instead.
const Drop = "drop"

// Manners is how a Peer behaves. A reply left empty is the good one.
type Manners struct {
	Greeting string
	Caps     []string          // further lines of the EHLO answer
	Mail     string            // the reply to MAIL FROM
	Rcpt     map[string]string // the reply to RCPT TO by address
	Data     string            // the reply to DATA
	MidData  bool              // drop the connection at the first line of a message
	Final    []string          // the replies to final dots in turn; past the last they are good
	Reset    bool              // reset the connection (RST) once a final dot is answered
}

// Mail is a message that a Peer got to its final dot, whatever it answered.
type Mail struct {
	From string
	To   []string
	Text string // with CR LF and without dot-stuffing
	Kept bool   // the answer was 2xx, or was dropped: a real server may have delivered it
}

// Peer is an SMTP server that misbehaves in one known way.
type Peer struct {
	Port    int
	manners Manners
	mu      sync.Mutex
	mails   []Mail
	finals  int
}

// StartPeer serves on a free port of 127.0.0.1 until the test ends.
func StartPeer(t testing.TB, m Manners) *Peer {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &Peer{Port: l.Addr().(*net.TCPAddr).Port, manners: m}
	var running sync.WaitGroup
	running.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			running.Go(func() { (&talk{peer: p, conn: c, in: bufio.NewReader(c)}).run() })
		}
	})
	t.Cleanup(func() { l.Close(); running.Wait() })
	return p
}

// Mails lists what came in so far.
func (p *Peer) Mails() []Mail {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]Mail(nil), p.mails...)
}

// final notes a message and gives its answer.
func (p *Peer) final(m Mail) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	reply := fmt.Sprintf("250 2.0.0 Ok: queued as P%d", len(p.mails)+1)
	if p.finals < len(p.manners.Final) && p.manners.Final[p.finals] != "" {
		reply = p.manners.Final[p.finals]
	}
	p.finals++
	m.Kept = strings.HasPrefix(reply, "2") || reply == Drop
	p.mails = append(p.mails, m)
	return reply
}

// talk is one connection.
type talk struct {
	peer *Peer
	conn net.Conn
	in   *bufio.Reader
	mail Mail
}

func (t *talk) run() {
	defer t.conn.Close()
	if !t.say(t.peer.manners.Greeting, "220 peer.test ESMTP") {
		return
	}
	for {
		line, err := t.in.ReadString('\n')
		if err != nil || !t.answer(strings.TrimRight(line, "\r\n")) {
			return
		}
	}
}

// say writes reply, or good where it is empty. It is false when the connection must end.
func (t *talk) say(reply, good string) bool {
	if reply == "" {
		reply = good
	}
	if reply == Drop {
		return false
	}
	_, err := fmt.Fprintf(t.conn, "%s\r\n", reply)
	return err == nil
}

func (t *talk) answer(line string) bool {
	m := t.peer.manners
	verb, rest, _ := strings.Cut(line, " ")
	switch strings.ToUpper(verb) {
	case "EHLO", "HELO":
		lines := append([]string{"peer.test"}, m.Caps...)
		for i, l := range lines[:len(lines)-1] {
			lines[i] = "250-" + l
		}
		lines[len(lines)-1] = "250 " + lines[len(lines)-1]
		return t.say(strings.Join(lines, "\r\n"), "")
	case "MAIL":
		t.mail = Mail{From: bracketed(rest)}
		return t.say(m.Mail, "250 2.1.0 Ok")
	case "RCPT":
		return t.rcpt(bracketed(rest))
	case "DATA":
		if m.Data != "" {
			return t.say(m.Data, "")
		}
		return t.say("", "354 Go on") && t.data()
	case "QUIT":
		t.say("", "221 2.0.0 Bye")
		return false
	}
	return t.say("", "250 2.0.0 Ok")
}

func (t *talk) rcpt(address string) bool {
	reply := t.peer.manners.Rcpt[address]
	if reply == "" {
		t.mail.To = append(t.mail.To, address)
	}
	return t.say(reply, "250 2.1.5 Ok")
}

func (t *talk) data() bool {
	var text strings.Builder
	for {
		line, err := t.in.ReadString('\n')
		if err != nil || t.peer.manners.MidData {
			return false
		}
		if line == ".\r\n" {
			break
		}
		text.WriteString(strings.TrimPrefix(line, "."))
	}
	t.mail.Text = text.String()
	reply := t.peer.final(t.mail)
	if !t.say(reply, "") {
		return false
	}
	if t.peer.manners.Reset {
		t.conn.(*net.TCPConn).SetLinger(0)
		return false
	}
	return true
}

func bracketed(s string) string {
	_, s, _ = strings.Cut(s, "<")
	s, _, _ = strings.Cut(s, ">")
	return s
}
