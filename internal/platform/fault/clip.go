package fault

// Clip gives the first n characters of a value that a sentence repeats, with "…" where something is missing: what
// people type and mails carry has no bound.
func Clip(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i] + "…"
		}
		n--
	}
	return s
}
