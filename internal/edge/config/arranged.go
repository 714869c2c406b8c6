package config

import (
	"slices"
	"strings"
)

// arranged numbers what the desk has by tens in the order of the files, and saves what got another number.
func arranged[F, T any](order []held[F], known []T, id func(T) int64, position func(*T) *int, save func(T) error) error {
	for i, h := range order {
		at := slices.IndexFunc(known, func(t T) bool { return id(t) == h.id })
		if at < 0 || *position(&known[at]) == (i+1)*10 {
			continue
		}
		*position(&known[at]) = (i + 1) * 10
		if err := save(known[at]); err != nil {
			return err
		}
	}
	return nil
}

// lines writes a text with the line ends of files: browsers send others.
func lines(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}
