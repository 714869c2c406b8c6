package people

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"time"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// purpose is what a secret in a link is good for.
type purpose string

const (
	forSetup    purpose = "setup"
	forInvite   purpose = "invite"
	forReset    purpose = "reset"
	forEntry    purpose = "portal"
	forPassword purpose = "portal_password"
)

// lasts is how long each kind of link works.
func (p purpose) lasts() time.Duration {
	switch p {
	case forSetup:
		return 7 * 24 * time.Hour
	case forInvite:
		return 72 * time.Hour
	}
	return time.Hour
}

// newSecret makes the secret of a link: 256 bits, safe in a URL.
func newSecret() string {
	var b [32]byte
	_, _ = rand.Read(b[:]) // never fails since Go 1.24
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// digest is what the database keeps of a secret. It needs no salt: 256 random bits are not guessed.
func digest(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

func linkVoid(p purpose) error {
	switch p {
	case forSetup:
		return fault.Field("token", "This is not the setup token of this desk, or it was used. The server prints a new one when it starts")
	case forInvite:
		return fault.New(fault.NotFound,
			"This invitation was used, replaced by a newer one, or is older than three days. Ask an administrator of the desk to send it again, or sign in if you have a password")
	case forPassword:
		return fault.New(fault.NotFound,
			"This link was used, or is older than an hour. Ask for a new one at the sign-in of the portal, under “Forgotten your password?”")
	case forEntry:
		return fault.New(fault.NotFound, "This link was used, or is older than an hour. Ask for a new one at the sign-in of the portal")
	}
	return fault.New(fault.NotFound, "This link was used, replaced by a newer one, or is older than an hour. Ask for a new one with “Forgot password?”")
}
