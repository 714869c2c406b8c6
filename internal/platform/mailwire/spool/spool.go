// Package spool holds one message between the wire and its store: in memory while it is short, in a file
// that no crash can leave behind where it is not.
package spool

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

// Spool is one message, byte for byte as read.
type Spool struct {
	Size int64    // octets
	Sum  [32]byte // SHA-256

	memory []byte
	file   *os.File // nil where memory holds all of it
}

// Error is a fault of our disk, to be told from one of the connection that was read.
type Error struct{ Err error }

func (e *Error) Error() string { return fmt.Sprintf("spool the message: %v", e.Err) }

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// Read reads r to its end. dir is where a long message goes; empty is the system's temporary directory.
// Errors of r come back as they are, ours as *Error.
func Read(dir string, r io.Reader) (_ *Spool, err error) {
	s := &Spool{}
	defer func() {
		if err != nil {
			s.Close()
		}
	}()
	hash := sha256.New()
	if s.memory, err = io.ReadAll(io.TeeReader(io.LimitReader(r, memoryLimit), hash)); err != nil {
		return nil, err
	}
	s.Size = int64(len(s.memory))
	if s.Size == memoryLimit {
		if err := s.overflow(dir, io.TeeReader(r, hash)); err != nil {
			return nil, err
		}
	}
	hash.Sum(s.Sum[:0])
	return s, nil
}

// overflow moves what memory holds, and the rest of the message, to a file.
func (s *Spool) overflow(dir string, rest io.Reader) error {
	f, err := os.CreateTemp(dir, "mail-*.spool")
	if err != nil {
		return &Error{err}
	}
	s.file = f
	// A file without a name cannot be left behind by a killed process. Where the system refuses, Close
	// removes it.
	os.Remove(f.Name())
	w := fileWriter{f}
	if _, err := w.Write(s.memory); err != nil {
		return err
	}
	s.memory = nil
	n, err := io.Copy(w, rest)
	s.Size += n
	return err
}

// ReadAt reads the message at any offset.
func (s *Spool) ReadAt(p []byte, off int64) (int, error) {
	if s.file != nil {
		return s.file.ReadAt(p, off)
	}
	return bytes.NewReader(s.memory).ReadAt(p, off)
}

// Section gives the whole message, behind head.
func (s *Spool) Section(head string) *io.SectionReader {
	return io.NewSectionReader(prefixed{head, s}, 0, int64(len(head))+s.Size)
}

// Close frees the file. The message is gone then.
func (s *Spool) Close() error {
	if s.file == nil {
		return nil
	}
	err := s.file.Close()
	os.Remove(s.file.Name())
	return err
}

type fileWriter struct{ f *os.File }

// Write marks a trouble as one of our disk.
func (w fileWriter) Write(p []byte) (int, error) {
	n, err := w.f.Write(p)
	if err != nil {
		err = &Error{err}
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
