package intake

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
)

// importChannel marks mail from an old mailbox: it keeps its dates and is answered by nobody.
const importChannel = "import"

// Pipe takes one mail as an MTA's pipe transport hands it over. A retry within the hour is absorbed.
func (s *Service) Pipe(ctx context.Context, from string, to []string, body io.ReaderAt, size int64) (id int64, err error) {
	hash, err := fingerprint(io.NewSectionReader(body, 0, size), from, strings.Join(to, " "))
	if err != nil {
		return 0, err
	}
	id, _, err = s.Receive(ctx, Inbound{Channel: "pipe", Key: hash, Within: retryWindow, EnvFrom: from, EnvTo: to, Body: body, Size: size})
	return id, err
}

// Import takes one mail of an old mailbox. where names its place, such as a file and offset, so that a second
// run of the import takes it no second time; fresh is false then.
func (s *Service) Import(ctx context.Context, where string, body io.ReaderAt, size int64) (id int64, fresh bool, err error) {
	hash, err := fingerprint(io.NewSectionReader(body, 0, size), where)
	if err != nil {
		return 0, false, err
	}
	return s.Receive(ctx, Inbound{Channel: importChannel, Key: hash, Body: body, Size: size})
}

func fingerprint(body io.Reader, parts ...string) (string, error) {
	h := sha256.New()
	for _, p := range parts {
		fmt.Fprintf(h, "%d:%s|", len(p), p)
	}
	if _, err := io.Copy(h, body); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
