package mailwire

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/ianaindex"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// decodeCharset turns bytes labelled with a charset into clean UTF-8. exact is false when the label was
// unknown or wrong and a guess was made, or when bytes had no meaning in it.
func decodeCharset(b []byte, label string) (text string, exact bool) {
	label = cleanLabel(label)
	switch label {
	case "", "us-ascii", "ascii", "ansi_x3.4-1968", "7bit", "8bit", "unknown", "unknown-8bit", "default", "utf-8", "utf8",
		// misspellings and other names of UTF-8 seen in mail
		"uft-8", "uft8", "utf-8mb4", "utf8mb4", "utf_8", "uf-8", "utf-", "utf", "unicode-utf-8", "x-utf-8", "cp65001", "unicode":
		return decodeUnlabelled(b, label)
	case "utf-7", "utf7", "unicode-1-1-utf-7", "x-unicode-1-1-utf-7", "csunicode11utf7":
		return decodeUnlabelled(decodeUTF7(b), "")
	}
	enc := lookup(label)
	if enc == nil {
		text, _ := decodeUnlabelled(b, "")
		return text, false
	}
	out, err := enc.NewDecoder().Bytes(b)
	if err != nil {
		text, _ := decodeUnlabelled(b, "")
		return text, false
	}
	return cleanText(out), !bytes.Contains(out, []byte("\ufffd"))
}

// decodeUnlabelled reads bytes that say UTF-8, ASCII or nothing: as UTF-8 if they are, as ISO-2022-JP if
// its escapes are there, else as windows-1252, the commonest of the rest.
func decodeUnlabelled(b []byte, label string) (text string, exact bool) {
	if utf8.Valid(b) {
		if isISO2022JP(b) {
			if out, err := japanese.ISO2022JP.NewDecoder().Bytes(b); err == nil && !bytes.Contains(out, []byte("\ufffd")) {
				return cleanText(out), false
			}
		}
		return cleanText(b), true
	}
	if strings.HasPrefix(label, "u") && label != "us-ascii" && mostlyUTF8(b) {
		return cleanText(b), false
	}
	out, err := charmap.Windows1252.NewDecoder().Bytes(b)
	if err != nil {
		out = b
	}
	return cleanText(out), label == ""
}

// isISO2022JP looks for the escapes that switch to JIS X 0208 (RFC 1468).
func isISO2022JP(b []byte) bool {
	return bytes.Contains(b, []byte("\x1b$B")) || bytes.Contains(b, []byte("\x1b$@"))
}

// mostlyUTF8 reports whether there is more sound UTF-8 than stray bytes: a text cut in a character, or
// spliced by a footer, should not be read as another charset.
func mostlyUTF8(b []byte) bool {
	good, bad := 0, 0
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		switch {
		case r == utf8.RuneError && n <= 1:
			bad++
		case n > 1:
			good++
		}
		b = b[n:]
	}
	return good > 0 && good >= bad
}

// cleanLabel lowers a charset label and drops quotes, blanks and the language of RFC 2231 §5.
func cleanLabel(label string) string {
	label = strings.ToLower(strings.Trim(label, " \t\\\"'`<>"))
	label, _, _ = strings.Cut(label, "*")
	label = strings.TrimPrefix(label, "charset=")
	if i := strings.IndexAny(label, " ;,("); i >= 0 {
		label = label[:i]
	}
	return strings.Trim(label, "\"'\\")
}

// lookup finds the encoding for a cleaned label, or nil. The labels of the WHATWG come first, because they
// say what mailers mean and not what they write: iso-8859-1 is windows-1252, ks_c_5601 is EUC-KR.
func lookup(label string) encoding.Encoding {
	switch label {
	// GB2312 and GBK in mail are in fact their superset GB18030.
	case "gb2312", "gbk", "gb_2312-80", "cp936", "ms936", "x-gbk", "gb18030", "euc-cn", "chinese":
		return simplifiedchinese.GB18030
	case "hz-gb-2312", "hz":
		return simplifiedchinese.HZGB2312 // the WHATWG maps it to an error
	case "iso-2022-jp-2", "iso-2022-jp-ms", "iso-2022-jp-1", "iso-2022-jp-3", "cp50220", "cp50221", "cp50222":
		return japanese.ISO2022JP
	case "cp932", "ms932", "x-sjis-cp932", "shift-jis", "sjis-win":
		return japanese.ShiftJIS
	case "cp949", "ms949", "uhc", "ks_c_5601", "ksc_5601", "ks_c-5601-1987":
		return korean.EUCKR
	case "cp850", "ibm850", "850":
		return charmap.CodePage850
	case "cp437", "ibm437":
		return charmap.CodePage437
	}
	if enc, err := htmlindex.Get(label); err == nil {
		if name, _ := htmlindex.Name(enc); name != "replacement" {
			return enc
		}
		return nil
	}
	if alias := aliasLabel(label); alias != label {
		if enc, err := htmlindex.Get(alias); err == nil {
			return enc
		}
	}
	if enc, err := ianaindex.MIME.Encoding(label); err == nil {
		return enc
	}
	return nil
}

// aliasLabel brings the spellings of code pages that mailers invent to the one the tables know.
func aliasLabel(label string) string {
	label = strings.ReplaceAll(label, "_", "-")
	for _, prefix := range []string{"cp-", "cp", "win-", "win", "windows", "x-cp", "x-cp-", "ms-ansi-", "x-windows-"} {
		if number, ok := strings.CutPrefix(label, prefix); ok && strings.HasPrefix(number, "125") {
			return "windows-" + number
		}
	}
	for _, prefix := range []string{"iso8859-", "iso-8859", "iso8859", "iso-", "x-iso-8859-", "8859-"} {
		if number, ok := strings.CutPrefix(label, prefix); ok && len(number) <= 2 && number != "" {
			return "iso-8859-" + number
		}
	}
	return label
}
