package mailwire

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// TestCheck14Words is the header part of check 14.
func TestCheck14Words(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"plain", "It is down", "It is down"},
		{"Q", "=?ISO-8859-1?Q?Andr=E9_P?=", "André P"},
		{"B", "=?utf-8?B?SsO8cmdlbg==?=", "Jürgen"},
		{"blanks between words are none", "=?utf-8?Q?a?= \t =?utf-8?Q?b?=", "ab"},
		{"blanks before text are kept", "=?utf-8?Q?a?= b =?utf-8?Q?c?=", "a b c"},
		{"glued to text", "x=?utf-8?Q?=C3=BC?=y", "xüy"},
		{"in quotes", `"=?utf-8?Q?J=C3=BCrgen?=" Meyer`, `"Jürgen" Meyer`},
		{"character split between B words", "=?utf-8?B?44GT44KT4w==?= =?utf-8?B?gavjgaHjga8=?=", "こんにちは"},
		{"character split between Q words", "=?utf-8?Q?=C3?= =?utf-8?Q?=BC?=", "ü"},
		{"base64 split between words", "=?utf-8?B?SsO8?= =?utf-8?B?cmd?= =?utf-8?B?lbg==?=", "Jürgen"},
		{"missing padding", "=?utf-8?B?SsO8cmdlbg?=", "Jürgen"},
		{"ISO-2022-JP", "=?ISO-2022-JP?B?GyRCJDMkcyRLJEEkTxsoQg==?=", "こんにちは"},
		{"raw ISO-2022-JP", "\x1b$B$3$s$K$A$O\x1b(B", "こんにちは"},
		{"GB2312 that is GB18030", "=?GB2312?B?6Ey7+g==?=", "鐻机"},
		{"uft-8", "=?uft-8?Q?=C3=BC?=", "ü"},
		{"UTF-7", "=?UTF-7?Q?J+APw-rgen?=", "Jürgen"},
		{"UTF-7 with a plus", "=?utf-7?Q?1_+-_1_=7E_2?=", "1 + 1 ~ 2"},
		{"language", "=?utf-8*de?Q?=C3=BC?=", "ü"},
		{"blanks inside", "=?utf-8?Q?a b c?=", "a b c"},
		{"starts with an escape", "=?utf-8?Q?=3D?=", "="},
		{"no end mark", "=?utf-8?Q?a=C3=BC", "aü"},
		{"unknown charset", "=?nonsense?Q?a=C3=BC?=", "aü"},
		{"unknown encoding", "=?utf-8?X?abc?=", "=?utf-8?X?abc?="},
		{"Q with raw 8 bit", "=?iso-8859-1?Q?Fr\xf6sche_=FC?=", "Frösche ü"},
		{"raw UTF-8", "Grüße", "Grüße"},
		{"raw windows-1252", "Gr\xfc\xdfe \x80", "Grüße €"},
		{"header injection", "=?utf-8?Q?a=0D=0ABcc:_x@y?=", "a Bcc: x@y"},
		{"NUL", "a\x00b", "ab"},
		{"lone marks", "=? =?= ?= =?a", "=? =?= ?= =?a"},
	} {
		if got := decodeHeader(Header{}.text(field{value: c.in})); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestHeaderTakesTheCharsetOfTheBody(t *testing.T) {
	m := read(t, "From: a@example.org\r\nSubject: \xb4\xfa\xb8\xd5\r\nContent-Type: text/plain; charset=big5\r\n\r\n\xb4\xfa\xb8\xd5\r\n")
	if m.Subject != "測試" || m.Text != "測試\n" {
		t.Errorf("subject %q, text %q", m.Subject, m.Text)
	}
}

// TestCharsets reads one text in the charsets that mail has, under the names that mailers give them.
func TestCharsets(t *testing.T) {
	for _, c := range []struct{ label, in, want string }{
		{"us-ascii", "a\xfc", "aü"}, {"iso-8859-1", "\x93q\x94", "“q”"}, {"latin1", "\xfc", "ü"}, {"windows-1252", "\x80", "€"},
		{"cp1252", "\x80", "€"}, {"win-1251", "\xcf\xf0\xe8", "При"}, {"koi8-r", "\xf0\xd2\xc9", "При"}, {"iso8859-15", "\xa4", "€"},
		{"iso_8859-2", "\xb1", "ą"}, {"gb2312", "\xc4\xe3", "你"}, {"hz-gb-2312", "~{Dc~}", "你"}, {"big5", "\xb4\xfa", "測"},
		{"shift_jis", "\x82\xa0", "あ"}, {"cp932", "\x82\xa0", "あ"}, {"euc-jp", "\xa4\xa2", "あ"}, {"iso-2022-jp", "\x1b$B$\"\x1b(B", "あ"},
		{"euc-kr", "\xb0\xa1", "가"}, {"ks_c_5601-1987", "\xb0\xa1", "가"}, {"tis-620", "\xa1", "ก"}, {"windows-1256", "\xc7", "ا"},
		{"utf-16le", "a\x00\xfc\x00", "aü"}, {"utf-8", "ü\xff", "ü\ufffd"}, {"UTF-8", "\xfc\xe4", "üä"}, {`\"us-ascii\"`, "a", "a"},
		{"utf8", "\xef\xbb\xbfa", "a"}, {"ibm850", "\x81", "ü"}, {"macintosh", "\x9f", "ü"}, {"unicode-1-1-utf-7", "+APw-", "ü"},
	} {
		if got, _ := decodeCharset([]byte(c.in), c.label); got != c.want {
			t.Errorf("%s: %q, want %q", c.label, got, c.want)
		}
	}
}

func FuzzWords(f *testing.F) {
	for _, seed := range []string{"=?utf-8?B?44GT?= =?utf-8?Q?=C3=BC?=", "=?ISO-2022-JP?B?GyRC?=", "=?utf-7?Q?+A?=", "a\xff\x00\x1b$B",
		"=?a?q?", "=?GB2312?B?6A==?="} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in string) {
		got := decodeHeader(Header{}.text(field{value: in}))
		if !utf8.ValidString(got) || strings.ContainsAny(got, "\r\n\x00") {
			t.Errorf("%q is not one clean line", got)
		}
		m := parseMediaType(in)
		for name, value := range m.params {
			if name != "boundary" && (!utf8.ValidString(value) || safeName(safeName(value)) != safeName(value)) {
				t.Errorf("parameter %s=%q makes no safe name", name, value)
			}
		}
	})
}
