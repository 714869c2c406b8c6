package call

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// seal keeps a password so that the database alone does not give it away. The desk's key opens it.
func (s *Service) seal(password string) (string, error) {
	if password == "" {
		return "", nil
	}
	box, err := s.box()
	if err != nil {
		return "", err
	}
	nonce := make([]byte, box.NonceSize())
	rand.Read(nonce)
	return base64.StdEncoding.EncodeToString(box.Seal(nonce, nonce, []byte(password), nil)), nil
}

// unseal gives the password back. fault.Conflict where another key sealed it, as after a move of the desk without its key.
func (s *Service) unseal(sealed string) (string, error) {
	if sealed == "" {
		return "", nil
	}
	lost := fault.New(fault.Conflict, "The password of this calendar cannot be read with the desk's key. Type it again")
	raw, err := base64.StdEncoding.DecodeString(sealed)
	if err != nil {
		return "", lost
	}
	box, err := s.box()
	if err != nil {
		return "", err
	}
	if len(raw) < box.NonceSize() {
		return "", lost
	}
	open, err := box.Open(nil, raw[:box.NonceSize()], raw[box.NonceSize():], nil)
	if err != nil {
		return "", lost
	}
	return string(open), nil
}

func (s *Service) box() (cipher.AEAD, error) {
	m := hmac.New(sha256.New, s.Key)
	m.Write([]byte("call.calendar"))
	block, err := aes.NewCipher(m.Sum(nil))
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}
