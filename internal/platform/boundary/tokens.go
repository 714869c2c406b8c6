package boundary

import (
	"regexp"
	"slices"
	"strings"
)

// shape is a secret that its form gives away. hints are texts of which it has one, so that most lines are
// not searched at all; where group is set, only that part of the match is the secret.
type shape struct {
	hints []string // of which the text has one
	re    *regexp.Regexp
	group int
	kind  Kind
}

// shapes match the folded text, which is in small letters.
var shapes = []shape{
	{[]string{"-----begin"}, regexp.MustCompile(`-----begin [a-z0-9 ]+-----(?s:.*?)(?:-----end [a-z0-9 ]+-----|\z)`), 0, Token}, // RFC 7468
	{[]string{"glpat-", "gloas-", "gldt-", "glrt-", "glrtr-", "glcbt-", "glptt-", "glft-", "glimt-", "glagent-", "glsoat-", "glffct-",
		"glwt-"}, regexp.MustCompile(`\bgl(?:pat|oas|dt|rt|rtr|cbt|ptt|ft|imt|agent|soat|ffct|wt)-[a-z0-9_.=-]{8,}`), 0, Token},
	{[]string{"ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"}, regexp.MustCompile(`\b(?:gh[pousr]_[a-z0-9]{16,}|github_pat_[a-z0-9_]{16,})`), 0, Token},
	{[]string{"akia", "asia", "aroa", "aida"}, regexp.MustCompile(`\ba(?:kia|sia|roa|ida)[a-z0-9]{16}\b`), 0, Token},
	{[]string{"aiza"}, regexp.MustCompile(`\baiza[a-z0-9_-]{30,}`), 0, Token},
	{[]string{"xox"}, regexp.MustCompile(`\bxox[abeoprs]-[a-z0-9-]{10,}`), 0, Token},
	{[]string{"eyj"}, regexp.MustCompile(`\beyj[a-z0-9_-]{8,}(?:\.[a-z0-9_-]*){1,4}`), 0, Token}, // RFC 7519: a header in base64 begins with {"
	{[]string{"ssh-"}, regexp.MustCompile(`\bssh-(?:rsa|dss|ed25519)\s+[a-z0-9+/=]{20,}(?:[ \t]+\S+)?`), 0, Token},
	{[]string{"ecdsa-"}, regexp.MustCompile(`\becdsa-sha2-\S+\s+[a-z0-9+/=]{20,}(?:[ \t]+\S+)?`), 0, Token},
	{[]string{"sha256:"}, regexp.MustCompile(`\bsha256:[a-z0-9+/]{43}=?`), 0, Token}, // a fingerprint of a key, not the hash of an image, which is longer
	{[]string{"uthorization"}, regexp.MustCompile(`\bauthorization["']?[ \t]*[:=][ \t]*["']?(?:basic|bearer|token|digest)[ \t]+([^\s"',;]+)`), 1, Token},
	{[]string{"bearer"}, regexp.MustCompile(`\bbearer[ \t]+([a-z0-9._~+/=-]{16,})`), 1, Token},
	{[]string{"passw", "passphrase", "secret", "token", "key", "credential"},
		regexp.MustCompile(`(?:passw(?:or)?d|passphrase|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credential)s?["']?[ \t]*(?:=>|[:=])[ \t]*["']?([^\s"',;&<>\[\](){}]{6,})`), 1, Token},
	{[]string{"-"}, regexp.MustCompile(`\b\d{3}-\d{2}-\d{4}\b`), 0, Number}, // a social security number of the United States
}

// harmless are what stands after "token:" and the like and is none.
var harmless = set("filtered redacted masked hidden removed null false string required missing invalid expired unknown changeme password secret undefined default optional present example")

// findTokens takes what has the form of a secret.
func (m *matcher) findTokens(v *view, found []Finding) []Finding {
	for _, s := range shapes {
		if !slices.ContainsFunc(s.hints, func(hint string) bool { return strings.Contains(v.text, hint) }) {
			continue
		}
		for _, at := range s.re.FindAllStringSubmatchIndex(v.text, -1) {
			i, j := at[2*s.group], at[2*s.group+1]
			if s.group > 0 && (harmless[strings.Trim(v.text[i:j], ".*x")] || placeholderAt(v.text, i) > i) {
				continue
			}
			found = append(found, v.finding(i, j, s.kind))
		}
	}
	return found
}
