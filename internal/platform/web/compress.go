package web

import (
	"compress/gzip"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
)

// Below this many bytes gzip costs more than it saves.
const compressFrom = 1024

var gzipWriters = sync.Pool{New: func() any { return gzip.NewWriter(io.Discard) }}

// compress gzips text answers for clients that take it. Streams of events are left alone: each event must
// leave at once.
func compress(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Add("Vary", "Accept-Encoding")
		if !strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") || r.Method == http.MethodHead {
			next.ServeHTTP(w, r)
			return
		}
		cw := &compressed{ResponseWriter: w}
		defer cw.close()
		next.ServeHTTP(cw, r)
	})
}

type compressed struct {
	http.ResponseWriter
	begun bool
	gz    *gzip.Writer // nil unless this answer is compressed
}

func (c *compressed) WriteHeader(code int) {
	if code >= 200 && !c.begun {
		c.begun = true
		if compressible(code, c.Header()) {
			c.Header().Del("Content-Length")
			c.Header().Set("Content-Encoding", "gzip")
			c.gz = gzipWriters.Get().(*gzip.Writer)
			c.gz.Reset(c.ResponseWriter)
		}
	}
	c.ResponseWriter.WriteHeader(code)
}

func (c *compressed) Write(b []byte) (int, error) {
	if !c.begun {
		c.WriteHeader(http.StatusOK)
	}
	if c.gz != nil {
		return c.gz.Write(b)
	}
	return c.ResponseWriter.Write(b)
}

// FlushError sends what is buffered, for http.ResponseController.
func (c *compressed) FlushError() error {
	if c.gz != nil {
		if err := c.gz.Flush(); err != nil {
			return err
		}
	}
	return http.NewResponseController(c.ResponseWriter).Flush()
}

// Unwrap lets http.ResponseController reach the connection.
func (c *compressed) Unwrap() http.ResponseWriter { return c.ResponseWriter }

func (c *compressed) close() {
	if c.gz == nil {
		return
	}
	_ = c.gz.Close() // the client may be gone
	c.gz.Reset(io.Discard)
	gzipWriters.Put(c.gz)
}

func compressible(code int, h http.Header) bool {
	if code == http.StatusNoContent || code == http.StatusNotModified || code == http.StatusPartialContent ||
		h.Get("Content-Encoding") != "" {
		return false
	}
	if n, err := strconv.Atoi(h.Get("Content-Length")); err == nil && n < compressFrom {
		return false
	}
	mediaType, _, _ := strings.Cut(h.Get("Content-Type"), ";")
	switch mediaType {
	case "text/event-stream":
		return false
	case "application/json", "application/problem+json", "image/svg+xml":
		return true
	}
	return strings.HasPrefix(mediaType, "text/")
}
