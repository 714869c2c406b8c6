package environment

import (
	"fmt"
	"strconv"
	"strings"
)

// Node is some machines or pods with one part in an installation.
type Node struct {
	Role  string `json:"role"`
	Count int    `json:"count"`
}

// ReadNodes reads roles with counts, a line each or parted by semicolons: Database: 3; Cache: 2. wrong is the first that is
// none; empty where all are.
func ReadNodes(text string) (nodes []Node, wrong string) {
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return r == ';' || r == '\n' }) {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		at := strings.LastIndex(part, ":")
		n, err := strconv.Atoi(strings.TrimSpace(part[at+1:]))
		if at < 1 || err != nil {
			return nil, part
		}
		nodes = append(nodes, Node{Role: strings.TrimSpace(part[:at]), Count: n})
	}
	return nodes, ""
}

// NodeLines writes nodes as ReadNodes reads them, one role a line.
func NodeLines(nodes []Node) string {
	lines := make([]string, len(nodes))
	for i, n := range nodes {
		lines[i] = fmt.Sprintf("%s: %d", n.Role, n.Count)
	}
	return strings.Join(lines, "\n")
}
