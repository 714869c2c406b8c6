package diagnose

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"path"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// What an archive may unpack to: whoever sends one may mean harm.
const (
	mostBytes   = 2 << 30
	mostEntries = 20_000
	mostLine    = 64 << 10 // of one line; the rest of a longer one is not looked at
)

// bundled reports whether a file is of a kind that Examine reads, by its name.
func bundled(name string) bool {
	name = strings.ToLower(name)
	return strings.HasSuffix(name, ".tar.gz") || strings.HasSuffix(name, ".tgz") || strings.HasSuffix(name, ".tar")
}

// walk hands every plain file of a tar, packed or not, to read, with its path below the folder that holds all. Links and devices
// are passed over: nothing is ever written anywhere.
func walk(ctx context.Context, src io.ReadSeeker, read func(name string, body io.Reader) error) error {
	plain, err := unpacked(src)
	if err != nil {
		return err
	}
	left := &io.LimitedReader{R: plain, N: mostBytes}
	t := tar.NewReader(left)
	for range mostEntries {
		if err := ctx.Err(); err != nil {
			return err
		}
		h, err := t.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil && h.Typeflag == tar.TypeReg {
			err = read(below(h.Name), t)
		}
		switch {
		case left.N <= 0:
			return fault.New(fault.TooLarge, "The archive unpacks to more than %d GB; what lies behind that was not read", mostBytes>>30)
		case err != nil:
			return fault.Wrap(fault.Invalid, err, "The archive is broken; what lies behind the break was not read")
		}
	}
	return fault.New(fault.TooLarge, "The archive holds more than %d files; the others were not read", mostEntries)
}

func unpacked(src io.ReadSeeker) (io.Reader, error) {
	var magic [2]byte
	if _, err := io.ReadFull(src, magic[:]); err != nil {
		return nil, fault.Wrap(fault.Invalid, err, "The file is empty")
	}
	if _, err := src.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	if magic != [2]byte{0x1f, 0x8b} {
		return src, nil
	}
	z, err := gzip.NewReader(src)
	return z, fault.Wrap(fault.Invalid, err, "The file is no archive that can be read")
}

// below takes the folder off that a bundle packs everything into; it is often named for a host.
func below(name string) string {
	name = strings.TrimPrefix(path.Clean("/"+name), "/")
	if _, rest, ok := strings.Cut(name, "/"); ok {
		return rest
	}
	return name
}
