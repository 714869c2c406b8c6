package blob

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"syscall"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Dir stores blobs as files under a folder: ab/cdef….
type Dir struct{ root string }

// OpenDir makes the folder if missing. What a crash leaves half-written stays under tmp/, where nothing reads it.
func OpenDir(root string) (*Dir, error) {
	for _, dir := range []string{root, filepath.Join(root, "tmp")} {
		if err := os.MkdirAll(dir, 0o750); err != nil {
			return nil, fault.Wrap(fault.Unavailable, err, "The attachment folder cannot be made")
		}
	}
	return &Dir{root: root}, nil
}

// Put writes to a temporary file, syncs it, renames it to its hash and syncs the folder: only then do the
// bytes survive a power cut (mail.md E1).
func (d *Dir) Put(ctx context.Context, r io.Reader) (Ref, error) {
	tmp, err := os.CreateTemp(filepath.Join(d.root, "tmp"), "put-")
	if err != nil {
		return Ref{}, diskFault(err)
	}
	defer os.Remove(tmp.Name()) // a no-op after the rename
	defer tmp.Close()
	h := sha256.New()
	from := &source{ctx: ctx, r: r}
	size, err := io.Copy(io.MultiWriter(tmp, h), from)
	if from.err != nil {
		return Ref{}, from.err // trying again would read the same: it is not the store that is away
	}
	ref := Ref{Hash: sum(h), Size: size}
	if err == nil {
		err = d.keep(tmp, ref.Hash)
	}
	if err != nil {
		return Ref{}, diskFault(err)
	}
	return ref, nil
}

// keep gives a complete file its name. One that has the name already was synced before it got it; its folder
// may not be yet, when another Put is at it this moment.
func (d *Dir) keep(tmp *os.File, hash string) error {
	path := d.path(hash)
	info, err := tmp.Stat()
	if err != nil {
		return err
	}
	if !d.renew(path, info.ModTime()) {
		if err := errors.Join(tmp.Sync(), os.MkdirAll(filepath.Dir(path), 0o750)); err != nil {
			return err
		}
		if err := os.Rename(tmp.Name(), path); err != nil {
			return err
		}
	}
	return errors.Join(syncDir(filepath.Dir(path)), syncDir(d.root))
}

func syncDir(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

func sum(h hash.Hash) string { return hex.EncodeToString(h.Sum(nil)) }

// Open reads a blob.
func (d *Dir) Open(_ context.Context, hash string) (Reader, error) {
	if !valid(hash) {
		return nil, fault.New(fault.NotFound, "No such attachment")
	}
	f, err := os.Open(d.path(hash))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fault.Wrap(fault.NotFound, err, "The bytes of this attachment are gone from the store")
	}
	if err != nil {
		return nil, diskFault(err)
	}
	return f, nil
}

// Remove deletes a blob.
func (d *Dir) Remove(_ context.Context, hash string) error {
	if !valid(hash) {
		return nil
	}
	if err := os.Remove(d.path(hash)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return diskFault(err)
	}
	return nil
}

// All walks the folder.
func (d *Dir) All(ctx context.Context) iter.Seq2[Info, error] {
	return func(yield func(Info, error) bool) {
		err := filepath.WalkDir(d.root, func(path string, e fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			hash := filepath.Base(filepath.Dir(path)) + e.Name()
			if e.IsDir() || !valid(hash) {
				return ctx.Err()
			}
			info, err := e.Info()
			if errors.Is(err, fs.ErrNotExist) { // swept away this moment
				return nil
			}
			if err != nil {
				return err
			}
			if !yield(Info{Ref{hash, info.Size()}, info.ModTime()}, nil) {
				return fs.SkipAll
			}
			return ctx.Err()
		})
		if err != nil {
			yield(Info{}, err)
		}
	}
}

// Free gives the bytes left on the disk for us.
func (d *Dir) Free() (int64, error) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(d.root, &s); err != nil {
		return 0, diskFault(err)
	}
	return int64(s.Bavail) * s.Bsize, nil
}

func (d *Dir) path(hash string) string { return filepath.Join(d.root, hash[:2], hash[2:]) }

func valid(hash string) bool {
	raw, err := hex.DecodeString(hash)
	return err == nil && len(raw) == sha256.Size && hash == hex.EncodeToString(raw)
}

func diskFault(err error) error {
	return fault.Wrap(fault.Unavailable, err, "The attachment store cannot be written just now")
}

// source ends a copy when the context does, and remembers that the reading failed, not the writing.
type source struct {
	ctx context.Context
	r   io.Reader
	err error
}

// Read implements io.Reader.
func (s *source) Read(p []byte) (int, error) {
	if s.err = s.ctx.Err(); s.err != nil {
		return 0, s.err
	}
	n, err := s.r.Read(p)
	if err != nil && err != io.EOF {
		s.err = err
	}
	return n, err
}
