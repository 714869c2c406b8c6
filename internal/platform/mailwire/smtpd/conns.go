package smtpd

import (
	"context"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// conns is a listener that counts its connections, refuses those over a limit, puts a deadline on every
// read and write, and can end the idle ones, which go-smtp's Shutdown would wait for.
type conns struct {
	net.Listener
	limit   int
	timeout time.Duration
	now     func() time.Time
	ctx     context.Context // of the sessions; it does not end

	mu      sync.Mutex
	open    map[*conn]struct{}
	closing bool
}

// Accept gives the next connection under the limit.
func (l *conns) Accept() (net.Conn, error) {
	for {
		nc, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		c := &conn{Conn: nc, list: l}
		if l.add(c) {
			return c, nil
		}
		// RFC 5321 §3.8 lets a server say 421 at any time. The client is not waited for.
		nc.SetWriteDeadline(l.now().Add(time.Second))
		nc.Write([]byte("421 4.3.2 Too many connections; try again later\r\n"))
		nc.Close()
	}
}

func (l *conns) add(c *conn) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closing || len(l.open) >= l.limit {
		return false
	}
	l.open[c] = struct{}{}
	return true
}

func (l *conns) remove(c *conn) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.open, c)
}

// drain ends the connections that hold no mail and lets the others end after theirs.
func (l *conns) drain() {
	l.mu.Lock()
	l.closing = true
	idle := make([]*conn, 0, len(l.open))
	for c := range l.open {
		if !c.busy {
			idle = append(idle, c)
		}
	}
	l.mu.Unlock()
	for _, c := range idle {
		c.Close()
	}
}

// cut ends every connection.
func (l *conns) cut() {
	l.mu.Lock()
	all := make([]*conn, 0, len(l.open))
	for c := range l.open {
		all = append(all, c)
	}
	l.mu.Unlock()
	for _, c := range all {
		c.Close()
	}
}

// conn is one client.
type conn struct {
	net.Conn
	list   *conns
	busy   bool        // a mail is under way; guarded by list.mu
	broken atomic.Bool // a read failed
}

// Read waits at most the timeout for the next octets; a slow mail is fine, a silent one is not.
func (c *conn) Read(p []byte) (int, error) {
	if err := c.SetReadDeadline(c.list.now().Add(c.list.timeout)); err != nil {
		return 0, err
	}
	n, err := c.Conn.Read(p)
	if err != nil {
		c.broken.Store(true)
	}
	return n, err
}

// Write waits at most the timeout for the client to take an answer.
func (c *conn) Write(p []byte) (int, error) {
	if err := c.SetWriteDeadline(c.list.now().Add(c.list.timeout)); err != nil {
		return 0, err
	}
	return c.Conn.Write(p)
}

// Close ends the connection and frees its place.
func (c *conn) Close() error {
	c.list.remove(c)
	return c.Conn.Close()
}

// begin marks a mail as under way. It is false when the server is on its way out.
func (c *conn) begin() bool {
	c.list.mu.Lock()
	defer c.list.mu.Unlock()
	if c.list.closing {
		return false
	}
	c.busy = true
	return true
}

// end marks it as done; a server on its way out then lets the client go.
func (c *conn) end() {
	c.list.mu.Lock()
	closing := c.list.closing && c.busy
	c.busy = false
	c.list.mu.Unlock()
	if closing {
		c.Close()
	}
}
