package rig

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"time"
)

const tokenKey = "a key that Dovecot and the tests share"

// Token makes an OAuth access token (a JWT, RFC 7519) for the user of Dovecot that is good until a time.
func Token(until time.Time) string {
	encode := base64.RawURLEncoding.EncodeToString
	issued := until.Add(-time.Hour).Unix()
	claims := fmt.Sprintf(`{"sub":%q,"email":%q,"iat":%d,"nbf":%d,"exp":%d}`, User, User, issued, issued, until.Unix())
	signed := encode([]byte(`{"alg":"HS256","typ":"JWT"}`)) + "." + encode([]byte(claims))
	mac := hmac.New(sha256.New, []byte(tokenKey))
	mac.Write([]byte(signed))
	return signed + "." + encode(mac.Sum(nil))
}
