package app

import (
	"archive/tar"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db/transfer"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// A backup is a tar of
//
//	daywatch.toml       the configuration, to look things up in
//	desk.key            the desk's key
//	rows/TABLE/000001   rows, as package transfer writes them, tables in the order of loading
//	blobs/HASH          attachments and large mails, each named by its SHA-256
//	manifest.json       last, so that a backup cut short has none
const (
	archiveFormat = 1
	manifestName  = "manifest.json"
	configName    = "daywatch.toml"
	keyName       = "desk.key"
	rowsFolder    = "rows"
	blobsFolder   = "blobs"
)

// manifest tells what a backup holds.
type manifest struct {
	Format int    `json:"format"`
	Desk   string `json:"desk"`
	// Restricted says that the desk was one for cleared people only: it can be restored into no other.
	Restricted bool              `json:"restricted,omitempty"`
	Engine     string            `json:"engine"`
	At         time.Time         `json:"at"`
	Versions   map[string]int64  `json:"versions"` // of the schema, by module
	Tables     []transfer.Table  `json:"tables"`
	Sums       map[string]string `json:"sums"` // SHA-256 in hex, by name; blobs are named by theirs
	Blobs      int               `json:"blobs"`
}

// archiveWriter writes a backup.
type archiveWriter struct {
	tar      *tar.Writer
	manifest manifest
}

func newArchiveWriter(w io.Writer, m manifest) *archiveWriter {
	m.Format, m.Sums = archiveFormat, map[string]string{}
	return &archiveWriter{tar.NewWriter(w), m}
}

// add writes an entry whose bytes are at hand.
func (a *archiveWriter) add(name string, content []byte) error {
	sum := sha256.Sum256(content)
	a.manifest.Sums[name] = hex.EncodeToString(sum[:])
	return a.write(name, int64(len(content)), strings.NewReader(string(content)))
}

func (a *archiveWriter) write(name string, size int64, r io.Reader) error {
	h := &tar.Header{Name: name, Typeflag: tar.TypeReg, Mode: 0o600, Size: size, ModTime: a.manifest.At}
	if err := a.tar.WriteHeader(h); err != nil {
		return err
	}
	n, err := io.Copy(a.tar, r)
	if err == nil && n != size {
		err = fmt.Errorf("%s changed while it was read", name)
	}
	return err
}

// close writes the manifest.
func (a *archiveWriter) close() error {
	content, err := json.MarshalIndent(a.manifest, "", "  ")
	if err != nil {
		return err
	}
	if err := a.write(manifestName, int64(len(content)), strings.NewReader(string(content))); err != nil {
		return err
	}
	return a.tar.Close()
}

func rowsName(table string, chunk int) string {
	return fmt.Sprintf("%s/%s/%06d", rowsFolder, table, chunk)
}

// eachEntry calls fn for every entry of a backup in order.
func eachEntry(open func() (io.ReadCloser, error), fn func(name string, r io.Reader) error) error {
	file, err := open()
	if err != nil {
		return err
	}
	defer file.Close()
	for t := tar.NewReader(file); ; {
		h, err := t.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fault.Wrap(fault.Invalid, err, "This is no backup of Daywatch, or it was cut short")
		}
		if err := fn(h.Name, t); err != nil {
			return err
		}
	}
}

// verify reads a whole backup and checks every byte of it, before anything is restored.
func verify(open func() (io.ReadCloser, error)) (manifest, error) {
	var m manifest
	seen := map[string]string{}
	blobs := 0
	err := eachEntry(open, func(name string, r io.Reader) error {
		if name == manifestName {
			return json.NewDecoder(r).Decode(&m)
		}
		h := sha256.New()
		if _, err := io.Copy(h, r); err != nil {
			return fault.Wrap(fault.Invalid, err, "The backup is damaged or cut short, at %s. Nothing was restored", name)
		}
		sum := hex.EncodeToString(h.Sum(nil))
		if path.Dir(name) != blobsFolder {
			seen[name] = sum
			return nil
		}
		blobs++
		if path.Base(name) != sum {
			return fault.New(fault.Invalid, "The backup is damaged: %s holds other bytes. Nothing was restored", name)
		}
		return nil
	})
	if err != nil {
		return m, err
	}
	return m, m.check(seen, blobs)
}

func (m manifest) check(seen map[string]string, blobs int) error {
	switch {
	case m.Format == 0:
		return fault.New(fault.Invalid, "The backup has no manifest: it was cut short, or is no backup of Daywatch. Nothing was restored")
	case m.Format > archiveFormat:
		return fault.New(fault.Invalid, "The backup was made by a newer Daywatch (format %d). Restore it with that one", m.Format)
	case blobs != m.Blobs:
		return fault.New(fault.Invalid, "The backup is damaged: %d of %d attachments are in it. Nothing was restored", blobs, m.Blobs)
	}
	for name, sum := range m.Sums {
		if seen[name] != sum {
			return fault.New(fault.Invalid, "The backup is damaged: %s is missing or changed. Nothing was restored", name)
		}
	}
	if len(seen) != len(m.Sums) {
		return fault.New(fault.Invalid, "The backup holds files that its manifest does not know. Nothing was restored")
	}
	return nil
}
