package smtpd

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
)

// memoryLimit is how much of a message is held in memory before it goes to a file. Most mail fits; a 50 MB
// one must not cost 50 MB for every connection.
const memoryLimit = 64 << 10

// spool holds one message between the wire and the store.
type spool struct {
	memory []byte
	file   *os.File // nil where memory holds all of it
	size   int64
	sum    [32]byte
}

// readSpool reads r to its end. dir is where a long message goes; empty is the system's place.
func readSpool(dir string, r io.Reader) (_ *spool, err error) {
	s := &spool{}
	defer func() {
		if err != nil {
			s.Close()
		}
	}()
	hash := sha256.New()
	head, err := io.ReadAll(io.TeeReader(io.LimitReader(r, memoryLimit), hash))
	if err != nil {
		return nil, err
	}
	s.memory, s.size = head, int64(len(head))
	if len(head) == memoryLimit {
		if err := s.overflow(dir, io.TeeReader(r, hash)); err != nil {
			return nil, err
		}
	}
	hash.Sum(s.sum[:0])
	return s, nil
}

// overflow moves what memory holds, and the rest of the message, to a file.
func (s *spool) overflow(dir string, rest io.Reader) error {
	f, err := os.CreateTemp(dir, "mail-*.spool")
	if err != nil {
		return &spoolError{err}
	}
	s.file = f
	// A file without a name cannot be left behind by a killed process. Where the system refuses, Close
	// removes it.
	os.Remove(f.Name())
	if _, err := f.Write(s.memory); err != nil {
		return &spoolError{err}
	}
	s.memory = nil
	n, err := io.Copy(spoolWriter{f}, rest)
	s.size += n
	return err
}

// ReadAt reads the message as received.
func (s *spool) ReadAt(p []byte, off int64) (int, error) {
	if s.file != nil {
		return s.file.ReadAt(p, off)
	}
	return bytes.NewReader(s.memory).ReadAt(p, off)
}

// Close frees the file. The message is gone then.
func (s *spool) Close() error {
	if s.file == nil {
		return nil
	}
	err := s.file.Close()
	os.Remove(s.file.Name())
	return err
}

// spoolError tells our disk's faults from the client's: only the client's may end a connection.
type spoolError struct{ err error }

func (e *spoolError) Error() string { return fmt.Sprintf("spool the message: %v", e.err) }
func (e *spoolError) Unwrap() error { return e.err }

type spoolWriter struct{ f *os.File }

func (w spoolWriter) Write(p []byte) (int, error) {
	n, err := w.f.Write(p)
	if err != nil {
		err = &spoolError{err}
	}
	return n, err
}

// prefixed puts head before body, for reading at any offset.
type prefixed struct {
	head string
	body io.ReaderAt
}

// ReadAt fills p from the head and goes on in the body.
func (r prefixed) ReadAt(p []byte, off int64) (n int, err error) {
	if off < 0 {
		return 0, errors.New("negative offset")
	}
	if off < int64(len(r.head)) {
		n = copy(p, r.head[off:])
	}
	if n == len(p) {
		return n, nil
	}
	m, err := r.body.ReadAt(p[n:], off+int64(n)-int64(len(r.head)))
	return n + m, err
}
