package workspace

import "embed"

// Catalogue holds the shell's own words, for i18n.NewBundle.
//
//go:embed locale/*.json
var Catalogue embed.FS
