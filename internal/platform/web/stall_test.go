package web

import (
	"net"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// A browser that stops reading without closing holds no handler: once its buffer is full it is dropped and
// the server can end.
func TestStalledBrowserIsLetGo(t *testing.T) {
	h := NewHub()
	mux := testMux(Config{})
	mux.Handle("GET /live", h.Stream(everyTopic), Deadline(0))
	server := httptest.NewServer(mux)
	conn, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := conn.Write([]byte("GET /live?topics=t HTTP/1.1\r\nHost: x\r\n\r\n")); err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Read(make([]byte, 1)); err != nil { // the stream is open; nothing more is read
		t.Fatal(err)
	}
	big := strings.Repeat("x", 1<<20)
	for h.Streams() > 0 {
		h.Publish("t", Event{Name: big})
	}
	ended := make(chan struct{})
	go func() { server.Close(); close(ended) }() // waits for every handler
	select {
	case <-ended:
	case <-time.After(30 * time.Second):
		t.Error("the handler still writes to a browser that does not read")
	}
}
