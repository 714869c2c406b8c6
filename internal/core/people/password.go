package people

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
)

// cost is what one guess costs an attacker, and one sign-in us.
type cost struct {
	memory  uint32 // KiB
	passes  uint32
	threads uint8
}

// currentCost is OWASP's recommendation for argon2id (Password Storage Cheat Sheet); a hash keeps the cost it
// was made with.
var currentCost = cost{memory: 19 * 1024, passes: 2, threads: 1}

const (
	saltBytes = 16
	keyBytes  = 32
)

// sealed is a password that cannot be read back.
type sealed struct {
	cost
	salt, key []byte
}

func (c cost) seal(password string, salt []byte) sealed {
	return sealed{c, salt, argon2.IDKey([]byte(password), salt, c.passes, c.memory, c.threads, keyBytes)}
}

// String is the PHC string format
// (https://github.com/P-H-C/phc-string-format/blob/master/phc-sf-spec.md).
func (s sealed) String() string {
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, s.memory, s.passes, s.threads,
		base64.RawStdEncoding.EncodeToString(s.salt), base64.RawStdEncoding.EncodeToString(s.key))
}

var errNotPHC = errors.New("not an argon2id PHC string within bounds")

// parseSealed reads a PHC string. Its bounds keep a damaged row from taking all memory.
func parseSealed(text string) (sealed, error) {
	parts := strings.Split(text, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return sealed{}, errNotPHC
	}
	var s sealed
	if n, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &s.memory, &s.passes, &s.threads); err != nil || n != 3 {
		return sealed{}, errNotPHC
	}
	var err1, err2 error
	s.salt, err1 = base64.RawStdEncoding.DecodeString(parts[4])
	s.key, err2 = base64.RawStdEncoding.DecodeString(parts[5])
	inBounds := s.memory >= 8 && s.memory <= 1<<18 && s.passes >= 1 && s.passes <= 16 && s.threads >= 1 && s.threads <= 16
	if err1 != nil || err2 != nil || !inBounds || len(s.salt) < 8 || len(s.salt) > 64 || len(s.key) != keyBytes {
		return sealed{}, errNotPHC
	}
	return s, nil
}

func (s sealed) opens(password string) bool {
	return subtle.ConstantTimeCompare(s.key, s.cost.seal(password, s.salt).key) == 1
}

// decoy is what a password is compared with where there is none, so that time does not tell who is known.
func decoy() sealed {
	return sealed{currentCost, make([]byte, saltBytes), make([]byte, keyBytes)}
}

// hasher bounds how many passwords are worked on at once: each takes 19 MiB.
type hasher struct{ slots chan struct{} }

func newHasher() hasher { return hasher{make(chan struct{}, 4)} }

func (h hasher) enter(ctx context.Context) error {
	select {
	case h.slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (h hasher) leave() { <-h.slots }

// hash seals a password for storing.
func (h hasher) hash(ctx context.Context, password string) (string, error) {
	if err := h.enter(ctx); err != nil {
		return "", err
	}
	defer h.leave()
	salt := make([]byte, saltBytes)
	_, _ = rand.Read(salt) // never fails since Go 1.24
	return currentCost.seal(password, salt).String(), nil
}

// verify reports whether password opens the stored hash. It takes as long for an empty or damaged one.
func (h hasher) verify(ctx context.Context, stored, password string) (bool, error) {
	if err := h.enter(ctx); err != nil {
		return false, err
	}
	defer h.leave()
	s, err := parseSealed(stored)
	if err != nil {
		decoy().opens(password)
		return false, nil
	}
	return s.opens(password), nil
}
