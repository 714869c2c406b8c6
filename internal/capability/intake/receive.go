package intake

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/job"
)

// Inbound is a mail as a way in hands it over.
type Inbound struct {
	Channel string
	Key     string
	// Within absorbs a delivery with the same key that came less than this ago; after it, the same key is a
	// new mail (a robot's second alert). 0 means that a key is good for ever.
	Within     time.Duration
	EnvFrom    string
	EnvTo      []string
	ReceivedAt time.Time // zero: now
	Note       string    // one sentence for the reader of the mail where something is odd about it
	Body       io.ReaderAt
	Size       int64
}

// inRow is the size up to which a raw mail lies in the database: one commit then makes it durable, where the
// blob store needs three syncs.
const inRow = 256 << 10

const fileKind = "intake.file"

// Receive makes a mail durable and gives its number in the ledger. When it returns, the bytes, the row and
// the job that files it have survived; only then may the way in acknowledge. A delivery it holds already is
// absorbed: fresh is false. Errors leave nothing behind that matters, and the sender keeps the mail.
func (s *Service) Receive(ctx context.Context, in Inbound) (id int64, fresh bool, err error) {
	raw, err := s.keep(ctx, in)
	if err != nil {
		return 0, false, err
	}
	err = s.DB.Group(ctx, func(tx *db.Tx) error {
		id, fresh, err = s.enter(ctx, tx, in, raw)
		return err
	})
	if db.IsUnique(err) { // the same delivery, at the same moment, from another connection
		err = s.DB.Group(ctx, func(tx *db.Tx) error {
			id, fresh, err = s.enter(ctx, tx, in, raw)
			return err
		})
	}
	return id, fresh && err == nil, err
}

// rawMail is a mail's bytes: in memory when small, else in the blob store.
type rawMail struct {
	hash      string
	size      int64
	bytes     []byte // nil: in the blob store
	messageID string // as its head says
}

func (s *Service) keep(ctx context.Context, in Inbound) (rawMail, error) {
	body := io.NewSectionReader(in.Body, 0, in.Size)
	kept, err := s.store(ctx, body)
	if err != nil {
		return kept, err
	}
	if kept.size != in.Size {
		return kept, fmt.Errorf("the mail ended after %d of %d bytes", kept.size, in.Size)
	}
	head := kept.bytes
	if head == nil {
		head = make([]byte, headSize)
		n, _ := in.Body.ReadAt(head, 0) // what cannot be read again names no id
		head = head[:n]
	}
	kept.messageID = messageIDIn(head)
	return kept, nil
}

func (s *Service) store(ctx context.Context, body *io.SectionReader) (rawMail, error) {
	if body.Size() > inRow {
		ref, err := s.Blobs.Put(ctx, body)
		return rawMail{hash: ref.Hash, size: ref.Size}, err
	}
	raw, err := io.ReadAll(body)
	if err != nil {
		return rawMail{}, fmt.Errorf("read the mail: %w", err)
	}
	sum := sha256.Sum256(raw)
	return rawMail{hash: hex.EncodeToString(sum[:]), size: int64(len(raw)), bytes: raw}, nil
}

func (s *Service) enter(ctx context.Context, tx *db.Tx, in Inbound, raw rawMail) (id int64, fresh bool, err error) {
	now := in.ReceivedAt
	if now.IsZero() {
		now = tx.Now()
	}
	generation, known, err := absorb(ctx, tx, in, now)
	if err != nil || known != 0 {
		return known, false, err
	}
	if err := insertRaw(ctx, tx, raw); err != nil {
		return 0, false, err
	}
	id, err = insertDelivery(ctx, tx, Delivery{Channel: in.Channel, Key: in.Key, Generation: generation, Hash: raw.hash, Size: raw.size,
		EnvFrom: in.EnvFrom, EnvTo: in.EnvTo, ReceivedAt: now, Note: in.Note, MessageID: raw.messageID})
	if err != nil {
		return 0, false, err
	}
	return id, true, enqueue(ctx, tx, id)
}

// enqueue has a delivery filed once tx commits. Two jobs for one delivery do no harm, while a job that has
// done its work and is not yet gone would swallow the second.
func enqueue(ctx context.Context, tx *db.Tx, id int64) error {
	_, err := job.Enqueue(ctx, tx, fileKind, fileArgs{id}, job.Options{})
	return err
}

type fileArgs struct {
	Delivery int64 `json:"delivery"`
}

// absorb finds the delivery that in repeats, or the generation in which it is new.
func absorb(ctx context.Context, tx *db.Tx, in Inbound, now time.Time) (generation int, known int64, err error) {
	last, at, n, err := newestWithKey(ctx, tx, in.Channel, in.Key)
	if err != nil {
		return 0, 0, err
	}
	if n > 0 && (in.Within == 0 || now.Sub(at) < in.Within) {
		return n, last, nil
	}
	return n + 1, 0, nil
}

// Raw opens the bytes of a delivery. The caller has checked access.
func (s *Service) Raw(ctx context.Context, hash string) (body io.ReaderAt, size int64, done func() error, err error) {
	raw, err := findRaw(ctx, s.DB.Read(), hash)
	if err != nil {
		return nil, 0, nil, err
	}
	if raw.bytes != nil {
		return bytes.NewReader(raw.bytes), raw.size, func() error { return nil }, nil
	}
	r, err := s.Blobs.Open(ctx, hash)
	if err != nil {
		return nil, 0, nil, err
	}
	return r, raw.size, r.Close, nil
}
