package intake

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
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

// Receive makes a mail durable and gives its number in the ledger. When it returns, the bytes, the row and
// the job that files it have survived; only then may the way in acknowledge. A delivery it holds already is
// absorbed: fresh is false. Errors leave nothing behind that matters, and the sender keeps the mail.
func (s *Service) Receive(ctx context.Context, in Inbound) (id int64, fresh bool, err error) {
	raw, err := s.keep(ctx, in)
	if err != nil {
		return 0, false, err
	}
	if in.ReceivedAt.IsZero() {
		in.ReceivedAt = s.DB.Now(ctx)
	}
	a := &arrival{within: in.Within, raw: raw, Delivery: Delivery{Channel: in.Channel, Key: in.Key, Hash: raw.hash, Size: raw.size,
		EnvFrom: in.EnvFrom, EnvTo: in.EnvTo, ReceivedAt: in.ReceivedAt, Note: in.Note, MessageID: raw.messageID}}
	if err := s.arrivals.Do(ctx, a, s.enter); err != nil {
		return 0, false, err
	}
	return a.ID, a.fresh, nil
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

// Raw opens the bytes of a delivery; done ends it.
func (s *Service) Raw(ctx context.Context, hash string) (body io.ReaderAt, size int64, done func() error, err error) {
	if err := access.Check(ctx, access.ViewMailLog); err != nil {
		return nil, 0, nil, err
	}
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
