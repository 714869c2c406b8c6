package content

import (
	"embed"
	"fmt"
	"strings"
)

//go:embed text
var texts embed.FS

// rows reads a file of "a | b | c" lines; lines that begin with # are comments. It panics on a malformed row,
// since the files are part of the program and every test reads them.
func rows(name string, columns int) [][]string {
	var out [][]string
	for n, line := range strings.Split(read(name), "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		cells := strings.Split(line, "|")
		if len(cells) != columns {
			panic(fmt.Sprintf("demo content: %s:%d: %d columns, want %d", name, n+1, len(cells), columns))
		}
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		out = append(out, cells)
	}
	return out
}

func read(name string) string {
	raw, err := texts.ReadFile("text/" + name)
	if err != nil {
		panic("demo content: " + err.Error())
	}
	return string(raw)
}
