package mailwire

import (
	"bytes"
	"encoding/base64"
	"unicode/utf16"
)

// decodeUTF7 decodes UTF-7 (RFC 2152) and keeps what breaks its rules as it stands: the libraries at hand
// give up on the whole text at the first `~`.
func decodeUTF7(b []byte) []byte {
	out := make([]byte, 0, len(b))
	for len(b) > 0 {
		plus := bytes.IndexByte(b, '+')
		if plus < 0 {
			return append(out, b...)
		}
		out = append(out, b[:plus]...)
		b = b[plus+1:]
		n := 0
		for n < len(b) && isBase64(b[n]) {
			n++
		}
		shifted := b[:n]
		b = b[n:]
		closed := len(b) > 0 && b[0] == '-'
		if closed {
			b = b[1:]
		}
		switch text, ok := shiftedText(shifted); {
		case n == 0 && closed: // "+-" is a plus sign
			out = append(out, '+')
		case ok:
			out = append(out, text...)
		default:
			out = append(append(out, '+'), shifted...)
			if closed {
				out = append(out, '-')
			}
		}
	}
	return out
}

// shiftedText decodes the base64 of UTF-16BE between `+` and `-`.
func shiftedText(b []byte) (string, bool) {
	if len(b)%4 == 1 { // a lone character holds no byte
		return "", false
	}
	raw, err := base64.RawStdEncoding.AppendDecode(nil, b)
	if err != nil || len(raw) < 2 {
		return "", false
	}
	units := make([]uint16, 0, len(raw)/2)
	for ; len(raw) >= 2; raw = raw[2:] {
		units = append(units, uint16(raw[0])<<8|uint16(raw[1]))
	}
	return string(utf16.Decode(units)), true
}
