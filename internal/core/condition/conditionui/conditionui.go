// Package conditionui says conditions in the reader's language, and finds what a reader means by a name: for the pages
// of all that is chosen by conditions.
package conditionui

import "embed"

// Catalogue holds the words for conditions, for i18n.NewBundle.
//
//go:embed locale/*.json
var Catalogue embed.FS
