package rig

import (
	"io"
	"net"
	"sync"
	"sync/atomic"
	"testing"
)

// Proxy stands between a client and a server and can lose what passes, without telling either.
type Proxy struct {
	Port  int
	to    string
	hole  atomic.Bool
	left  atomic.Int64
	conns atomic.Int64
	mu    sync.Mutex
	open  []net.Conn
}

// StartProxy forwards connections to an address until the test ends.
func StartProxy(t testing.TB, to string) *Proxy {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &Proxy{Port: l.Addr().(*net.TCPAddr).Port, to: to}
	p.left.Store(-1)
	var running sync.WaitGroup
	running.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			running.Go(func() { p.serve(c) })
		}
	})
	t.Cleanup(func() { l.Close(); p.closeAll(); running.Wait() })
	return p
}

// BlackHole makes the open connections, and only these, swallow everything from now on: they stay open and
// nobody hears of it, as behind a firewall that forgot them.
func (p *Proxy) BlackHole() { p.hole.Store(true) }

// CutAfter ends the next connection once so many octets went from the server to the client.
func (p *Proxy) CutAfter(octets int64) { p.left.Store(octets) }

// Connections counts the connections so far.
func (p *Proxy) Connections() int { return int(p.conns.Load()) }

func (p *Proxy) serve(client net.Conn) {
	p.conns.Add(1)
	p.hole.Store(false)
	server, err := net.Dial("tcp", p.to)
	if err != nil {
		client.Close()
		return
	}
	p.mu.Lock()
	p.open = append(p.open, client, server)
	p.mu.Unlock()
	holed := new(atomic.Bool)
	var both sync.WaitGroup
	both.Go(func() { p.copy(server, client, holed, false) })
	both.Go(func() { p.copy(client, server, holed, true) })
	both.Wait()
}

// copy forwards until an end, which it passes on unless the connection fell into the hole.
func (p *Proxy) copy(to, from net.Conn, holed *atomic.Bool, counted bool) {
	buf := make([]byte, 4096)
	for {
		n, err := from.Read(buf)
		if p.hole.Load() {
			holed.Store(true)
		}
		if holed.Load() {
			if err != nil {
				from.Close()
				return
			}
			continue
		}
		if counted && p.left.Load() >= 0 && p.left.Add(-int64(n)) < 0 {
			err = io.EOF
			p.left.Store(-1)
		}
		to.Write(buf[:n])
		if err != nil {
			to.Close()
			from.Close()
			return
		}
	}
}

func (p *Proxy) closeAll() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, c := range p.open {
		c.Close()
	}
}
