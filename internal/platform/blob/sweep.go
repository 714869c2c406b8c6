package blob

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// Sweep removes those of the blobs named by hashes that are older than age, and gives their number. The caller has
// found that nothing refers to them. One that is stored again meanwhile becomes young and stays: that Put may be for
// a row that nobody can see yet.
func (d *Dir) Sweep(ctx context.Context, hashes []string, age time.Duration) (n int, err error) {
	now, err := d.Now()
	if err != nil {
		return 0, err
	}
	for _, hash := range hashes {
		if err := ctx.Err(); err != nil {
			return n, err
		}
		removed, err := d.removeOlder(hash, now.Add(-age))
		if err != nil {
			return n, diskFault(err)
		}
		if removed {
			n++
		}
	}
	return n, nil
}

// Now is the clock that stamps the blobs: the disk's, which may be another machine's, and which nobody bends.
func (d *Dir) Now() (time.Time, error) {
	f, err := os.CreateTemp(filepath.Join(d.root, "tmp"), "now-")
	if err != nil {
		return time.Time{}, diskFault(err)
	}
	info, err := f.Stat()
	if err := errors.Join(err, f.Close(), os.Remove(f.Name())); err != nil {
		return time.Time{}, diskFault(err)
	}
	return info.ModTime(), nil
}

func (d *Dir) removeOlder(hash string, than time.Time) (bool, error) {
	if !valid(hash) {
		return false, nil
	}
	unlock, err := d.lock(syscall.LOCK_EX)
	if err != nil {
		return false, err
	}
	defer unlock()
	info, err := os.Stat(d.path(hash))
	if errors.Is(err, fs.ErrNotExist) || err == nil && !info.ModTime().Before(than) {
		return false, nil
	}
	if err == nil {
		err = os.Remove(d.path(hash))
	}
	return err == nil, err
}

// renew makes a blob as young as at, so that no sweep takes it before a row refers to it. False where there is none,
// or none that is ours to renew: it must be written anew.
func (d *Dir) renew(path string, at time.Time) bool {
	unlock, err := d.lock(syscall.LOCK_SH)
	if err == nil { // a disk without locks is never swept
		defer unlock()
	}
	return os.Chtimes(path, time.Time{}, at) == nil
}

// lock keeps a sweep in any process from looking at a blob's age before a Put renews it and removing it after.
func (d *Dir) lock(how int) (unlock func(), err error) {
	f, err := os.Open(d.root)
	if err != nil {
		return nil, err
	}
	for err = syscall.EINTR; errors.Is(err, syscall.EINTR); {
		err = syscall.Flock(int(f.Fd()), how)
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return func() { f.Close() }, nil
}
