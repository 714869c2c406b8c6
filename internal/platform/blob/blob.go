// Package blob keeps large bytes outside the database: attachments, and mails too large for a row. The
// SHA-256 of the content is the key, so storing twice costs once and reading can be verified.
package blob

import (
	"context"
	"io"
	"iter"
	"time"
)

// Ref names stored bytes.
type Ref struct {
	Hash string // SHA-256, lower-case hex
	Size int64  // bytes
}

// Reader reads a blob; it seeks so that HTTP ranges and re-parsing work.
type Reader interface {
	io.ReadSeekCloser
	io.ReaderAt
}

// Store is a place for blobs. Dir is one; S3 fits later.
type Store interface {
	// Put stores what r gives; when it returns, the bytes survive a power cut. An error of r comes back as
	// it is; a store that cannot be written is fault.Unavailable.
	Put(ctx context.Context, r io.Reader) (Ref, error)
	// Open reads a blob; fault.NotFound when there is none.
	Open(ctx context.Context, hash string) (Reader, error)
	// Remove deletes a blob; removing a missing one is no error.
	Remove(ctx context.Context, hash string) error
	// All lists every blob and when it was stored.
	All(ctx context.Context) iter.Seq2[Info, error]
}

// Info describes a stored blob.
type Info struct {
	Ref
	Stored time.Time
}
