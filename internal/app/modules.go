package app

import (
	"github.com/daywatch/daywatch/internal/edge/workspace"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
)

// addPages gives the modules their pages, which need the shell around them.
func (d *Desk) addPages(shell *workspace.Shell) {
	_ = shell
}

// catalogues lists every package that shows words.
func catalogues() (*i18n.Bundle, error) {
	return i18n.NewBundle(page.Catalogue, workspace.Catalogue)
}
