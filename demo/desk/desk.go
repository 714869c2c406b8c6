// Package desk holds the configuration of the demo desk as files (docs/guide/configuration-as-files.md).
package desk

import (
	"embed"
	"io/fs"
)

//go:embed */*.yaml
var files embed.FS

// Files is the folder of configuration.
func Files() fs.FS { return files }
