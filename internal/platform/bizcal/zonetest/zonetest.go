// Package zonetest gives tests every zone that there is.
package zonetest

import (
	"archive/zip"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Zip is the path of the zones that Go brings along; they are slim: what a rule can say is not listed.
func Zip(t testing.TB) string {
	t.Helper()
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Join(strings.TrimSpace(string(root)), "lib", "time", "zoneinfo.zip")
}

// Every names all zones of Zip.
func Every(t testing.TB) (names []string) {
	t.Helper()
	z, err := zip.OpenReader(Zip(t))
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	for _, f := range z.File {
		if !f.FileInfo().IsDir() {
			names = append(names, f.Name)
		}
	}
	return names
}
