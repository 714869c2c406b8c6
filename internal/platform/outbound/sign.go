package outbound

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// SignatureHeader carries the signature of a webhook's body: t=UNIX SECONDS,v1=HEX of HMAC-SHA256 over "UNIX SECONDS.BODY".
const SignatureHeader = "Daywatch-Signature"

// Sign gives the value of SignatureHeader.
func Sign(secret, body []byte, at time.Time) string {
	stamp := strconv.FormatInt(at.Unix(), 10)
	return "t=" + stamp + ",v1=" + hex.EncodeToString(sum(secret, stamp, body))
}

// Verify checks a signature that is no older, and no further ahead, than tolerance. The error is fault.Forbidden.
func Verify(secret, body []byte, signature string, now time.Time, tolerance time.Duration) error {
	stamp, rest, _ := strings.Cut(strings.TrimPrefix(signature, "t="), ",v1=")
	seconds, err := strconv.ParseInt(stamp, 10, 64)
	given, bad := hex.DecodeString(rest)
	if err != nil || bad != nil || !hmac.Equal(given, sum(secret, stamp, body)) {
		return fault.New(fault.Forbidden, "The signature does not fit the body")
	}
	if age := now.Sub(time.Unix(seconds, 0)); age > tolerance || age < -tolerance {
		return fault.New(fault.Forbidden, "The signature is %s old", age.Round(time.Second))
	}
	return nil
}

func sum(secret []byte, stamp string, body []byte) []byte {
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(stamp + "."))
	mac.Write(body)
	return mac.Sum(nil)
}
