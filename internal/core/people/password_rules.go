package people

import (
	_ "embed"
	"strings"
	"unicode/utf8"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// ShortestPassword is in characters (NIST SP 800-63B-4 §3.1.1.2 asks for 15 where it stands alone, 8 with a
// second factor; guesses are slowed here, so 12).
const ShortestPassword = 12

// longestPassword bounds the work of hashing, in bytes.
const longestPassword = 1000

// fewestDistinct refuses "aaaaaaaaaaaa" and "121212121212".
const fewestDistinct = 5

//go:embed common_passwords.txt
var commonPasswords string

// checkPassword refuses what is guessed first. It asks for length, not for a mix of characters.
func checkPassword(password, address string) error {
	lower := strings.ToLower(password)
	local, _, _ := strings.Cut(address, "@")
	switch n := utf8.RuneCountInString(password); {
	case n == 0:
		return fault.Field("password", "Choose a password of at least %d characters. A few words in a row are good", ShortestPassword)
	case n < ShortestPassword:
		return fault.Field("password", "This password has %d characters; it needs at least %d. A few words in a row are good", n, ShortestPassword)
	case len(password) > longestPassword:
		return fault.Field("password", "This password is longer than the %d characters that are kept", longestPassword)
	case lower == address || len(local) >= 4 && strings.Trim(strings.ReplaceAll(lower, local, ""), "0123456789!@._- ") == "":
		return fault.Field("password", "This password is little more than your address. Choose one that others can't guess")
	case distinctRunes(lower) < fewestDistinct:
		return fault.Field("password", "This password repeats the same few characters. Choose one that is harder to guess")
	case isCommon(lower):
		return fault.Field("password", "This password is among the first that attackers try. Choose another")
	}
	return nil
}

func isCommon(lower string) bool {
	for line := range strings.Lines(commonPasswords) {
		if strings.TrimSpace(line) == lower {
			return true
		}
	}
	return false
}

func distinctRunes(s string) int {
	seen := map[rune]bool{}
	for _, r := range s {
		seen[r] = true
	}
	return len(seen)
}
