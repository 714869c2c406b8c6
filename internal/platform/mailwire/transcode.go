package mailwire

import (
	"bytes"
	"io"
	"strings"
)

// transcode turns a mail saved as UTF-16, as Windows programs do, into UTF-8 in memory.
func transcode(raw io.ReaderAt, size int64, lim Limits, warn *warnings) (io.ReaderAt, int64) {
	head := make([]byte, min(size, 64))
	n, _ := raw.ReadAt(head, 0)
	label := utf16Label(head[:n])
	if label == "" {
		return raw, size
	}
	if size > lim.Transcode {
		warn.add(WarnUnreadable, "The mail is in UTF-16 and larger than %d bytes; it is kept as it came.", lim.Transcode)
		return raw, size
	}
	all := make([]byte, size)
	n, _ = raw.ReadAt(all, 0)
	text, _ := decodeCharset(all[:n], label)
	warn.add(WarnTranscoded, "The mail was saved as UTF-16 and was turned into UTF-8.")
	return strings.NewReader(text), int64(len(text))
}

// utf16Label knows UTF-16 by its byte order mark, or by a header in which every other byte is zero.
func utf16Label(head []byte) string {
	switch {
	case bytes.HasPrefix(head, []byte("\xff\xfe")):
		return "utf-16le"
	case bytes.HasPrefix(head, []byte("\xfe\xff")):
		return "utf-16be"
	case len(head) < 16:
		return ""
	}
	even, odd := 0, 0
	for i, c := range head[:len(head)&^1] {
		if c == 0 && i%2 == 0 {
			even++
		} else if c == 0 {
			odd++
		}
	}
	switch half := len(head) / 2; {
	case odd == half && even == 0:
		return "utf-16le"
	case even == half && odd == 0:
		return "utf-16be"
	}
	return ""
}
